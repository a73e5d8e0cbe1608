"""The part of a year in office, for what a rule file takes in proportion (pro rata)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from duty_cli.domain.items import ProRata
from duty_cli.domain.members import Facet, Member
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points, simple


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
    served: set[date] = set()
    for spell in member.of(Facet.OFFICE):
        if spell.within(year):
            served |= _days(Period(max(spell.first, year.first), min(spell.last or year.last, year.last)))
    return served


def _days(period: Period) -> set[date]:
    return {period.first + timedelta(days=day) for day in range((period.last - period.first).days + 1)}


def _months(days: set[date]) -> set[int]:
    return {day.month for day in days}
