"""Numbers counted from records: windows, measures and the points they become, places among peers, parts of a year."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar, assert_never

from duty_cli.model.conditions import Amount, AppliesTo, Held, amount_for, ever_concerns
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.items import BracketTable, Measure, MeasureKind, PeerComparison, ProRata, Target, WindowUnit
from duty_cli.model.members import Facet, Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import Test
from duty_cli.scoring.matching import ByKind, holds
from duty_cli.scoring.verdicts import OwnDays, verdict

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PeerCount:
    """What one subject's records count to, and the group in which it is compared; "" where all are compared."""

    value: Points
    group: str = ""


def compared(among: PeerComparison, counts: Mapping[Key, PeerCount]) -> dict[Key, Points]:
    """Compare counts within each group: rank from 1, percentile (rank by number of members), or ratio to the mean."""
    groups: dict[str, dict[Key, Points]] = {}
    for key, one in counts.items():
        groups.setdefault(one.group, {})[key] = one.value
    return {key: value for group in groups.values() for key, value in _in_group(among, group).items()}


def _in_group(among: PeerComparison, counts: Mapping[Key, Points]) -> dict[Key, Points]:
    match among.how:
        case "place":
            return _places(among, counts)
        case "percentile":
            return {key: simple(Fraction(place) / len(counts)) for key, place in _places(among, counts).items()}
        case "mean_ratio":
            # With a mean of 0 nobody is above or below it: no value at all rather than a division by 0.
            mean = Fraction(sum(counts.values(), Fraction(0))) / len(counts)
            return {key: simple(value / mean) for key, value in counts.items()} if mean else {}
        case _:
            assert_never(among.how)


def _places(among: PeerComparison, counts: Mapping[Key, Points]) -> dict[Key, Points]:
    """Ranks, the highest count first; ties share a rank, with a gap after them unless ``dense``."""
    values: Iterable[Points] = set(counts.values()) if among.ties == "dense" else counts.values()
    falling = sorted(-value for value in values)
    return {key: bisect_left(falling, -value) + 1 for key, value in counts.items()}


def windows(
    clock: WindowUnit | None, year: Period, member: Member, who: AppliesTo | None = None, until: date = date.max
) -> list[Period]:
    """The windows of ``year`` begun by ``until``, in order, in which ``member`` was in office and a rule for ``who`` applied.

    The whole year without a clock.
    """
    if clock is None:
        return [year]
    begun = (days for days in stretches(clock, year) if days.first <= until and member.serves_in(days))
    return [days for days in begun if who is None or ever_concerns(who, member, days, year)]


def stretches(clock: WindowUnit, year: Period) -> list[Period]:
    """Split the year into weeks, months or quarters of the calendar; the first and the last may be shorter."""
    found = []
    first = year.first
    while first <= year.last:
        after = _next(clock, first)
        found.append(Period(first, min(after - timedelta(days=1), year.last)))
        first = after
    return found


def _next(clock: WindowUnit, day: date) -> date:
    """The first day of the window after that of ``day``; weeks begin on Monday."""
    match clock:
        case WindowUnit.WEEK:
            return day + timedelta(days=7 - day.weekday())
        case WindowUnit.MONTH:
            return _month_after(day.year, day.month)
        case WindowUnit.QUARTER:
            return _month_after(day.year, 3 * ((day.month - 1) // 3) + 3)
        case _:
            assert_never(clock)


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def part_of(rule: ProRata, member: Member, year: Period) -> Points:
    """The days in office of the days of the year, or the calendar months touched of those that the year touches.

    A year that ends within a month touches that month at both ends, and it counts once.
    """
    served, whole = _served(member, year), _days(year)
    if rule.by == "months":
        return simple(Fraction(len(_months(served)), len(_months(whole))))
    return simple(Fraction(len(served), len(whole)))


def months_in_office(member: Member, year: Period) -> int:
    """The calendar months of ``year`` with a day in office."""
    return len(_months(_served(member, year)))


def _served(member: Member, year: Period) -> set[date]:
    # A set of days, so that two stretches of office in one month make one month.
    served: set[date] = set()
    for tenure in member.of(Facet.OFFICE):
        if tenure.within(year):
            served |= _days(Period(max(tenure.first, year.first), min(tenure.last or year.last, year.last)))
    return served


def _days(period: Period) -> set[date]:
    return {period.first + timedelta(days=day) for day in range((period.last - period.first).days + 1)}


def _months(days: set[date]) -> set[int]:
    return {day.month for day in days}


def measured(measure: Measure, tallies: Iterable[Tally]) -> Points | None:
    """What ``measure`` counts; None for a rate, ratio or mean of nothing, which is neither 0 nor whole."""
    own = list(tallies)
    match measure.of:
        case MeasureKind.RECORDS:
            return sum(tally.count for tally in own)
        case MeasureKind.MATTERS:
            return _matters(measure, own)
        case MeasureKind.QUANTITY:
            return _sum(_quantity(tally) * tally.count for tally in own)
        case MeasureKind.SHARE:
            return _sum(tally.part * tally.count for tally in own)
        case MeasureKind.RATE:
            return _rate(measure, own)
        case MeasureKind.RATIO:
            above, below = ratio_counts(measure, own)
            # Nothing sent in is no ratio, as no meeting is no rate.
            return simple(Fraction(above) / below) if below else None
        case MeasureKind.MEAN:
            return _mean(measure, own)
        case MeasureKind.MET:
            return len(measure.each) - len(unmet(measure, own))
        case _:
            assert_never(measure.of)


def unmet(measure: Measure, tallies: Iterable[Tally]) -> list[Test]:
    """Those of the tests of a measure that the records do not meet."""
    own = OwnDays(ByKind(tallies))
    return [one for one in measure.each if verdict(one, own) is not True]


def _matters(measure: Measure, tallies: Iterable[Tally]) -> int:
    matters = [(tally.matter_by(source=measure.by_source), tally.count) for tally in tallies]
    named = {matter for matter, _ in matters if matter is not None}
    # Records that name no matter stand for themselves, each for one.
    return len(named) + sum(count for matter, count in matters if matter is None)


def _quantity(tally: Tally) -> Points:
    return 1 if tally.quantity is None else tally.quantity


def ratio_counts(measure: Measure, tallies: Iterable[Tally]) -> tuple[Points, Points]:
    """The two counts of a ratio: of the records that meet ``count``, and of those that meet ``over``."""
    own = [tally for tally in tallies if not tally.as_guest]
    above, below = ([tally for tally in own if holds(when, tally)] for when in (measure.count, measure.over))
    if measure.by == "matters":
        return _matters(measure, above), _matters(measure, below)
    each = _quantity if measure.by == "quantity" else lambda _: 1
    return _sum(each(tally) * tally.count for tally in above), _sum(each(tally) * tally.count for tally in below)


def _mean(measure: Measure, tallies: Iterable[Tally]) -> Points | None:
    """The mean of what the records say; those without a judged value say nothing, and without any there is no mean."""
    said = [(value, tally.count) for tally in tallies if (value := _averaged(measure, tally)) is not None]
    records = sum(count for _, count in said)
    return simple(_sum(value * count for value, count in said) / Fraction(records)) if records else None


def _averaged(measure: Measure, tally: Tally) -> Points | None:
    if measure.by == "judged":
        return tally.judged
    # A mean of the parts attended is a rate of attendance, of which a guest is no part.
    if measure.by == "share":
        return None if tally.as_guest else tally.part
    return _quantity(tally)


def _sum(numbers: Iterable[Points]) -> Points:
    return simple(sum(numbers, Fraction(0)))


def is_left_out(measure: Measure, tally: Tally) -> bool:
    """Whether a record that the item takes is no part of what is counted: of a rate, what is neither above nor below the line.

    Who was invited as a guest was not due, and is on neither side of any.
    """
    if measure.of is MeasureKind.RATIO:
        return tally.as_guest or not any(holds(when, tally) for when in measure.asked)
    if measure.of is MeasureKind.MEAN:
        return _averaged(measure, tally) is None
    if measure.of is not MeasureKind.RATE:
        return False
    if tally.attendance is None or tally.as_guest:
        return True
    said = tally.attendance.met_as
    return not said.isdisjoint(measure.left_out) and said.isdisjoint(measure.present)


def rate_counts(measure: Measure, tallies: Iterable[Tally]) -> tuple[int, int]:
    """The two counts of a rate: who was present, of all that is counted."""
    counted = [tally for tally in tallies if not is_left_out(measure, tally)]
    present = sum(tally.count for tally in counted if _is_present(measure, tally))
    return present, sum(tally.count for tally in counted)


def _rate(measure: Measure, tallies: Iterable[Tally]) -> Points | None:
    present, expected = rate_counts(measure, tallies)
    # No meeting is no rate: 0 would fail the member and 1 would reward.
    return simple(Fraction(present, expected)) if expected else None


def _is_present(measure: Measure, tally: Tally) -> bool:
    """Whether such a record counts as present, the part attended included (D10).

    Of who was away no part can be asked: where a scheme counts leave as presence, it is present.
    """
    if tally.attendance is None or tally.attendance.met_as.isdisjoint(measure.present):
        return False
    return (tally.attendance.away and tally.share is None) or tally.part >= measure.share_at_least


def in_proportion(measure: Measure, part: Points) -> Measure:
    """The measure with its target lowered to ``part`` of it, for who was in office for that part of the year."""
    if part == 1 or not isinstance(measure.to, Target):
        return measure
    return replace(measure, to=replace(measure.to, reach=simple(measure.to.reach * part)))


def earned(measure: Measure, value: Points | None, held: Held) -> Points:
    """The points that a measured value comes to for one who holds ``held``."""
    # Nothing measured reaches no bracket, not even one that begins at 0.
    if value is None:
        return 0
    match measure.to:
        case BracketTable(stretches):
            found: Amount = next((one.points for one in stretches if value >= one.at_least), 0)
            return amount_for(found, held)
        case Target(reach, points, above, below):
            full = amount_for(points, held)
            if value >= reach:
                return simple(full + (value - reach) * above)
            return 0 if below is None else simple(full - (reach - value) * below)
        case _:
            assert_never(measure.to)
