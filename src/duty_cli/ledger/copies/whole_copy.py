"""A whole ledger copied into another database, row by row as it stands: the same rows, the same chain, the same head.

Nothing is entered: no row says that it was copied, or the heads would differ. The copy is verified to the last row before it
has its name.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from duty_cli.errors.ledger_errors import LedgerDamaged, NameLeft
from duty_cli.ledger.appending.row_writer import TABLES_IN_ORDER, RowInsertion
from duty_cli.ledger.chain.hash_chain import Cell
from duty_cli.ledger.migrations import MIGRATIONS, Migrations, migrate
from duty_cli.ledger.queries.sql_connection import SqlConnection
from duty_cli.ledger.queries.store_reader import StoreReader
from duty_cli.ledger.sqlite.bulk_insert import BulkInsert
from duty_cli.ledger.sqlite.database import Connections, blank_beside, made_whole, transaction
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.ledger_protocol import LedgerHead
from duty_cli.model.progress import in_progress, under_way

_PIECE = 50_000
"""So many seqs are gone through at once: what is in memory does not grow with the ledger."""


def copy_rows(source: StoreReader, into: SqlConnection, rows: RowInsertion) -> None:
    """Put every row that ``source`` knows into a database that has the schema and no row yet; ``rows`` is the way into it."""
    for label in source.execute("SELECT id, text FROM label ORDER BY id").fetchall():
        into.execute("INSERT INTO label (id, text) VALUES (?, ?)", tuple(label))
    # A ledger of an earlier version lacks tables, and a column for each.
    tables = {table: names for table in TABLES_IN_ORDER if len(names := _columns(source, table)) > 1}
    pieces = [(table, first) for table in tables for first in range(0, source.known, _PIECE)]
    for table, first in in_progress("复制账本", "段", pieces, lambda: len(pieces)):
        if found := _cells(source, table, tables[table], first):
            rows.take(table, found)
            rows.put_in()
    rows.settle()
    seq, hash_ = source.execute("SELECT seq, hash FROM head").fetchone()
    into.execute("UPDATE head SET seq = ?, hash = ?", (seq, bytes(hash_)))


def _columns(source: StoreReader, table: str) -> tuple[str, ...]:
    found = source.execute(source.dialect.columns, table=table)
    return ("seq", *(name for name, _ in found))


def _cells(source: StoreReader, table: str, names: Sequence[str], first: int) -> Mapping[str, Sequence[Cell]]:
    """The cells of the next piece, column by column; nothing where the table has no row there."""
    # Names of the schema alone stand in the text.
    query = f"SELECT {', '.join(names)} FROM {table} WHERE seq > :first AND seq <= :last ORDER BY seq"
    found = source.execute(query, first=first, last=first + _PIECE).fetchall()
    return dict(zip(names, zip(*found, strict=True), strict=True)) if found else {}


def copied_to_file(source: StoreReader, place: Path) -> SqliteLedger:
    """The ledger that ``source`` reads, in a new file at ``place``; verified, or nothing is there.

    Raises LedgerExists, LedgerUnwritable, LedgerDamaged; StandsAllTheSame, StandsUnclear where the disk failed when it had its name.
    """
    try:
        with made_whole(place) as blank:
            fill(blank, source, MIGRATIONS)
            _verify(blank, source.head())
    except NameLeft as error:
        from duty_cli.ledger.sqlite.left_in_place import founded_all_the_same

        raise founded_all_the_same(place, error.why) from error
    return SqliteLedger(place)


def keep_earlier_version(source: StoreReader, place: Path, version: int) -> None:
    """The ledger of an earlier ``version`` that ``source`` reads, as it is, in a new file at ``place``, which no program has upgraded.

    Verified by upgrading another copy of it. Raises LedgerExists, LedgerUnwritable, LedgerDamaged.
    """
    with made_whole(place) as blank, blank_beside(place) as tried:
        fill(blank, source, MIGRATIONS[:version])
        shutil.copyfile(blank, tried)
        with transaction(place, Connections(tried), write=True) as connection:
            migrate(connection, MIGRATIONS)
        _verify(tried, source.head())


def fill(blank: Path, source: StoreReader, migrations: Migrations) -> None:
    """Put the ledger that ``source`` reads into a blank file, of the version that the ``migrations`` make."""
    with transaction(blank, Connections(blank), write=True) as connection:
        migrate(connection, migrations)
        rows = BulkInsert(connection)
        try:
            copy_rows(source, connection, rows)
        finally:
            rows.stop()


def _verify(copied: Path, head: LedgerHead) -> None:
    copy = SqliteLedger(copied)
    with under_way("核对副本"):
        copy.check()
    with copy.reading() as reading:
        refuse_other_head(head, reading.head())


def refuse_other_head(there: LedgerHead, copied: LedgerHead) -> None:
    """Raise LedgerDamaged where a copy does not end as what it was copied from."""
    if (there.seq, there.digest) != (copied.seq, copied.digest):
        raise LedgerDamaged(f"副本到序号 {copied.seq}，与原账本的账首（序号 {there.seq}）不符")
