"""What an import knows of the ledger: recognised by a few bytes a record, and each record claimed by one row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from duty_cli.ledger.sqlite.sqlite_ledger import create
from duty_cli.model.ledger_protocol import CommitteeSetup, Enrolment, NewRecord, Operation
from duty_cli.model.legal_time import BEIJING
from duty_cli.model.members import MemberKey, Person, Seq
from duty_cli.model.periods import Period, Term
from duty_cli.model.records import Attendance, Record, RecordFields
from duty_cli.recording.existing_records import ExistingRecords, MemberRecords

VISIT = RecordFields("走访", date(2026, 3, 5), title="社区", stages=frozenset(("提交", "立案")))
MEETING = RecordFields("全体会议", date(2026, 3, 5), activity="五次会议", attendance=Attendance.PRESENT)
ACT = Operation("导入", "许青", datetime(2026, 3, 6, 9, tzinfo=BEIJING))
TERM = Term(1, Period(date(2022, 1, 1), date(2026, 12, 31)))


def year(*said: RecordFields) -> MemberRecords:
    return MemberRecords(Record(Seq(seq), Seq(1), MemberKey(1), fields) for seq, fields in enumerate(said, 10))


def test_each_of_two_records_alike_is_claimed_by_one_row() -> None:
    held = year(VISIT, VISIT)
    assert [held.claim_equal(VISIT) for _ in range(3)] == [10, 11, None]
    held.free()
    assert held.claim_equal(VISIT)


def test_any_value_that_differs_makes_another_record() -> None:
    others = [replace(VISIT, judged=-1), replace(VISIT, judged=-2), replace(VISIT, stages=frozenset({"提交"}))]
    held = year(*others)
    assert not held.claim_equal(VISIT)
    assert all(held.claim_equal(one) for one in others)


def test_records_of_one_title_or_of_one_event_day_are_kin() -> None:
    held = year(VISIT, MEETING)
    assert held.kin(replace(VISIT, on=date(2026, 9, 1))) == [10]
    assert held.kin(replace(MEETING, activity="六次会议", attendance=Attendance.ABSENT)) == [11]
    assert held.kin(replace(VISIT, title="乡村")) == []


def test_what_is_claimed_is_no_other_rows_kin() -> None:
    held = year(VISIT)
    held.claim(Seq(10))
    assert held.kin(VISIT) == []


def test_numbers_are_known_as_before_the_import_however_many_are_asked_for(tmp_path: Path) -> None:
    with create(tmp_path / "ledger.db", ACT, CommitteeSetup("政协示例县委员会", TERM)).writing(ACT) as writing:
        member = MemberKey(writing.append(Enrolment("001", Person("许青", "xq"))))
        old = writing.append(NewRecord(member, replace(VISIT, number="甲1")))
        standing = ExistingRecords(writing)
        writing.append(NewRecord(member, replace(VISIT, number="乙1")))
        assert not any(standing.knows(number) for number in ("乙1", *map(str, range(1000))))
        assert not standing.knows("乙1")
        found = standing.numbered("甲1")
    assert found
    assert found.seq == old
