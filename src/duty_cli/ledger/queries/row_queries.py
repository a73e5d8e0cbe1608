"""Any row by its seq, what refers to it, and the rows that hold a word: asked of the schema, so that every table is looked into."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial

from duty_cli.ledger.chain.row_codec import rules_of
from duty_cli.ledger.queries.dialect import Dialect
from duty_cli.ledger.queries.snapshot import Snapshot, name_of, righted, standing
from duty_cli.model.column_sorts import EXACT_SORTS
from duty_cli.model.entry_sorts import ENTRIES, SORTS
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import COLUMNS
from duty_cli.model.row_search import Called, Cell, FoundRow, FoundRows, Referring, SoughtWord

_TABLES = {said: table for table, said in SORTS.items()}
_FEW = 5
"""So many of the rows that refer to one are named."""

_DAYS = frozenset({"day", "first", "last", "done", "until", "at", "entered_at"})
_UNREAD = frozenset({"source_digest", "digest", "rules", "version", "score"}) | {
    name for name, column in COLUMNS.items() if column.sort in EXACT_SORTS
}
"""Texts in which nobody looks for words: digests, and exact numbers, of which any figure would find most."""

_TOLD_OTHERWISE = {("issue", "known"), ("reversal", "target")}
"""That a paper was made when a row was the last says nothing about the row; who reversed it is told by itself."""

_BY_DAY = ("day", "first")
"""What the newest rows of a table go by, before their seq."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """The columns of a table: texts, repeating texts by number, and what others refer to."""

    texts: tuple[str, ...]
    coded: tuple[str, ...]
    refers: Mapping[str, str]
    names: tuple[str, ...]


class RowQueries(Snapshot):
    """What can be asked of rows of whatever sort; see the Protocol ``RowReader``."""

    def cells(self, seq: Seq) -> Mapping[str, Cell] | None:
        """The cells of a row by column; of a naming what was said."""
        found = self.execute("SELECT sort FROM entry WHERE seq = :seq AND seq <= :known", seq=seq).fetchone()
        if found is None:
            return None
        table: str = found[0]
        names = self._shapes[table].names
        row = self.execute(f"SELECT {', '.join(names)} FROM {table} WHERE seq = :seq", seq=seq).fetchone()
        cells = dict(zip(names, row, strict=True))
        for name in self._shapes[table].coded:
            cells[name] = self.labels.texts.get(cells[name])
        if table == "naming":
            said = self.execute("SELECT name, initials, phone FROM person WHERE seq = :seq", seq=seq).fetchone()
            return {"member": cells["member"], **dict(zip(("name", "initials", "phone"), said, strict=True))}
        if table == "rules":
            cells["files"] = "、".join(name for name, _ in rules_of("", cells["files"]).files)
        return {name: cell.hex() if isinstance(cell, bytes) else cell for name, cell in cells.items()}

    def called(self) -> tuple[Called, ...]:
        """Every number and name that members bear or bore, of those who stand."""
        named = f"""
            SELECT naming.member, member.number, person.name, person.initials
            FROM naming JOIN person ON person.seq = naming.seq JOIN member ON member.seq = naming.member
            WHERE naming.seq <= :known AND {standing("member")} ORDER BY naming.seq
        """
        numbered = f"SELECT member, number, '', '' FROM numbering WHERE {standing('numbering')} ORDER BY seq"
        rows = (row for query in (named, numbered) for row in self.execute(query))
        return tuple(Called(MemberKey(key), number, name or "", short or "") for key, number, name, short in rows)

    def operators(self) -> tuple[str, ...]:
        """The names of those who entered batches, as they were put right; who entered the last comes first."""
        query = f"""
            SELECT who FROM (SELECT batch.seq, {name_of()} AS who FROM batch WHERE batch.seq <= :known) AS named
            GROUP BY who ORDER BY max(seq) DESC
        """
        return tuple(name for (name,) in self.execute(query))

    def counted_by_sort(self, batch: Seq) -> dict[str, int]:
        """How many rows of which sort a batch entered."""
        query = """
            SELECT sort, count(*) FROM entry WHERE seq > :batch AND batch = :batch AND seq <= :known
                AND seq < coalesce((SELECT min(seq) FROM batch WHERE seq > :batch), :known + 1)
            GROUP BY sort ORDER BY min(seq)
        """
        return {SORTS[sort]: count for sort, count in self.execute(query, batch=batch)}

    def referring(self, seq: Seq, sort: str) -> Iterator[Referring]:
        """What stands and refers to a row of that sort; a record also by the number (编号) that others name as their source."""
        aims = {"entry", _TABLES[sort]}
        for table in SORTS:
            for column, aim in self._shapes[table].refers.items():
                if aim in aims and (table, column) not in _TOLD_OTHERWISE:
                    yield from self._those(table, column, seq)
        if sort == "记录":
            number = self.execute("SELECT number FROM record WHERE seq = :seq", seq=seq).fetchone()[0]
            yield from self._those("record", "source", number) if number else ()

    def _those(self, table: str, column: str, value: object) -> Iterator[Referring]:
        which = f"FROM {table} WHERE {table}.{column} = :value AND {standing(table)}"
        newest = self.execute(f"SELECT seq {which} ORDER BY seq DESC LIMIT {_FEW + 1}", value=value).fetchall()
        if newest:
            many = len(newest) > _FEW
            count = self.execute(f"SELECT count(*) {which}", value=value).fetchone()[0] if many else len(newest)
            yield Referring(SORTS[table], column, count, tuple(Seq(one) for (one,) in newest[:_FEW]))

    def found(self, sort: str, words: Sequence[SoughtWord], last: int) -> FoundRows:
        """The ``last`` rows of a sort that hold every one of the words, the newest first, reversed or not."""
        table = _TABLES[sort]
        shape = self._shapes[table]
        values: dict[str, object] = {"last": last}
        held = " AND ".join(
            f"({' OR '.join(self._ways(table, word, str(at), values)) or 'false'})" for at, word in enumerate(words)
        )
        where = f"FROM {table} WHERE {table}.seq <= :known AND {held}"
        order = [*[name for name in _BY_DAY if name in shape.names][:1], "seq"]
        newest = ", ".join(f"newest.{name} DESC" for name in order)
        query = f"""
            SELECT newest.seq, entry.batch, (
                SELECT reversal.seq FROM reversal WHERE reversal.target = newest.seq AND reversal.seq <= :known
            ) FROM (
                SELECT {", ".join(order)} {where} ORDER BY {", ".join(f"{name} DESC" for name in order)} LIMIT :last
            ) AS newest {self.dialect.in_order} entry ON entry.seq = newest.seq ORDER BY {newest}
        """
        rows = tuple(FoundRow(Seq(seq), Seq(batch), gone) for seq, batch, gone in self.execute(query, **values))
        # What fits on the page is not counted again: that goes through the whole table a second time.
        count = len(rows) if len(rows) < last else self.execute(f"SELECT count(*) {where}", **values).fetchone()[0]
        return FoundRows(sort, rows, count)

    def _ways(self, table: str, word: SoughtWord, at: str, values: dict[str, object]) -> Iterator[str]:
        """The conditions of which one has to be met for a row to hold the word; what they name goes into ``values``."""
        shape = self._shapes[table]
        if word.seq is not None:
            yield f"{table}.seq = {word.seq}"
        if word.fen is not None and "fen" in shape.names:
            yield f"{table}.fen = {word.fen}"
        if word.text:
            values[f"text{at}"] = word.text
            values[f"like{at}"] = _pattern_of(word.text)
            holds = partial(_holds, self.dialect, word.text, at)
            yield from (holds(f"{table}.{name}") for name in shape.texts if name not in _DAYS)
            if table == "batch":
                yield holds(righted())
        if word.days:
            values[f"days{at}"] = word.days
            yield from self._on_days(table, word, at)
        named = sorted(word.members)
        values[f"members{at}"] = json.dumps(named)
        whose = ["seq"] if table == "member" else [name for name, aim in shape.refers.items() if aim == "member"]
        if named:
            yield from (f"{table}.{name} IN ({self.dialect.numbers.format(f':members{at}')})" for name in whose)
        yield from self._by_words(table, word)

    def _by_words(self, table: str, word: SoughtWord) -> Iterator[str]:
        """The same of repeating texts and of the activities that a table refers to: those that hold the word are few."""
        shape = self._shapes[table]
        labels = [number for number, text in self.labels.texts.items() if _means(word, text)]
        if labels:
            yield from (f"{table}.{name} IN ({_listed(labels)})" for name in shape.coded)
        if table == "activity":
            yield from self._spelt_activities("seq", word) if word.spells is not None else ()
        elif shape.refers.get("activity") == "activity":
            yield from self._spelt_activities("activity", word)

    def _spelt_activities(self, column: str, word: SoughtWord) -> Iterator[str]:
        found = [seq for seq, name in self._activity_names if _means(word, name)]
        if found:
            yield f"{column} IN ({_listed(found)})"

    def _on_days(self, table: str, word: SoughtWord, at: str) -> Iterator[str]:
        if table == "batch":
            day = self.dialect.office_time.format("coalesce(batch.entered_at, batch.at)")
            yield f"substr({day}, 1, {len(word.days)}) = :days{at}"
        elif table not in ("member", "issue", "step", "proceeding", "budget"):
            column = "day" if table not in ("spell", "leave", "earlier") else "first"
            yield f"substr({table}.{column}, 1, {len(word.days)}) = :days{at}"

    @cached_property
    def _activity_names(self) -> list[tuple[int, str]]:
        return self.execute("SELECT seq, name FROM activity WHERE seq <= :known").fetchall()

    @cached_property
    def _shapes(self) -> Mapping[str, TableShape]:
        return {one.table: self._shape(one.table) for one in ENTRIES}

    def _shape(self, table: str) -> TableShape:
        keys = dict(self.connection.execute(self.dialect.references, {"table": table}).fetchall())
        columns = self.connection.execute(self.dialect.columns, {"table": table}).fetchall()
        return TableShape(
            tuple(name for name, sort in columns if sort == "text" and name not in _UNREAD),
            tuple(name for name, aim in keys.items() if aim == "label"),
            {name: aim for name, aim in keys.items() if aim != "label" and name != "seq"},
            tuple(name for name, _ in columns),
        )


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(map(str, numbers))


def _means(word: SoughtWord, text: str) -> bool:
    """Whether a text that many rows share holds the word, or is spelt so."""
    held = bool(word.text) and word.text.casefold() in text.casefold()
    return held or (word.spells is not None and word.spells(text))


def _holds(dialect: Dialect, text: str, at: str, column: str) -> str:
    # Without letters there is nothing to fold, and looking for the very signs takes half as long.
    if text.upper() == text.lower():
        return dialect.holds.format(column, f":text{at}")
    return dialect.holds_folded.format(column, f":like{at}")


def _pattern_of(text: str) -> str:
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return f"%{text}%"
