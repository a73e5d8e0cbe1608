"""The part of a year in office, for what a rule file takes in proportion (pro rata)."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from duty_cli.domain.items import Clock, ProRata, Window
from duty_cli.domain.members import Facet, Member
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points, simple
from duty_cli.scoring.window import windows


def part_of(rule: ProRata, member: Member, year: Period) -> Points:
    """The days in office of the days of the year, or the months touched of its twelve."""
    if rule.by == "months":
        return simple(Fraction(len(windows(Window(Clock.MONTH, "sum"), year, member)), 12))
    served: set[object] = set()
    for spell in member.of(Facet.OFFICE):
        if spell.within(year):
            first, last = max(spell.first, year.first), min(spell.last or year.last, year.last)
            served |= {first + timedelta(days=day) for day in range((last - first).days + 1)}
    return simple(Fraction(len(served), (year.last - year.first).days + 1))
