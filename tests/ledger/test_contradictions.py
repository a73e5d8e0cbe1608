"""What two copies say of one matter, row by row: what contradicts, and what is none the worse for being said twice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duty_cli.ledger.copies.diverged_ledgers import divergence
from duty_cli.ledger.copies.restoring import common_seq
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.capacities import Capacity
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import (
    EarlierResult,
    Entry,
    NameChange,
    NameErasure,
    NewRecord,
    NewTenure,
    Reversal,
    YearClosing,
)
from duty_cli.model.members import Facet, MemberKey, NewNumber, Person, Seq
from duty_cli.model.periods import Period
from duty_cli.model.plans import NewPlan
from duty_cli.model.proceedings import NewProceeding, NewStep, PathUse, StepMeaning, StepWords
from duty_cli.model.records import Activity, Attendance, Due, Leave, LeaveReason, RecordFields
from duty_cli.recording.contradictions import Comparison
from tests.ledger.sample import ACT, enrolment, record

DAY, YEAR = date(2026, 3, 5), Period(date(2026, 1, 1), date(2026, 12, 31))
WHO, RECORD, PLAN, ASKED, EVENT = MemberKey(4), Seq(6), Seq(7), Seq(8), Seq(9)
"""What both have: a member, a record, a plan, a proceeding, an event."""


@pytest.fixture
def other(ledger: SqliteLedger, path: Path, tmp_path: Path) -> SqliteLedger:
    """A copy taken when the first entries stood."""
    with ledger.writing(ACT) as desk:
        desk.append_all([enrolment(), record(WHO), NewPlan("培训", DAY, "第一期"), _asked("约谈提醒")])
        desk.append(Activity("培训", DAY, "座谈"))
    shutil.copyfile(path, tmp_path / "home.db")
    return SqliteLedger(tmp_path / "home.db")


def _asked(about: str) -> NewProceeding:
    return NewProceeding("约谈", PathUse.FOLLOW_UP, about, WHO, 2026)


def _step(name: str = "约谈") -> NewStep:
    return NewStep(ASKED, name, StepMeaning.OPENED, StepWords(DAY, "办公室"))


def _attended(event: str, state: Attendance = Attendance.PRESENT) -> tuple[Entry, ...]:
    return (Activity("培训", DAY, event), NewRecord(WHO, RecordFields("培训", DAY, activity=event, attendance=state)))


def _invited(capacity: Capacity) -> Invitation:
    return Invitation("培训", DAY, "座谈", WHO, capacity)


def _role(role: str) -> NewTenure:
    return NewTenure(WHO, Facet.ROLE, role, DAY)


def _leave(last: date, kind: str | None = None) -> Leave:
    return Leave(WHO, DAY, last, LeaveReason.ILLNESS, granted=True, decided_by="主席", kind=kind)


def _earlier(paper: str) -> EarlierResult:
    return EarlierResult(WHO, 2021, YEAR, 60, None, paper)


Entries = tuple[Entry, ...]
AGAINST: dict[str, tuple[Entries, Entries]] = {
    "同一事项都立了办理": ((_asked("评优"),), (_asked("评优"),)),
    "同一办理事项都办了一步": ((_step(),), (_step("送达"),)),
    "同一活动计划都改了": ((NewPlan("培训", DAY, "甲", origin=PLAN),), (NewPlan("培训", DAY, "乙", origin=PLAN),)),
    "一方改了活动计划，一方按原计划登记了出席": ((Reversal(PLAN),), _attended("第一期")),
    "同一委员都换了编号": ((NewNumber(WHO, "101", DAY),), (NewNumber(WHO, "102", DAY),)),
    "委员编号相同": ((NewNumber(WHO, "101", DAY),), (enrolment("101", "丙三"),)),
    "同一委员同一年度的往年结果都沿用了": ((_earlier("甲"),), (_earlier("乙"),)),
    "同一委员的职务时段都有改动": ((_role("组长"),), (_role("组长"),)),
    "同一条都冲正了": ((Reversal(RECORD),), (Reversal(RECORD),)),
    "本账冲正了对方用到的一条": ((Reversal(ASKED),), (_step(),)),
    "对方冲正了本账用到的一条": ((_step(),), (Reversal(ASKED),)),
    "同一委员的请假日期重叠": ((_leave(DAY),), (_leave(date(2026, 3, 9), "培训"),)),
    "同一委员在同一活动的参会身份不同": ((_invited(Capacity.DUE),), (_invited(Capacity.GUEST),)),
    "一方写明是列席，一方登记为没有到会": ((_invited(Capacity.GUEST),), _attended("座谈", Attendance.ABSENT)),
    "一方已结 2026 年度的账，另一方又登记了该年度的内容": ((YearClosing(2026, YEAR),), (Reversal(RECORD),)),
}

ALIKE: dict[str, tuple[Entries, Entries]] = {
    "the same event said in both": (
        (Activity("培训", DAY, "讲座"),),
        (Activity("培训", DAY, "讲座"),),
    ),
    "the same guest said in both": ((_invited(Capacity.GUEST),), (_invited(Capacity.GUEST),)),
    "a guest here, who came there": ((_invited(Capacity.GUEST),), _attended("座谈")),
    "two roles": ((_role("组长"),), (_role("副组长"),)),
    "leaves of kinds of their own": ((_leave(DAY, "培训"),), (_leave(DAY, "会议"),)),
    "a name erased in both": ((NameErasure(WHO),), (NameErasure(WHO),)),
    "an erasure here, other news there": ((NameErasure(WHO),), (record(WHO),)),
    "a year closed, another written in": ((YearClosing(2026, YEAR),), (record(WHO, on=date(2025, 3, 5)),)),
    "events of names that are apart": (_attended("第一期讲座"), _attended("第二期讲座")),
    "what one entered and took back": ((_asked("评优"), Reversal(Seq(11))), (_asked("评优"),)),
}


def whys(ledger: SqliteLedger, other: SqliteLedger, here: Entries, there: Entries) -> set[str]:
    for copy, entries, by in ((ledger, here, "经办甲"), (other, there, "在家乙")):
        with copy.writing(replace(ACT, by=by)) as desk:
            desk.append_all(entries)
    with ledger.reading() as one, other.reading() as two:
        ends = one.head().seq, two.head().seq
    apart = divergence(ledger, other, common_seq(ledger, ends[0], other, ends[1]))
    return {one.why for one in Comparison(ledger, other, apart).conflicts()}


@pytest.mark.parametrize("why", AGAINST)
def test_what_contradicts_is_said(ledger: SqliteLedger, other: SqliteLedger, why: str) -> None:
    assert why in whys(ledger, other, *AGAINST[why])


@pytest.mark.parametrize("what", ALIKE)
def test_what_does_not_contradict_is_let_through(ledger: SqliteLedger, other: SqliteLedger, what: str) -> None:
    assert whys(ledger, other, *ALIKE[what]) == set()


def test_a_member_renamed_here_and_erased_there_is_a_contradiction(ledger: SqliteLedger, other: SqliteLedger) -> None:
    found = whys(ledger, other, (NameChange(WHO, Person("甲壹", "jy")),), (NameErasure(WHO),))
    assert found == {"同一委员的姓名都有改动"}


def test_who_is_due_said_otherwise_is_a_contradiction(ledger: SqliteLedger, other: SqliteLedger) -> None:
    here, there = (Activity("培训", DAY, "讲座", due=due) for due in (Due(), None))
    assert whys(ledger, other, (here,), (there,)) == {"同一活动的应到范围不同"}
