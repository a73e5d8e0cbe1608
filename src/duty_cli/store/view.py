"""A view: one connection, seen as at one seq. What is known and what still counts is decided here, once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, exists

from duty_cli.domain.members import Seq
from duty_cli.domain.order import BY_SECTOR, Lists
from duty_cli.store.labels import TextTable
from duty_cli.store.tables import REVERSAL


class Snapshot:
    """What the queries of this room need: the connection, its labels, and ``known``, the last seq that counts."""

    def __init__(self, connection: Connection, known: Seq, lists: Lists = BY_SECTOR) -> None:
        self.connection = connection
        self.known = known
        self.labels = TextTable(connection)
        self.listed = lists

    def standing(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        """That a row of ``table`` is known, and not known to be reversed."""
        reversed_ = exists().where(REVERSAL.c.target == table.c.seq, REVERSAL.c.seq <= self.known)
        return table.c.seq <= self.known, ~reversed_
