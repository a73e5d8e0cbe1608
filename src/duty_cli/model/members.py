"""Members and their dated tenures. A role or group is a tenure with a first and a last day, never a flag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import NewType

from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass

Seq = NewType("Seq", int)
"""A row's place in the ledger: the moment it became known."""

MemberKey = NewType("MemberKey", int)
"""The seq of the member's enrolment; identity inside the ledger. People use the member number."""


class Facet(StrEnum):
    """What a tenure says of a member; the values are the headings of a roster."""

    OFFICE = "委员"
    PARTY = "党派"
    SECTOR = "界别"
    LIAISON_GROUP = "委员联络组"
    SPECIAL_COMMITTEE = "专门委员会"
    ROLE = "职务"

    @property
    def exclusive(self) -> bool:
        """Whether a member can hold only one value at a time: one sector, but several roles."""
        return self is not Facet.ROLE


JOINING_REASONS = ("换届", "增补", "恢复资格")
"""Why somebody becomes a member, as offices say it."""

DECIDED_REASONS = ("责令辞去", "撤销资格")
"""Why somebody is a member no longer by a decision (§12): it is not so until a paper says so."""

LEAVING_REASONS = ("辞去", *DECIDED_REASONS, "去世", "调离", "届满")
"""Why somebody is a member no longer."""

GROUPINGS = (Facet.SECTOR, Facet.LIAISON_GROUP, Facet.SPECIAL_COMMITTEE)
"""The three groupings that serve members together (§13, 三位一体)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a tenure begins or ends, in a word, and the number (文号) of the paper on which it does; empty: not said."""

    reason: str = ""
    number: str = ""

    def __str__(self) -> str:
        return "，".join(one for one in (self.reason, self.number) if one)


NO_GROUND = Ground()


@dataclass(frozen=True, slots=True)
class Tenure:
    """One value of one facet, from ``first`` until ``last`` (None: still); on what grounds it began and ended."""

    facet: Facet
    value: str
    first: date
    last: date | None = None
    seq: Seq = Seq(0)
    begun: Ground = NO_GROUND
    ended: Ground = NO_GROUND

    def on(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return self.first <= day and (self.last is None or day <= self.last)

    def within(self, period: Period) -> bool:
        """Whether it holds on any day of ``period``."""
        return self.first <= period.last and (self.last is None or period.first <= self.last)


@dataclass(frozen=True, slots=True)
class Person:
    """What may be corrected or erased because it is personal: kept outside the chain, committed to by a digest."""

    name: str
    initials: str
    phone: str | None = None


ERASED = Person("（姓名已删除）", "")
"""How a member shows whose name was erased."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member as known at one seq. ``numbers``: what was borne from which day on, where it is not one number for ever."""

    key: MemberKey
    number: str
    person: Person
    tenures: tuple[Tenure, ...] = ()
    numbers: tuple[tuple[date, str], ...] = ()

    @property
    def name(self) -> str:
        """The full name."""
        return self.person.name

    def number_on(self, day: date) -> str:
        """The number borne on ``day``: each term may give numbers anew."""
        return next((number for first, number in reversed(self.numbers) if first <= day), self.number)

    def of(self, facet: Facet) -> Iterator[Tenure]:
        """The tenures of one facet, by first day."""
        return (tenure for tenure in self.tenures if tenure.facet is facet)

    def in_office(self, day: date) -> bool:
        """Whether a member on ``day``."""
        return any(tenure.on(day) for tenure in self.of(Facet.OFFICE))

    def serves_in(self, period: Period) -> bool:
        """Whether a member on any day of ``period``."""
        return any(tenure.within(period) for tenure in self.of(Facet.OFFICE))

    def serves_all(self, period: Period) -> bool:
        """Whether one tenure of office covers the whole of ``period``."""
        return any(tenure.on(period.first) and tenure.on(period.last) for tenure in self.of(Facet.OFFICE))

    def values(self, facet: Facet, day: date) -> tuple[str, ...]:
        """The values of a facet on ``day``."""
        return tuple(tenure.value for tenure in self.of(facet) if tenure.on(day))

    def value(self, facet: Facet, period: Period) -> str:
        """The latest value of an exclusive facet within ``period``; empty where there is none."""
        held = [tenure for tenure in self.of(facet) if tenure.within(period)]
        return max(held, key=lambda tenure: tenure.first).value if held else ""

    def joined(self) -> date | None:
        """The first day of the first tenure of office."""
        return min((tenure.first for tenure in self.of(Facet.OFFICE)), default=None)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


@dataclass(frozen=True, slots=True)
class NewNumber:
    """The number that a member bears from a day on, as a new term gives numbers anew."""

    member: MemberKey
    number: str
    first: date


@dataclass(frozen=True)
class Roster:
    """All members as known at one seq, by number."""

    members: tuple[Member, ...]
    _by_key: Mapping[MemberKey, Member] = field(init=False, repr=False)
    _by_number: Mapping[str, tuple[Member, ...]] = field(init=False, repr=False)
    _by_name: Mapping[str, tuple[Member, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names: dict[str, tuple[Member, ...]] = {}
        for member in self.members:
            names[member.name] = (*names.get(member.name, ()), member)
        object.__setattr__(self, "_by_key", {member.key: member for member in self.members})
        numbers: dict[str, tuple[Member, ...]] = {}
        for member in self.members:
            for number in dict.fromkeys((member.number, *(borne for _, borne in member.numbers))):
                numbers[number] = (*numbers.get(number, ()), member)
        object.__setattr__(self, "_by_number", numbers)
        object.__setattr__(self, "_by_name", names)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def __getitem__(self, key: MemberKey) -> Member:
        return self._by_key[key]

    @property
    def renumbered(self) -> bool:
        """Whether a number alone does not say who is meant: a later term gave some of them anew."""
        return any(len(bearers) > 1 for bearers in self._by_number.values()) or any(one.numbers for one in self.members)

    def numbered(self, number: str, day: date | None = None) -> Member | None:
        """The member whom a number means: whoever bears it on ``day``, else now; else the only one who ever bore it."""
        bearers = self._by_number.get(number, ())
        found = None if day is None else self.borne(number, day)
        now = [one for one in bearers if one.number == number]
        return found or max(now, key=_latest, default=bearers[0] if len(bearers) == 1 else None)

    def borne(self, number: str, day: date) -> Member | None:
        """Whoever bears the number on ``day``; of several those in office first."""
        bearers = [one for one in self._by_number.get(number, ()) if one.number_on(day) == number]
        return max(bearers, key=lambda one: (one.in_office(day), _latest(one)), default=None)

    def sharing(self) -> dict[str, tuple[Member, Member]]:
        """The numbers that two members bear on one day on which both are in office, with the two."""
        return {
            number: pair
            for number, bearers in self._by_number.items()
            for pair in combinations(bearers, 2)
            if _both_bear(number, *pair)
        }

    def named(self, name: str) -> tuple[Member, ...]:
        """The members with exactly that full name."""
        return self._by_name.get(name, ())

    def with_initials(self, initials: str) -> tuple[Member, ...]:
        """The members whose pinyin initials are those, in any case of letters."""
        wanted = initials.lower()
        return tuple(member for member in self.members if member.person.initials == wanted)

    def groups(self) -> frozenset[str]:
        """The sectors, liaison groups and special committees that anybody belongs or belonged to."""
        tenures = (tenure for member in self.members for tenure in member.tenures)
        return frozenset(tenure.value for tenure in tenures if tenure.facet in GROUPINGS)

    def serving(self, period: Period) -> Roster:
        """Those in office on any day of ``period``."""
        return Roster(tuple(member for member in self.members if member.serves_in(period)))


def _both_bear(number: str, *pair: Member) -> bool:
    # Office and number change on a first day, so that a day on which both hold follows one of these.
    days = {tenure.first for one in pair for tenure in one.of(Facet.OFFICE)} | {
        first for one in pair for first, _ in one.numbers
    }
    return any(all(one.in_office(day) and one.number_on(day) == number for one in pair) for day in days)


def _latest(member: Member) -> tuple[date, date]:
    """The last day in office, and the first of that stretch: a number is first of all that of whoever is a member still."""
    return max(((one.last or date.max, one.first) for one in member.of(Facet.OFFICE)), default=(date.min, date.min))
