"""Entering a leave (请假手续, §12), and what attendance does not agree with it."""

from __future__ import annotations

from duty_cli.errors.lookup_errors import UnknownKind, UnknownWord
from duty_cli.errors.record_errors import BadValue, LeaveThere, NotInOffice
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, Operation
from duty_cli.model.members import Member, Seq
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Leave, LeaveReason, Record
from duty_cli.model.rulebook import Rules
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.record_validation import out_of_term


def leave_reason(text: str) -> LeaveReason:
    """The category that was typed; nothing else is kept of why somebody was away. Raises UnknownWord."""
    if text not in set(LeaveReason):
        raise UnknownWord("请假事由", text, tuple(LeaveReason))
    return LeaveReason(text)


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
        # Both ends: a leave is not asked for by who has not joined, or has left.
        if not member.in_office(day):
            raise NotInOffice(member, day)
    kinds = {kind for book in rules.books for kind in book.kinds}
    if leave.kind is not None and leave.kind not in kinds:
        raise UnknownKind(leave.kind, sorted(kinds))
    with writing_after_closing(ledger, act) as writing:
        terms = writing.head().terms
        wrong = out_of_term(leave.first, terms) or out_of_term(leave.last, terms)
        if wrong is not None:
            raise wrong
        refuse_second_leave(writing, member, leave)
        records = writing.records(member=member.key, period=Period(leave.first, leave.last))
        disagreeing = tuple(record for record in records if _disagrees(leave, record))
        return LeaveTaken(writing.append(leave), member, leave, disagreeing)


def refuse_second_leave(reading: LedgerReader, member: Member, leave: Leave) -> None:
    """Refuse a leave for days for which the member has one already."""
    days = Period(leave.first, leave.last)
    for one in reading.leaves(member.key):
        alike = one.kind == leave.kind or None in (one.kind, leave.kind)
        if alike and days.meets(Period(one.first, one.last)):
            raise LeaveThere(member, Period(one.first, one.last), "准假" if one.granted else "未准", one.seq)


def _disagrees(leave: Leave, record: Record) -> bool:
    state = record.fields.attendance
    if state is None or not leave.covers(record.fields.kind, record.fields.on):
        return False
    # Granted leave against an absence without it, refused leave against one on leave or exempt (§12).
    return state.unexcused if leave.granted else not state.present and not state.unexcused
