"""The ledger's health: every row against the chain, then what the chain cannot see. The first problem found is told."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import contextmanager
from itertools import chain as one_after_other
from sqlite3 import (
    SQLITE_BUSY,
    SQLITE_CANTOPEN,
    SQLITE_CORRUPT,
    SQLITE_INTERRUPT,
    SQLITE_IOERR,
    SQLITE_LOCKED,
    SQLITE_NOTADB,
    Connection,
    Error,
)

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.chain.hash_chain import GENESIS, canonical, link, person_digest
from duty_cli.ledger.checking.batch_times import time_problems
from duty_cli.ledger.checking.chain_blocks import ChainBlocks, contents_of
from duty_cli.ledger.checking.reading_crew import Crew, Opened, crew_of
from duty_cli.ledger.checking.schema_shape import SchemaShape, objects_of
from duty_cli.ledger.migrations import pragma, version_of
from duty_cli.ledger.queries.snapshot import TextTable
from duty_cli.ledger.queries.sql_connection import SqlConnection
from duty_cli.model.entry_sorts import ENTRIES, SORTS
from duty_cli.model.members import Person
from duty_cli.model.progress import in_progress, under_way

NAMES = SORTS | {"person": "姓名", "label": "用语", "entry": "账页", "head": "账首"}
"""What a clerk calls the rows of a table."""

_REVERSIBLE = frozenset(one.table for one in ENTRIES if one.reversible)


def check(connection: Connection, shape: SchemaShape, beside: Opened | None = None) -> None:
    """Raise LedgerDamaged about the first problem of a ledger of this ``shape``; silent when all is well.

    Where connections can be opened ``beside``, threads read ahead and have SQLite check meanwhile what it checks by itself.
    """
    with _bytes_as_they_are(connection), crew_of(connection, beside) as crew:
        file = _FileChecks(crew)
        # Another table makes every row look changed, and a changed row can make every later check speak of its consequences.
        problems = one_after_other(
            _schema_problems(connection, shape, _TABLES),
            _chain_problems(crew, shape),
            _reference_problems(file),
            person_problems(connection),
            reversal_problems(connection),
            _schema_problems(connection, shape, _OBJECTS.keys() - _TABLES),
            time_problems(connection),
            _integrity_problems(file),
        )
        with _told(connection, shape):
            first = next(problems, None)
        # What was read half-way would hold the file open as long as the refusal is told, and Windows removes no open file.
        del problems
        if first is not None:
            raise LedgerDamaged(first)


_OUTSIDE = {SQLITE_BUSY, SQLITE_LOCKED, SQLITE_INTERRUPT, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_NOTADB}
"""What has a cause that whoever opened the ledger tells, or that of a page that is none."""


@contextmanager
def _told(connection: Connection, shape: SchemaShape) -> Iterator[None]:
    """A table or column that is not there, or a cell that cannot be read, is damage and no fault of the program."""
    try:
        yield
    except Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUTSIDE:
            raise
        problem = next(_schema_problems(connection, shape, _OBJECTS), f"数据库文件读不出来（{error}）")
        raise LedgerDamaged(problem) from error


@contextmanager
def _bytes_as_they_are(connection: Connection) -> Iterator[None]:
    """Texts that are no UTF-8 any more are read all the same: the chain names their row."""
    before = connection.text_factory
    connection.text_factory = lambda text: text.decode(errors="replace")
    try:
        yield
    finally:
        connection.text_factory = before


class _FileChecks:
    """What SQLite finds in a file by itself: references to nothing, and whatever is wrong with pages and indexes."""

    def __init__(self, crew: Crew) -> None:
        # The longest first.
        self.found = crew.ask(lambda connection: str(pragma(connection, "integrity_check(1)")))
        self.missing = crew.ask(lambda connection: connection.execute("PRAGMA foreign_key_check").fetchall())


def named_row(seq: int, sort: str) -> str:
    """A row as a clerk is told it."""
    return f"序号 {seq}（{NAMES.get(sort, sort)}）"


def _chain_problems(crew: Crew, shape: SchemaShape) -> Iterator[str]:
    """In blocks, as long as all is well; who is not is found by going through all rows, one by one."""
    blocks = ChainBlocks(crew, shape)
    if all(in_progress("核对账本", "行", blocks.sound(), blocks.rows)):
        yield from _head_problems(crew.here, *blocks.head())
    else:
        yield from row_problems(crew.here, shape)


def row_problems(connection: SqlConnection, shape: SchemaShape) -> Iterator[str]:
    """Walk the spine; beside it, each table yields its rows in the same order, and none may be missing or left over."""
    texts = TextTable(connection).texts
    contents = {sort: contents_of(connection, sort, shape, texts) for sort in shape.columns}
    last, before = 0, GENESIS
    for seq, batch, sort, hash_ in connection.execute("SELECT seq, batch, sort, hash FROM entry ORDER BY seq"):
        if seq != last + 1:
            yield f"序号 {last + 1} 缺失"
        found, cells = next(contents.get(sort, iter(())), (None, {}))
        if found is None or found > seq:
            yield f"{named_row(seq, sort)}的内容缺失"
        elif found < seq:
            yield f"{named_row(found, sort)}不是由本程序写入"
        elif link(before, canonical(seq, batch, sort, cells)) != hash_:
            yield f"{named_row(seq, sort)}的内容或校验值被改动"
        last, before = seq, hash_
    for sort, rest in contents.items():
        for seq, _ in rest:
            yield f"{named_row(seq, sort)}不是由本程序写入"
    yield from _head_problems(connection, last, before)


def _head_problems(connection: SqlConnection, last: int, hash_: bytes) -> Iterator[str]:
    head = connection.execute("SELECT seq, hash FROM head WHERE id = 1").fetchone()
    if head is None:
        yield "账首缺失"
    elif head != (last, hash_):
        yield f"账首（序号 {head[0]}）与最后一行（序号 {last}）不符"


def _reference_problems(file: _FileChecks) -> Iterator[str]:
    with under_way("核对引用"):
        missing = file.missing()
    for table, seq, parent, _ in missing:
        yield f"{named_row(seq, table)}所引用的{NAMES.get(parent, parent)}不存在"


def person_problems(connection: SqlConnection, *, left_out: bool = False) -> Iterator[str]:
    """Names against their digests; a name erased whole is no problem where its erasure is a row, or where names may be ``left_out``."""
    query = """
        SELECT naming.seq, naming.digest, person.seq, person.name, person.initials, person.phone, person.salt,
            EXISTS (SELECT 1 FROM erasure WHERE erasure.member = naming.member AND erasure.seq > naming.seq)
        FROM naming LEFT JOIN person ON person.seq = naming.seq ORDER BY naming.seq
    """
    for seq, digest, there, *said, erased in connection.execute(query):
        name, initials, phone, salt = said
        gone = said == [None] * len(said)
        if there is None:
            yield f"{named_row(seq, 'naming')}的内容缺失"
        elif gone and not erased and not left_out:
            yield f"{named_row(seq, 'naming')}被清除，没有删除登记"
        elif erased and not gone:
            yield f"{named_row(seq, 'naming')}已登记删除，却还在"
        elif not gone and (salt is None or person_digest(Person(name, initials, phone), salt) != digest):
            yield f"{named_row(seq, 'naming')}的内容被改动"


def reversal_problems(connection: SqlConnection) -> Iterator[str]:
    """Rows that reverse what cannot be reversed, or was before."""
    targets = """
        SELECT reversal.seq, reversal.target, entry.sort
        FROM reversal LEFT JOIN entry ON entry.seq = reversal.target ORDER BY reversal.seq
    """
    for seq, target, sort in connection.execute(targets):
        if target >= seq or sort not in _REVERSIBLE:
            yield f"{named_row(seq, 'reversal')}所冲正的序号 {target} 不能冲正"
    # A row taken back twice would count its correction twice.
    twice = "SELECT max(seq), target FROM reversal GROUP BY target HAVING count(*) > 1"
    for seq, target in connection.execute(twice):
        yield f"{named_row(seq, 'reversal')}重复冲正序号 {target}"


_OBJECTS = {"table": "表", "index": "索引", "trigger": "触发器", "view": "视图"}
_TABLES = {"table", "view"}
"""What the rows are read from; the others guard and find them."""


def _schema_problems(connection: Connection, shape: SchemaShape, sorts: Container[str]) -> Iterator[str]:
    """What there is of those sorts against what this version has, to the letter."""
    if (version := version_of(connection)) != shape.version:
        yield f"账本的版本号是 {version}，表却是版本 {shape.version} 的"
    ours, found = shape.objects, objects_of(connection)
    for sort, name in sorted((one for one in ours.keys() | found.keys() if one[0] in sorts), key=str):
        what = f"{_OBJECTS.get(sort, sort)} {name} "
        if (sort, name) not in found:
            yield f"{what}缺失"
        elif (sort, name) not in ours:
            yield f"{what}不是由本程序建立"
        elif found[sort, name] != ours[sort, name]:
            yield f"{what}的定义被改动"


def _integrity_problems(file: _FileChecks) -> Iterator[str]:
    with under_way("检查数据库文件"):
        found = file.found()
    if found != "ok":
        # "row 1 missing from index record_tally": what is found by the index is not what the table says.
        _, told, index = found.rpartition(" index ")
        yield f"索引 {index} 与表中内容不一致（{found}）" if told else f"数据库完整性检查：{found}"
