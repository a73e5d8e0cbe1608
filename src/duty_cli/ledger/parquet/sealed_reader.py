"""``LedgerReader`` over a sealed ledger: its records lent to DuckDB, all else in a SQLite in memory; proved as it is read.

Nothing can be asked of it before the whole chain has come to the head that the file tells, and nothing of it is kept on a disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import cache, partial
from sqlite3 import Connection, Error, connect
from typing import TYPE_CHECKING, Any, TypeAlias

from duty_cli.errors.sealed_errors import SealedDamaged
from duty_cli.ledger.chain.row_codec import ATTENDANCE, moment, number_of
from duty_cli.ledger.migrations import migrate
from duty_cli.ledger.parquet.duck_records import DuckTables, in_numbers
from duty_cli.ledger.parquet.given_codes import GivenCodes
from duty_cli.ledger.parquet.sealed_chain import proved_stretches
from duty_cli.ledger.parquet.sealed_columns import BATCH, SEQ, SPINE, CellType
from duty_cli.ledger.parquet.sealed_file import SealedFile
from duty_cli.ledger.queries.dialect import DUCKDB
from duty_cli.ledger.queries.snapshot import TextTable
from duty_cli.ledger.queries.sql_connection import SqlRows
from duty_cli.ledger.queries.store_reader import StoreReader
from duty_cli.ledger.sqlite.bulk_insert import insert_statement
from duty_cli.model.column_sorts import EXACT_SORTS
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.ledger_protocol import LedgerHead
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import COLUMNS, Tally
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table

_OF_RECORDS = pattern(r"\bFROM record\b")
_OF_ROWS = pattern(r"\b(?:FROM|JOIN) entry\b")
_ENTRY = ("seq", "batch", "sort", "hash")

Spine: TypeAlias = Callable[[], Iterable[tuple[int, int, str]]]
"""Gives the seqs, batches and sorts of all rows."""

_LENT = {"activity": "seq, kind, day, name", "member": "seq", "reversal": "seq, target"}
"""What queries of records look into beside them."""

_NOT_TOLD = bytes(32)
"""In the place of the hash of a row: a sealed ledger tells that of the last one alone."""


class SealedReader(StoreReader):
    """One view of a sealed ledger; see the Protocol ``LedgerReader``."""

    connection: Connection
    dialect = DUCKDB

    def __init__(
        self, connection: Connection, labels: TextTable, known: Seq, duck: DuckTables, digest: str, spine: Spine
    ) -> None:
        super().__init__(connection, known)
        self.labels = labels
        self.duck = duck
        self.digest = digest
        self._spine: Spine | None = spine
        self.given: GivenCodes | None = None
        """Everybody's records as another engine has put them together; None where this reading is to do so itself."""

    def tallies(
        self, period: Period, member: MemberKey | None = None, *, by_source: bool = True, sight: Sight | None = None
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Each member's tallies, one member in memory at a time; those that were given, where they answer it."""
        if (
            self.given is not None
            and (period, member, by_source) == (self.given.needs, None, False)
            and sight is not None
        ):
            return self.given.tallies()
        return super().tallies(period, member, by_source=by_source, sight=sight)

    def execute(self, query: str, **values: object) -> SqlRows:
        """The rows of a query: DuckDB answers what looks into records, SQLite all else."""
        if _OF_RECORDS.search(query):
            return self.duck.execute(query, {"known": self.known, **values})
        if self._spine is not None and _OF_ROWS.search(query):
            # Few ask in which batch a row stands; and there are as many lines of the spine as rows.
            rows = ((*row, _NOT_TOLD) for row in self._spine())
            self.connection.executemany(insert_statement("entry", _ENTRY), rows)
            self._spine = None
        return super().execute(query, **values)

    def head(self) -> LedgerHead:
        """The committee with its terms, and the chain at the last seq."""
        committee, terms = self.founded()
        (at,) = self.execute("SELECT at FROM batch ORDER BY seq DESC LIMIT 1").fetchone()
        return LedgerHead(committee, terms, self.known, self.digest, moment(at))


@contextmanager
def sealed_reading(sealed: SealedFile, duck: DuckTables) -> Iterator[SealedReader]:
    """A reading of a sealed ledger that is proved by its chain; only one at a time by one ``duck``.

    Raises NotSealed, SealedDamaged.
    """
    with closing(connect(":memory:", isolation_level=None)) as connection:
        _blank().backup(connection)
        labels = TextTable(connection)
        try:
            connection.execute("BEGIN")
            records: list[Table] = []
            spine: list[RecordBatch] = []
            for stretch in proved_stretches(sealed):
                records += _taken(sealed, stretch.by_sort, connection, labels)
                spine.append(stretch.rows.select([one.name for one in SPINE]))
            lent = _lent(sealed, records, connection, labels)
            duck.lend(lent)
            connection.execute("COMMIT")
            known, head = sealed.metadata.seq, sealed.metadata.head
            reading = SealedReader(connection, labels, known, duck, head, partial(_spine_of, spine))
            _hold_against(sealed, reading)
        # Whoever reckons the whole chain anew can write anything into it.
        except (Error, ValueError, TypeError, KeyError, ArithmeticError) as error:
            raise SealedDamaged(sealed.path, f"有的行不合账本的规定（{error}）") from error
        yield reading


@cache
def _blank() -> Connection:
    """A ledger without a row and without triggers: nobody writes to what is made of it."""
    blank = connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(blank)
    for (name,) in blank.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        blank.execute(f"DROP TRIGGER {name}")
    return blank


def _taken(
    sealed: SealedFile, by_sort: Mapping[str, RecordBatch], connection: Connection, labels: TextTable
) -> Iterator[Table]:
    """Put the rows into their tables; but for records, which are given."""
    for sort, rows in by_sort.items():
        if sort == "record":
            yield _records(sealed, rows)
            continue
        _put(sealed, sort, rows, connection, labels)


def _records(sealed: SealedFile, rows: RecordBatch) -> Table:
    """Records as a table with a column for each of their cells, whether anything is said in it or not."""
    import pyarrow as pa

    folded = {CellType.NUMBER: pa.int64(), CellType.TEXT: pa.dictionary(pa.int32(), pa.string())}
    own = {"seq": SEQ, "batch": BATCH, **sealed.columns.by_sort["record"]}
    met = set(rows.schema.names)
    nothing = {type_: pa.nulls(rows.num_rows, folded[type_]) for type_ in folded}
    return pa.table({cell: rows[one.name] if one.name in met else nothing[one.type] for cell, one in own.items()})


def _spine_of(stretches: Iterable[RecordBatch]) -> Iterator[tuple[int, int, str]]:
    for rows in stretches:
        yield from zip(*(rows[one.name].to_pylist() for one in SPINE), strict=True)


def _put(sealed: SealedFile, sort: str, rows: RecordBatch, connection: Connection, labels: TextTable) -> None:
    """Put the rows of one sort into its table, and the persons of namings into theirs."""
    coded = {column.name for column in sealed.shape.columns[sort] if column.coded}
    met = set(rows.schema.names)
    told: dict[str, list[Any]] = {"seq": rows[SEQ.name].to_pylist()}
    for cell, column in sealed.columns.by_sort[sort].items():
        if column.name in met:
            said = rows[column.name] if column.type is CellType.NUMBER else rows[column.name].dictionary_decode()
            told[cell] = (
                [text and labels.number(text) for text in said.to_pylist()] if cell in coded else said.to_pylist()
            )
    connection.executemany(insert_statement(sort, tuple(told)), zip(*told.values(), strict=True))
    if sort == "naming":
        persons = {"seq": told["seq"]}
        if sealed.columns.with_names:
            persons |= {
                cell: rows[one.name].to_pylist() for cell, one in sealed.columns.person.items() if one.name in met
            }
        connection.executemany(insert_statement("person", tuple(persons)), zip(*persons.values(), strict=True))


def _lent(sealed: SealedFile, records: Sequence[Table], connection: Connection, labels: TextTable) -> dict[str, Table]:
    """The tables that queries of records look into, repeating texts as numbers."""
    coded = [column.name for column in sealed.shape.columns["record"] if column.coded]
    whole = in_numbers(records, coded, labels) if records else _nothing(sealed, coded)
    _refuse_odd(whole, labels.texts)
    beside = {name: _small(connection, name, columns) for name, columns in _LENT.items()}
    if not set(whole["member"].unique().to_pylist()) <= set(beside["member"]["seq"].to_pylist()):
        raise ValueError(f"有的{SORTS['record']}不是名册上委员的")
    return {"record": whole, "entry": whole.select(["seq", "batch"]), **beside}


def _refuse_odd(records: Table, texts: Mapping[int, str]) -> None:
    """Raise ValueError, KeyError where records say what no record can: the tables of a ledger would not have taken them."""
    for name in ("seq", "batch", "member", "kind", "day"):
        if records[name].null_count:
            raise ValueError(f"{SORTS['record']}缺少 {name}")
    exact = (name for name, column in COLUMNS.items() if column.sort in EXACT_SORTS)
    looks: dict[str, Callable[[Any], object]] = {
        **{"day": _real_day, "done": _real_day, "position": _place, "authors": _place},
        **dict.fromkeys(exact, number_of),
        "attendance": lambda number: ATTENDANCE[texts[number]],
    }
    for name, look in looks.items():
        for cell in records[name].unique().to_pylist():
            if cell is not None:
                look(cell)


def _real_day(cell: str) -> None:
    if date.fromisoformat(cell).isoformat() != cell:
        raise ValueError(cell)


def _place(cell: int) -> None:
    if cell < 1:
        raise ValueError(cell)


def _nothing(sealed: SealedFile, coded: Collection[str]) -> Table:
    """The table of records where there is none."""
    import pyarrow as pa

    own = sealed.columns.by_sort["record"].items()
    texts = {cell: pa.string() for cell, column in own if column.type is CellType.TEXT and cell not in coded}
    return pa.table({cell: pa.array([], texts.get(cell, pa.int64())) for cell in ("seq", "batch", *dict(own))})


def _small(connection: Connection, name: str, columns: str) -> Table:
    """Columns of a small table, all of them numbers but those of texts."""
    import pyarrow as pa

    names = columns.split(", ")
    rows = connection.execute(f"SELECT {columns} FROM {name}").fetchall()
    said = zip(*rows, strict=True) if rows else ([] for _ in names)
    types = (pa.string() if one in ("day", "name") else pa.int64() for one in names)
    return pa.table([pa.array(one, type_) for one, type_ in zip(said, types, strict=True)], names=names)


def _hold_against(sealed: SealedFile, reading: SealedReader) -> None:
    """Raise SealedDamaged where the file tells of itself what its rows do not say."""
    told, head, rules = sealed.metadata, reading.head(), reading.rules_used()
    said = (head.committee, head.terms, head.at, None if rules is None else rules.digest)
    if said != (told.committee, told.terms, told.at, told.rules):
        raise SealedDamaged(sealed.path, "文件自述的委员会、届期、时间或规则与账内各行不符")
