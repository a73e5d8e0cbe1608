"""What a sealed ledger holds as a ledger that can be asked: in a SQLite of its own, which nobody else sees and no file outlives.

It is made by the very schema of a ledger, so that whatever the schema refuses is refused here, and what ``duty check`` finds beside
the chain is found by the same code. A file of an earlier version is brought up to date as a ledger is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from sqlite3 import Connection, Error, connect
from typing import TYPE_CHECKING

from duty_cli.errors.base import DutyError
from duty_cli.errors.sealed_errors import NotSealed, SealedDamaged
from duty_cli.ledger.chain.hash_chain import Cell
from duty_cli.ledger.chain.row_codec import day_of
from duty_cli.ledger.checking.verify import NAMES, named_row, person_problems, reversal_problems
from duty_cli.ledger.migrations import MIGRATIONS, migrate
from duty_cli.ledger.parquet.sealed_chain import proved_stretches
from duty_cli.ledger.parquet.sealed_columns import BATCH, PERSON, SEQ, SORT, SPINE
from duty_cli.ledger.parquet.sealed_file import SealedFile
from duty_cli.ledger.queries.record_queries import CellReader
from duty_cli.ledger.queries.snapshot import TextTable
from duty_cli.ledger.sqlite.bulk_insert import insert_statement
from duty_cli.ledger.sqlite.sqlite_reader import SqliteReader
from duty_cli.model.column_sorts import EXACT_SORTS, ColumnSort
from duty_cli.model.records import COLUMNS

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch

_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536")
"""Nothing of it is to outlive the process; beyond so many KiB its pages go to a temporary file that has no name."""

_WORKED_OUT = {ColumnSort.ATTENDANCE, ColumnSort.WORDS, *EXACT_SORTS}
"""What columns of records hold that is read as something else than it is kept as."""

_NO_HASH = bytes(32)
"""In the place of the hashes that the file does not hold: all but the last."""


@contextmanager
def proved_ledger(sealed: SealedFile, heads: dict[int, str] | None = None) -> Iterator[SqliteReader]:
    """A reading of a sealed ledger that was proved: by its chain, then by what stands in its rows and what it says of itself.

    For the seqs that are in ``heads`` the heads there are put in. Raises NotSealed, SealedDamaged.
    """
    with closing(connect("", isolation_level=None)) as connection:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        reading = SqliteReader(connection, sealed.metadata.seq)
        try:
            _fill(sealed, connection, heads)
            problem = next(_problems(sealed, connection, reading), None)
        except (NotSealed, SealedDamaged):
            raise
        except (Error, ValueError, TypeError, KeyError, OverflowError, DutyError) as error:
            # Whoever reckons the whole chain anew can write anything into the rows.
            problem = f"有的行不合账本的规定（{error}）"
        if problem is not None:
            raise SealedDamaged(sealed.path, problem)
        yield reading


def _fill(sealed: SealedFile, connection: Connection, heads: dict[int, str] | None) -> None:
    """Put all rows into their tables, as the chain proves them."""
    said = sealed.metadata
    migrate(connection, MIGRATIONS[: said.version])
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'record' AND sql IS NOT NULL"
    ).fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    labels = TextTable(connection)
    for stretch in proved_stretches(sealed, heads):
        spine = zip(*(stretch.rows[one.name].to_pylist() for one in (SEQ, BATCH, SORT)), strict=True)
        rows = ((*row, bytes.fromhex(said.head) if row[0] == said.seq else _NO_HASH) for row in spine)
        connection.executemany("INSERT INTO entry (seq, batch, sort, hash) VALUES (?, ?, ?, ?)", rows)
        for sort, own in stretch.by_sort.items():
            _put(sealed, sort, own, connection, labels)
    connection.execute("UPDATE head SET seq = ?, hash = ?", (said.seq, bytes.fromhex(said.head)))
    # Made of all rows at once, because they are sorted first.
    for _, definition in indexes:
        connection.execute(definition)
    connection.execute("COMMIT")
    migrate(connection)


def _put(sealed: SealedFile, sort: str, rows: RecordBatch, connection: Connection, labels: TextTable) -> None:
    """Put the rows of one sort into its table, and what a naming said into that of persons. Raises SealedDamaged, ValueError."""
    own, named = sealed.columns.by_sort[sort], sealed.columns.person if sort == "naming" else {}
    met = set(rows.schema.names)
    _refuse_strange_cells(sealed, sort, rows, met - {one.name for one in (*SPINE, *own.values(), *named.values())})
    shaped = {one.name: one for one in sealed.shape.columns[sort]}
    told: dict[str, Sequence[Cell]] = {"seq": rows[SEQ.name].to_pylist()}
    for cell, column in own.items():
        if column.name in met:
            told[cell] = _cells(rows[column.name], labels if shaped[cell].coded else None, is_day=shaped[cell].is_day)
    connection.executemany(insert_statement(sort, tuple(told)), zip(*told.values(), strict=True))
    if sort == "naming":
        persons = {cell: rows[column.name].to_pylist() for cell, column in named.items() if column.name in met}
        persons["seq"] = told["seq"]
        connection.executemany(insert_statement("person", tuple(persons)), zip(*persons.values(), strict=True))


def _refuse_strange_cells(sealed: SealedFile, sort: str, rows: RecordBatch, strange: set[str]) -> None:
    """Raise SealedDamaged where rows say something in columns that are of other sorts: nothing would ever show it."""
    for name in sorted(strange):
        seqs = zip(rows[SEQ.name].to_pylist(), rows[name].is_valid().to_pylist(), strict=True)
        seq = next(seq for seq, said in seqs if said)
        what = "姓名" if name.startswith(PERSON) else f"不属于它的列 {name}"
        raise SealedDamaged(sealed.path, f"{named_row(seq, sort)}带有{what}")


def _cells(column: Array, labels: TextTable | None, *, is_day: bool) -> Sequence[Cell]:
    """The cells of a column, texts as the numbers of ``labels`` where the table holds those. Raises ValueError about a day that is none."""
    import pyarrow as pa

    if is_day:
        # SQLite takes 30 February for a day, in some of its versions.
        for text in column.unique().to_pylist():
            if text is not None:
                day_of(text)
    if labels is not None:
        met = set(column.indices.unique().to_pylist())
        texts = enumerate(column.dictionary.to_pylist())
        numbers = [labels.number(text) if at in met else None for at, text in texts]
        column = pa.array(numbers, pa.int64()).take(column.indices)
    cells: Sequence[Cell] = column.to_pylist()
    return cells


def _problems(sealed: SealedFile, connection: Connection, reading: SqliteReader) -> Iterator[str]:
    """What is wrong beside the chain, as ``duty check`` would find it in the ledger."""
    missing = connection.execute("PRAGMA foreign_key_check")
    outside = connection.execute("SELECT seq, sort FROM entry WHERE batch NOT IN (SELECT seq FROM batch)")
    return chain(
        (f"{named_row(seq, table)}所引用的{NAMES.get(parent, parent)}不存在" for table, seq, parent, _ in missing),
        (f"{named_row(seq, sort)}的批次不存在" for seq, sort in outside),
        person_problems(connection, left_out=True) if sealed.columns.with_names else (),
        reversal_problems(connection),
        _unreadable(reading),
        _contradictions(sealed, reading),
    )


_READ = (
    *("roster", "batches", "activities", "invitations", "leaves", "issues", "taken", "closings"),
    *("earlier_results", "hand_ins", "proceedings", "plans", "budgets", "erasures"),
)
"""What is asked so that every row but records is read once."""


def _unreadable(reading: SqliteReader) -> Iterator[str]:
    """Nothing; raises where cells cannot be read, as words that nobody knows: a chain that was reckoned anew may hold such."""
    for question in _READ:
        getattr(reading, question)()
    read = CellReader(reading.labels.texts)
    for name, column in COLUMNS.items():
        if column.sort in _WORKED_OUT and name != "on":
            cells = reading.execute(f"SELECT DISTINCT {name} FROM record WHERE {name} IS NOT NULL")
            deque(read(name, [cell for (cell,) in cells]), maxlen=0)
    yield from ()


def _contradictions(sealed: SealedFile, reading: SqliteReader) -> Iterator[str]:
    """What the file says of itself otherwise than its rows do."""
    said, head, rules = sealed.metadata, reading.head(), reading.rules_used()
    told = {
        "委员会": (said.committee, head.committee),
        "届期": (said.terms, head.terms),
        "最后登记的时间": (said.at, head.at),
        "规则": (said.rules, None if rules is None else rules.digest),
        "有记录的年份": (said.years, reading.years_with_records()),
        "有结果的年度": (said.results, tuple(sorted({one.year for one in sealed.results()}))),
    }
    for what, (of_itself, of_rows) in told.items():
        if of_itself != of_rows:
            yield f"文件自述的{what}与其中各行不符"
