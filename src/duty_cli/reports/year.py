"""One year of everybody: scores, outcomes, quotas. Every report on grades starts here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duty_cli.domain.conditions import concerns
from duty_cli.domain.ledger import Head, Reading
from duty_cli.domain.members import Member, MemberKey
from duty_cli.domain.outcomes import Selection, Test
from duty_cli.domain.periods import Period, Term, year_of
from duty_cli.domain.points import show
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook, Rules
from duty_cli.errors import NoRulesForPeriod, YearOutOfTerm
from duty_cli.scoring.consequence import may_count
from duty_cli.scoring.match import satisfied
from duty_cli.scoring.outcome import Outcome, judge
from duty_cli.scoring.quota import Cut, Standing, chosen, cut
from duty_cli.scoring.score import Score, Scorer


@dataclass(frozen=True, slots=True)
class MemberYear:
    """A member's year. ``grade`` is final; ``passed_over`` says why a quota did not take the member in."""

    member: Member
    score: Score
    outcome: Outcome
    grade: str
    passed_over: str = ""


@dataclass(frozen=True, slots=True)
class YearResult:
    """Everybody's year, by member key, and how the quotas fell."""

    year: int
    book: Rulebook
    members: Mapping[MemberKey, MemberYear]
    tallies: Mapping[MemberKey, list[Tally]]
    cuts: tuple[Cut, ...]
    selected: Mapping[MemberKey, tuple[Selection, ...]]


def book_for(rules: Rules, period: Period) -> Rulebook:
    """The rulebook in force on every day of ``period``; a period no file covers is an error, never the last known."""
    book = rules.covering(period)
    if book is None:
        covered = "、".join(f"{book.file}：{book.effective}" for book in rules.books)
        raise NoRulesForPeriod(period, covered)
    return book


def score_year(reading: Reading, rules: Rules, year: int, *, traced: bool = False) -> YearResult:
    """Score and grade all who were in office on any day of ``year``; ``traced`` where the steps of everybody are wanted."""
    days = year_of(year)
    book = book_for(rules, days)
    scorer = Scorer(book, days)
    until = reading.head().at.date()
    tallies = dict(reading.tallies(days))
    results = {
        member.key: _judged(scorer, book, member, days, tallies.get(member.key, []), until, traced=traced)
        for member in reading.roster().serving(days)
    }
    return _with_selections(_with_quotas(YearResult(year, book, results, tallies, (), {})))


def score_alone(
    reading: Reading, rules: Rules, member: Member, year: int, tests: Sequence[Test] | None = None
) -> YearResult:
    """The result of ``year`` with one member in it, the same as among all.

    The others are scored only where the grade is one with a quota, or the year one of selections. Of a year that only
    ``tests`` look back on, neither matters unless one of them may count it; the grade is then the one before quotas.
    """
    days = year_of(year)
    book = book_for(rules, days)
    own = dict(reading.tallies(days, member.key)).get(member.key, [])
    one = _judged(Scorer(book, days), book, member, days, own, reading.head().at.date())
    open_ = frozenset({one.grade, *(quota.overflow_to for quota in book.quotas)})
    looked_at = tests is None or any(may_count(test, one.score.total, open_) for test in tests)
    among_all = any(quota.grade == one.grade for quota in book.quotas)
    if (among_all and looked_at) or (book.selections and tests is None):
        return _only(score_year(reading, rules, year), member.key)
    return YearResult(year, book, {member.key: one}, {member.key: own}, (), {})


def _only(result: YearResult, key: MemberKey) -> YearResult:
    return replace(result, members={key: result.members[key]}, tallies={key: result.tallies.get(key, [])})


def _judged(
    scorer: Scorer, book: Rulebook, member: Member, days: Period, own: list[Tally], until: date, *, traced: bool = False
) -> MemberYear:
    score = scorer.score(member, own, until=until, traced=traced)
    outcome = judge(book, member, days, score.total, own, until)
    return MemberYear(member, score, outcome, outcome.grade)


def score_member(reading: Reading, rules: Rules, member: Member, year: int) -> Score:
    """The score of one member alone for ``year``."""
    days = year_of(year)
    own = dict(reading.tallies(days, member.key)).get(member.key, [])
    return Scorer(book_for(rules, days), days).score(member, own, until=reading.head().at.date())


def _with_quotas(result: YearResult) -> YearResult:
    """Let the quotas fall, one after another; base and candidates are those in office at the end of the year."""
    members = dict(result.members)
    serving = {key for key, one in members.items() if one.member.in_office(year_of(result.year).last)}
    cuts = []
    for quota in result.book.quotas:
        standings = {key: Standing(members[key].score.total, members[key].grade) for key in serving}
        fell, beyond = cut(quota, standings, len(serving))
        cuts.append(fell)
        gone = {key for key, one in members.items() if key not in serving and one.grade == quota.grade}
        for key in beyond | gone:
            why = f"年末已不在任，不占{quota.grade}名额" if key in gone else why_beyond(fell, members[key])
            members[key] = replace(members[key], grade=quota.overflow_to, passed_over=why)
    return replace(result, members=members, cuts=tuple(cuts))


def _with_selections(result: YearResult) -> YearResult:
    """Choose the best or the last for each selection, in each group where it says so; those in office at year's end."""
    end = year_of(result.year).last
    serving = {key: one for key, one in result.members.items() if one.member.in_office(end)}
    found: dict[MemberKey, tuple[Selection, ...]] = {}
    for rule in result.book.selections:
        if result.year < rule.first_year or (result.year - rule.first_year) % rule.every:
            continue
        for group in _groups_of(rule, serving, end):
            totals = {key: one.score.total for key, one in group.items() if _may_be(rule, result, key, one)}
            for key in chosen(rule, totals, len(group)):
                found[key] = (*found.get(key, ()), rule)
    return replace(result, selected=found)


def _groups_of(
    rule: Selection, serving: Mapping[MemberKey, MemberYear], end: date
) -> list[dict[MemberKey, MemberYear]]:
    """Whom a selection is for, in one group or in each of a grouping; nobody without a group is compared."""
    days = Period(end, end)
    groups: dict[str, dict[MemberKey, MemberYear]] = {}
    for key, one in serving.items():
        if concerns(rule.applies_to, one.member, days, year_of(end.year)):
            name = one.member.value(rule.within, days) if rule.within else "全体"
            groups.setdefault(name, {})[key] = one
    return [group for name, group in groups.items() if name]


def _may_be(rule: Selection, result: YearResult, key: MemberKey, one: MemberYear) -> bool:
    if rule.grades is not None and one.grade not in rule.grades:
        return False
    return rule.need is None or satisfied(rule.need, result.tallies.get(key, []))


def why_beyond(fell: Cut, one: MemberYear) -> str:
    """Why a candidate is beyond the quota, in words."""
    grade, total = fell.quota.grade, show(one.score.total)
    head = f"{grade}名额 {fell.places} 名，达到{grade}条件 {fell.candidates} 人"
    if one.score.total == fell.tied:
        return f"{head}；{total} 分者同分且跨越名额，按规则均不入围"
    if fell.edge is None:
        return f"{head}；本年度无人入围"
    return f"{head}；得分 {total}，入围最低分 {show(fell.edge)}"


def term_of(head: Head, year: int) -> Term:
    """The term that ``year`` belongs to: the one in which it ends, else the one in which it begins."""
    days = year_of(year)
    ending = (term for term in head.terms if days.last in term.period)
    meeting = (term for term in head.terms if term.period.meets(days))
    found = next(ending, None) or next(meeting, None)
    if found is None:
        raise YearOutOfTerm(year, "、".join(map(str, head.terms)))
    return found


def years_so_far(reading: Reading, term: Term, last: int) -> tuple[int, ...]:
    """The years of ``term`` up to ``last`` in which the ledger holds any record of anybody.

    A year without a single record was not kept in this ledger, and nobody is failed for it.
    """
    return tuple(year for year in term.years() if year <= last and reading.has_records(year_of(year)))
