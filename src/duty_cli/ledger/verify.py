"""The ledger's health: every row against the chain, then what the chain cannot see. The first problem found is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import chain as one_after_other
from sqlite3 import Connection, connect

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.hash_chain import GENESIS, Cell, canonical, link, person_digest
from duty_cli.ledger.migrations import Migrations, migrate, pragma
from duty_cli.ledger.snapshot import TextTable
from duty_cli.ledger.tables import CODED, TABLES
from duty_cli.model.entry_sorts import ENTRIES, SORTS
from duty_cli.model.members import Person
from duty_cli.model.progress import in_progress, under_way

_NAMES = SORTS | {"person": "姓名", "label": "用语", "entry": "账页", "head": "账首"}
_REVERSIBLE = frozenset(one.table for one in ENTRIES if one.reversible)


def check(connection: Connection, migrations: Migrations) -> None:
    """Raise LedgerDamaged about the first problem of a ledger that ``migrations`` made; silent when all is well."""
    # The chain first: a changed row can make every later check speak of its consequences.
    problems = one_after_other(
        _chain_problems(connection),
        _reference_problems(connection),
        _person_problems(connection),
        _reversal_problems(connection),
        _schema_problems(connection, migrations),
        _integrity_problems(connection),
    )
    for problem in problems:
        raise LedgerDamaged(problem)


def _row(seq: int, sort: str) -> str:
    return f"序号 {seq}（{_NAMES.get(sort, sort)}）"


def _chain_problems(connection: Connection) -> Iterator[str]:
    """Walk the spine; beside it, each table yields its rows in the same order, and none may be missing or left over."""
    texts = TextTable(connection).texts
    contents = {sort: _contents(connection, sort, texts) for sort in SORTS}
    last, before = 0, GENESIS
    spine = connection.execute("SELECT seq, batch, sort, hash FROM entry ORDER BY seq")
    for seq, batch, sort, hash_ in in_progress("核对账本", "行", spine, partial(_rows_of_spine, connection)):
        if seq != last + 1:
            yield f"序号 {last + 1} 缺失"
        found, cells = next(contents.get(sort, iter(())), (None, {}))
        if found is None or found > seq:
            yield f"{_row(seq, sort)}的内容缺失"
        elif found < seq:
            yield f"{_row(found, sort)}不是由本程序写入"
        elif link(before, canonical(seq, batch, sort, cells)) != hash_:
            yield f"{_row(seq, sort)}的内容或校验值被改动"
        last, before = seq, hash_
    for sort, rest in contents.items():
        for seq, _ in rest:
            yield f"{_row(seq, sort)}不是由本程序写入"
    yield from _head_problems(connection, last, before)


def _rows_of_spine(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def _contents(connection: Connection, sort: str, texts: dict[int, str]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows of a table by seq, as they were hashed."""
    names = [column.name for column in TABLES[sort].columns if column.name != "seq"]
    for seq, *row in connection.execute(f"SELECT seq, {', '.join(names)} FROM {sort} ORDER BY seq"):
        cells = dict(zip(names, row, strict=True))
        # Hashed as texts: the numbers of labels may differ between two ledgers that say the same.
        for name in CODED[sort]:
            cells[name] = texts.get(cells[name])
        yield seq, cells


def _head_problems(connection: Connection, last: int, hash_: bytes) -> Iterator[str]:
    head = connection.execute("SELECT seq, hash FROM head WHERE id = 1").fetchone()
    if head is None:
        yield "账首缺失"
    elif head != (last, hash_):
        yield f"账首（序号 {head[0]}）与最后一行（序号 {last}）不符"


def _reference_problems(connection: Connection) -> Iterator[str]:
    with under_way("核对引用"):
        missing = connection.execute("PRAGMA foreign_key_check")
    for table, seq, parent, _ in missing:
        yield f"{_row(seq, table)}所引用的{_NAMES.get(parent, parent)}不存在"


def _person_problems(connection: Connection) -> Iterator[str]:
    """Names against their digests; a name erased whole is no problem where its erasure is a row."""
    query = """
        SELECT naming.seq, naming.digest, person.seq, person.name, person.initials, person.phone, person.salt,
            EXISTS (SELECT 1 FROM erasure WHERE erasure.member = naming.member AND erasure.seq > naming.seq)
        FROM naming LEFT JOIN person ON person.seq = naming.seq ORDER BY naming.seq
    """
    for seq, digest, there, *said, erased in connection.execute(query):
        name, initials, phone, salt = said
        gone = said == [None] * len(said)
        if there is None:
            yield f"{_row(seq, 'naming')}的内容缺失"
        elif gone and not erased:
            yield f"{_row(seq, 'naming')}被清除，没有删除登记"
        elif erased and not gone:
            yield f"{_row(seq, 'naming')}已登记删除，却还在"
        elif not gone and (salt is None or person_digest(Person(name, initials, phone), salt) != digest):
            yield f"{_row(seq, 'naming')}的内容被改动"


def _reversal_problems(connection: Connection) -> Iterator[str]:
    targets = """
        SELECT reversal.seq, reversal.target, entry.sort
        FROM reversal LEFT JOIN entry ON entry.seq = reversal.target ORDER BY reversal.seq
    """
    for seq, target, sort in connection.execute(targets):
        if target >= seq or sort not in _REVERSIBLE:
            yield f"{_row(seq, 'reversal')}所冲正的序号 {target} 不能冲正"
    # A row taken back twice would count its correction twice.
    twice = "SELECT max(seq), target FROM reversal GROUP BY target HAVING count(*) > 1"
    for seq, target in connection.execute(twice):
        yield f"{_row(seq, 'reversal')}重复冲正序号 {target}"


_OBJECTS = {"table": "表", "index": "索引", "trigger": "触发器", "view": "视图"}


def _schema_problems(connection: Connection, migrations: Migrations) -> Iterator[str]:
    """Tables, indexes and triggers against those of this version, to the letter: what guards and what finds the rows."""
    with closing(connect(":memory:")) as blank:
        migrate(blank, migrations)
        ours = _schema(blank)
    found = _schema(connection)
    for sort, name in sorted(ours.keys() | found.keys()):
        what = f"{_OBJECTS[sort]} {name} "
        if (sort, name) not in found:
            yield f"{what}缺失"
        elif (sort, name) not in ours:
            yield f"{what}不是由本程序建立"
        elif found[sort, name] != ours[sort, name]:
            yield f"{what}的定义被改动"


def _schema(connection: Connection) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Which table each object of the schema is for, and its definition; without what SQLite keeps for itself."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
    return {(sort, name): (table, sql) for sort, name, table, sql in connection.execute(query)}


def _integrity_problems(connection: Connection) -> Iterator[str]:
    with under_way("检查数据库文件"):
        found = str(pragma(connection, "integrity_check(1)"))
    if found != "ok":
        # "row 1 missing from index record_tally": what is found by the index is not what the table says.
        _, told, index = found.rpartition(" index ")
        yield f"索引 {index} 与表中内容不一致（{found}）" if told else f"数据库完整性检查：{found}"
