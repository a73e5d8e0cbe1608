"""Who was at one activity: the attendance block of its minutes (出席、请假、缺席)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.due import event_sheets
from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Facet, Member, MemberKey
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Attendance, Event, Record
from duty_cli.domain.rules import Rules
from duty_cli.errors import NoSuchActivity, SeveralActivities


@dataclass(frozen=True, slots=True)
class PresentMember:
    """A member on the sheet of an activity, with the sector of that day."""

    member: Member
    sector: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The sheet of one activity: who was in which state, in the order of lists; states nobody was in are left out.

    ``guests`` were there and are not among those; ``unsigned`` were due and stand on no sheet.
    """

    event: Event
    identity: Identity
    states: Mapping[Attendance, tuple[PresentMember, ...]]
    places: Mapping[MemberKey, int]
    """Where each stands in a list of names."""
    guests: tuple[PresentMember, ...] = ()
    unsigned: tuple[PresentMember, ...] = ()

    @property
    def present(self) -> tuple[PresentMember, ...]:
        """Who was there, for whatever part."""
        return self._those(state for state in Attendance if state.present)

    @property
    def absent(self) -> tuple[PresentMember, ...]:
        """Who was away without granted leave."""
        return self._those(state for state in Attendance if state.unexcused)

    @property
    def expected(self) -> int:
        """How many were expected: all but those away on other official business, and guests."""
        signed = sum(len(those) for state, those in self.states.items() if state is not Attendance.EXEMPT)
        return signed + len(self.unsigned)

    def of(self, state: Attendance) -> tuple[PresentMember, ...]:
        """Who was in that state."""
        return self.states.get(state, ())

    def _those(self, states: Iterable[Attendance]) -> tuple[PresentMember, ...]:
        found = (one for state in states for one in self.of(state))
        return tuple(sorted(found, key=lambda one: self.places[one.member.key]))


def minutes(
    reading: LedgerReader,
    rules: Rules,
    identity: Identity,
    *,
    name: str | None = None,
    on: date | None = None,
    kind: str | None = None,
) -> Minutes:
    """The sheet of the activity meant by its name, its day, its kind. Raises NoSuchActivity and SeveralActivities."""
    period = None if on is None else Period(on, on)
    sheets: dict[Event, list[Record]] = {}
    for record in reading.records(period=period, kinds=None if kind is None else (kind,)):
        if record.facts.attendance is not None and name in (None, record.facts.event):
            sheets.setdefault(record.facts.occasion, []).append(record)
    if not sheets:
        raise NoSuchActivity(" ".join(str(part) for part in (on, kind, name) if part))
    if len(sheets) > 1:
        raise SeveralActivities([str(event) for event in sheets])
    ((event, records),) = sheets.items()
    of_day = event_sheets(reading, rules, Period(event.on, event.on), frozenset({event.kind}))
    sheet = next((one for one in of_day if one.event == event), None)
    guests, unsigned = ((), ()) if sheet is None else (sheet.guests, sheet.unsigned)
    seen = {member.key for member in guests}
    states = _states(reading, event, (record for record in records if record.member not in seen))
    listed = reading.listed((one.member for those in states.values() for one in those), Period(event.on, event.on))
    places = {member.key: place for place, member in enumerate(listed)}
    beside = (_listed(reading, event, those) for those in (guests, unsigned))
    return Minutes(event, identity, states, places, *beside)


def _listed(reading: LedgerReader, event: Event, members: Iterable[Member]) -> tuple[PresentMember, ...]:
    """Members in the order of lists, with the sector of the day."""
    day = Period(event.on, event.on)
    return tuple(PresentMember(one, one.value(Facet.SECTOR, day)) for one in reading.listed(members, day))


def _states(
    reading: LedgerReader, event: Event, records: Iterable[Record]
) -> dict[Attendance, tuple[PresentMember, ...]]:
    roster = reading.roster()
    found: dict[Attendance, list[Member]] = {}
    for record in records:
        assert record.facts.attendance is not None, "only records of attendance are on a sheet"
        found.setdefault(record.facts.attendance, []).append(roster[record.member])
    return {state: _listed(reading, event, found[state]) for state in Attendance if state in found}
