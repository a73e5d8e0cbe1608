"""Consequences over the years (§12). They only propose; people decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, assert_never

from duty_cli.domain.conditions import concerns
from duty_cli.domain.members import Member
from duty_cli.domain.outcomes import Consequence, GradeYears, RecordsWithin
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.match import holds


@dataclass(frozen=True, slots=True)
class Due:
    """A consequence whose test holds, and the years (of a grade) or the number of records that it rests on."""

    consequence: Consequence
    years: tuple[int, ...] = ()
    records: int = 0


def due(
    book: Rulebook, member: Member, year: int, days: Period, grades: Mapping[int, str], tallies: list[Tally]
) -> tuple[Due, ...]:
    """What is to be proposed for ``year``. ``grades`` are the member's grades in the years of the term up to it.

    Nothing is proposed for one whom the rule no longer concerns at the end of the year: none can resign what none holds.
    """
    found = []
    end = Period(days.last, days.last)
    for consequence in book.consequences:
        if not concerns(consequence.applies_to, member, end, days):
            continue
        match consequence.test:
            case GradeYears(grade, at_least, window):
                years = _years(grades, grade, year, window)
                # a count in the term is reached in the year that adds to it, not again in every year after
                if year in years and len(years) >= at_least:
                    found.append(Due(consequence, years=years))
            case RecordsWithin(_, at_least):
                count = sum(tally.count for tally in tallies if counts_for(consequence, member, days, tally))
                if count >= at_least:
                    found.append(Due(consequence, records=count))
            case _:
                assert_never(consequence.test)
    return tuple(found)


def _years(
    grades: Mapping[int, str], grade: str, last: int, window: Literal["year", "term", "in_a_row"]
) -> tuple[int, ...]:
    """The years of ``grade`` up to ``last``: that one alone, all of the term, or those without a gap before it."""
    had = sorted(year for year, found in grades.items() if found == grade)
    match window:
        case "year":
            return (last,) if last in had else ()
        case "term":
            return tuple(had)
        case "in_a_row":
            return tuple(year for year in had if all(between in had for between in range(year, last + 1)))
        case _:
            assert_never(window)


def counts_for(consequence: Consequence, member: Member, year: Period, tally: Tally) -> bool:
    """Whether a record is evidence for a consequence that counts records of the year."""
    test = consequence.test
    return (
        isinstance(test, RecordsWithin)
        and holds(test.when, tally)
        and concerns(consequence.applies_to, member, Period(tally.on, tally.on), year)
    )
