"""A meeting's name or day put right as a whole: all its records are reversed and entered anew, in one batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.invitation_errors import InvitedOtherwise
from duty_cli.errors.lookup_errors import NoSuchActivity
from duty_cli.errors.plan_errors import ActivityUnchanged, NamelessBeside, PlanNotHeld, TargetHeld
from duty_cli.model.invitations import Invitation, invited_to
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, NewRecord, Operation, Reversal
from duty_cli.model.members import Seq
from duty_cli.model.periods import Period
from duty_cli.model.plans import Plan
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Activity, Attendance, Event, Record, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.recording.already_entered import events_on, refuse_like_event
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.existing_records import whence
from duty_cli.recording.record_entry import ensure_activities
from duty_cli.recording.record_validation import Gate, in_closed, kind_on
from duty_cli.recording.settling import event_meant


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """What is said anew of an activity; None stays as it is.

    ``merged``: it is one with an activity that is entered already. ``again``: it is another than one with a name like it.
    """

    on: date | None = None
    name: str | None = None
    merged: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class CorrectedActivity:
    """An activity as it was and as it is, and what goes with it: records by state, sayings on who is due, a plan."""

    batch: Seq
    was: Event
    now: Event
    states: Mapping[Attendance, int]
    dues: int
    planned: bool


class _Rehearsed(Exception):
    """Takes everything back that was tried."""

    def __init__(self, found: CorrectedActivity) -> None:
        self.found = found


def activity_corrected(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    today: date,
    meant: tuple[str, date, str | None],
    change: ActivityChange,
    *,
    kept: bool,
) -> CorrectedActivity:
    """Put the activity ``meant`` (kind, day, name) right, or only try it (not ``kept``). Raises what stands against any record."""
    try:
        with writing_after_closing(ledger, act) as writing:
            found = _corrected(writing, rules, today, meant, change)
            if not kept:
                raise _Rehearsed(found)
            return found
    except _Rehearsed as tried:
        return tried.found


def _corrected(
    writing: LedgerWriter, rules: Rules, today: date, meant: tuple[str, date, str | None], change: ActivityChange
) -> CorrectedActivity:
    was = _meant(writing, *meant)
    now = Event(change.on or was.on, was.kind, change.name or was.name)
    if now == was:
        raise ActivityUnchanged(was)
    records = _records(writing, was)
    activities = [one for one in writing.activities() if one.event == was]
    plan = next((one for one in writing.plans(Period(was.on, was.on)) if one.event == was), None)
    # Taken back first, so that nothing of it stands in its own way.
    invited = [one for one in writing.invitations(Period(was.on, was.on)) if one.event == was]
    _take_back(writing, records, [*activities, *invited], plan)
    kind_on(writing, rules, today, now.kind, now.on)
    _refuse_target(writing, now, change)
    # Before the records, for who is due decides who can be absent.
    dues = _say_dues(writing, now, activities) + _invite_anew(writing, now, invited)
    _enter_anew(writing, rules, today, now, records)
    ensure_activities(writing, [RecordFields(now.kind, now.on, activity=now.name)] if activities else [])
    planned = plan is not None and _plan_anew(writing, plan, now)
    states = Counter(one.fields.attendance for one in records if one.fields.attendance is not None)
    return CorrectedActivity(writing.batch_seq, was, now, states, dues, planned)


def _meant(reading: LedgerReader, kind: str, on: date, name: str | None) -> Event:
    """The activity of that kind, day and name. Raises NoSuchActivity, SeveralActivities, PlanNotHeld."""
    try:
        return event_meant(reading, kind, on, name)
    except NoSuchActivity:
        for one in reading.plans(Period(on, on)):
            if one.new.kind == kind and name in (None, one.new.name):
                raise PlanNotHeld(one.event, one.seq) from None
        raise


def _records(reading: LedgerReader, was: Event) -> list[Record]:
    """The records of the event, those that name none among them. Raises NamelessBeside where these may be of another."""
    every = [
        record
        for record in reading.records(period=Period(was.on, was.on), kinds=(was.kind,))
        if record.fields.attendance is not None
    ]
    own = [record for record in every if record.fields.event in (was.name, "")]
    names = {record.fields.event for record in every if record.fields.event}
    nameless = [record.seq for record in own if not record.fields.event]
    if nameless and len(names) > 1:
        raise NamelessBeside(was, nameless)
    for record in own:
        closed = in_closed(reading.closings(), record.fields.counted)
        if closed is not None:
            raise closed
    return own


def _take_back(
    writing: LedgerWriter, records: Iterable[Record], said: Iterable[Activity | Invitation], plan: Plan | None
) -> None:
    seqs = [*(one.seq for one in records), *(one.seq for one in said), *([] if plan is None else [plan.seq])]
    # The last first, as an undoing has it: no row goes while one that rests on it stands.
    writing.append_all(Reversal(seq) for seq in sorted(seqs, reverse=True))


def _refuse_target(reading: LedgerReader, now: Event, change: ActivityChange) -> None:
    """Refuse to make two activities one, unless that was said; and a name like that of another one of its day."""
    there = dict(events_on(reading, now.kind, now.on)).get(now.name)
    if there is not None and not change.merged:
        raise TargetHeld(now, whence(reading, there.seq))
    if there is None and not change.again:
        refuse_like_event(reading, RecordFields(now.kind, now.on, activity=now.name))


def _enter_anew(writing: LedgerWriter, rules: Rules, today: date, now: Event, records: Sequence[Record]) -> None:
    """Each record through the gate as any, for leave, rules and office are those of the new day."""
    gate, roster = Gate(writing, rules, today, Period(now.on, now.on)), writing.roster()
    entries: list[NewRecord] = []
    problems: list[DutyError] = []
    for record in records:
        verdict = gate.judge(roster[record.member], _renamed(record.fields, now))
        problems += verdict.problems
        entries.append(NewRecord(record.member, verdict.fields))
    if problems:
        raise problems[0] if len(problems) == 1 else Findings(problems)
    ensure_activities(writing, [entry.fields for entry in entries])
    writing.append_all(entries)


def _renamed(fields: RecordFields, now: Event) -> RecordFields:
    """What a record says, of the event as it is now; the name stands where it stood."""
    under_title = fields.activity is None and fields.title is not None
    return replace(
        fields,
        on=now.on,
        counts_on=None,
        activity=fields.activity if under_title else now.name or None,
        title=now.name if under_title else fields.title,
    )


def _say_dues(writing: LedgerWriter, now: Event, activities: Collection[Activity]) -> int:
    """Say of the event as it is now who was said to be due; how often that was said."""
    said = [one.due for one in writing.activities() if one.event == now]
    moved = [one for one in activities if one.due is not None]
    new = [Activity(now.kind, now.on, now.name, due=one.due) for one in moved if one.due not in said]
    writing.append_all(new)
    return len(moved)


def _invite_anew(writing: LedgerWriter, now: Event, invited: Iterable[Invitation]) -> int:
    """Say of the event as it is now in which capacity members were invited; of how many. Raises InvitedOtherwise."""
    held = invited_to(writing.invitations(Period(now.on, now.on))).get(now, {})
    new = [replace(one, kind=now.kind, on=now.on, name=now.name, seq=Seq(0)) for one in invited]
    for one in new:
        before = held.get(one.member, one.capacity)
        if before is not one.capacity:
            raise InvitedOtherwise(writing.roster()[one.member], now, before, one.capacity, None)
    writing.append_all(one for one in new if one.member not in held)
    return len(new)


def _plan_anew(writing: LedgerWriter, plan: Plan, now: Event) -> bool:
    """Plan it as it is now, unless that is planned already; whether it was."""
    if any(one.event == now for one in writing.plans(Period(now.on, now.on))):
        return False
    writing.append(replace(plan.new, on=now.on, name=now.name, origin=plan.origin))
    return True
