"""One year of everybody: scores, outcomes, quotas. Every report on grades starts here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from duty_cli.domain.ledger import Head, Reading
from duty_cli.domain.members import Member, MemberKey
from duty_cli.domain.periods import Period, Term, year_of
from duty_cli.domain.points import show
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook, Rules
from duty_cli.errors import NoRulesForPeriod, YearOutOfTerm
from duty_cli.scoring.outcome import Outcome, judge
from duty_cli.scoring.quota import Cut, Standing, cut
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


def book_for(rules: Rules, period: Period) -> Rulebook:
    """The rulebook in force on every day of ``period``; a period no file covers is an error, never the last known."""
    book = rules.covering(period)
    if book is None:
        covered = "、".join(f"{book.file}：{book.effective}" for book in rules.books)
        raise NoRulesForPeriod(period, covered)
    return book


def score_year(reading: Reading, rules: Rules, year: int) -> YearResult:
    """Score and grade all who were in office on any day of ``year``."""
    days = year_of(year)
    book = book_for(rules, days)
    scorer = Scorer(book, days)
    tallies = dict(reading.tallies(days))
    results = {}
    for member in reading.roster().serving(days):
        own = tallies.get(member.key, [])
        score = scorer.score(member, own)
        outcome = judge(book, member, days, score.total, own)
        results[member.key] = MemberYear(member, score, outcome, outcome.grade)
    return _with_quotas(YearResult(year, book, results, tallies, ()))


def score_member(reading: Reading, rules: Rules, member: Member, year: int) -> Score:
    """The score of one member alone for ``year``."""
    days = year_of(year)
    own = dict(reading.tallies(days, member.key)).get(member.key, [])
    return Scorer(book_for(rules, days), days).score(member, own)


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
    return tuple(year for year in reading.years_with_records() if year in set(term.years()) and year <= last)
