"""What a glimpse of a ledger asks: who is in it and its terms, with little loaded, for a shell that asks at every Tab."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.ledger.queries.sql_connection import SqlConnection
from duty_cli.model.name_order import by_number


def _standing(table: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM reversal WHERE reversal.target = {table}.seq)"


class Glimpse:
    """What is offered of a ledger, as the roster and the head of ``LedgerReader`` have it: a test holds them together."""

    def __init__(self, connection: SqlConnection) -> None:
        self._execute = connection.execute

    def members(self) -> list[tuple[int, str, str | None]]:
        """The key, the last number and the last name of each member enrolled, by number; no name where it is erased."""
        given = f"SELECT member, number FROM numbering WHERE {_standing('numbering')} ORDER BY first, seq"
        named = "SELECT naming.member, person.name FROM naming JOIN person USING (seq) ORDER BY seq"
        numbers, names = dict(self._execute(given)), dict(self._execute(named))
        enrolled = self._execute(f"SELECT seq, number FROM member WHERE {_standing('member')} ORDER BY number")
        found = [(key, numbers.get(key, number), names[key]) for key, number in enrolled]
        return by_number(found, lambda member: member[1])

    def sectors(self, day: str) -> dict[int, str]:
        """The sector of each member on a day (YYYY-MM-DD), by key."""
        on = "first <= :day AND (last IS NULL OR :day <= last)"
        # The latest begun holds; of those begun on one day the one entered first.
        return dict(self._spells("界别", on, "first, seq DESC", day=day))

    def values(self, facet: str) -> list[str]:
        """The values that members have, or had, of a facet; sorted."""
        enrolled = f"member IN (SELECT seq FROM member WHERE {_standing('member')})"
        return sorted({value for _, value in self._spells(facet, enrolled, "seq")})

    def _spells(self, facet: str, condition: str, order: str, **values: str) -> Iterator[tuple[int, str]]:
        query = f"""
            SELECT member, text FROM spell JOIN label ON label.id = value
            WHERE facet = (SELECT id FROM label WHERE text = :facet) AND {_standing("spell")} AND {condition}
            ORDER BY {order}
        """
        yield from self._execute(query, {"facet": facet, **values})

    def terms(self) -> list[tuple[int, str, str]]:
        """The terms by number, with their first and last day; a term given again replaces the former."""
        founded = self._execute(f"SELECT term, first, last FROM founding WHERE {_standing('founding')} ORDER BY seq")
        return sorted({term: (term, first, last) for term, first, last in founded}.values())

    def events(self) -> list[tuple[str, str]]:
        """Kind and name of each activity, the newest first."""
        query = f"""
            SELECT text, name FROM activity JOIN label ON label.id = kind
            WHERE {_standing("activity")} ORDER BY day DESC, seq DESC
        """
        return self._execute(query).fetchall()

    def operators(self) -> list[str]:
        """The names in batches and those put in their place; of the last batch first."""
        righted = "(SELECT by FROM attribution WHERE target = batch.seq ORDER BY seq DESC LIMIT 1)"
        named = f"SELECT coalesce({righted}, entered_by, by) AS who, seq FROM batch"
        query = f"SELECT who FROM ({named}) AS named GROUP BY who ORDER BY max(seq) DESC"
        return [name for (name,) in self._execute(query)]

    def rows(self, begun: str, most: int) -> list[tuple[int, str]]:
        """Seq and sort of the newest rows whose seqs begin so, at most so many."""
        query = "SELECT seq, sort FROM entry WHERE substr(CAST(seq AS TEXT), 1, ?) = ? ORDER BY seq DESC LIMIT ?"
        return self._execute(query, (len(begun), begun, most)).fetchall()
