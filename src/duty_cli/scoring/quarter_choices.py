"""Who is chosen for a quarter by its own points (季度之星), and who was in the quarters of a year. It only lists and proposes; people decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import NO_GRADE, Selection
from duty_cli.model.items import WHOLE
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.periods import Quarter, quarters_in
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rules, YearRules
from duty_cli.scoring.category_score import CategoryScore
from duty_cli.scoring.matching import ByKind
from duty_cli.scoring.quarter_points import PointsByQuarter
from duty_cli.scoring.verdicts import OwnDays, YearStanding, verdict
from duty_cli.scoring.year_places import chosen_among, place_in


@dataclass(frozen=True, slots=True)
class QuarterChoice:
    """One whom a selection chooses for a quarter, with what the member's quarter came to, and the place where it is told."""

    rule: Selection
    member: Member
    points: Points
    place: tuple[int, int] | None


def quarter_choices(points: PointsByQuarter, quarter: Quarter, members: Iterable[Member]) -> tuple[QuarterChoice, ...]:
    """Whom the selections of each quarter choose, in their order; of those in office at its end."""
    rules = [one for one in points.book.selections if one.each == "quarter"]
    # Whoever joined this year is new in each of its quarters.
    days = points.year_until(quarter)
    last = days.last
    serving = {one.key: one for one in members if one.in_office(last)} if rules else {}
    made = {key: points.in_quarter(one, quarter) for key, one in serving.items()}
    earned = {key: one for key, one in made.items() if one is not None}

    def came_to(rule: Selection, key: MemberKey) -> Points:
        categories, total = earned[key]
        return total if rule.by == WHOLE else categories[rule.by]

    def may_be(rule: Selection, key: MemberKey, before: Sequence[Selection]) -> bool:
        if key not in earned:
            return False
        own = ByKind(as_counted(points.book, serving[key], points.tallies(key, quarter)))
        facts = OwnDays(own, _standing(*earned[key], before))
        return rule.need is None or verdict(rule.need, facts) is True

    found, fell = chosen_among(rules, serving, days, may_be, came_to, {})
    cuts = [one for own in fell.values() for one in own]
    return tuple(
        QuarterChoice(rule, one, had := came_to(rule, key), place_in(rule, cuts, one, days, had))
        for rule in rules
        for key, one in serving.items()
        if rule in found.get(key, ())
    )


def chosen_by_quarter(
    reading: LedgerReader, rules: Rules, year: YearRules
) -> dict[MemberKey, dict[str, tuple[Quarter, ...]]]:
    """Whom the selections of each quarter chose in the quarters of a year that were over when the ledger was last written."""
    # By the last entry and not by the clock, as the statistics of a quarter say whether it runs: one ledger gives one result.
    ends, known_on = year.book.year_ends, reading.head().at.date()
    lasts = {one: one.under(ends).last for one in quarters_in(year.days, ends)}
    over = [one for one, last in lasts.items() if last < known_on and last in year.days]
    if not over:
        return {}
    points = PointsByQuarter(reading, rules, over[-1], over[:-1])
    members = reading.roster().serving(year.days)
    found: dict[MemberKey, dict[str, tuple[Quarter, ...]]] = {}
    for quarter in over:
        for one in quarter_choices(points, quarter, members):
            own = found.setdefault(one.member.key, {})
            own[one.rule.id] = (*own.get(one.rule.id, ()), quarter)
    return found


def _standing(categories: Mapping[str, Points], total: Points, before: Sequence[Selection]) -> YearStanding:
    """What a quarter counts as when a need asks for its points."""
    parts = tuple(CategoryScore(name, score, ()) for name, score in categories.items())
    return YearStanding(total, NO_GRADE, None, frozenset(one.id for one in before), categories=parts)
