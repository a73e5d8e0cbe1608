"""Leave asked for, and granted or refused (§12, 请假手续)."""

from __future__ import annotations

from dataclasses import dataclass

from duty_cli.domain.ledger import Ledger, LedgerReader, Operation
from duty_cli.domain.members import Member, Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Leave, Record
from duty_cli.domain.rules import Rules
from duty_cli.errors import BadValue, LeaveThere, NotInOffice, UnknownKind
from duty_cli.office.content import out_of_term


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    """A leave as written, and the attendance already recorded that does not agree with it."""

    seq: Seq
    member: Member
    leave: Leave
    disagreeing: tuple[Record, ...]


def take_leave(ledger: Ledger, act: Operation, rules: Rules, member: Member, leave: Leave) -> LeaveTaken:
    """Enter a leave. Attendance recorded before is named, never changed: that is for a person to correct.

    A second leave for the same days is refused, so that no absence is both granted and refused.
    """
    if leave.last < leave.first:
        raise BadValue("止日", leave.last.isoformat(), f"不早于起日 {leave.first.isoformat()} 的日期")
    for day in (leave.first, leave.last):
        if not member.in_office(day):
            raise NotInOffice(member, day)
    kinds = {kind for book in rules.books for kind in book.kinds}
    if leave.kind is not None and leave.kind not in kinds:
        raise UnknownKind(leave.kind, sorted(kinds))
    with ledger.writing(act) as writing:
        terms = writing.head().terms
        wrong = out_of_term(leave.first, terms) or out_of_term(leave.last, terms)
        if wrong is not None:
            raise wrong
        _refuse_second(writing, member, leave)
        records = writing.records(member=member.key, period=Period(leave.first, leave.last))
        disagreeing = tuple(record for record in records if _disagrees(leave, record))
        return LeaveTaken(writing.append(leave), member, leave, disagreeing)


def _refuse_second(reading: LedgerReader, member: Member, leave: Leave) -> None:
    days = Period(leave.first, leave.last)
    for one in reading.leaves(member.key):
        alike = one.kind == leave.kind or None in (one.kind, leave.kind)
        if alike and days.meets(Period(one.first, one.last)):
            raise LeaveThere(member, Period(one.first, one.last), "准假" if one.granted else "未准", one.seq)


def _disagrees(leave: Leave, record: Record) -> bool:
    state = record.facts.attendance
    if state is None or not leave.covers(record.facts.kind, record.facts.on):
        return False
    return state.unexcused if leave.granted else not state.present and not state.unexcused
