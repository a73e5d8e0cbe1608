"""Cases of several members tried: what the annual evaluation, the quarter reports and the term come to for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import Minimum
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.papers import Identity
from duty_cli.model.periods import quarters_in
from duty_cli.model.records import Tally
from duty_cli.model.rule_cases import Aspect, CommitteeCase, CommitteeMember, EarlierYear, RuleCase
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.reports.annual_evaluation import EvaluatedMember, annual_evaluation
from duty_cli.reports.rule_case_runner import TriedCase, asks_quarters
from duty_cli.scoring.assessment_year import YearResult
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.quarter_choices import quarter_choices
from duty_cli.scoring.quarter_points import PointsByQuarter
from duty_cli.scoring.term_minimums import open_in_term

_NO_PAPER = Identity("", 0, "", "", "")


def committee_tried(
    reading: LedgerReader, rules: Rules, case: CommitteeCase, keys: Mapping[MemberKey, CommitteeMember]
) -> list[TriedCase]:
    """What each year of each member comes to in a ledger that holds the case, years in order."""
    tallies: dict[int, dict[MemberKey, list[Tally]]] = {}
    found = []
    for year in case.years:
        # Traced, for what no case touches is read from the steps.
        result = score_year(reading, rules, year, traced=True)
        tallies[year] = dict(reading.tallies(result.days))
        missed = open_in_term(reading, result, tallies[year], result.days.last)
        for one in annual_evaluation(reading, rules, _NO_PAPER, year).members:
            if one.member.key in keys:
                made = _as_case(case, keys[one.member.key], one.member, year, tallies)
                found.append(_tried(reading, rules, result, one, made, missed.get(one.member.key, ())))
    return found


def _tried(
    reading: LedgerReader,
    rules: Rules,
    result: YearResult,
    one: EvaluatedMember,
    case: RuleCase,
    missed: tuple[Minimum, ...],
) -> TriedCase:
    traced = result.members[one.member.key]
    proposals, selected = _put_forward(result.book, one)
    asked = any(expected.aspect is Aspect.QUARTER_SELECTED for expected in case.expected)
    quarters = dict(_quarters(reading, rules, result, one.member)) if asks_quarters(case.expected) else {}
    return TriedCase(
        *(case, traced.score, traced.outcome, missed, proposals),
        grade=one.result.grade,
        quarters=quarters,
        selected=selected,
        commended=one.candidacy is not None and one.candidacy.commended,
        quarters_selected=dict(_chosen(reading, rules, result, one.member)) if asked else {},
    )


def _put_forward(book: Rulebook, one: EvaluatedMember) -> tuple[tuple[str, ...], frozenset[str]]:
    """The consequences and the selections that the member is put forward for, by id."""
    chosen = {(rule.id, rule.origin.clause, rule.propose) for rule in book.selections}
    proposals = [(rule.id, (rule.id, rule.clause, rule.propose) in chosen) for rule in one.proposals]
    return (
        tuple(name for name, selected in proposals if not selected),
        frozenset(name for name, selected in proposals if selected),
    )


def _quarters(reading: LedgerReader, rules: Rules, result: YearResult, member: Member) -> Iterator[tuple[int, Points]]:
    for quarter in quarters_in(result.days, result.book.year_ends):
        earned = PointsByQuarter(reading, rules, quarter).in_quarter(member, quarter)
        if earned is not None:
            yield quarter.number, earned[1]


def _chosen(
    reading: LedgerReader, rules: Rules, result: YearResult, member: Member
) -> Iterator[tuple[int, frozenset[str]]]:
    """The selections of each quarter that choose the member, as the quarter's statistics tell."""
    for quarter in quarters_in(result.days, result.book.year_ends):
        every = quarter_choices(
            PointsByQuarter(reading, rules, quarter), quarter, reading.roster().serving(result.days)
        )
        yield quarter.number, frozenset(one.rule.id for one in every if one.member.key == member.key)


def _as_case(
    case: CommitteeCase,
    one: CommitteeMember,
    member: Member,
    year: int,
    tallies: Mapping[int, Mapping[MemberKey, list[Tally]]],
) -> RuleCase:
    """The year of one member as a case by itself, with the records under the seqs of that ledger."""
    by_year = {at: tuple(own.get(member.key, ())) for at, own in tallies.items()}
    return RuleCase(
        sentence=f"{case.sentence}：{one.name} {year} 年度",
        place=case.place,
        year=year,
        member=member,
        tallies=by_year.pop(year),
        earlier={at: EarlierYear("", None, own) for at, own in by_year.items()},
        others={},
        selected=frozenset(),
        over_quota=False,
        term_ends=case.term_ends and year == case.years[-1],
        expected=one.expected.get(year, ()),
    )
