"""Every way of tampering with the file is found, and the first bad row named."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.checking.verify import reversal_problems
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from duty_cli.model.ledger_protocol import NameChange, NameErasure, NewRecord, Reversal
from duty_cli.model.members import MemberKey, Person, Seq
from duty_cli.model.records import RecordFields
from tests.ledger.sample import ACT, FOUNDING, behind_its_back, enrolment, hashed_anew, record, sector


@pytest.fixture
def ledger(ledger: SqliteLedger) -> SqliteLedger:
    """Seqs 1–2 founding, 3 batch, 4–5 member and name, 6 tenure, 7 and 8 records, 9 reversal of 7."""
    with ledger.writing(ACT) as desk:
        member = MemberKey(desk.append(enrolment()))
        desk.append(sector(member))
        desk.append_all([record(member, title="其一"), record(member, "调研", title="其二")])
        desk.append(Reversal(Seq(7)))
    return ledger


def found(ledger: SqliteLedger) -> str:
    with pytest.raises(LedgerDamaged) as told:
        ledger.check()
    return str(told.value)


def test_a_sound_ledger_passes_in_silence(ledger: SqliteLedger) -> None:
    ledger.check()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE record SET title = '改' WHERE seq = 8", "序号 8（记录）的内容或校验值被改动"),
        ("UPDATE record SET note = '添' WHERE seq > 6", "序号 7（记录）的内容或校验值被改动"),
        ("UPDATE record SET kind = 999 WHERE seq = 8", "序号 8（记录）的内容或校验值被改动"),
        ("UPDATE founding SET last = '2027-12-31'", "序号 2（届）的内容或校验值被改动"),
        ("UPDATE batch SET by = '他人' WHERE seq = 3", "序号 3（批次）的内容或校验值被改动"),
        ("UPDATE label SET text = '大会发言' WHERE text = '提案'", "序号 7（记录）的内容或校验值被改动"),
        ("UPDATE label SET text = '工商界' WHERE text = '教育界'", "序号 6（时段）的内容或校验值被改动"),
        ("UPDATE reversal SET target = 8", "序号 9（冲正）的内容或校验值被改动"),
        ("UPDATE entry SET batch = 1 WHERE seq = 8", "序号 8（记录）的内容或校验值被改动"),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 8", "序号 8（记录）的内容或校验值被改动"),
        ("UPDATE entry SET sort = 'leave' WHERE seq = 8", "序号 8（请假）的内容缺失"),
        ("UPDATE entry SET sort = '?' WHERE seq = 8", "序号 8（?）的内容缺失"),
        ("DELETE FROM record WHERE seq = 7", "序号 7（记录）的内容缺失"),
        ("DELETE FROM record WHERE seq = 8", "序号 8（记录）的内容缺失"),
        ("DELETE FROM entry WHERE seq = 7", "序号 7 缺失"),
        (
            "INSERT INTO record (seq, member, kind, day) VALUES (-1, 4, 1, '2026-03-05')",
            "序号 -1（记录）不是由本程序写入",
        ),
        (
            "INSERT INTO record (seq, member, kind, day) VALUES (10, 4, 1, '2026-03-05')",
            "序号 10（记录）不是由本程序写入",
        ),
        ("INSERT INTO entry VALUES (10, 3, 'record', zeroblob(32))", "序号 10（记录）的内容缺失"),
        ("DELETE FROM head", "账首缺失"),
        ("UPDATE head SET seq = 8", "账首（序号 8）与最后一行（序号 9）不符"),
        ("UPDATE head SET hash = zeroblob(32)", "账首（序号 9）与最后一行（序号 9）不符"),
        ("UPDATE person SET name = '乙二'", "序号 5（姓名）的内容被改动"),
        ("UPDATE person SET phone = '0577'", "序号 5（姓名）的内容被改动"),
        ("UPDATE person SET salt = NULL", "序号 5（姓名）的内容被改动"),
        ("DELETE FROM person", "序号 5（姓名）的内容缺失"),
        ("INSERT INTO person (seq) VALUES (99)", "序号 99（姓名）所引用的姓名不存在"),
    ],
)
def test_each_tampering_is_named(ledger: SqliteLedger, path: Path, statement: str, what: str) -> None:
    with behind_its_back(path) as raw:
        raw.execute(statement)
    assert f"账本核验未通过：{what}；" in found(ledger)


def test_two_rows_that_changed_places_are_found(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("UPDATE record SET seq = seq + 90; UPDATE record SET seq = 105 - seq;")
    assert "序号 7（记录）的内容或校验值被改动" in found(ledger)


def test_a_row_taken_out_whole_is_missed(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("DELETE FROM record WHERE seq = 8; DELETE FROM entry WHERE seq = 8;")
    assert "序号 8 缺失" in found(ledger)


def test_a_row_squeezed_in_breaks_the_chain(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("""
            INSERT INTO entry VALUES (10, 3, 'record', zeroblob(32));
            INSERT INTO record (seq, member, kind, day) VALUES (10, 4, 1, '2026-03-05');
            UPDATE head SET seq = 10, hash = zeroblob(32);
        """)
    assert "序号 10（记录）的内容或校验值被改动" in found(ledger)


def test_a_tail_cut_off_is_missed_by_the_head(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("DELETE FROM reversal; DELETE FROM entry WHERE seq = 9;")
    assert "账首（序号 9）与最后一行（序号 8）不符" in found(ledger)


def test_a_tail_cut_off_with_its_head_is_shown_only_by_a_head_printed_elsewhere(
    ledger: SqliteLedger, path: Path
) -> None:
    with ledger.reading() as reading:
        printed = reading.head()
    with behind_its_back(path) as raw:
        raw.executescript("""
            DELETE FROM reversal; DELETE FROM entry WHERE seq = 9;
            UPDATE head SET seq = 8, hash = (SELECT hash FROM entry WHERE seq = 8);
        """)
    ledger.check()
    with ledger.reading() as reading:
        assert reading.head().digest != printed.digest


def test_an_erased_name_is_no_problem_and_leaves_no_byte_in_the_file(ledger: SqliteLedger, path: Path) -> None:
    assert "甲一".encode() in path.read_bytes()
    with ledger.writing(ACT) as desk:
        desk.append(NameErasure(MemberKey(4)))
    ledger.check()
    assert "甲一".encode() not in path.read_bytes()
    for known in (None, Seq(9)):
        with ledger.reading(known) as reading:
            assert [str(member) for member in reading.roster()] == ["001 （姓名已删除）"]


def test_a_name_gone_without_a_row_is_found(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.execute("UPDATE person SET name = NULL, initials = NULL, phone = NULL, salt = NULL")
    assert "序号 5（姓名）被清除，没有删除登记" in found(ledger)


def test_a_name_that_is_back_after_its_erasure_is_found(ledger: SqliteLedger, path: Path) -> None:
    with ledger.writing(ACT) as desk:
        desk.append(NameErasure(MemberKey(4)))
    with behind_its_back(path) as raw:
        raw.execute("UPDATE person SET name = '甲一', initials = 'jy', salt = zeroblob(16)")
    assert "序号 5（姓名）已登记删除，却还在" in found(ledger)


def test_a_name_given_after_an_erasure_stays(ledger: SqliteLedger) -> None:
    with ledger.writing(ACT) as desk:
        desk.append_all([NameErasure(MemberKey(4)), NameChange(MemberKey(4), Person("乙二", "ye"))])
    ledger.check()
    with ledger.reading() as reading:
        assert [str(member) for member in reading.roster()] == ["001 乙二"]


def test_a_reversal_of_what_cannot_be_reversed_is_found_though_its_chain_is_sound(
    ledger: SqliteLedger, path: Path
) -> None:
    with behind_its_back(path), ledger.writing(ACT) as desk:
        desk.append(Reversal(Seq(3)))
    assert "序号 11（冲正）所冲正的序号 3 不能冲正" in found(ledger)


def test_a_row_reversed_twice_is_found_though_its_chain_is_sound(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("""
            CREATE TABLE other (seq INTEGER NOT NULL PRIMARY KEY, target INTEGER NOT NULL) STRICT;
            INSERT INTO other SELECT * FROM reversal; DROP TABLE reversal; ALTER TABLE other RENAME TO reversal;
        """)
    with ledger.writing(ACT) as desk:
        desk.append(Reversal(Seq(7)))
    # That it could be is told first: of the table as it should be this cannot happen.
    assert "表 reversal 的定义被改动" in found(ledger)
    with closing(sqlite3.connect(path)) as raw:
        assert [*reversal_problems(raw)] == ["序号 11（冲正）重复冲正序号 7"]


def test_a_table_by_which_every_row_looks_changed_is_told_and_not_the_first_of_its_rows(
    ledger: SqliteLedger, path: Path
) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("""
            CREATE TABLE other (seq INTEGER NOT NULL PRIMARY KEY, target TEXT NOT NULL) STRICT;
            INSERT INTO other SELECT seq, 0 || target FROM reversal; DROP TABLE reversal;
            ALTER TABLE other RENAME TO reversal;
        """)
    assert "表 reversal 的定义被改动" in found(ledger)


def test_what_only_the_database_notices_is_found(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("PRAGMA ignore_check_constraints = ON; INSERT INTO head VALUES (2, 0, zeroblob(32));")
    assert "数据库完整性检查：CHECK constraint failed in head" in found(ledger)


@pytest.mark.parametrize(
    ("statements", "what"),
    [
        ("DROP TRIGGER record_no_update", "触发器 record_no_update 缺失"),
        (
            "CREATE TRIGGER planted AFTER INSERT ON record BEGIN SELECT 1; END",
            "触发器 planted 不是由本程序建立",
        ),
        (
            "DROP TRIGGER entry_no_delete; CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT 1; END",
            "触发器 entry_no_delete 的定义被改动",
        ),
        ("DROP INDEX record_source", "索引 record_source 缺失"),
        ("DROP INDEX record_source; CREATE INDEX record_source ON record (note)", "索引 record_source 的定义被改动"),
        ("CREATE VIEW best AS SELECT * FROM record", "视图 best 不是由本程序建立"),
        ("CREATE TABLE more (seq INTEGER PRIMARY KEY)", "表 more 不是由本程序建立"),
        ("ALTER TABLE record ADD COLUMN extra TEXT", "表 record 的定义被改动"),
    ],
)
def test_a_changed_schema_is_named(ledger: SqliteLedger, path: Path, statements: str, what: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(statements)
    assert f"账本核验未通过：{what}；" in found(ledger)


def test_what_the_database_notes_about_its_own_indexes_is_no_problem(ledger: SqliteLedger, path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("ANALYZE")
    ledger.check()


def test_rows_that_an_index_does_not_show_are_found(ledger: SqliteLedger, path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("""
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = sql || ' WHERE seq > 7' WHERE name = 'record_tally';
        """)
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("""
            REINDEX record_tally;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, ' WHERE seq > 7', '') WHERE name = 'record_tally';
        """)
    assert "索引 record_tally 与表中内容不一致" in found(ledger)


def test_pages_overwritten_are_found(ledger: SqliteLedger, path: Path) -> None:
    with ledger.writing(ACT) as desk:
        desk.append_all(
            NewRecord(MemberKey(4), RecordFields("提案", date(2026, 3, 5), title=f"标题{n}")) for n in range(2_000)
        )
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = bytes(8192)
    path.write_bytes(content)
    assert "账本核验未通过" in found(ledger)


def test_the_triggers_are_a_seat_belt_even_against_replacing(ledger: SqliteLedger, path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA recursive_triggers = ON")
    for statement in (
        "UPDATE record SET title = '改'",
        "DELETE FROM entry WHERE seq = 9",
        "INSERT OR REPLACE INTO record (seq, member, kind, day) VALUES (8, 4, 1, '2026-03-05')",
        "INSERT INTO reversal VALUES (9, 3)",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"appended only|no such row"):
            raw.execute(statement)
    raw.close()


def test_a_last_row_without_its_batch_is_told_where_it_is_read(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.execute("DELETE FROM batch WHERE seq = 3")
    with pytest.raises(LedgerDamaged, match="序号 9 或它的批次缺失"), ledger.reading() as reading:
        reading.head()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM head", "账首缺失"),
        ("UPDATE head SET seq = 8", "账首（序号 8）与最后一行（序号 9）不符"),
        ("UPDATE head SET hash = zeroblob(32)", "账首（序号 9）与最后一行（序号 9）不符"),
        ("DELETE FROM entry WHERE seq = 9", "账首（序号 9）与最后一行（序号 8）不符"),
    ],
)
def test_a_head_that_is_not_the_last_row_is_neither_read_nor_written_to(
    ledger: SqliteLedger, path: Path, change: str, said: str
) -> None:
    with behind_its_back(path) as raw:
        raw.execute(change)
    with pytest.raises(LedgerDamaged, match=re.escape(said)), ledger.reading():
        pass
    with pytest.raises(LedgerDamaged, match=re.escape(said)), ledger.writing(ACT):
        pass


EARLIER = "UPDATE batch SET at = '2026-03-04T04:00:00+00:00' WHERE seq = 3"
GOES_BACK = "批次 3（经办甲）的登记时间 2026-03-04 12:00 早于前一批次的 2026-03-05 12:00"


def test_a_time_of_entry_that_goes_back_unsaid_is_found(ledger: SqliteLedger, path: Path) -> None:
    with hashed_anew(path) as raw:
        raw.execute(EARLIER)
    assert f"{GOES_BACK}；" in found(ledger)


def test_a_time_of_an_earlier_version_that_goes_back_is_remarked_and_no_damage(
    ledger: SqliteLedger, path: Path
) -> None:
    with hashed_anew(path) as raw:
        raw.execute(EARLIER)
        raw.execute("UPDATE clock SET since = 3")
    ledger.check()
    assert ledger.time_remarks() == (f"{GOES_BACK}：由较早的版本登记，当时不核对时间",)


def test_times_ascend_from_the_version_on_that_looks_at_them(ledger: SqliteLedger, path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    create(old, ACT, FOUNDING, MIGRATIONS[:1])
    open_ledger(old)
    since = []
    for file in (path, old):
        with closing(sqlite3.connect(file)) as raw:
            since += raw.execute("SELECT since FROM clock").fetchall()
    assert since == [(0,), (1,)]
