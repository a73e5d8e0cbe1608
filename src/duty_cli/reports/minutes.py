"""Who was at one activity: the attendance block of its minutes (出席、请假、缺席)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import Reading
from duty_cli.domain.members import Facet, Member, MemberKey
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Attendance, Facts, Record
from duty_cli.errors import NoSuchActivity, SeveralActivities


@dataclass(frozen=True, slots=True)
class Event:
    """One activity, as its records name it; ``name`` is empty where they do not."""

    on: date
    kind: str
    name: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.on.isoformat(), self.kind, self.name) if part)


@dataclass(frozen=True, slots=True)
class Present:
    """A member on the sheet of an activity, with the sector of that day."""

    member: Member
    sector: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The sheet of one activity: who was in which state, in the order of lists; states nobody was in are left out."""

    event: Event
    identity: Identity
    states: Mapping[Attendance, tuple[Present, ...]]
    places: Mapping[MemberKey, int]
    """Where each stands in a list of names."""

    @property
    def present(self) -> tuple[Present, ...]:
        """Who was there, for whatever part."""
        return self._those(state for state in Attendance if state.present)

    @property
    def absent(self) -> tuple[Present, ...]:
        """Who was away without granted leave."""
        return self._those(state for state in Attendance if state.unexcused)

    @property
    def expected(self) -> int:
        """How many were expected: all but those away on other official business."""
        return sum(len(those) for state, those in self.states.items() if state is not Attendance.EXEMPT)

    def of(self, state: Attendance) -> tuple[Present, ...]:
        """Who was in that state."""
        return self.states.get(state, ())

    def _those(self, states: Iterable[Attendance]) -> tuple[Present, ...]:
        found = (one for state in states for one in self.of(state))
        return tuple(sorted(found, key=lambda one: self.places[one.member.key]))


def minutes(
    reading: Reading, identity: Identity, *, name: str | None = None, on: date | None = None, kind: str | None = None
) -> Minutes:
    """The sheet of the activity meant by its name, its day, its kind. Raises NoSuchActivity and SeveralActivities."""
    period = None if on is None else Period(on, on)
    sheets: dict[Event, list[Record]] = {}
    for record in reading.records(period=period, kinds=None if kind is None else (kind,)):
        if record.facts.attendance is not None and name in (None, record.facts.event):
            sheets.setdefault(_event(record.facts), []).append(record)
    if not sheets:
        raise NoSuchActivity(" ".join(str(part) for part in (on, kind, name) if part))
    if len(sheets) > 1:
        raise SeveralActivities([str(event) for event in sheets])
    ((event, records),) = sheets.items()
    states = _states(reading, event, records)
    listed = reading.listed((one.member for those in states.values() for one in those), Period(event.on, event.on))
    return Minutes(event, identity, states, {member.key: place for place, member in enumerate(listed)})


def _event(said: Facts) -> Event:
    return Event(said.on, said.kind, said.event)


def _states(reading: Reading, event: Event, records: Iterable[Record]) -> dict[Attendance, tuple[Present, ...]]:
    roster, day = reading.roster(), Period(event.on, event.on)
    found: dict[Attendance, list[Member]] = {}
    for record in records:
        assert record.facts.attendance is not None, "only records of attendance are on a sheet"
        found.setdefault(record.facts.attendance, []).append(roster[record.member])
    return {
        state: tuple(Present(one, one.value(Facet.SECTOR, day)) for one in reading.listed(found[state], day))
        for state in Attendance
        if state in found
    }
