"""What rules ask of a record and of a member, and points that differ by role or group (C9, D9, P28)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from math import prod
from typing import Literal, TypeAlias, TypeVar

from duty_cli.model.capacities import Capacity
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet, Member, Tenure
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import ConditionField


@dataclass(frozen=True, slots=True)
class VaryingAmount:
    """One value for each role or group named, the first that is held from the top; ``otherwise`` for all others."""

    by: Facet
    values: tuple[tuple[str, Points], ...]
    otherwise: Points


Amount: TypeAlias = Points | VaryingAmount
"""Points, the same for all or differing by role or group."""

Held: TypeAlias = Mapping[Facet, tuple[str, ...]]
"""The roles and groups that a member holds on one day."""


def amount_for(amount: Amount, held: Held) -> Points:
    """The points for one who holds ``held``."""
    if not isinstance(amount, VaryingAmount):
        return amount
    mine = held.get(amount.by, ())
    return next((points for name, points in amount.values if name in mine), amount.otherwise)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule stands: its clause in the published document, and its place in the rule file."""

    clause: str
    place: str


AskedField: TypeAlias = ConditionField | Literal["capacity"]
"""What a condition asks of: what a rule file can name, and in which capacity the member was there, which none does."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One field of a record set against values or bounds. A set of stages or levels meets it by any one value.

    ``none_of`` is met by a record that has none of those values; ``above`` and ``below`` leave the bound itself out.
    """

    field: AskedField
    any_of: frozenset[str] | None = None
    none_of: frozenset[str] | None = None
    at_least: Points | None = None
    at_most: Points | None = None
    above: Points | None = None
    below: Points | None = None


@dataclass(frozen=True, slots=True)
class Either:
    """What a record meets that meets one of ``options``, each with all its conditions. ``field`` tells it from conditions on one."""

    options: tuple[Conditions, ...]
    field: Literal["any"] = "any"


Conditions: TypeAlias = tuple[Condition | Either, ...]
"""Conditions that must all hold."""

AS_DUE = Condition("capacity", none_of=frozenset({Capacity.GUEST}))
"""What is asked of a record on either side of a rate, whatever the rule says: who was invited as a guest (列席) was not due."""

Part = TypeVar("Part", Condition, "Condition | Either")


def written(when: tuple[Part, ...]) -> tuple[Part, ...]:
    """Those of the conditions that a rule file says."""
    return tuple(one for one in when if one.field != "capacity")


Alternative: TypeAlias = tuple[Condition, ...]
"""Conditions on single fields that must all hold: one of the ways to meet ``Conditions``."""


def single_conditions(when: Conditions) -> Iterator[Condition]:
    """The conditions on single fields of which ``when`` is made, however they stand together."""
    for one in when:
        if isinstance(one, Condition):
            yield one
        else:
            for option in one.options:
                yield from single_conditions(option)


def alternatives(when: Conditions) -> list[Alternative]:
    """All ways to meet ``when``: a record meets it just where it meets one of them."""
    found: list[Alternative] = [()]
    for one in when:
        if isinstance(one, Condition):
            found = [(*met, one) for met in found]
        else:
            ways = [way for option in one.options for way in alternatives(option)]
            found = [met + way for met in found for way in ways]
    return found


def ways_to_meet(when: Conditions) -> int:
    """How many there are, without making them."""
    return prod(sum(map(ways_to_meet, one.options)) for one in when if isinstance(one, Either))


def negated(when: Conditions) -> Conditions:
    """What is met just where one of the conditions is surely not: a number that is not told meets neither."""
    every = tuple(option for one in when for option in _opposites(one))
    # What no record says, as a part above the whole, needs not be told beside what some do.
    options = tuple(option for option in every if not _beyond(option)) or every
    return options[0] if len(options) == 1 else (Either(options),)


_RANGES: Mapping[str, tuple[Points, Points | None]] = {"share": (0, 1), "position": (1, None), "authors": (1, None)}
"""Between which the number of a field lies in any record."""


def _beyond(option: Conditions) -> bool:
    (one,) = option if len(option) == 1 else (None,)
    if not isinstance(one, Condition) or one.field not in _RANGES:
        return False
    least, most = _RANGES[one.field]
    return (one.below is not None and one.below <= least) or (
        one.above is not None and most is not None and one.above >= most
    )


def _opposites(one: Condition | Either) -> Iterator[Conditions]:
    """What is met where ``one`` is not, each by itself."""
    if isinstance(one, Either):
        yield tuple(part for option in one.options for part in negated(option))
        return
    opposite = {"any_of": "none_of", "none_of": "any_of", "at_least": "below", "at_most": "above"}
    opposite |= {"above": "at_most", "below": "at_least"}
    for said, instead in opposite.items():
        value = getattr(one, said)
        if value is not None:
            yield (replace(Condition(one.field), **{instead: value}),)


@dataclass(frozen=True, slots=True)
class AppliesTo:
    """Whom a rule is for: for each facet named, one of its values; ``joined`` limits it to the year of joining.

    ``excluded`` names values of which none may be held: the members who are not 常委 (C8).
    """

    facets: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    joined_this_year: bool = False
    excluded: Mapping[Facet, frozenset[str]] = field(default_factory=dict)


def concerns(who: AppliesTo | None, member: Member, days: Period, year: Period) -> bool:
    """Whether a rule for ``who`` is for ``member``: groups and roles held on any of ``days``, joining within ``year``."""
    if who is None:
        return True
    if who.joined_this_year:
        joined = member.joined()
        if joined is None or joined not in year:
            return False
    return all(_holds_any(member, facet, values, days) for facet, values in who.facets.items()) and not any(
        _holds_any(member, facet, values, days) for facet, values in who.excluded.items()
    )


def ever_concerns(who: AppliesTo, member: Member, days: Period, year: Period) -> bool:
    """Whether there is a day of ``days`` on which a rule for ``who`` is for ``member``: all it asks, on one same day."""
    firsts = {days.first, *(day for tenure in member.tenures for day in turns(tenure) if day in days)}
    return any(concerns(who, member, Period(day, day), year) for day in firsts)


def turns(tenure: Tenure) -> Iterator[date]:
    """The days from which something is held, or no longer."""
    yield tenure.first
    if tenure.last is not None:
        yield tenure.last + timedelta(days=1)


def _holds_any(member: Member, facet: Facet, values: frozenset[str], days: Period) -> bool:
    return any(tenure.value in values and tenure.within(days) for tenure in member.of(facet))
