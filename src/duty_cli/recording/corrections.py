"""Corrections (冲正), append-only: void and correct. A row is reversed; a corrected one follows in the same batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from duty_cli.errors.lookup_errors import NotFound
from duty_cli.errors.proceeding_errors import StepNotLast
from duty_cli.errors.record_errors import CannotReverse, NoAttendance, NothingToCorrect, YearClosed
from duty_cli.model.entry_sorts import ENTRIES
from duty_cli.model.ledger_protocol import (
    Ledger,
    LedgerReader,
    LedgerWriter,
    NewRecord,
    Operation,
    Reversal,
    Row,
)
from duty_cli.model.members import Facet, Member, MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.records import RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.recording.budget_entry import refuse_spent
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.enrolment import numbers_apart
from duty_cli.recording.hand_in_entry import move_receipts, take_back_with
from duty_cli.recording.plan_entry import refuse_held, the_plan
from duty_cli.recording.proceeding_entry import the_proceeding
from duty_cli.recording.record_entry import ensure_activities
from duty_cli.recording.record_validation import Gate, in_closed

REVERSIBLE = frozenset(one.said for one in ENTRIES if one.reversible)


def void(ledger: Ledger, act: Operation, seq: Seq) -> Row:
    """Reverse one row; the reason stands in ``act``."""
    with writing_after_closing(ledger, act) as writing, numbers_apart(writing):
        row = writing.row(seq)
        if row is None:
            raise NotFound("序号", seq)
        refuse_to_reverse(writing, row, {seq})
        _refuse_office(writing, seq)
        # Its records would name an event that the ledger does not hold.
        if row.sort == "活动" and shared_activities(writing, {seq}):
            _keep_event(writing, seq)
        if row.sort in ("记录", "收件"):
            take_back_with(writing, seq)
        writing.append(Reversal(seq))
        refuse_lost_term(writing, [row])
        return row


def _keep_event(writing: LedgerWriter, seq: Seq) -> None:
    """Say again of an event on whose sheet records stand that it was held, without who was due: that alone is taken back."""
    event = next(one for one in writing.activities() if one.seq == seq)
    if event.due is None:
        raise CannotReverse(seq, "还有出席记录属于这次活动，请先冲正这些记录")
    writing.append(replace(event, seq=Seq(0), due=None))


def correct(ledger: Ledger, act: Operation, rules: Rules, today: date, seq: Seq, fields: RecordFields) -> Seq:
    """Reverse the record ``seq`` and write it anew with ``fields``; the new seq."""
    with writing_after_closing(ledger, act) as writing:
        old = writing.record(seq)
        row = writing.row(seq)
        if old is None or row is None:
            raise NotFound("履职记录", seq)
        refuse_to_reverse(writing, row, {seq})
        # counts_on is worked out from the rules and is nothing that the clerk says.
        if replace(fields, counts_on=old.fields.counts_on) == old.fields:
            raise NothingToCorrect(seq)
        member = writing.roster()[old.member]
        gate = Gate(writing, rules, today, Period(fields.on, fields.on), member=old.member, setting_right=seq)
        verdict = gate.judge(member, fields)
        for problem in verdict.problems:
            raise problem
        # Left empty, attendance would become 出席: whoever takes a state away has to say another.
        if fields.attendance is None and None not in (old.fields.attendance, verdict.fields.attendance):
            raise NoAttendance(fields.note)
        # Only a source that is new: the old one may have been reversed since, which is not this correction's fault.
        if fields.source != old.fields.source:
            gate.refuse_unknown_source(fields)
        writing.append(Reversal(seq))
        move_receipts(writing, rules, old, verdict.fields)
        ensure_activities(writing, [verdict.fields])
        return writing.append(NewRecord(old.member, verdict.fields))


def shared_activities(reading: LedgerReader, going: set[Seq]) -> set[Seq]:
    """Those activities among ``going`` that a record outside ``going`` names, and that do not stay by another row."""
    every = [(one.seq, one.event) for one in reading.activities()]
    staying = {event for seq, event in every if seq not in going}
    own = {seq: event for seq, event in every if seq in going and event not in staying}
    # Spares going through every record of the ledger.
    if not own:
        return set()
    named = {record.fields.occasion for record in reading.records() if record.seq not in going}
    return {seq for seq, event in own.items() if event in named}


def refuse_to_reverse(reading: LedgerReader, row: Row, going: set[Seq]) -> None:
    """Refuse what is gone already, cannot be reversed, or carries rows that stay."""
    if row.sort not in REVERSIBLE:
        raise CannotReverse(row.seq, f"它是“{row.sort}”，不是可以冲正的内容")
    if row.reversed_by is not None:
        raise CannotReverse(row.seq, f"已由序号 {row.reversed_by} 冲正")
    record = reading.record(row.seq) if row.sort == "记录" else None
    closed = None if record is None else in_closed(reading.closings(), record.fields.counted)
    if closed is not None:
        raise closed
    if row.sort == "收件":
        _refuse_closed_receipt(reading, row.seq)
    if row.sort in ("办理事项", "办理步骤"):
        _refuse_later_steps(reading, row.seq, going)
    if row.sort == "经费预算":
        refuse_spent(reading, row.seq, going)
    if row.sort == "活动计划":
        refuse_held(reading, the_plan(reading, row.seq).new)
    if row.sort == "委员":
        key = MemberKey(row.seq)
        member = reading.roster()[key]
        own = [
            *(record.seq for record in reading.records(member=key)),
            *(leave.seq for leave in reading.leaves(key)),
            *(tenure.seq for tenure in member.tenures),
            *(proceeding.seq for proceeding in reading.proceedings() if proceeding.new.member == key),
            *(one.seq for one in reading.earlier_results() if one.member == key),
            *(one.seq for one in reading.hand_ins() if one.member == key),
            *(one.seq for one in reading.invitations() if one.member == key),
        ]
        _refuse_staying(row.seq, member, [seq for seq in own if seq not in going])


def refuse_lost_term(writing: LedgerWriter, gone: Sequence[Row]) -> None:
    """Refuse to take back, as it has just been, the only term, or one in which something was done; an error restores it."""
    for row in (one for one in gone if one.sort == "届"):
        terms = writing.head().terms
        if not terms:
            raise CannotReverse(row.seq, "它是建立账本时登记的一届")
        outside = (one for one in writing.records() if all(one.fields.counted not in term.period for term in terms))
        found = next(outside, None)
        if found is not None:
            raise CannotReverse(row.seq, f"这一届已有履职记录（如序号 {found.seq}）；请先冲正这些记录")


def _refuse_closed_receipt(reading: LedgerReader, seq: Seq) -> None:
    closed = {one.year for one in reading.closings()}
    for one in reading.hand_ins():
        if one.seq == seq and one.year in closed:
            raise YearClosed(one.year)


def _refuse_later_steps(reading: LedgerReader, seq: Seq, going: set[Seq]) -> None:
    """A proceeding goes with all its steps, and a step with those after it; one that ended is not open again beside its like."""
    found = the_proceeding(reading, seq)
    later = [one.seq for one in found.steps if one.seq > seq and one.seq not in going]
    if later:
        raise StepNotLast(seq, later[-1])
    if found.is_open or found.seq in going:
        return
    like = (one for one in reading.proceedings() if one.is_open and one.seq not in going and one.new.same_as(found.new))
    other = next(like, None)
    if other is not None:
        raise CannotReverse(
            seq, f"该事项办结以后又另行办理（序号 {other.seq}），不能有两件同时在办；请先办结或冲正后一件"
        )


def _refuse_office(reading: LedgerReader, seq: Seq) -> None:
    """Refuse to take away a stretch of office in which the member acted."""
    held = ((member, tenure) for member in reading.roster() for tenure in member.of(Facet.OFFICE) if tenure.seq == seq)
    for member, tenure in held:
        acts = [record.seq for record in reading.records(member=member.key) if tenure.on(record.fields.counted)]
        _refuse_staying(seq, member, acts)


def _refuse_staying(seq: Seq, member: Member, staying: Sequence[Seq]) -> None:
    if staying:
        why = f"{member} 还有 {len(staying)} 条记录、参会身份、请假登记、任职分组、办理事项、收件或往年结果（如序号 {staying[0]}）；请先冲正这些内容"
        raise CannotReverse(seq, why)
