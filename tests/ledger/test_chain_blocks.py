"""The chain walked in blocks says what the walk row by row says, at a part of the cost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.checking import chain_blocks
from duty_cli.ledger.checking.chain_blocks import ChainBlocks
from duty_cli.ledger.checking.reading_crew import Crew
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.records import RecordFields
from tests.ledger.sample import ACT, SHAPE, behind_its_back, enrolled, record

ODD = '他说“好”，"\\n" 与 \\ 、\t制表、\x7f、😀、null'
"""What JSON spells in its own way."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of three rows, so that a small ledger has several, the last not full."""
    monkeypatch.setattr(chain_blocks, "_BLOCK", 3)


@pytest.fixture
def long(ledger: SqliteLedger) -> SqliteLedger:
    """Seqs 1–5 founding and a member, 6 a batch, 7–14 records, the last two with more columns, one with much that JSON spells otherwise."""
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all(record(member, title=f"其{place}") for place in range(6))
        desk.append(NewRecord(member, RecordFields("提案", ACT.at.date(), title=ODD, position=1, authors=2)))
        desk.append(NewRecord(member, RecordFields("提案", ACT.at.date(), title="其七", note="略")))
    return ledger


def blocks(path: Path) -> list[bool]:
    with closing(sqlite3.connect(path)) as raw:
        return list(ChainBlocks(Crew(raw), SHAPE).sound())


def test_all_rows_are_sound_at_once_whatever_they_say(
    long: SqliteLedger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChainBlocks, "_sound_row_by_row", lambda *_: pytest.fail("gone through row by row"))
    assert blocks(path) == [True] * 14


def test_a_row_that_the_database_says_otherwise_is_sound_row_by_row(
    long: SqliteLedger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChainBlocks, "_sound_at_once", lambda *_: False)
    assert blocks(path) == [True] * 14


@pytest.mark.parametrize("seq", range(7, 15))
def test_the_first_damaged_row_is_named_in_whatever_block_it_stands(long: SqliteLedger, path: Path, seq: int) -> None:
    with behind_its_back(path) as raw:
        raw.execute(f"UPDATE record SET title = title || '。' WHERE seq >= {seq}")
    with pytest.raises(LedgerDamaged, match=f"序号 {seq}（记录）的内容或校验值被改动"):
        long.check()


def test_a_cell_is_not_overlooked_where_the_column_was_empty_in_every_row_before(
    long: SqliteLedger, path: Path
) -> None:
    with behind_its_back(path) as raw:
        raw.execute("UPDATE record SET note = '添' WHERE seq = 12")
    with pytest.raises(LedgerDamaged, match="序号 12（记录）的内容或校验值被改动"):
        long.check()


def test_a_column_is_not_overlooked_where_it_was_usual_before(long: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.execute("UPDATE record SET title = NULL WHERE seq = 12")
    with pytest.raises(LedgerDamaged, match="序号 12（记录）的内容或校验值被改动"):
        long.check()


def test_a_text_that_spells_another_column_is_no_other_column(long: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.execute("""UPDATE record SET note = '略","title":"' || title, title = NULL WHERE seq = 14""")
    with pytest.raises(LedgerDamaged, match="序号 14（记录）的内容或校验值被改动"):
        long.check()


def test_a_day_with_more_behind_it_is_no_day(long: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE record SET day = day || char(0) || '1' WHERE seq = 9")
    with pytest.raises(LedgerDamaged, match="CHECK constraint failed in record"):
        long.check()


def test_a_text_that_is_no_text_any_more_is_told_with_its_row(long: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.execute("UPDATE record SET title = CAST(x'ff41' AS TEXT) WHERE seq = 9")
    with pytest.raises(LedgerDamaged, match="序号 9（记录）的内容或校验值被改动"):
        long.check()


def test_a_number_kept_as_bytes_is_no_number(long: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')')")
    with behind_its_back(path) as raw:
        raw.execute("UPDATE record SET authors = CAST(authors AS BLOB) WHERE seq = 13")
    with pytest.raises(LedgerDamaged, match=r"表 .* 的定义被改动"):
        long.check()


@pytest.mark.parametrize("version", [3, 99])
def test_a_version_that_is_not_that_of_the_tables_is_told(ledger: SqliteLedger, path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(LedgerDamaged, match=f"账本的版本号是 {version}，"):
        ledger.check()


def test_a_table_that_is_gone_is_told_and_no_bug(ledger: SqliteLedger, path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TABLE spending")
    with pytest.raises(LedgerDamaged, match="表 spending 缺失"):
        ledger.check()
