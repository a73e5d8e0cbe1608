"""Entering records: one record, one activity with its attendance sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.plan_errors import PlanSheetLeft
from duty_cli.errors.record_errors import DoesNotFit, EventThere, NotExpected, SaidTwice
from duty_cli.model.capacities import Capacity
from duty_cli.model.expected_attendance import EventSheet, ruled
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, NewRecord, Operation
from duty_cli.model.members import Facet, Member, MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.plans import planned_dues
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Activity, Attendance, Due, Event, RecordFields
from duty_cli.model.rulebook import Kind, Rules
from duty_cli.recording.already_entered import refuse_like_event, refuse_planned_elsewhere, refuse_seen
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.existing_records import whence
from duty_cli.recording.invitation_entry import Invitees, invitations
from duty_cli.recording.record_validation import Gate, kind_on


@dataclass(frozen=True, slots=True)
class Attended:
    """An attendance sheet as written: how many in each state, and who was put on leave from the leave register.

    ``sheets``: all that stands of the event now, where some are due.
    """

    batch: Seq
    expected: int
    states: Mapping[Attendance, int]
    by_register: tuple[Member, ...]
    sheets: tuple[EventSheet, ...]


def attended_kind(reading: LedgerReader, rules: Rules, today: date, sheet: RecordFields) -> Kind:
    """The kind of a sheet, once it is sure that such an activity can have been held on its day."""
    _, kind = kind_on(reading, rules, today, sheet.kind, sheet.on)
    if not kind.attended:
        raise DoesNotFit(kind.id, "不是按出席情况登记的事项；请用 duty record 逐人登记")
    return kind


def expected_members(
    reading: LedgerReader, rules: Rules, kind: Kind, day: date, groups: Mapping[Facet, frozenset[str]]
) -> list[Member]:
    """Those due at an activity: in office that day, of whom the rule file expects, in the groups asked for."""
    found = ruled(rules.on(day), kind.id, day, (Due(groups),))
    assert found is not None, "the kind was found in the book of the day"
    return [member for member in reading.roster() if found.expects(member)]


def planned_due(reading: LedgerReader, event: Event) -> Due | None:
    """Who was said to be due at an event when it was planned. Raises PlanSheetLeft where only its sheet tells that."""
    plan = next((one for one in reading.plans(Period(event.on, event.on)) if one.event == event), None)
    if plan is not None and plan.new.due is not None and plan.new.due.listed:
        raise PlanSheetLeft(event, plan.seq)
    return None if plan is None else plan.new.due


def attend(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    today: date,
    sheet: RecordFields,
    expected: Iterable[Member],
    said: Mapping[MemberKey, Attendance],
    *,
    due: Due | None = None,
    guests: Sequence[Member] = (),
    again: bool = False,
) -> Attended:
    """Write one record for each member expected. ``said`` names the exceptions; the rest are present.

    A member not named who has granted leave for that day is written as on leave, because the register says so.
    ``guests`` were there beside them. ``due``: who was said to be due, where that is not as the rules have it. An event whose
    name is like that of another of its kind and day is refused, unless it was said to be another (``again``).
    """
    # Who is named twice, or by two groups, is on the sheet once.
    members = list({member.key: member for member in expected}.values())
    if not members:
        raise DoesNotFit(sheet.kind, "没有应出席的委员；请核对日期与范围")
    with writing_after_closing(ledger, act) as writing:
        _refuse_strangers(writing, sheet, members, said)
        gate = Gate(writing, rules, today, Period(sheet.on, sheet.on))
        if not again:
            refuse_like_event(writing, sheet)
            refuse_planned_elsewhere(writing, sheet.occasion)
        if due is not None:
            gate.declare(sheet.occasion, due)
        invited = invitations(writing, gate, sheet.occasion, _guests(members, guests))
        _refuse_there(writing, gate, sheet, [*members, *guests])
        entries: list[NewRecord] = []
        by_register: list[Member] = []
        problems: list[DutyError] = []
        for member in members:
            # What the sheet says of a member goes before the leave register.
            leave = None if member.key in said else gate.granted(member.key, sheet.kind, sheet.on)
            state = Attendance.ON_LEAVE if leave else said.get(member.key, Attendance.PRESENT)
            by_register += [member] if leave else []
            verdict = gate.judge(member, _with_state(sheet, state))
            problems += verdict.problems
            entries.append(NewRecord(member.key, verdict.fields))
        present = _with_state(sheet, Attendance.PRESENT)
        verdicts = [(member, gate.judge(member, present)) for member in guests]
        problems += (problem for _, verdict in verdicts for problem in verdict.problems)
        if problems:
            raise problems[0] if len(problems) == 1 else Findings(problems)
        ensure_activities(writing, [sheet], due)
        writing.append_all([*invited, *(NewRecord(member.key, verdict.fields) for member, verdict in verdicts)])
        writing.append_all(entries)
        states = Counter(entry.fields.attendance for entry in entries if entry.fields.attendance is not None)
        from duty_cli.recording.event_sheets import sheets_of

        sheets = sheets_of(writing, rules, [sheet.occasion])
        return Attended(writing.batch_seq, len(members), states, tuple(by_register), sheets)


def _guests(members: Sequence[Member], guests: Sequence[Member]) -> Invitees:
    """Those who were there beside the members expected. Raises SaidTwice."""
    both = next((member for member in members if member in guests), None)
    if both is not None:
        raise SaidTwice(both, Capacity.DUE, Capacity.GUEST)
    return Invitees((), tuple(guests))


def _refuse_strangers(
    reading: LedgerReader, sheet: RecordFields, members: Iterable[Member], said: Mapping[MemberKey, Attendance]
) -> None:
    strangers = said.keys() - {member.key for member in members}
    if strangers:
        raise NotExpected([one for one in reading.roster() if one.key in strangers], sheet.kind, sheet.on)


def _refuse_there(reading: LedgerReader, gate: Gate, sheet: RecordFields, members: Iterable[Member]) -> None:
    """Refuse a sheet on which some stand already, in one line and not one for each of them."""
    there = [(member, taken) for member in members if (taken := gate.taken(member, sheet)) is not None]
    if there:
        event = f"{sheet.on} {sheet.kind} {there[0][1][0]}".rstrip()
        raise EventThere(event, [member for member, _ in there], whence(reading, there[0][1][1]))


def _with_state(sheet: RecordFields, state: Attendance) -> RecordFields:
    return RecordFields(sheet.kind, sheet.on, activity=sheet.activity, document=sheet.document, attendance=state)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record as written; ``guest``: of an event at which the member was not due."""

    seq: Seq
    member: Member
    fields: RecordFields
    guest: bool = False


def record(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    today: date,
    member: Member,
    fields: RecordFields,
    *,
    capacity: Capacity | None = None,
    again: bool = False,
) -> Recorded:
    """Write one record, or raise its first problem. What may stand already is refused unless it is said to be another.

    ``capacity``: in which the member was invited to the event, where that is said.
    """
    with writing_after_closing(ledger, act) as writing:
        gate = Gate(writing, rules, today, Period(fields.on, fields.on), member=member.key)
        invited = [] if capacity is None else _invited_as(writing, gate, member, fields, capacity)
        verdict = gate.judge(member, fields)
        for problem in verdict.problems:
            raise problem
        gate.refuse_unknown_source(fields)
        if not again:
            refuse_seen(writing, member, verdict.fields)
        ensure_activities(writing, [verdict.fields])
        writing.append_all(invited)
        fields = verdict.fields
        found = None if fields.attendance is None else gate.range(fields.occasion)
        guest = found is not None and found.is_guest(member)
        return Recorded(writing.append(NewRecord(member.key, fields)), member, fields, guest)


def _invited_as(
    reading: LedgerReader, gate: Gate, member: Member, fields: RecordFields, capacity: Capacity
) -> list[Invitation]:
    """What is to be kept of the capacity of a member, told with a record. Raises what stands against it."""
    kind = gate.kind(fields)
    if kind is not None and not kind.attended:
        raise DoesNotFit(kind.id, "不是按出席情况登记的事项，请不要填写参会身份")
    those = Invitees((member,), ()) if capacity is Capacity.DUE else Invitees((), (member,))
    return invitations(reading, gate, fields.occasion, those)


def ensure_activities(writing: LedgerWriter, fields: Iterable[RecordFields], due: Due | None = None) -> None:
    """Append the activities that records name and the ledger lacks (idempotent), with who is ``due`` at them.

    Of one that was planned, and of which nothing is said now, who is due is taken over from the plan.
    """
    named = {said.occasion for said in fields if said.activity is not None}
    if not named:
        return
    known: dict[Event, list[Due | None]] = {}
    for one in writing.activities():
        known.setdefault(one.event, []).append(one.due)
    lacking = (one for one in named if one not in known or (due is not None and due not in known[one]))
    # A set has no fixed order, and rows of the ledger made from it would have none either.
    missing = sorted(lacking, key=lambda event: event.in_order)
    planned = planned_dues(writing.plans()) if missing and due is None else {}
    writing.append_all(Activity(one.kind, one.on, one.name, due=due or planned.get(one)) for one in missing)
