"""From a score to a grade: minimums missed, vetoes, and the band (§12: under 60 is failed)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.conditions import concerns
from duty_cli.domain.items import WindowUnit
from duty_cli.domain.members import Member
from duty_cli.domain.outcomes import NO_GRADE, UNGRADED, Graded, Minimum, Veto
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.match import ByKind, satisfied
from duty_cli.scoring.part import months_in_office
from duty_cli.scoring.window import windows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a score amounts to before quotas: the band of the points, and the grade after minimums and vetoes.

    ``ungraded`` says why the member is not graded; then band and grade are ``UNGRADED``, and nothing is missed.
    """

    band: str
    grade: str
    missed: tuple[Minimum, ...]
    vetoes: tuple[Veto, ...]
    ungraded: str = ""


def judge(
    book: Rulebook, member: Member, year: Period, total: Points, tallies: Iterable[Tally], until: date = date.max
) -> Outcome:
    """The outcome of ``total`` for the records of the year; edges are inclusive, on exact values.

    Months and quarters that begin after ``until`` have not come, and nothing is missed in them.
    """
    own = tallies if isinstance(tallies, ByKind) else ByKind(tallies)
    vetoes = tuple(
        veto for veto in book.vetoes if any(_barred(veto, member, year, tally) for tally in own.meeting(veto.when))
    )
    ungraded = why_ungraded(book.graded, member, year)
    if ungraded:
        grade = UNGRADED if book.bands else NO_GRADE
        return Outcome(grade, grade, (), vetoes, ungraded)
    missed = tuple(
        minimum
        for minimum in book.minimums
        if minimum.within != "term"
        and concerns(minimum.applies_to, member, year, year)
        and not all(satisfied(minimum.need, part) for part in _by_window(minimum, member, year, own, until))
    )
    band = book.grade(total)
    bounds = [minimum.grade_at_most for minimum in missed if minimum.grade_at_most is not None]
    return Outcome(band, _lowest(book, band, [*bounds, *(veto.grade_at_most for veto in vetoes)]), missed, vetoes)


def why_ungraded(rule: Graded, member: Member, year: Period) -> str:
    """Why ``member`` is not graded for ``year``, in words; empty where graded."""
    if rule.in_office == "last_day" and not member.in_office(year.last):
        return "年末已不在任"
    months = months_in_office(member, year) if rule.at_least_months and not member.serves_all(year) else 12
    return f"当年在任 {months} 个月，不足 {rule.at_least_months} 个月" if months < rule.at_least_months else ""


def _by_window(
    minimum: Minimum, member: Member, year: Period, tallies: ByKind, until: date
) -> Iterator[Iterable[Tally]]:
    """The records of each window in which the minimum must be met: the year, or each of its months or quarters."""
    if minimum.within in ("year", "term"):
        yield tallies
    else:
        for days in windows(WindowUnit(minimum.within), year, member, minimum.applies_to, until):
            yield [tally for tally in tallies if tally.on in days]


def _barred(veto: Veto, member: Member, year: Period, tally: Tally) -> bool:
    """Whether a record of the veto's sort bounds the grade of ``member``: roles and groups are those of its day."""
    return concerns(veto.applies_to, member, Period(tally.on, tally.on), year)


def _lowest(book: Rulebook, grade: str, bounds: Iterable[str]) -> str:
    for bound in bounds:
        grade = book.lower(grade, bound)
    return grade
