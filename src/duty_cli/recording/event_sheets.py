"""Attendance sheets of events while they are entered: who is expected, who is on them, who is a guest (列席)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import DoesNotFit, NamelessEvent
from duty_cli.model.capacities import Capacity
from duty_cli.model.expected_attendance import EventSheet, Pending, event_sheets
from duty_cli.model.import_result import ImportRow, Settling
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import LedgerReader, NewRecord
from duty_cli.model.members import Member, MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.records import Activity, Attendance, Due, Event, RecordFields, Signed
from duty_cli.model.rulebook import Rules
from duty_cli.recording.record_validation import Content

AWAY = tuple(state for state in Attendance if not state.present)
"""The states in which those may be settled who stand on no sheet: nobody becomes present by standing on none."""


def away(word: str) -> Attendance:
    """The state in which those are entered who stand on no sheet. Raises UnknownWord."""
    if word not in AWAY:
        raise UnknownWord("--missing 的状态", word, AWAY)
    return Attendance(word)


class Events:
    """Events met in a pass over files; new events, and new words on who is due, become activities to append."""

    def __init__(self, reading: LedgerReader, content: Content, *, rehearsing: bool) -> None:
        self.named: dict[Event, None] = {}
        self.new = 0
        self._content = content
        # A dry run writes nothing: what would stand is kept here, to make the sheets from.
        self._beside: tuple[list[Activity], list[Signed], list[Invitation]] | None = (
            ([], [], []) if rehearsing else None
        )
        self._names: dict[tuple[str, date], set[str]] = {}
        for one in reading.activities():
            self._names.setdefault((one.kind, one.on), set()).add(one.name)
        self._met: set[tuple[str, date, str]] = set()
        self._said: dict[Event, list[Due]] = {}
        self._invited: list[Invitation] = []

    def declare(self, fields: RecordFields, dues: Iterable[Due]) -> None:
        """Take note of who was said to be due at the event of a row, if it has a name to keep that with."""
        for due in dues if fields.attendance is not None and fields.event else ():
            if self._content.declare(fields.occasion, due):
                self._said.setdefault(fields.occasion, []).append(due)

    def invite(self, member: Member, fields: RecordFields, capacity: Capacity) -> Iterator[DutyError]:
        """Take note of the capacity in which a row says that a member was invited; what is wrong with that."""
        event = fields.occasion
        self._invited.clear()
        if fields.attendance is None:
            yield DoesNotFit(fields.kind, "不是按出席情况登记的事项，请不要填写参会身份")
            return
        if not event.name:
            yield NamelessEvent(event.kind, event.on)
            return
        try:
            if self._content.invite(event, member, capacity):
                self._invited.append(Invitation(event.kind, event.on, event.name, member.key, capacity))
        except DutyError as error:
            yield error

    def invited(self) -> Sequence[Invitation]:
        """What is to be kept of the row of which note was taken last; once."""
        found, self._invited = tuple(self._invited), []
        for one in found:
            # Whoever is due may be missing, even where the rules expect nobody.
            self.named[one.event] = None
        if self._beside is not None:
            self._beside[2].extend(found)
        return found

    def name(self, fields: RecordFields) -> tuple[Activity, ...]:
        """Take note of an event that a row names, and give what is not yet known of it."""
        met = (fields.kind, fields.on, fields.event)
        # The case of nearly every row: an event that was met, and nothing new was said of it.
        if met in self._met and not self._said:
            return ()
        self._met.add(met)
        event = fields.occasion
        found = self._content.range(event)
        # Where nobody in particular is due nobody can be missing.
        if found is not None and (found.bounded or found.invited):
            self.named[event] = None
        activities = tuple(Activity(event.kind, event.on, event.name, due=due) for due in self._unknown(fields))
        if self._beside is not None:
            self._beside[0].extend(activities)
        return activities

    def _unknown(self, fields: RecordFields) -> Sequence[Due | None]:
        """What has to be said of an event: that it was held, and who was said to be due."""
        names, dues = self._names.setdefault((fields.kind, fields.on), set()), self._said.pop(fields.occasion, [])
        if fields.activity is not None and fields.activity not in names:
            names.add(fields.activity)
            self.new += 1
            return dues or [self._content.planned(fields.occasion)]
        if dues:
            names.add(fields.event)
        return dues

    def sign(self, said: ImportRow) -> None:
        """Take note of a line that is brought in: for a rehearsal, which has no ledger to ask."""
        if self._beside is not None and said.fields.attendance is not None and said.fields.occasion in self.named:
            self._beside[1].append(Signed(said.fields.occasion, said.member.key, said.fields.attendance, Seq(0)))

    def sheets(self, reading: LedgerReader, rules: Rules) -> tuple[EventSheet, ...]:
        """The sheets of the events named, as they stand, or in a rehearsal as they will."""
        return sheets_of(reading, rules, self.named, None if self._beside is None else Pending(*self._beside))


def sheets_of(
    reading: LedgerReader, rules: Rules, events: Iterable[Event], beside: Pending | None = None
) -> tuple[EventSheet, ...]:
    """The sheets of those events at which some are due. One without a name may be any of its kind and day."""
    wanted = set(events)
    found: list[EventSheet] = []
    for day in sorted({event.on for event in wanted}):
        kinds = frozenset(event.kind for event in wanted if event.on == day)
        every = event_sheets(reading, rules, Period(day, day), kinds, beside)
        found += (one for one in every if not wanted.isdisjoint((one.event, Event(day, one.event.kind, ""))))
    return tuple(found)


def settling(
    content: Content, sheets: Iterable[EventSheet], missing: Attendance, said: Mapping[MemberKey, Attendance]
) -> Settling:
    """Enter everyone open on the sheets as ``missing``, unless ``said`` otherwise or on leave. Raises what stands against it."""
    entries: list[NewRecord] = []
    registered: list[Member] = []
    problems: list[DutyError] = []
    for sheet in sheets:
        for member in sheet.unsigned:
            # What is said of a member goes before the leave register.
            leave = member.key not in said and member in sheet.excused
            state = Attendance.ON_LEAVE if leave else said.get(member.key, missing)
            event = sheet.event
            fields = RecordFields(event.kind, event.on, activity=event.name or None, attendance=state)
            registered += [member] if leave else []
            problems += content.problems(member, fields)
            entries.append(NewRecord(member.key, fields))
    if problems:
        raise problems[0] if len(problems) == 1 else Findings(problems)
    states = Counter(entry.fields.attendance for entry in entries if entry.fields.attendance is not None)
    return Settling(entries, states, tuple(registered))
