"""One connection as known at one seq, and the dictionary of repeating texts."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import ColumnElement, Connection, Table, exists, insert, select

from duty_cli.ledger.tables import LABEL, REVERSAL
from duty_cli.model.members import Seq
from duty_cli.model.name_order import BY_SECTOR, Lists


class TextTable:
    """Texts by number and numbers by text, read on first use."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def texts(self) -> dict[int, str]:
        """Number → text."""
        return dict(self._connection.execute(select(LABEL.c.id, LABEL.c.text)).all())

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in self.texts.items()}

    def number(self, text: str) -> int:
        """The number of ``text``, given to it now if it has none."""
        found = self._numbers.get(text)
        return self._add(text) if found is None else found

    def _add(self, text: str) -> int:
        # Numbered here and not by the database: many labels can go in before any row that uses them.
        number = max(self.texts, default=0) + 1
        self._connection.execute(insert(LABEL), {"id": number, "text": text})
        self.texts[number] = text
        self._numbers[text] = number
        return number


class Snapshot:
    """What the queries of this package need: the connection, its labels, and ``known``, the last seq that counts."""

    def __init__(self, connection: Connection, known: Seq, lists: Lists = BY_SECTOR) -> None:
        self.connection = connection
        self.known = known
        self.labels = TextTable(connection)
        self.listed = lists

    def standing(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        """That a row of ``table`` is known, and not known to be reversed."""
        # A reversal that became known later does not count: that is what makes an old report come out the same.
        reversed_ = exists().where(REVERSAL.c.target == table.c.seq, REVERSAL.c.seq <= self.known)
        return table.c.seq <= self.known, ~reversed_
