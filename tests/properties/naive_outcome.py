"""What scores lead to, reckoned a second time: places among all, grades, quotas, selections and consequences.

Like ``naive``, it shares no code with ``duty_cli.scoring`` and goes by ``docs/规则语言.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import OPEN, UNGRADED, Consequence, Graded, Quota, ReservedPlaces, Selection
from duty_cli.model.items import WHOLE, Item, PeerComparison
from duty_cli.model.members import Facet, MemberKey
from duty_cli.model.records import RecordFields
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    ChosenBy,
    Counted,
    DecidedOn,
    GradeIs,
    Not,
    NumberBounds,
    ProposedBy,
    QuarterCount,
    RecordCount,
    RecordRate,
    ScoreIs,
    Test,
    YearCount,
    YearFact,
)
from tests.properties.naive import Case, Days, invited_as, meets


def placed(cases: Sequence[Case]) -> list[Case]:
    """The cases, each told what its counts come to beside those of the others whom the item is for."""
    among: list[dict[tuple[str, date], Fraction]] = [{} for _ in cases]
    for item in [item for category in cases[0].book.categories for item in category.items]:
        if item.measure and (rule := item.measure.among):
            for days in windows_of(item, cases):
                found = [(measured(item, case, days), group_of(case, rule.within, days)) for case in cases]
                for mine, (value, group) in zip(among, found, strict=True):
                    rivals = [one for one, its in found if its == group and one is not None]
                    if value is not None and group is not None and (any(rivals) or rule.how != "mean_ratio"):
                        mine[item.id, days[0]] = beside(rule, value, rivals)
    return [replace(case, among=mine) for case, mine in zip(cases, among, strict=True)]


def windows_of(item: Item, cases: Sequence[Case]) -> list[Days]:
    """The windows of an item in which it is for anybody; the whole year where it has none."""
    if item.window is None:
        return [cases[0].year]
    each = item.window.each
    return [list(days) for days in {tuple(days) for case in cases for days in case.windows(each, item.applies_to)}]


def measured(item: Item, case: Case, days: Days) -> Fraction | None:
    """What is counted of one of the days; None of whom the item is not for on them."""
    taken = [record for record, _ in case.taken(item) if item.window is None or record.on in days]
    if item.window is not None:
        return case.counted(item, taken) if [*days] in case.windows(item.window.each, item.applies_to) else None
    return case.counted(item, taken) if taken or case.ever(item.applies_to, case.year) else None


def beside(rule: PeerComparison, value: Fraction, rivals: Sequence[Fraction]) -> Fraction:
    """A count beside its rivals: as a part of their mean, or its place, or the place as a part of their number."""
    if rule.how == "mean_ratio":
        return value * len(rivals) / sum(rivals, Fraction(0))
    better = [one for one in rivals if one > value]
    place = Fraction(len(set(better) if rule.ties == "dense" else better) + 1)
    return place if rule.how == "place" else place / len(rivals)


def group_of(case: Case, facet: Facet | None, days: Days) -> str | None:
    """The last group on the days; all are in one where the rule knows no groups, and nobody in none."""
    tenures = sorted(case.member.tenures, key=lambda tenure: tenure.first)
    held = [one.value for one in tenures if one.facet == facet and case.holds(facet, [one.value], days)]
    return "" if facet is None else held[-1] if held else None


def grade(case: Case, total: Points, categories: Mapping[str, Points]) -> str:
    """The band of the total, or the worst grade that a missed minimum or a veto leaves open; none outside the audience."""
    if not graded(case):
        return UNGRADED
    bands, own = case.book.bands, [one for one in case.records if one.on in case.year]
    totals = {WHOLE: total, **categories}
    open_ = [next((band.grade for band in bands if total >= band.min), bands[-1].grade)]
    for minimum in case.book.minimums:
        if minimum.grade_at_most and minimum.within != "term" and case.meant(minimum.applies_to, case.year):
            windows = [case.year] if minimum.within == "year" else case.windows(minimum.within, minimum.applies_to)
            missed = [
                days
                for days in windows
                if answer(minimum.need, [one for one in own if one.on in days], totals) is False
            ]
            open_ += [minimum.grade_at_most for _ in missed]
    for veto in case.book.vetoes:
        hits = [one for one in own if case.meant(veto.applies_to, [one.on])]
        meant = any(case.meant(veto.applies_to, [day]) for day in case.year)
        open_ += [veto.grade_at_most] if meant and answer(veto.test, hits, totals) else []
    return [band.grade for band in bands if band.grade in open_][-1]


def graded(case: Case) -> bool:
    """Whether the member is of those whom the file grades."""
    rule, served = case.book.graded, case.served(case.year)
    there = rule.in_office == "any_day" or case.year[-1] in served
    return there and len({day.month for day in served}) >= rule.at_least_months


def answer(
    need: Test, records: Sequence[RecordFields], totals: Mapping[str, Points], year: Standing | None = None
) -> bool | None:
    """Whether the records of the days in question are enough, and what the year came to; None where there is no telling."""
    match need:
        case RecordCount() | RecordRate():
            return shown(need, records)
        case YearCount(ScoreIs(bounds, by)):
            return between(totals[by], bounds)
        case YearCount(GradeIs(grades)):
            return None if year is None else year.grade in grades
        case YearCount(ChosenBy(selection)):
            return None if year is None else selection in year.selected
        case QuarterCount(selection, bounds):
            return None if year is None else between(year.quarters.get(selection, 0), bounds)
        case AllOf(parts):
            return every([answer(one, records, totals, year) for one in parts])
        case AnyOf(parts):
            return some([answer(one, records, totals, year) for one in parts])
        case Not(part):
            return turned(answer(part, records, totals, year))
        case _:
            raise AssertionError(need)


def shown(asked: Counted, records: Sequence[RecordFields]) -> bool | None:
    """Whether so many records, or such a part of them, are there."""
    if isinstance(asked, RecordRate):
        records = [one for one in records if invited_as(one) != "列席"]
        whole = [one for one in records if meets(one, asked.whole)]
        part = [one for one in records if meets(one, asked.part)]
        return between(Fraction(len(part), len(whole)), asked.bounds) if whole else None
    return between(len([one for when in asked.whens for one in records if meets(one, when)]), asked.bounds)


def every(answers: Sequence[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def some(answers: Sequence[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def turned(one: bool | None) -> bool | None:
    return None if one is None else not one


def between(number: Points, bounds: NumberBounds) -> bool:
    low = (bounds.at_least is None or bounds.at_least <= number) and (bounds.above is None or bounds.above < number)
    return (
        low and (bounds.at_most is None or bounds.at_most >= number) and (bounds.below is None or bounds.below > number)
    )


@dataclass
class Standing:
    """How one member stands after the year."""

    case: Case
    total: Points
    categories: dict[str, Points]
    grade: str
    selected: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()
    quarters: dict[str, int] = field(default_factory=dict)

    @property
    def chosen(self) -> frozenset[str]:
        """All selections that chose the member, of the year or any quarter of it."""
        return self.selected | {name for name, times in self.quarters.items() if times}


def standings(cases: Sequence[Case], known_on: date) -> list[Standing]:
    """Everybody's total, grade after quotas, and selections, by what is known on a day."""
    book, everybody = cases[0].book, []
    for case in placed(cases):
        total, parts, _ = case.scores()
        own = {category.id: points for category, points in zip(book.categories, parts, strict=True)}
        everybody.append(
            Standing(case, total, own, OPEN if case.lacking() and graded(case) else grade(case, total, own))
        )
    unused: dict[tuple[str, str], int] = {}
    for quota in book.quotas:
        for group in groups(quota, everybody):
            name = str(group_of(group[0].case, quota.within, group[0].case.year[-1:]))
            asking = [one for one in group if one.grade == quota.grade]
            allowed = so_many(quota, len(group)) + sum(unused.get((grade, name), 0) for grade in quota.unused_of)
            inside = [one for one in asking if has_place(one.total, [two.total for two in asking], allowed, quota.ties)]
            unused[quota.grade, name] = unused.get((quota.grade, name), 0) + max(0, allowed - len(inside))
            for one in asking:
                one.grade = quota.grade if one in inside else quota.overflow_to
        for one in everybody:
            gone = not one.case.served(one.case.year[-1:])
            one.grade = quota.overflow_to if gone and one.grade == quota.grade else one.grade
    every_quarter = [stars_of(cases, days) for days in quarters_of(cases[0].year) if days[-1] < known_on]
    for one in everybody:
        names = [name for stars in every_quarter for name in stars.get(one.case.member.key, ())]
        one.quarters = {name: names.count(name) for name in names}
    for rule in [rule for rule in book.selections if rule.each == "year"]:
        year = cases[0].year[-1].year
        if year >= rule.first_year and (year - rule.first_year) % rule.every == 0:
            select(rule, everybody)
    return everybody


def quarters_of(year: Days) -> list[Days]:
    """The four quarters of a year; a few days before the first of January, April, July or October belong to what follows."""
    edges = [day for day in year if day.day == 1 and day.month in (1, 4, 7, 10) and (day - year[0]).days > 45]
    firsts = [year[0], *edges]
    return [[day for day in year if day >= first and (not after or day < after[0])]
            for at, first in enumerate(firsts) for after in [firsts[at + 1 : at + 2]]]  # fmt: skip


def stars_of(cases: Sequence[Case], days: Days) -> dict[MemberKey, frozenset[str]]:
    """Whom the selections of each quarter choose for one of them, of those in office on its last day."""
    everybody = []
    for case in [case for case in cases if case.served(days[-1:])]:
        before = [day for day in case.year if day < days[0]]
        start = then(case, days[0] - timedelta(days=1)) if case.served(before) else then(case, date.min)
        made = [end - begun for end, begun in zip(then(case, days[-1]), start, strict=True)]
        own = replace(
            case,
            book=replace(case.book, graded=Graded()),
            year=[day for day in case.year if day <= days[-1]],
            records=[one for one in case.records if one.on in days],
        )
        names = [category.id for category in case.book.categories]
        everybody.append(Standing(own, made[0], dict(zip(names, made[1:], strict=True)), ""))
    for rule in [rule for rule in cases[0].book.selections if rule.each == "quarter"]:
        select(rule, everybody)
    return {one.case.member.key: one.selected for one in everybody}


def then(case: Case, day: date) -> list[Points]:
    """The total and the sub-totals as they were on a day; before the year begins they are what is granted."""
    total, parts, _ = replace(case, records=[one for one in case.records if one.on <= day], today=day).scores()
    return [total, *parts]


def select(rule: Selection, everybody: Sequence[Standing]) -> None:
    """Tell those chosen that they are."""
    for group in groups(rule, everybody):
        fit = [one for one in group if one.grade in (rule.grades or {one.grade}) and one.grade != OPEN]
        own = [[said for said in one.case.records if said.on in one.case.year] for one in fit]
        fit = [one for one, said in zip(fit, own, strict=True)
               if rule.need is None or answer(rule.need, said, {WHOLE: one.total, **one.categories}, one)]  # fmt: skip
        name = str(group_of(group[0].case, rule.within, group[0].case.year[-1:]))
        every_ = [one for one in everybody if one.case.served(one.case.year[-1:]) and graded(one.case)
                  and name in ("", group_of(one.case, rule.within, one.case.year[-1:]))]  # fmt: skip
        base = len([one for one in every_ if rule.share_of in one.chosen]) if rule.share_of else len(group)
        allowed = max(0, so_many(rule, base) - len([one for one in every_ if one.chosen & rule.less]))
        for one in inside(rule, fit, allowed):
            one.selected |= {rule.id}


def inside(rule: Selection, fit: Sequence[Standing], allowed: int) -> list[Standing]:
    """Who has a place: first of those kept for some, then of the others."""
    points = {id(one): (1 if rule.take == "top" else -1) * one.categories.get(rule.by, one.total) for one in fit}
    found: list[Standing] = []
    gone = 0
    for kept in rule.reserve:
        own = [one for one in fit if one not in found and one.case.meant(kept.applies_to, one.case.year[-1:])]
        wanted = min(so_many(kept, allowed), allowed - gone)
        first = [one for one in own if has_place(points[id(one)], [points[id(two)] for two in own], wanted, rule.ties)]
        found += first
        gone = min(allowed, gone + max(len(first), wanted if kept.if_short == "empty" else 0))
    rest = [one for one in fit if one not in found]
    all_ = [points[id(two)] for two in rest]
    return found + [one for one in rest if has_place(points[id(one)], all_, allowed - gone, rule.ties)]


def groups(rule: Quota | Selection, everybody: Sequence[Standing]) -> list[list[Standing]]:
    """Those in office at the end of the year for whom the rule is, together or by group."""
    ends = [(one, one.case.year[-1:]) for one in everybody]
    meant = [
        (one, end)
        for one, end in ends
        if one.case.served(end) and graded(one.case) and one.case.meant(rule.applies_to, end)
    ]
    named = [(one, group_of(one.case, rule.within, end)) for one, end in meant]
    return [[one for one, its in named if its == name] for name in {its for _, its in named if its is not None}]


def so_many(rule: Quota | Selection | ReservedPlaces, members: int) -> int:
    """How many places a rule gives, for so many members."""
    number = rule.at_least if isinstance(rule, ReservedPlaces) else rule.at_most
    places = Fraction(number) * (members if rule.unit == "share" else 1)
    return int(places + Fraction(1, 2)) if rule.round == "half_up" else int(places)


def has_place(mine: Points, all_: Sequence[Points], places: int, ties: str) -> bool:
    """Whether there is a place: for all who have as much, or for the first of them, as the rule says of ties."""
    better, as_good = len([one for one in all_ if one > mine]), len([one for one in all_ if one >= mine])
    return better < places if ties == "include" else as_good <= places


def due(history: Mapping[int, Standing], *, term_ends: bool) -> list[str]:
    """The consequences to be proposed for the last year, for those whom they concern at its end."""
    rules = history[max(history)].case.book.consequences
    return [rule.id for rule in rules if is_due(rule, rules, history, term_ends=term_ends)]


def is_due(
    rule: Consequence,
    rules: Sequence[Consequence],
    history: Mapping[int, Standing],
    *,
    term_ends: bool,
    now: bool = True,
) -> bool:
    """Whether one of the consequences is proposed for the last year of a history; ``now``: it is the year in hand."""
    last = history[max(history)].case
    if not (term_ends or not rule.at_term_end) or not last.meant(rule.applies_to, last.year[-1:]):
        return False
    if not now and not last.served(last.year[-1:]):
        return False
    past = [{year: one for year, one in history.items() if year <= at} for at in sorted(history)]
    once = rule.fires == "once" and any(is_due(rule, rules, then, term_ends=False, now=False) for then in past[:-1])
    look = Look(rule, rules, history, term_ends, now)
    return not once and look.holds(rule.test, counting=rule.fires == "counted_year") is True


@dataclass(frozen=True)
class Look:
    """A consequence as it looks back from the last year of a history."""

    rule: Consequence
    rules: Sequence[Consequence]
    history: Mapping[int, Standing]
    term_ends: bool
    now: bool

    def holds(self, test: Test, *, counting: bool) -> bool | None:
        """Whether a test holds in the last year; None where there is no telling."""
        match test:
            case AllOf(parts):
                return every([self.holds(one, counting=counting) for one in parts])
            case AnyOf(parts):
                return some([self.holds(one, counting=counting) for one in parts])
            case Not(part):
                return turned(self.holds(part, counting=False))
            case RecordCount() | RecordRate():
                return self.recorded(test, max(self.history), test.years)
            case QuarterCount():
                return self.quarters(test, max(self.history))
            case YearCount():
                return self.years(test, counting=counting)

    def quarters(self, asked: QuarterCount, this: int) -> bool | None:
        """Whether so many quarters of the years up to one of them are so."""
        years = list(self.history) if asked.years is None else list(range(this - asked.years + 1, this + 1))
        known = [self.history[at] for at in years if at in self.history]
        known = [one for one in known if one.grade not in (OPEN, UNGRADED)]
        number = sum(one.quarters.get(asked.selection, 0) for one in known)
        if len(known) == len(years):
            return between(number, asked.bounds)
        return None if asked.bounds.at_most is not None else between(number, asked.bounds) or None

    def recorded(self, asked: Counted, this: int, so_many: int | None) -> bool | None:
        """Whether the records are there in the years up to one of them."""
        years = list(self.history) if so_many is None else list(range(this - so_many + 1, this + 1))
        cases = [self.history[year].case for year in years if year in self.history]
        who = self.rule.applies_to
        own = [one for case in cases for one in case.records if one.on in case.year and case.meant(who, [one.on])]
        if len(cases) == len(years):
            return shown(asked, own)
        if isinstance(asked, RecordRate) or asked.bounds.at_most is not None:
            return None
        return shown(asked, own) or None

    def years(self, asked: YearCount, *, counting: bool) -> bool | None:
        """Whether so many years are so, the last among them where it must be."""
        this, window = max(self.history), asked.window
        back = window if isinstance(window, int) else asked.at_least if window == "in_a_row" else 1
        looked = list(self.history) if window == "term" else [this - at for at in range(back)]
        so = {at: self.is_so(asked.fact, at) for at in looked}
        if window == "in_a_row":
            return every([False if at not in self.history else so[at] for at in looked])
        yes, no = (len([one for one in so.values() if one is sort]) for sort in (True, False))
        enough = True if yes >= asked.at_least else None if len(so) - no >= asked.at_least else False
        return every([enough, so[this]]) if counting else enough

    def is_so(self, fact: YearFact, at: int) -> bool | None:
        """Whether a fact is so of a year."""
        if isinstance(fact, RecordCount | RecordRate):
            return self.recorded(fact, at, 1)
        if at not in self.history:
            return None
        if isinstance(fact, ProposedBy):
            then = {year: one for year, one in self.history.items() if year <= at}
            (other,) = [one for one in self.rules if one.id == fact.consequence]
            now = self.now and at == max(self.history)
            return is_due(other, self.rules, then, term_ends=now and self.term_ends, now=now)
        year = self.history[at]
        if isinstance(fact, DecidedOn):
            return fact.consequence in year.decided
        if year.grade in (OPEN, UNGRADED):
            return None
        match fact:
            case GradeIs(grades):
                return year.grade in grades
            case ScoreIs(bounds, by):
                points = {WHOLE: year.total, **year.categories}.get(by)
                return None if points is None else between(points, bounds)
            case ChosenBy(selection):
                return selection in year.selected
            case QuarterCount(selection, bounds):
                return between(year.quarters.get(selection, 0), bounds)
