"""A chain that was reckoned anew proves nothing of what stands in its rows: that is found as ``duty check`` finds it in a ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from duty_cli.errors.sealed_errors import SealedDamaged
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.parquet import sealed_writer
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_ledger import proved_ledger
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.ledger_protocol import NameErasure, Reversal
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import year_of
from duty_cli.model.sealed_results import SealedResult
from tests.ledger.sample import ACT, enrolled, record, sector
from tests.ledger.sealed_sample import rewritten, sealed, with_cell, with_chain_anew

RESULTS = (SealedResult(MemberKey(4), 2026, "7/3", "称职", "ab"),)


@pytest.fixture
def place(ledger: SqliteLedger, tmp_path: Path) -> Path:
    """1–2 founding, 3–5 a member, 6 a batch, 7 a sector, 8–9 records, 10–11 the second is reversed, 12 a result."""
    written(ledger)
    sealed(ledger, tmp_path / "县.parquet", results=RESULTS, with_names=True).close()
    return tmp_path / "县.parquet"


def written(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append(sector(member))
        desk.append_all(record(member, title=f"其{at}") for at in range(2))
    with ledger.writing(ACT) as desk:
        desk.append(Reversal(Seq(9)))


def problem(place: Path) -> str:
    with pytest.raises(SealedDamaged) as told, open_sealed(place) as file, proved_ledger(file):
        pass
    assert str(told.value).startswith(f"封存账本 {place} 未通过核对：")
    assert "\n" not in str(told.value)
    return told.value.problem


@pytest.mark.parametrize(
    ("name", "row", "value", "told"),
    [
        ("member", 8, 5, "序号 8（记录）所引用的委员不存在"),
        ("activity", 8, 7, "序号 8（记录）所引用的活动不存在"),
        ("member", 7, 99, "序号 7（时段）所引用的委员不存在"),
        ("batch", 8, 99, "CHECK constraint failed: batch <= seq"),
        ("batch", 9, 7, "序号 9（记录）的批次不存在"),
        ("target", 11, 3, "no such row, or none that can be reversed"),
        ("target", 11, 12, "no such row, or none that can be reversed"),
        ("day", 8, "2026-02-30", "有的行不合账本的规定（"),
        ("day", 8, None, "NOT NULL constraint failed: record.day"),
        ("kind", 8, None, "NOT NULL constraint failed: record.kind"),
        ("position", 8, 0, "CHECK constraint failed: position > 0"),
        ("committee", 2, "", "CHECK constraint failed: committee <> ''"),
        ("at", 6, "昨天", "CHECK constraint failed"),
        ("title", 5, "藏", "序号 5（姓名）带有不属于它的列 title"),
        ("attendance", 8, "躺下", "有的行不合账本的规定（"),
        ("judged", 8, "很好", "有的行不合账本的规定（"),
        ("facet", 7, "风水", "有的行不合账本的规定（"),
    ],
)
def test_what_no_ledger_holds_is_found_though_the_chain_comes_to_its_head(
    place: Path, name: str, row: int, value: object, told: str
) -> None:
    with_chain_anew(place, lambda table: with_cell(table, name, row - 1, value))
    assert told in problem(place)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("person_name", "乙一", "序号 5（姓名）的内容被改动"),
        ("person_phone", "123", "序号 5（姓名）的内容被改动"),
        ("person_salt", b"\x01", "序号 5（姓名）的内容被改动"),
        ("person_salt", None, "序号 5（姓名）的内容被改动"),
    ],
)
def test_a_name_is_held_against_its_digest(place: Path, name: str, value: object, told: str) -> None:
    rewritten(place, lambda table: with_cell(table, name, 4, value))
    assert told in problem(place)


def test_a_name_in_a_row_that_names_nobody_is_found(place: Path) -> None:
    rewritten(place, lambda table: with_cell(table, "person_name", 7, "乙一"))
    assert "序号 8（记录）带有姓名" in problem(place)


def test_a_name_that_was_erased_since_is_not_in_the_file_of_then(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger)
    with ledger.writing(replace(ACT, reason="本人要求")) as desk:
        desk.append(NameErasure(MemberKey(4)))
    for known in (11, None):
        with (
            sealed(ledger, tmp_path / f"{known}.parquet", known, with_names=True) as file,
            proved_ledger(file) as reading,
        ):
            assert [one.person for one in file.rows("naming")] == [{}]
            assert len(list(reading.roster())) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"committee": "政协别县委员会"}, "文件自述的委员会与其中各行不符"),
        ({"terms": [{"number": 16, "first": "2022-01-01", "last": "2026-12-31"}]}, "文件自述的届期与其中各行不符"),
        ({"terms": []}, "文件自述的届期与其中各行不符"),
        ({"at": "2026-03-06T12:00:00+08:00"}, "文件自述的最后登记的时间与其中各行不符"),
        ({"rules": "ab"}, "文件自述的规则与其中各行不符"),
        ({"years": [2025, 2026]}, "文件自述的有记录的年份与其中各行不符"),
        ({"results": []}, "文件自述的有结果的年度与其中各行不符"),
    ],
)
def test_what_a_file_says_of_itself_is_what_its_rows_say(place: Path, said: dict[str, object], told: str) -> None:
    rewritten(place, said=said)
    assert problem(place) == told


def test_what_was_proved_is_read_as_the_ledger_is(ledger: SqliteLedger, place: Path) -> None:
    year = year_of(2026)
    with ledger.reading() as ours, open_sealed(place) as file, proved_ledger(file) as theirs:
        for ask in (
            *(lambda one: one.head(), lambda one: one.batches(), lambda one: list(one.records(reversed_too=True))),
            *(lambda one: [str(who) for who in one.roster()], lambda one: list(one.tallies(year))),
            *(lambda one: one.row(Seq(9)), lambda one: one.rows_of(Seq(6)), lambda one: one.years_with_records()),
        ):
            question: Callable[[object], object] = ask
            assert question(theirs) == question(ours)


def test_a_file_of_an_earlier_version_is_brought_up_to_date(
    ledger: SqliteLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(ledger)
    monkeypatch.setattr(sealed_writer, "MIGRATIONS", MIGRATIONS[:18])
    with sealed(ledger, tmp_path / "旧.parquet") as file, proved_ledger(file) as reading:
        assert (file.metadata.version, "invitation" in file.columns.by_sort) == (18, False)
        assert reading.invitations() == ()
        with ledger.reading() as now:
            assert (reading.head(), list(reading.records())) == (now.head(), list(now.records()))


def test_the_heads_on_the_way_are_told_where_they_are_asked_for(ledger: SqliteLedger, place: Path) -> None:
    heads = {3: "", 11: "", 99: ""}
    with open_sealed(place) as file, proved_ledger(file, heads):
        pass
    with ledger.reading(Seq(3)) as then, ledger.reading() as now:
        assert heads == {3: then.head().digest, 11: now.head().digest, 99: ""}


def test_a_file_without_names_is_a_ledger_whose_names_nobody_knows(ledger: SqliteLedger, tmp_path: Path) -> None:
    written(ledger)
    with sealed(ledger, tmp_path / "无名.parquet") as file, proved_ledger(file) as reading:
        assert [str(member.number) for member in reading.roster()] == ["001"]
        assert "甲一" not in "".join(map(repr, reading.roster()))
