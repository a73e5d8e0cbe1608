"""The activities planned for a year: who is due at each, who came once its sheet is there, and what is still possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duty_cli.model.counted_attendance import sheet_state
from duty_cli.model.expected_attendance import NOBODY, Range, dues_of, event_sheets, ruled
from duty_cli.model.invitations import invited_to
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period
from duty_cli.model.plans import Plan, PlannedActivity, planned_activities
from duty_cli.model.records import Attendance, Event, Signed
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import days_of


@dataclass(frozen=True, slots=True)
class PlanAttendance:
    """The sheet of a planned activity: in which state each member on it is, and how many in each, guests apart.

    ``unsigned``: due, and on no sheet.
    """

    states: Mapping[MemberKey, Attendance]
    present: int
    on_leave: int
    absent: int
    exempt: int
    unsigned: int
    guests: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A planned activity: whom it expects (None: its day has no rules yet), how many (None: nobody in particular), its sheet."""

    activity: PlannedActivity
    range: Range | None
    expected: int | None
    held: PlanAttendance | None

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.activity.last

    def concerns(self, member: Member) -> bool:
        """Whether the member may come to it, or came."""
        signed = self.held is not None and member.key in self.held.states
        return signed or (self.range is not None and self.range.may_expect(member))

    def open_to(self, member: Member) -> bool:
        """Whether the member can still come to it: it concerns him, and no sheet of it is there."""
        return self.held is None and self.concerns(member)


@dataclass(frozen=True, slots=True)
class PlanList:
    """The activities planned for the days of a year, by day, and those that were cancelled.

    ``member``: the one whose plan it is, with the activities that concern him alone.
    """

    committee: str
    identity: Identity
    year: int
    days: Period
    lines: tuple[PlanLine, ...]
    cancelled: tuple[PlannedActivity, ...]
    member: Member | None = None


def plan_list(
    reading: LedgerReader, rules: Rules, identity: Identity, year: int, member: Member | None = None
) -> PlanList:
    """What is planned for ``year``, for everybody or for one ``member``."""
    days = days_of(rules, year)
    cancelled = tuple(one for one in _planned(reading, days) if one.cancelled is not None)
    lines = tuple(one for one in plan_lines(reading, rules, days) if member is None or one.concerns(member))
    return PlanList(identity.committee, identity, year, days, lines, () if member else cancelled, member)


def plan_lines(reading: LedgerReader, rules: Rules, days: Period) -> Iterator[PlanLine]:
    """The activities that are planned for those days, by day."""
    standing = [one for one in _planned(reading, days) if one.cancelled is None]
    kinds = frozenset(one.last.new.kind for one in standing)
    if not kinds:
        return
    signed: dict[Event, dict[MemberKey, Signed]] = {}
    for line in reading.sheets(days, kinds):
        signed.setdefault(line.event, {})[line.member] = line
    # Those at which nobody in particular is due have no sheet there, and are counted by their lines alone.
    sheets = {one.event: one for one in event_sheets(reading, rules, days, kinds)}
    dues, roster = dues_of(reading.activities(days)), reading.roster()
    invited = invited_to(reading.invitations(days))
    for one in standing:
        event, own = one.last.event, one.last.new.due
        said = dues.get(event) or (() if own is None else (own,))
        found = ruled(rules.on(event.on), event.kind, event.on, said, invited.get(event, NOBODY))
        expected = sum(map(found.expects, roster)) if found is not None and found.bounded else None
        sheet = sheets.get(event)
        lines = signed.get(event, {}) if sheet is None else sheet.signed
        guests = frozenset(member.key for member in sheet.guests) if sheet else frozenset[MemberKey]()
        states = {
            key: line.state if key in guests else sheet_state(rules, roster[key], line) for key, line in lines.items()
        }
        yield PlanLine(one, found, expected, _attendance(states, guests, len(sheet.unsigned) if sheet else 0))


def _planned(reading: LedgerReader, days: Period) -> list[PlannedActivity]:
    """All that was ever planned is gone through: what was moved out of the days is not of them any more."""
    return [one for one in planned_activities(reading.plans(reversed_too=True)) if one.last.new.on in days]


def _attendance(
    states: Mapping[MemberKey, Attendance], guests: frozenset[MemberKey], unsigned: int
) -> PlanAttendance | None:
    if not states:
        return None
    counts = Counter(state for key, state in states.items() if key not in guests)
    return PlanAttendance(
        states,
        sum(count for state, count in counts.items() if state.present),
        counts[Attendance.ON_LEAVE],
        sum(count for state, count in counts.items() if state.unexcused),
        counts[Attendance.EXEMPT],
        unsigned,
        len(guests),
    )
