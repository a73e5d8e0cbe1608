"""What the cases of the mechanisms share: a rule written in a line or two, and what records come to under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import OPEN
from duty_cli.model.members import Facet, Member, Tenure
from duty_cli.model.periods import year_of
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook, YearRules
from duty_cli.scoring.consequences import DueConsequence, counted, due
from duty_cli.scoring.grading import Outcome, QuotaCandidate, cut, judge
from duty_cli.scoring.verdicts import YearStanding
from tests.scoring.small import SECTIONS, YEAR, member, rulebook, score

Years: TypeAlias = Mapping[int, tuple[Points, str]]
"""Each year's total and grade."""

Made: TypeAlias = Mapping[int, list[Tally]]
"""The records of some years."""

NO_TOTAL = {"total": "{floor: -100}", "bands": "[{grade: 合格, min: 60}, {grade: 不合格, min: -100}]"}
"""A total that may fall below 0, so that a deduction shows."""


def category(called: str, *items: str, said: str = "") -> str:
    """A category of items, each written on one line; they are called after it, with 甲, 乙, 丙."""
    written = ", ".join(
        f"{{id: {called}{name}, clause: 第3条, {item}}}" for name, item in zip("甲乙丙丁", items, strict=False)
    )
    return f"{{id: {called}, clause: 第3条, {said + ', ' if said else ''}items: [{written}]}}"


def of_items(*items: str, said: str = "", **sections: str) -> Rulebook:
    """A rulebook of one category with those items."""
    return rulebook(categories=f"[{category('甲类', *items, said=said)}]", **NO_TOTAL | sections)


def earned(item: str, *tallies: Tally, who: Member | None = None) -> Points:
    """What the records earn under one item."""
    return score(of_items(item), *tallies, who=who).total


def group(name: str, facet: Facet = Facet.LIAISON_GROUP) -> Tenure:
    """A group the member is in all along."""
    return Tenure(facet, name, date(2022, 1, 1))


def outcome(total: Points, *tallies: Tally, who: Member | None = None, **sections: str) -> Outcome:
    """The grade of ``total`` under those minimums, vetoes or bands."""
    return judge(rulebook(**sections), who or member(), YEAR, total, list(tallies))


def within_quota(quota: str, totals: Mapping[str, Points]) -> set[str]:
    """Who of those that reached 优秀 is left within a quota, by name."""
    written = f"[{{grade: 优秀, clause: 第11条, overflow_to: 合格, {quota}}}]"
    standings = {name: QuotaCandidate(total, "优秀") for name, total in totals.items()}
    _, beyond = cut(rulebook(quotas=written).quotas[0], standings, len(totals))
    return set(totals) - beyond


def dues(
    consequences: str, years: Years, made: Made | None = None, term_ends: bool = False, at: int = 2026, **sections: str
) -> tuple[DueConsequence, ...]:
    """What falls due in 2026 or another year, given each year's total and grade, and the records of some years."""
    book = rulebook(consequences=consequences, **sections)
    history = {
        year: YearStanding(
            *standing,
            counted(book.consequences, member(), (made or {}).get(year, []), year_of(year)),
            unsettled=standing[1] == OPEN,
        )
        for year, standing in years.items()
    }
    return due(YearRules(at, year_of(at), book), member(), history, term_ends=term_ends)


def proposed(
    consequences: str, years: Years, made: Made | None = None, term_ends: bool = False, at: int = 2026, **sections: str
) -> list[str]:
    """What is proposed for 2026, or another year."""
    return [one.consequence.propose for one in dues(consequences, years, made, term_ends, at, **sections)]


def text(**sections: str) -> str:
    """The small rule file as text, for the clerk's desk."""
    return "".join(f"{key}: {value}\n" for key, value in (SECTIONS | sections).items())
