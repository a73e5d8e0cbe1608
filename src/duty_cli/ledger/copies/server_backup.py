"""A backup of a ledger on a server: what ``pg_dump`` took of it, and beside it the same ledger as a file, read out of that dump.

So the dump is known to hold every row before it is called a backup, and the backup can be restored on any desk: as a file, or with
``pg_restore`` on a server by whoever looks after it. Where this computer has no ``pg_dump``, or one that is older than the server, the file is made of
the rows themselves, and stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.errors.server_errors import DumpProgramUnfit
from duty_cli.ledger.appending.row_writer import TABLES_IN_ORDER
from duty_cli.ledger.chain.hash_chain import Cell
from duty_cli.ledger.copies.backup_file import DUMP, SERVER, Backup, write_copy
from duty_cli.ledger.copies.whole_copy import fill, keep_earlier_version, refuse_other_head
from duty_cli.ledger.migrations import MIGRATIONS, migrate
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger
from duty_cli.ledger.postgres.postgres_reader import PostgresReader
from duty_cli.ledger.postgres.server_dump import dump_to, rows_dumped
from duty_cli.ledger.queries.dialect import SQLITE
from duty_cli.ledger.sqlite.bulk_insert import BulkInsert
from duty_cli.ledger.sqlite.database import Connections, blank_beside, free_name, transaction
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.ledger_protocol import LedgerHead, Operation
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.progress import in_progress, under_way

_NAME = Path("ledger.db")
_PIECE = 10_000
_READ: Mapping[str, Callable[[str], str | int | bytes]] = {
    "text": str,
    "integer": int,
    "blob": lambda said: bytes.fromhex(said.removeprefix("\\x")),
}
"""How a cell that a server writes is read, by the type of its column in a file."""


def write_server_backup(
    ledger: PostgresLedger, folder: Path, beside: Mapping[str, bytes], act: Operation, program: str
) -> tuple[Backup, DumpProgramUnfit | None]:
    """Put a ledger into a new backup in ``folder`` with the files of its rules: verified first, then named; why it holds no dump.

    Raises as ``write_backup``, and DumpFailed.
    """
    with blank_beside(folder / _NAME) as beside_it:
        try:
            head = _dumped(ledger, beside_it)
            fill_it: Callable[[Path], object] = _Filling(ledger.place, beside_it, head)
            return write_copy(_NAME, fill_it, folder, beside, act, program, {DUMP: beside_it}), None
        except DumpProgramUnfit as unfit:
            beside_it.write_text(f"{ledger.place}\n", "utf-8")
            fill_it = partial(_fill_of_rows, ledger)
            return write_copy(_NAME, fill_it, folder, beside, act, program, {SERVER: beside_it}), unfit


def _dumped(ledger: PostgresLedger, dump: Path) -> LedgerHead:
    with ledger.reading() as reading, under_way("备份数据库"):
        assert isinstance(reading, PostgresReader), "it is one of a server"
        dump_to(ledger.place, reading, dump)
        return reading.head()


def _fill_of_rows(ledger: PostgresLedger, blank: Path) -> None:
    with ledger.reading() as reading:
        assert isinstance(reading, PostgresReader), "it is one of a server"
        fill(blank, reading, MIGRATIONS)
        with SqliteLedger(blank).reading() as copied:
            refuse_other_head(reading.head(), copied.head())


def keep_before_upgrade(folder: Path, source: PostgresReader, version: int) -> Path:
    """The ledger of an earlier ``version`` that ``source`` reads, verified and kept in a file of its own in ``folder``; its path.

    Raises LedgerUnwritable, LedgerDamaged.
    """
    kept = free_name(folder / _NAME, f"v{version}")
    keep_earlier_version(source, kept, version)
    return kept


class _Filling:
    """What fills a blank file with the ledger in a dump."""

    def __init__(self, place: LedgerServer, dump: Path, head: LedgerHead) -> None:
        self._place, self._dump, self._head = place, dump, head

    def __call__(self, blank: Path) -> None:
        """Raises DumpFailed, LedgerDamaged where the dump does not end as the ledger did."""
        with transaction(blank, Connections(blank), write=True) as connection:
            migrate(connection, MIGRATIONS)
            for row in self._cells("label", {"id": "integer", "text": "text"}):
                connection.execute("INSERT INTO label (id, text) VALUES (?, ?)", row)
            types = {one: dict(connection.execute(SQLITE.columns, {"table": one})) for one in TABLES_IN_ORDER}
            rows = BulkInsert(connection)
            try:
                for table, columns in in_progress("核对备份", "表", types.items(), lambda: len(types)):
                    self._put_in(rows, table, {"seq": "integer", **columns})
                rows.settle()
            finally:
                rows.stop()
            for row in self._cells("head", {"id": "integer", "seq": "integer", "hash": "blob"}):
                connection.execute("UPDATE head SET seq = ?, hash = ?", row[1:])
        with SqliteLedger(blank).reading() as reading:
            refuse_other_head(self._head, reading.head())

    def _put_in(self, rows: BulkInsert, table: str, types: Mapping[str, str]) -> None:
        cells = self._cells(table, types)
        while piece := list(islice(cells, _PIECE)):
            rows.take(table, dict(zip(types, zip(*piece, strict=True), strict=True)))
            rows.put_in()

    def _cells(self, table: str, types: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
        """The rows of a table with their cells in the order of ``types``."""
        for names, row in rows_dumped(self._place, self._dump, table):
            said = dict(zip(names, row, strict=True))
            if said.keys() != types.keys():
                raise LedgerDamaged(f"备份里的表 {table} 与账本的不同")
            yield tuple(None if (cell := said[name]) is None else _READ[types[name]](cell) for name in types)
