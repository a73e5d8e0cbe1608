"""A year scored by two processes is the year scored by one, whatever becomes of the second."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.ledger_protocol import CommitteeSetup, Enrolment, NewRecord, NewTenure, Operation
from duty_cli.model.members import Facet, Member, MemberKey, Person
from duty_cli.model.periods import Term, year_of
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.rules.rule_files import load
from duty_cli.scoring import evaluate, year_halves
from duty_cli.scoring.assessment_year import MemberYear, YearResult
from duty_cli.scoring.year_halves import _Packed

ACT = Operation("测试", "经办甲", datetime(2026, 12, 31, 9, tzinfo=UTC))
SHIPPED = Path(__file__).resolve().parents[2] / "rules" / "scoring.yaml"
DAY = date(2026, 3, 5)


def said(number: int) -> Iterator[RecordFields]:
    """Nothing of some members, more of others; points with a half among them."""
    for _ in range(number % 4):
        yield RecordFields("全体会议", DAY, attendance=Attendance.LATE)
        yield RecordFields("提案", DAY, stages=frozenset({"提交", "立案"}), matter="甲" if number > 5 else None)
        yield RecordFields("年度述职", DAY, judged=number)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqliteLedger:
    monkeypatch.setattr(evaluate, "MANY", 2)
    found = create(tmp_path / "a.db", ACT, CommitteeSetup("政协某市委员会", Term(15, year_of(2026))))
    with found.writing(ACT) as desk:
        for number in range(10):
            key = MemberKey(desk.append(Enrolment(f"{number:03}", Person("甲一", "jy"))))
            desk.append(NewTenure(key, Facet.OFFICE, "委员", date(2026, 1, 1)))
            desk.append_all(NewRecord(key, fields) for fields in said(number))
    return found


def scored(ledger: SqliteLedger, processes: int) -> YearResult:
    ledger.processes = processes
    with ledger.reading() as reading:
        return evaluate.score_year(reading, RULES, 2026)


RULES: Rules = load({SHIPPED.name: SHIPPED.read_bytes()})


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many members' years the second process handed over, each time it did."""
    counts: list[int] = []
    unpacked = year_halves._unpacked

    def counting(packed: list[_Packed], serving: Mapping[MemberKey, Member]) -> Iterator[tuple[MemberKey, MemberYear]]:
        counts.append(len(packed))
        return unpacked(packed, serving)

    monkeypatch.setattr(year_halves, "_unpacked", counting)
    return counts


def test_two_processes_come_to_what_one_comes_to(ledger: SqliteLedger, handed_over: list[int]) -> None:
    alone, both = scored(ledger, 1), scored(ledger, 2)
    assert both == alone
    assert list(both.members) == list(alone.members)
    assert handed_over == [5]


def _broken(*_: object) -> list[_Packed]:
    raise AssertionError("the second process does not know this function")


def test_where_the_second_process_breaks_the_first_does_all(
    ledger: SqliteLedger, handed_over: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = scored(ledger, 1)
    monkeypatch.setattr(year_halves, "_half", _broken)
    assert scored(ledger, 2) == alone
    monkeypatch.setattr(sys, "executable", str(Path(__file__).with_name("no such program")))
    assert scored(ledger, 2) == alone
    assert handed_over == []


def test_what_is_being_written_is_read_by_no_other_process(ledger: SqliteLedger, handed_over: list[int]) -> None:
    ledger.processes = 2
    with ledger.writing(ACT) as desk:
        evaluate.score_year(desk, RULES, 2026)
    assert handed_over == []
