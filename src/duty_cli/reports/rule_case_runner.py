"""Cases tried on their rulebook by the very engine that scores the ledger, and what of it no case touches.

A rule that nobody has tried may say anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from duty_cli.model.conditions import amount_for, concerns
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.grading_rules import OPEN, UNGRADED, Minimum
from duty_cli.model.items import BracketTable, Item, JudgedRange, Level, Measure
from duty_cli.model.members import Member
from duty_cli.model.periods import Period, Quarter, quarters_in
from duty_cli.model.records import Tally
from duty_cli.model.rule_cases import Aspect, Expectation, RuleCase, Value
from duty_cli.model.rulebook import Rulebook, YearRules
from duty_cli.scoring.assessment_year import MemberYear, YearResult
from duty_cli.scoring.category_score import CategoryScore
from duty_cli.scoring.claims import ClaimFinder
from duty_cli.scoring.commendation import bars, praises
from duty_cli.scoring.consequences import DueConsequence, counted, due
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.grading import Outcome, judge
from duty_cli.scoring.item_score import held_on
from duty_cli.scoring.matching import holds
from duty_cli.scoring.measures import compared, measured, windows
from duty_cli.scoring.trace import Step
from duty_cli.scoring.verdicts import YearStanding, satisfied

_USED = (Step.COUNTED, Step.TAKEN, Step.LEFT_OUT, Step.AS_GUEST)


@dataclass(frozen=True, slots=True)
class TriedCase:
    """What came of a member's year. The ``grade`` of one member alone is that before quotas, which need everybody.

    ``proposals`` are the ids of the consequences that would be put forward, which rest on the grade after quotas;
    ``quarters`` the points of each quarter by its number, where any is expected. What can only be told among others
    (``selected``, ``commended``, ``quarters_selected`` by number) is told of cases of several.
    """

    case: RuleCase
    score: Score
    outcome: Outcome
    term_missed: tuple[Minimum, ...]
    proposals: tuple[str, ...]
    grade: str
    quarters: Mapping[int, Points]
    selected: frozenset[str] = frozenset()
    commended: bool = False
    quarters_selected: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that was not met, and what came instead."""

    case: RuleCase
    expected: Expectation
    came: Value

    def __str__(self) -> str:
        what = f"{self.expected.aspect}“{self.expected.name}”" if self.expected.name else str(self.expected.aspect)
        said, came = shown(self.expected.value), shown(self.came)
        return f"{self.expected.place}：{self.case.sentence}：{what}应为 {said}，实为 {came}"


def shown(value: Value) -> str:
    """A value in words."""
    if isinstance(value, frozenset):
        return "、".join(sorted(value)) or "无"
    return value if isinstance(value, str) else show(value)


def tried(book: Rulebook, case: RuleCase) -> TriedCase:
    """Score and judge the member of a case, and see what would be proposed at the end of the year."""
    rules, case = year_rules(book, case.year), _as_counted(book, case)
    days = rules.days
    scorer = Scorer(book, days)
    needed = [tally for tally in case.every if tally.on in scorer.needs]
    score = scorer.score(case.member, needed, among=_among(scorer, case, needed))
    own = list(case.tallies)
    outcome = judge(book, case.member, days, score.total, own, categories=score.categories)
    history = {
        year: YearStanding(
            one.score or 0,
            one.grade,
            counted(book.consequences, case.member, one.tallies, _days(book, year)),
            one.selected,
            unsettled=one.grade in (OPEN, UNGRADED),
            decided=one.decided,
            categories=tuple(CategoryScore(name, points, ()) for name, points in one.categories.items()),
            quarters=_in_quarters(book, year, one.quarters_selected),
        )
        for year, one in case.earlier.items()
    }
    counts = counted(book.consequences, case.member, own, days)
    unsettled = bool(score.lacking or outcome.ungraded)
    grade = _after_quotas(book, case, outcome.grade)
    history[case.year] = YearStanding(
        *(score.total, grade, counts, case.selected, unsettled, score.categories),
        decided=case.decided,
        quarters=_in_quarters(book, case.year, case.quarters_selected),
    )
    serving = case.member.in_office(days.last)
    proposed = due(rules, case.member, history, term_ends=case.term_ends) if serving else ()
    return TriedCase(
        *(case, score, outcome, tuple(_missed_in_term(book, case))),
        proposals=tuple(
            _put_forward(rules, case, MemberYear(case.member, score, outcome, grade, counts, {}), proposed)
        ),
        grade=grade_shown(score, outcome),
        quarters=dict(_quarters(scorer, rules, case, needed)) if asks_quarters(case.expected) else {},
    )


def _put_forward(
    rules: YearRules, case: RuleCase, one: MemberYear, proposed: Sequence[DueConsequence]
) -> Iterator[str]:
    """The consequences put to the leaders, by id: none that praises is of one whom something bars, as in the evaluation."""
    conduct = tuple(dict.fromkeys(tally.kind for tally in case.tallies if rules.book.kinds[tally.kind].conduct))
    result = YearResult(rules, {case.member.key: replace(one, conduct=conduct)}, (), {})
    barred = any(bars(result, case.member.key, [found.consequence for found in proposed]))
    yield from (found.consequence.id for found in proposed if not (barred and praises(found.consequence)))


def grade_shown(score: Score, outcome: Outcome) -> str:
    """The grade before quotas, or that the year is not judged yet."""
    return OPEN if score.lacking and not outcome.ungraded else outcome.grade


def asks_quarters(expected: Iterable[Expectation]) -> bool:
    """Whether points of quarters are expected."""
    return any(one.aspect is Aspect.QUARTER for one in expected)


def _quarters(scorer: Scorer, rules: YearRules, case: RuleCase, needed: list[Tally]) -> Iterator[tuple[int, Points]]:
    """What each quarter in office adds to the year, its base left out, as the report of the quarter has it."""
    days, ends = rules.days, rules.book.year_ends
    before = scorer.granted(case.member).total
    for quarter in quarters_in(days, ends):
        whole = quarter.under(ends)
        part = Period(max(whole.first, days.first), min(whole.last, days.last))
        if case.member.serves_in(days.until(part.last)):
            own = [tally for tally in needed if tally.on <= part.last]
            so_far = scorer.score(case.member, own, until=part.last, traced=False).total
            if case.member.serves_in(part):
                yield quarter.number, simple(so_far - before)
            before = so_far


def _in_quarters(book: Rulebook, year: int, said: Mapping[int, frozenset[str]]) -> dict[str, tuple[Quarter, ...]]:
    """The quarters of a year in which selections of each quarter chose the member, by their ids."""
    found: dict[str, tuple[Quarter, ...]] = {}
    for quarter in quarters_in(_days(book, year), book.year_ends):
        for name in said.get(quarter.number, ()):
            found[name] = (*found.get(name, ()), quarter)
    return found


def _as_counted(book: Rulebook, case: RuleCase) -> RuleCase:
    """The case with its records as the book counts them."""
    earlier = {
        year: replace(one, tallies=tuple(as_counted(book, case.member, one.tallies)))
        for year, one in case.earlier.items()
    }
    return replace(case, tallies=tuple(as_counted(book, case.member, case.tallies)), earlier=earlier)


def _after_quotas(book: Rulebook, case: RuleCase, grade: str) -> str:
    """The grade that is left to a member whom the case says to be beyond the places of its quota."""
    falls = (quota.overflow_to for quota in book.quotas if quota.grade == grade)
    return next(falls, grade) if case.over_quota else grade


def _among(scorer: Scorer, case: RuleCase, needed: list[Tally]) -> dict[str, Points]:
    """What the member's counts come to among those of the others that the case names."""
    found: dict[str, Points] = {}
    for name, one in scorer.counts(case.member, needed).items():
        counts = {-1: one} | {at: replace(one, value=value) for at, value in enumerate(case.others[name])}
        place = compared(scorer.compares[name], counts)
        found |= {name: place[-1]} if -1 in place else {}
    return found


def year_rules(book: Rulebook, year: int) -> YearRules:
    """The year of a case under its book alone."""
    return YearRules(year, _days(book, year), book)


def _days(book: Rulebook, year: int) -> Period:
    return book.year_ends.of(year)


def _missed_in_term(book: Rulebook, case: RuleCase) -> Iterator[Minimum]:
    """The minimums on the term's clock that the years of the case do not meet."""
    days = Period(_days(book, min(case.earlier, default=case.year)).first, _days(book, case.year).last)
    for minimum in book.minimums:
        if minimum.within == "term" and concerns(minimum.applies_to, case.member, days, days):
            yield from () if satisfied(minimum.need, case.every) else (minimum,)


def mismatches(one: TriedCase) -> list[Mismatch]:
    """The expectations of the case that were not met."""
    came = ((expected, _came(one, expected)) for expected in one.case.expected)
    return [Mismatch(one.case, expected, value) for expected, value in came if value != expected.value]


def _came(one: TriedCase, expected: Expectation) -> Value:
    match expected.aspect:
        case Aspect.SCORE:
            return one.score.total
        case Aspect.GRADE:
            return one.grade
        case Aspect.QUARTER:
            # None of it belongs to one who was not in office in it.
            return one.quarters.get(int(expected.name), "不在任")
        case Aspect.QUARTER_SELECTED:
            return one.quarters_selected.get(int(expected.name), frozenset())
        case Aspect.COMMENDED:
            return "是" if one.commended else "否"
        case Aspect.CATEGORY:
            return next(part.score for part in one.score.categories if part.id == expected.name)
        case Aspect.ITEM:
            items = (item for part in one.score.categories for item in part.items)
            return next(item.score for item in items if item.id == expected.name)
        case _:
            return frozenset(_names(one, expected.aspect))


def _names(one: TriedCase, aspect: Aspect) -> list[str]:
    match aspect:
        case Aspect.PROPOSALS:
            return list(one.proposals)
        case Aspect.SELECTED:
            return list(one.selected)
        case Aspect.NOT_SCORED:
            return [left.tally.kind for left in one.score.unscored]
        case Aspect.MINIMUMS:
            return [minimum.id for minimum in one.outcome.missed]
        case Aspect.TERM_MINIMUMS:
            return [minimum.id for minimum in one.term_missed]
        case Aspect.VETOES:
            return [veto.id for veto in one.outcome.vetoes]
        case Aspect.LACKING:
            return [lack.item for lack in one.score.lacking]
        case Aspect.SCORE | Aspect.GRADE | Aspect.CATEGORY | Aspect.ITEM | Aspect.COMMENDED:
            return []
        case Aspect.QUARTER | Aspect.QUARTER_SELECTED:
            return []
        case _:
            assert_never(aspect)


@dataclass(frozen=True, slots=True)
class RulePlace:
    """One part of a rulebook that a case can touch.

    An item or level is touched by a record it counts, a stretch of a table by a value in it, a band by a total in it;
    a minimum by being missed, a veto by a record that bars, a consequence by being due, a joint bound or a multiplier
    by changing the total.
    """

    what: str
    name: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}：{self.what}“{self.name}”"


def untouched(book: Rulebook, cases: Sequence[TriedCase]) -> list[RulePlace]:
    """The parts that none of ``cases`` touches, in the order of the file."""
    seen = {part for one in cases for part in _touched(book, one)}
    return [part for part in _parts(book) if (part.what, part.name) not in seen]


def _parts(book: Rulebook) -> Iterator[RulePlace]:
    for item in _items(book):
        yield RulePlace("计分项", item.id, item.origin.place)
        yield from (RulePlace("档次", _level(item, level), level.place) for level in item.levels)
        edges = (*_edges(item.measure), *_edges(item.judged_range))
        yield from (RulePlace("分段", _stretch(item.id, value), item.origin.place) for value in edges)
    for bound in book.joint_bounds:
        yield RulePlace("合并上下限", bound.id, bound.origin.place)
    for multiplier in book.multipliers:
        yield RulePlace("系数", multiplier.id, multiplier.origin.place)
        edges = _edges(multiplier.measure)
        yield from (RulePlace("分段", _stretch(multiplier.id, value), multiplier.origin.place) for value in edges)
    yield from (RulePlace("最低要求", minimum.id, minimum.origin.place) for minimum in book.minimums)
    yield from (RulePlace("否决项", veto.id, veto.origin.place) for veto in book.vetoes)
    yield from (RulePlace("等次", band.grade, band.place) for band in book.bands)
    yield from (RulePlace("后果", rule.id, rule.origin.place) for rule in book.consequences)


def _touched(book: Rulebook, one: TriedCase) -> Iterator[tuple[str, str]]:
    yield from _by_trace(one)
    yield from _by_level(book, one)
    yield from _by_measure(book, one)
    yield "等次", one.outcome.band
    yield from (("最低要求", minimum.id) for minimum in (*one.outcome.missed, *one.term_missed))
    yield from (("否决项", veto.id) for veto in one.outcome.vetoes)
    yield from (("后果", name) for name in one.proposals)


def _by_trace(one: TriedCase) -> Iterator[tuple[str, str]]:
    for line in one.score.lines:
        if line.step in _USED:
            yield "计分项", line.item
        elif line.step is Step.JOINT:
            yield "合并上下限", line.level
        elif line.step is Step.TIMES:
            yield "系数", line.level


def _by_level(book: Rulebook, one: TriedCase) -> Iterator[tuple[str, str]]:
    """The levels that gave points to a record that was counted."""
    counted = {(line.item, line.seqs) for line in one.score.lines if line.step is Step.COUNTED}
    for item in _items(book):
        for tally in one.case.every:
            if (item.id, tally.seqs) in counted:
                yield from (("档次", _level(item, level)) for level in _deciding(item, tally, one.case.member))


def _deciding(item: Item, tally: Tally, member: Member) -> list[Level]:
    """The levels by which a record is worth what it is: all it reaches where they stack, else the best of them."""
    reached = [level for level in item.levels if holds(level.when, tally)]
    if item.several_levels == "stacked" or not reached:
        return reached
    held = held_on(member, tally.on)
    return [max(reached, key=lambda level: amount_for(level.points, held))]


def _by_measure(book: Rulebook, one: TriedCase) -> Iterator[tuple[str, str]]:
    """The stretches that were reached; one worth nothing leaves no line in a trace, so the values are measured again."""
    year = book.year_ends.of(one.case.year)
    taker = ClaimFinder(book, year)
    claims, _ = taker.claims(one.case.member, one.case.tallies)
    for index, item in enumerate(_items(book)):
        if item.measure is not None and index in claims:
            clock = None if item.window is None else item.window.each
            for days in windows(clock, year, one.case.member, item.applies_to):
                own = (claim.tally for claim in claims[index] if claim.tally.on in days)
                yield from _reached(item.id, item.measure, measured(item.measure, own))
        if item.judged_range is not None and claims.get(index):
            for value in taker.ranges.measured_for(index, claims[index], one.case.tallies):
                yield from _reached(item.id, item.judged_range, value)
    for rule in book.multipliers:
        if rule.measure is not None and taker.concerns(rule.applies_to, one.case.member, year):
            own = (tally for tally in one.case.tallies if holds(rule.when, tally))
            yield from _reached(rule.id, rule.measure, measured(rule.measure, own))


def _reached(name: str, measure: Measure | JudgedRange, value: Points | None) -> Iterator[tuple[str, str]]:
    reached = [edge for edge in _edges(measure) if value is not None and value >= edge]
    yield from (("分段", _stretch(name, edge)) for edge in reached[:1])


def _edges(measure: Measure | JudgedRange | None) -> tuple[Points, ...]:
    """The lower edges of the table of a measure, or of a range, the highest first."""
    if isinstance(measure, JudgedRange):
        return tuple(stretch.at_least for stretch in measure.table)
    if measure is None or not isinstance(measure.to, BracketTable):
        return ()
    return tuple(stretch.at_least for stretch in measure.to.stretches)


def _items(book: Rulebook) -> list[Item]:
    return [item for category in book.categories for item in category.items]


def _level(item: Item, level: Level) -> str:
    return f"{item.id}·{level.id}"


def _stretch(name: str, edge: Points) -> str:
    return f"{name}·{show(edge)} 起"
