"""One connection as known at one seq, and the dictionary of repeating texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.chain.hash_chain import GENESIS
from duty_cli.ledger.queries.dialect import SQLITE, Dialect
from duty_cli.ledger.queries.sql_connection import SqlConnection, SqlRows
from duty_cli.model.members import GROUPINGS, Seq
from duty_cli.model.name_order import BY_SECTOR, Lists
from duty_cli.model.periods import Period

_GROUPS = tuple(facet.name.lower() for facet in GROUPINGS)

CODED: Final[Mapping[str, tuple[str, ...]]] = {
    "spell": ("facet", "value"),
    "activity": ("kind", "due", *_GROUPS),
    "record": ("kind", "attendance", "stages", "levels"),
    "leave": ("reason", "kind"),
    "proceeding": ("path", "use"),
    "step": ("name", "means"),
    "plan": ("kind", "due", *_GROUPS),
    "earlier": ("grade", "paper"),
    "handin": ("kind",),
    "budget": ("facet", "name"),
    "spending": ("facet", "name", "activity"),
    "invitation": ("kind", "capacity"),
}
"""The columns that hold texts by number, of each table that has any: no writer asks the schema again for what it is made by."""


class TextTable:
    """Texts by number and numbers by text, read on first use."""

    def __init__(self, connection: SqlConnection, wait: Callable[[], object] = lambda: None) -> None:
        """``wait`` comes back when nobody else uses the connection."""
        self._connection = connection
        self._wait = wait

    @cached_property
    def texts(self) -> dict[int, str]:
        """Number → text."""
        self._wait()
        return dict(self._connection.execute("SELECT id, text FROM label"))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Text → number."""
        return {text: number for number, text in self.texts.items()}

    def number(self, text: str) -> int:
        """The number of ``text``, given to it now if it has none."""
        found = self.numbers.get(text)
        return self._add(text) if found is None else found

    def _add(self, text: str) -> int:
        # Numbered here and not by the database: many labels can go in before any row that uses them.
        number = max(self.texts, default=0) + 1
        self._wait()
        self._connection.execute("INSERT INTO label (id, text) VALUES (?, ?)", (number, text))
        self.texts[number] = text
        self.numbers[text] = number
        return number


class Snapshot:
    """What the queries of this package need: the connection, its labels, and ``known``, the last seq that counts."""

    dialect: Dialect = SQLITE
    """How the engine behind the connection says things."""

    def __init__(self, connection: SqlConnection, known: Seq, lists: Lists = BY_SECTOR) -> None:
        self.connection = connection
        self.known = known
        self.labels = TextTable(connection)
        self.listed = lists

    def execute(self, query: str, **values: object) -> SqlRows:
        """The rows of a query, in which ``:known`` is the last seq that counts."""
        return self.connection.execute(query, {"known": self.known, **values})

    def stream(self, query: str, **values: object) -> SqlRows:
        """The same of a query whose rows may be very many: they are never all in memory."""
        return self.execute(query, **values)


def head_of(connection: SqlConnection) -> tuple[Seq, bytes]:
    """The last seq and its hash, as the head says it. Raises LedgerDamaged where the last row says otherwise."""
    found = connection.execute(
        "SELECT head.seq, head.hash, entry.seq, entry.hash FROM head"
        " LEFT JOIN entry ON entry.seq = (SELECT max(seq) FROM entry) WHERE head.id = 1"
    ).fetchone()
    if found is None:
        raise LedgerDamaged("账首缺失")
    seq, hash_, last, last_hash = found
    if (seq, hash_) != ((0, GENESIS) if last is None else (last, last_hash)):
        raise LedgerDamaged(f"账首（序号 {seq}）与最后一行（序号 {last or 0}）不符")
    return Seq(seq), hash_


def standing(table: str) -> str:
    """That a row of ``table`` is known, and not known to be reversed."""
    # A reversal that became known later does not count: that is what makes an old report come out the same.
    reversed_ = f"SELECT 1 FROM reversal WHERE reversal.target = {table}.seq AND reversal.seq <= :known"
    return f"{table}.seq <= :known AND NOT EXISTS ({reversed_})"


def standing_among_all(table: str) -> str:
    """The same, for a query that goes through all rows: what is reversed is gathered once, not looked up for each."""
    return f"{table}.seq <= :known AND {table}.seq NOT IN (SELECT target FROM reversal WHERE reversal.seq <= :known)"


def righted(batch: str = "batch") -> str:
    """The name that was put in the place of the one in a batch; NULL where none was."""
    of_batch = f"FROM attribution WHERE attribution.target = {batch}.seq AND attribution.seq <= :known"
    return f"(SELECT attribution.by {of_batch} ORDER BY attribution.seq DESC LIMIT 1)"


def name_of(batch: str = "batch") -> str:
    """By whom a batch was entered, at the copy it came from where it was taken over; as the name was put right."""
    return f"coalesce({righted(batch)}, {batch}.entered_by, {batch}.by)"


def days(period: Period | None) -> dict[str, str]:
    """The first and last day of a period, as the values ``:first`` and ``:last``."""
    return {} if period is None else {"first": period.first.isoformat(), "last": period.last.isoformat()}
