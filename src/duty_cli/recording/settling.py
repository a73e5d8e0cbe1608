"""Settling an event that is in already: who was due at it, and as what those count who stand on no sheet of it (未登记)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from duty_cli.errors.invitation_errors import CapacitiesStand
from duty_cli.errors.lookup_errors import NoSuchActivity, SeveralActivities
from duty_cli.errors.record_errors import NamelessEvent, NotExpected, NothingOpen
from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.import_result import Settling
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, Operation
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance, Due, Event, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.event_sheets import settling, sheets_of
from duty_cli.recording.invitation_entry import NO_INVITEES, Invitees, invitations
from duty_cli.recording.record_entry import ensure_activities
from duty_cli.recording.record_validation import Content


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled of an event, and what stands of it now; ``expected``: how many are due, as its minutes say."""

    batch: Seq
    event: Event
    settled: Settling
    sheets: tuple[EventSheet, ...]
    expected: int


def event_meant(reading: LedgerReader, kind: str, on: date, name: str | None) -> Event:
    """The event of that kind and day on whose sheet anybody stands. Raises NoSuchActivity, SeveralActivities."""
    found = {
        line.event for line in reading.sheets(Period(on, on), frozenset({kind})) if name in (None, line.event.name)
    }
    if not found:
        raise NoSuchActivity(" ".join(part for part in (on.isoformat(), kind, name or "") if part))
    # Lines without a name belong to the only named event of the day.
    named = [event for event in found if event.name] or [*found]
    if len(named) > 1:
        raise SeveralActivities(sorted(map(str, named)))
    return named[0]


def settle(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    today: date,
    event: Event,
    missing: Attendance | None,
    said: Mapping[MemberKey, Attendance],
    due: Due | None = None,
    invitees: Invitees = NO_INVITEES,
) -> Settled:
    """Say who was ``due`` at an event, and enter those who stand on no sheet as ``missing``, those on leave as on leave.

    ``invitees``: of whom it is said one by one. ``said`` names those who are in another state. The same as a later sheet with
    these members on it.
    """
    with writing_after_closing(ledger, act) as writing:
        content = Content(writing, rules, today)
        new = _declare(writing, content, event, due, invitees)
        if not new and missing is None and (due is not None or invitees):
            raise CapacitiesStand(event) if due is None else content.stands(event, due)
        sheets = sheets_of(writing, rules, [event])
        done = Settling()
        if missing is not None:
            _refuse_strangers(writing, event, sheets, said)
            done = settling(content, sheets, missing, said)
            if not done.entries and not new:
                raise NothingOpen(str(event))
            ensure_activities(writing, (entry.fields for entry in done.entries))
            writing.append_all(done.entries)
        sheets = sheets_of(writing, rules, [event])
        return Settled(writing.batch_seq, event, done, sheets, _expected(writing, event, sheets))


def _declare(
    writing: LedgerWriter, content: Content, event: Event, due: Due | None, invitees: Invitees = NO_INVITEES
) -> bool:
    """Keep who is due at the event; whether that is new. Raises NamelessEvent, and RangeStands where it would change nothing.

    Sayings add up whatever their order, as the sheets of a meeting do: that those on the sheet alone are due, or a part of
    those said before, narrows nothing.
    """
    # Who is due is kept by the name of the event: without one it would be said of every meeting of the day.
    if due is not None and not event.name:
        raise NamelessEvent(event.kind, event.on)
    before = _due(writing, content, event)
    invited = invitations(writing, content, event, invitees)
    new = due is not None and content.declare(event, due)
    if new and due is not None and before is not None and _due(writing, content, event) == before:
        raise content.stands(event, due)
    if new or invited:
        ensure_activities(writing, [RecordFields(event.kind, event.on, activity=event.name)], due)
        writing.append_all(invited)
    return new or bool(invited)


def _due(reading: LedgerReader, content: Content, event: Event) -> frozenset[MemberKey] | None:
    """Who is due by what was said of the event; None where nothing was, or those on the sheet alone."""
    found = content.range(event)
    if found is None or all(one.listed for one in found.dues):
        return None
    return frozenset(member.key for member in reading.roster() if found.expects(member))


def _expected(reading: LedgerReader, event: Event, sheets: Iterable[EventSheet]) -> int:
    """How many are due: those who stand on the sheet and those who should, but guests and those exempt (公假)."""
    lines = reading.sheets(Period(event.on, event.on), frozenset({event.kind}))
    states = {line.member: line.state for line in lines if line.event.name in (event.name, "")}
    guests = {member.key for sheet in sheets for member in sheet.guests}
    signed = sum(state is not Attendance.EXEMPT for key, state in states.items() if key not in guests)
    return signed + sum(len(sheet.unsigned) for sheet in sheets)


def _refuse_strangers(
    reading: LedgerReader, event: Event, sheets: tuple[EventSheet, ...], said: Mapping[MemberKey, Attendance]
) -> None:
    strangers = said.keys() - {member.key for sheet in sheets for member in sheet.unsigned}
    if strangers:
        named = [one for one in reading.roster() if one.key in strangers]
        raise NotExpected(named, event.kind, event.on, "未登记的委员")
