"""From a score to a grade: minimums missed, vetoes, and the band (§12: under 60 is failed)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from duty_cli.domain.conditions import concerns
from duty_cli.domain.members import Member
from duty_cli.domain.outcomes import Minimum, Veto
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.match import holds, satisfied


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a score amounts to before quotas: the band of the points, and the grade after minimums and vetoes."""

    band: str
    grade: str
    missed: tuple[Minimum, ...]
    vetoes: tuple[Veto, ...]


def judge(book: Rulebook, member: Member, year: Period, total: Points, tallies: list[Tally]) -> Outcome:
    """The outcome of ``total`` for the records of the year; edges are inclusive, on exact values."""
    missed = missed_minimums(book, member, year, year, tallies, "year")
    vetoes = tuple(veto for veto in book.vetoes if any(_barred(veto, member, year, tally) for tally in tallies))
    band = book.grade(total).grade
    bounds = [minimum.grade_at_most for minimum in missed if minimum.grade_at_most is not None]
    return Outcome(band, _lowest(book, band, [*bounds, *(veto.grade_at_most for veto in vetoes)]), missed, vetoes)


def missed_minimums(
    book: Rulebook, member: Member, days: Period, year: Period, tallies: list[Tally], within: Literal["year", "term"]
) -> tuple[Minimum, ...]:
    """The obligations on that clock which concern ``member`` and which ``tallies`` do not meet."""
    return tuple(
        minimum
        for minimum in book.minimums
        if minimum.within == within
        and concerns(minimum.applies_to, member, days, year)
        and not satisfied(minimum.need, tallies)
    )


def _barred(veto: Veto, member: Member, year: Period, tally: Tally) -> bool:
    """Whether a record bounds the grade of ``member``: roles and groups are those of the day of the record."""
    return holds(veto.when, tally) and concerns(veto.applies_to, member, Period(tally.on, tally.on), year)


def _lowest(book: Rulebook, grade: str, bounds: Iterable[str]) -> str:
    for bound in bounds:
        grade = book.lower(grade, bound)
    return grade
