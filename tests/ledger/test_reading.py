"""What was appended is read again, and what was reversed is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duty_cli.ledger.chain.hash_chain import canonical
from duty_cli.ledger.chain.row_codec import cells_of
from duty_cli.model.ledger_protocol import (
    Batch,
    LedgerHead,
    NameChange,
    NewRecord,
    NewTenure,
    Operation,
    Reversal,
    Row,
    RulesUsed,
)
from duty_cli.model.members import Facet, Ground, MemberKey, NewNumber, Person, Seq, Tenure
from duty_cli.model.periods import Period, Quarter, year_of
from duty_cli.model.records import Activity, Attendance, Leave, LeaveReason, RecordFields, Tally
from tests.ledger.sample import ACT, FOUNDING, NOON, AnyLedger, enrolled, enrolment, record, sector


def test_a_new_ledger_knows_its_committee_and_term(either: AnyLedger) -> None:
    with either.reading() as reading:
        head = reading.head()
    assert head == LedgerHead("政协某市委员会", (FOUNDING.term,), Seq(2), head.digest, NOON)
    assert len(head.digest) == 64


def test_members_stand_by_number_with_their_tenures(either: AnyLedger) -> None:
    with either.writing(ACT) as desk:
        later, first = desk.append(enrolment("002", "乙二")), desk.append(enrolment("001", "甲一"))
        desk.append(sector(MemberKey(later), "工商界"))
    with either.reading() as reading:
        roster = reading.roster()
    assert [(Seq(member.key), str(member)) for member in roster] == [(first, "001 甲一"), (later, "002 乙二")]
    assert roster[MemberKey(later)].tenures == (Tenure(Facet.SECTOR, "工商界", date(2022, 1, 1), None, Seq(8)),)


@pytest.mark.parametrize("day", [None, date(2026, 1, 1), date(2027, 6, 1)])
def test_a_number_means_among_its_bearers_whom_it_means_among_all(either: AnyLedger, day: date | None) -> None:
    turn = date(2027, 1, 1)
    with either.writing(ACT) as desk:
        one, other, third = (
            MemberKey(desk.append(enrolment(number, name))) for number, name in zip("123", "甲乙丙", strict=True)
        )
        desk.append(NewTenure(one, Facet.OFFICE, Facet.OFFICE.value, date(2022, 1, 1)))
        desk.append_all(
            (
                NewNumber(one, "2", turn),
                NewNumber(other, "4", turn),
                sector(third),
                NameChange(other, Person("丁", "d")),
            )
        )
    with either.reading() as reading:
        reading.number_as_on(day or date.max)
        roster = reading.roster()
        found = {number: reading.bearers(number).numbered(number, day) for number in "012345"}
    assert found == {number: roster.numbered(number, day) for number in "012345"}
    assert len({one for one in found.values() if one}) == 3


def test_a_tenure_keeps_on_what_grounds_it_began_and_ended(either: AnyLedger) -> None:
    member, begun, ended = enrolled(either), Ground("增补", "甲〔2026〕1号"), Ground("辞去")
    with either.writing(ACT) as desk:
        desk.append(replace(sector(member), last=date(2026, 3, 1), begun=begun, ended=ended))
    with either.reading() as reading:
        [held] = reading.roster()[member].tenures
    assert (held.begun, held.ended) == (begun, ended)


def test_a_tenure_without_grounds_has_the_digest_that_it_had_before_there_were_any() -> None:
    table, cells = cells_of(sector(MemberKey(4)))
    row = canonical(6, 3, table, cells).decode()
    assert row == '[1,6,3,"spell",{"facet":"界别","first":"2022-01-01","member":4,"value":"教育界"}]'


def test_the_last_name_given_holds(either: AnyLedger) -> None:
    member = enrolled(either)
    with either.writing(ACT) as desk:
        desk.append(NameChange(member, Person("甲乙", "jy", "0577")))
    with either.reading() as reading:
        assert reading.roster()[member].person == Person("甲乙", "jy", "0577")


def test_a_member_whose_enrolment_is_reversed_is_gone_with_name_and_tenures(either: AnyLedger) -> None:
    member = enrolled(either)
    with either.writing(ACT) as desk:
        desk.append(sector(member))
        desk.append(Reversal(Seq(member)))
    with either.reading() as reading:
        assert len(reading.roster()) == 0
        assert [row.reversed_by for row in reading.rows_of(Seq(3))] == [8, 8]


def test_a_record_names_its_activity_of_the_same_kind_and_day(either: AnyLedger) -> None:
    member, day = enrolled(either), date(2026, 1, 9)
    said = RecordFields("全体会议", day, activity="五次全会", attendance=Attendance.LATE)
    with either.writing(ACT) as desk:
        desk.append_all([Activity("座谈", day, "五次全会"), Activity("全体会议", day, "五次全会")])
        seq = desk.append(NewRecord(member, said))
        with pytest.raises(KeyError):
            desk.append(NewRecord(member, replace(said, on=date(2026, 1, 10))))
        desk.append(Activity("全体会议", date(2026, 1, 10), "五次全会"))
        desk.append(NewRecord(member, replace(said, on=date(2026, 1, 10))))
    with either.reading() as reading:
        found = reading.record(seq)
    assert found is not None
    assert found.fields == said


def test_a_record_outlives_its_reversed_activity_but_no_new_one_finds_it(either: AnyLedger) -> None:
    member, day = enrolled(either), date(2026, 1, 9)
    said = RecordFields("全体会议", day, activity="五次全会")
    with either.writing(ACT) as desk:
        activity = desk.append(Activity("全体会议", day, "五次全会"))
        desk.append(NewRecord(member, said))
        desk.append(Reversal(activity))
        with pytest.raises(KeyError):
            desk.append(NewRecord(member, said))
    with either.reading() as reading:
        assert reading.activities() == ()
        assert [one.fields for one in reading.records()] == [said]


def test_records_come_by_date_and_can_be_asked_by_member_period_and_kind(either: AnyLedger) -> None:
    one, other = enrolled(either, "001"), enrolled(either, "002")
    with either.writing(ACT) as desk:
        late = desk.append(record(one, "提案", date(2026, 5, 1)))
        early = desk.append(record(one, "调研", date(2026, 2, 1)))
        else_ = desk.append(record(other, "提案", date(2026, 2, 1)))
    with either.reading() as reading:
        assert [found.seq for found in reading.records()] == [early, else_, late]
        assert [found.seq for found in reading.records(member=one)] == [early, late]
        assert [found.seq for found in reading.records(period=Quarter(2026, 1).period)] == [early, else_]
        assert [found.seq for found in reading.records(kinds=("提案", "无此事项"))] == [else_, late]
        assert [found.seq for found in reading.records(kinds=())] == []


def test_a_reversed_record_is_read_only_when_asked_for(either: AnyLedger) -> None:
    member = enrolled(either)
    with either.writing(ACT) as desk:
        gone = desk.append(NewRecord(member, RecordFields("提案", date(2026, 3, 5), number="T-1")))
        desk.append(Reversal(gone))
    with either.reading() as reading:
        assert list(reading.records()) == []
        assert [found.seq for found in reading.records(reversed_too=True)] == [gone]
        assert reading.record(gone) is not None
        assert (reading.record_numbers(), reading.numbered("T-1")) == ({}, None)
        assert reading.years_with_records() == ()
        assert list(reading.tallies(year_of(2026))) == []


def test_numbers_and_years_in_use_are_known(either: AnyLedger) -> None:
    member = enrolled(either)
    with either.writing(ACT) as desk:
        seq = desk.append(NewRecord(member, RecordFields("提案", date(2026, 3, 5), number="T-1")))
        desk.append(record(member, on=date(2024, 3, 5)))
    with either.reading() as reading:
        assert (reading.record_numbers(), reading.numbered("T-1")) == ({"T-1": seq}, seq)
        assert reading.years_with_records() == (2024, 2026)


def test_records_alike_are_one_tally(either: AnyLedger) -> None:
    one, other = enrolled(either, "001"), enrolled(either, "002")
    with either.writing(ACT) as desk:
        desk.append_all(record(one, title=title) for title in ("其一", "其二"))
        desk.append_all([record(one, on=date(2025, 12, 31)), record(other, "调研")])
    with either.reading() as reading:
        assert list(reading.tallies(year_of(2026))) == [
            (one, [Tally("提案", date(2026, 3, 5), count=2)]),
            (other, [Tally("调研", date(2026, 3, 5))]),
        ]
        assert [key for key, _ in reading.tallies(year_of(2026), other)] == [other]


def test_leave_is_read_by_first_day(either: AnyLedger) -> None:
    member = enrolled(either)
    later = Leave(member, date(2026, 5, 1), date(2026, 5, 2), LeaveReason.OFFICIAL, granted=False, decided_by="秘书处")
    early = Leave(
        member,
        date(2026, 3, 1),
        date(2026, 3, 1),
        LeaveReason.ILLNESS,
        granted=True,
        decided_by="主席",
        kind="全体会议",
    )
    with either.writing(ACT) as desk:
        desk.append_all([later, early])
    with either.reading() as reading:
        assert reading.leaves(member) == (replace(early, seq=Seq(8)), replace(later, seq=Seq(7)))
        assert reading.leaves(MemberKey(99)) == ()


def test_activities_can_be_asked_by_period(either: AnyLedger) -> None:
    with either.writing(ACT) as desk:
        desk.append_all([Activity("座谈", date(2026, 4, 1), "乙"), Activity("座谈", date(2026, 3, 31), "甲")])
    with either.reading() as reading:
        assert [one.name for one in reading.activities()] == ["甲", "乙"]
        assert [one.name for one in reading.activities(Quarter(2026, 2).period)] == ["乙"]


def test_a_batch_tells_its_deed_its_rows_and_how_many_are_gone(either: AnyLedger) -> None:
    act = Operation("导入", "经办乙", NOON, "履职.csv", "ab12", "补录")
    member = enrolled(either)
    with either.writing(act) as desk:
        first, _ = desk.append(record(member)), desk.append(record(member))
        batch = desk.batch_seq
    with either.writing(ACT) as desk:
        desk.append(Reversal(first))
    with either.reading() as reading:
        assert reading.batches()[2] == Batch(batch, act, 2, 1)
        assert reading.batch(batch) == act
        assert reading.batch(first) is None
        assert reading.rows_of(batch) == (Row(Seq(7), "记录", batch, Seq(10)), Row(Seq(8), "记录", batch, None))
        assert [row.sort for row in reading.rows_of(Seq(1))] == ["届"]


def test_every_row_has_a_sort_a_clerk_understands(either: AnyLedger) -> None:
    member, day = enrolled(either), date(2026, 3, 5)
    with either.writing(ACT) as desk:
        desk.append_all([sector(member), Activity("座谈", day, "座谈会"), record(member)])
        desk.append_all(
            [
                Leave(member, day, day, LeaveReason.OTHER, granted=True, decided_by="主席"),
                RulesUsed("ab", ()),
                Reversal(Seq(7)),
            ]
        )
    with either.reading() as reading:
        rows = [reading.row(Seq(seq)) for seq in range(1, 14)]
    assert [row.sort for row in rows if row] == (
        ["批次", "届", "批次", "委员", "姓名", "批次", "时段", "活动", "记录", "请假", "规则", "冲正"]
    )
    assert rows[-1] is None


def test_the_rule_files_last_used_come_back_byte_for_byte(either: AnyLedger) -> None:
    used = RulesUsed("ab12", (("评分.yaml", "标题: 细则\n".encode()), ("b.yaml", bytes(range(256)))))
    with either.writing(ACT) as desk:
        desk.append_all([RulesUsed("00", ()), used])
    with either.reading() as reading:
        assert reading.rules_used() == used


def test_what_is_being_written_can_be_read(either: AnyLedger) -> None:
    with either.writing(ACT) as desk:
        seq = desk.append(enrolment())
        assert [Seq(member.key) for member in desk.roster()] == [seq]
        assert desk.head().seq == seq + 1


def test_a_committee_may_enter_a_new_term(either: AnyLedger) -> None:
    later = replace(FOUNDING.term, number=16, period=Period(date(2027, 1, 1), date(2031, 12, 31)))
    with either.writing(ACT) as desk:
        desk.append(replace(FOUNDING, term=later))
    with either.reading() as reading:
        assert [term.number for term in reading.head().terms] == [15, 16]
