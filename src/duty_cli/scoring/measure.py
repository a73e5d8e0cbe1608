"""Measures: a number counted from the records of a window, and the points it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from duty_cli.domain.amounts import Amount, Held, amount_for
from duty_cli.domain.items import BracketTable, Measure, MeasureKind, Target
from duty_cli.domain.points import Points, simple
from duty_cli.domain.records import Tally


def measured(measure: Measure, tallies: Iterable[Tally]) -> Points | None:
    """What ``measure`` counts; None for a rate where nobody was expected, which is neither 0 nor whole."""
    own = list(tallies)
    match measure.of:
        case MeasureKind.RECORDS:
            return sum(tally.count for tally in own)
        case MeasureKind.MATTERS:
            matters = [(tally.matter_by(source=measure.by_source), tally.count) for tally in own]
            named = {matter for matter, _ in matters if matter is not None}
            return len(named) + sum(count for matter, count in matters if matter is None)
        case MeasureKind.QUANTITY:
            return _sum((1 if tally.quantity is None else tally.quantity) * tally.count for tally in own)
        case MeasureKind.SHARE:
            return _sum(tally.part * tally.count for tally in own)
        case MeasureKind.RATE:
            return _rate(measure, own)
        case _:
            assert_never(measure.of)


def _sum(numbers: Iterable[Points]) -> Points:
    return simple(sum(numbers, Fraction(0)))


def _rate(measure: Measure, tallies: list[Tally]) -> Points | None:
    counted = [tally for tally in tallies if tally.attendance is not None and tally.attendance not in measure.left_out]
    expected = sum(tally.count for tally in counted)
    present = sum(tally.count for tally in counted if _is_present(measure, tally))
    return simple(Fraction(present, expected)) if expected else None


def _is_present(measure: Measure, tally: Tally) -> bool:
    """Whether such a record counts as present, the part attended included (D10).

    Of who was away no part can be asked: where a scheme counts leave as presence, it is present.
    """
    if tally.attendance is None or tally.attendance not in measure.present:
        return False
    return (tally.attendance.away and tally.share is None) or tally.part >= measure.share_at_least


def in_proportion(measure: Measure, part: Points) -> Measure:
    """The measure with its target lowered to ``part`` of it, for who was in office for that part of the year."""
    if part == 1 or not isinstance(measure.to, Target):
        return measure
    return replace(measure, to=replace(measure.to, reach=simple(measure.to.reach * part)))


def earned(measure: Measure, value: Points | None, held: Held) -> Points:
    """The points that a measured value comes to for one who holds ``held``."""
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
