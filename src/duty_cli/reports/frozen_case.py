"""One member's year in the ledger as a case: what the rules see of it under made-up names, and what the report comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace

from duty_cli.errors.record_errors import NotInOffice
from duty_cli.errors.rule_errors import CaseNotMade
from duty_cli.model.exact_numbers import Points
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey, Person, Tenure
from duty_cli.model.periods import Period, Quarter, quarters_in
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_cases import Aspect, EarlierYear, Expectation, RuleCase, Value
from duty_cli.model.rule_conditions import ScoreIs, facts_asked
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.reports.annual_evaluation import evaluate_member
from duty_cli.reports.rule_case_runner import grade_shown
from duty_cli.scoring.assessment_year import (
    MemberYear,
    YearResult,
    closed_years,
    days_of,
    earlier_of,
    judging_rules_of,
    last_year,
    refuse_taken_over,
    term_of,
    years_so_far,
)
from duty_cli.scoring.consequences import counted
from duty_cli.scoring.evaluate import YearDesk, score_alone
from duty_cli.scoring.peer_standings import peer_counts
from duty_cli.scoring.proposals import decisions, year_standing
from duty_cli.scoring.quarter_points import PointsByQuarter
from duty_cli.scoring.term_minimums import open_in_term

_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class _Year:
    """The year that is asked about, as the ledger has it now."""

    reading: LedgerReader
    rules: Rules
    member: Member
    result: YearResult
    desk: YearDesk
    tallies: Sequence[Tally]

    @property
    def one(self) -> MemberYear:
        """What the year came to."""
        return self.result.members[self.member.key]

    @property
    def own(self) -> list[Tally]:
        """The records of the year itself."""
        return [tally for tally in self.tallies if tally.on in self.result.days]


def frozen_case(reading: LedgerReader, rules: Rules, member: Member, year: int) -> RuleCase:
    """The member's ``year`` as a case, its results those of the report; records and groups under made-up names.

    Raises NoRulesForPeriod, YearTakenOver and YearOutOfTerm as the report does, NotInOffice as an explanation does, CaseNotMade of a year
    that was not kept.
    """
    days = judging_rules_of(rules, year).days
    refuse_taken_over(reading, days)
    if not member.serves_in(days):
        raise NotInOffice(member, f"{year} 年度")
    if not reading.has_records(days):
        raise CaseNotMade(year, ["账本里这一年谁都没有记录"])
    desk = YearDesk(reading, rules, year, traced=True)
    tallies = dict(desk.tallies(member.key)).get(member.key, [])
    now = _Year(reading, rules, member, score_alone(reading, rules, member, year), desk, tallies)
    earlier = dict(_earlier(now))
    head = reading.head()
    every = [*now.own, *(tally for one in earlier.values() for tally in one.tallies)]
    alias = _Aliases(every, now.result.book)
    return RuleCase(
        sentence=f"委员甲 {year} 年度",
        place="",
        year=year,
        member=alias.member(member, days),
        tallies=alias.records(now.own),
        earlier={at: replace(one, tallies=alias.records(one.tallies)) for at, one in earlier.items()},
        others=dict(_others(now)),
        selected=year_standing(now.result, member.key).selected,
        over_quota=bool(now.one.passed_over),
        term_ends=year == last_year(head, term_of(head, year, days), year, days),
        expected=tuple(Expectation(aspect, name, value, "") for aspect, name, value in _expected(now)),
        decided=_decided(now, year),
        quarters_selected=_by_quarter(now.result.quarters.get(member.key, {})),
    )


def _by_quarter(quarters: Mapping[str, Sequence[Quarter]]) -> dict[int, frozenset[str]]:
    """The selections of each quarter that chose the member, by the number of the quarter."""
    numbers = sorted({one.number for own in quarters.values() for one in own})
    return {
        number: frozenset(name for name, own in quarters.items() if number in {one.number for one in own})
        for number in numbers
    }


def _decided(now: _Year, at: int) -> frozenset[str]:
    """The consequences on which people decided for a year."""
    return frozenset(name for year, name in decisions(now.reading).get(now.member.key, {}) if year == at)


def _earlier(now: _Year) -> Iterator[tuple[int, EarlierYear]]:
    """The earlier years of the term: what they came to, and their records where something looks back on them."""
    reading, rules, key, days = now.reading, now.rules, now.member.key, now.result.days
    term, closed, book = term_of(reading.head(), now.result.year, days), closed_years(reading), now.result.book
    for at, one in earlier_of(reading, term).get(key, {}).items():
        if at < now.result.year:
            yield at, EarlierYear(one.grade or "", one.score, decided=_decided(now, at))
    asks = any(minimum.within == "term" for minimum in book.minimums) or now.desk.needs.first < days.first
    facts = (fact for rule in book.consequences for fact in facts_asked(rule.test))
    asked = {fact.by for fact in facts if isinstance(fact, ScoreIs)}
    for at in years_so_far(reading, rules, term, now.result.year):
        past = days_of(rules, at)
        if at == now.result.year or not now.member.serves_in(past) or at not in closed:
            continue
        standing = year_standing(score_alone(reading, rules, now.member, at), key)
        own = dict(reading.tallies(past, key)).get(key, [])
        back = asks or any(counted(book.consequences, now.member, own, past).values())
        yield (
            at,
            EarlierYear(
                *(standing.grade, standing.total, tuple(own) if back else (), standing.selected, _decided(now, at)),
                categories={one.id: one.score for one in standing.categories if one.id in asked},
                quarters_selected=_by_quarter(standing.quarters or {}),
            ),
        )


def _others(now: _Year) -> Iterator[tuple[str, tuple[Points, ...]]]:
    """The counts of those with whom the member is compared, by item."""
    scorer = now.desk.scorer
    counts = peer_counts(now.reading, scorer, now.result.days, now.desk.until)
    for item, mine in counts.get(now.member.key, {}).items():
        yield (
            item,
            tuple(
                one[item].value
                for key, one in counts.items()
                if key != now.member.key and item in one and one[item].group == mine.group
            ),
        )


def _expected(now: _Year) -> Iterator[tuple[Aspect, str, Value]]:
    """All that the report says of the year."""
    # The steps say what was not scored; they change no point of it.
    traced = now.desk.judged(now.member, list(now.tallies))
    score, outcome, book = traced.score, traced.outcome, now.result.book
    if book.scored:
        yield Aspect.SCORE, "", score.total
    if book.bands:
        yield Aspect.GRADE, "", grade_shown(score, outcome)
    for category in score.categories:
        yield Aspect.CATEGORY, category.id, category.score
        yield from ((Aspect.ITEM, item.id, item.score) for item in category.items)
    if now.result.year in closed_years(now.reading):
        proposals = evaluate_member(now.reading, now.rules, now.member, now.result.year).proposals
        consequences = {(rule.id, rule.propose) for rule in book.consequences}
        yield Aspect.PROPOSALS, "", frozenset(one.id for one in proposals if (one.id, one.propose) in consequences)
    yield Aspect.NOT_SCORED, "", frozenset(left.tally.kind for left in score.unscored)
    yield Aspect.MINIMUMS, "", frozenset(minimum.id for minimum in outcome.missed)
    if any(minimum.within == "term" for minimum in book.minimums):
        missed = open_in_term(now.reading, now.result, {now.member.key: now.own}, now.result.days.last)
        yield Aspect.TERM_MINIMUMS, "", frozenset(one.id for one in missed.get(now.member.key, ()))
    yield Aspect.VETOES, "", frozenset(veto.id for veto in outcome.vetoes)
    yield Aspect.LACKING, "", frozenset(lack.item for lack in score.lacking)
    yield from ((Aspect.QUARTER, str(number), points) for number, points in _quarters(now))


def _quarters(now: _Year) -> Iterator[tuple[int, Points]]:
    # Among others the place at the end of a quarter hangs on what they had by then.
    if now.result.book.scored and not now.desk.scorer.compares and now.desk.until >= now.result.days.last:
        for quarter in quarters_in(now.result.days, now.result.book.year_ends):
            earned = PointsByQuarter(now.reading, now.rules, quarter).in_quarter(now.member, quarter)
            if earned is not None:
                yield quarter.number, earned[1]


class _Aliases:
    """Made-up names for all that the office wrote itself: matters, and what the rule file does not name of roles and groups."""

    def __init__(self, every: Sequence[Tally], book: Rulebook) -> None:
        self._said = frozenset(_texts(book))
        # In their own order, for of records of one day the first is found by it; of one width, that it stays so.
        matters = sorted({tally.matter for tally in every if tally.matter is not None})
        wide = len(str(len(matters)))
        self._matters = {matter: f"成果{at:0{wide}}" for at, matter in enumerate(matters, 1)}
        families = list(dict.fromkeys(tally.family for tally in every if tally.family is not None))
        self._families = {family: f"编号{at}" for at, family in enumerate(families, 1)}
        self._groups: dict[tuple[Facet, str], str] = {}

    def member(self, member: Member, days: Period) -> Member:
        """The member with the tenures up to the end of those days."""
        tenures = [one for one in member.tenures if one.first <= days.last]
        return Member(MemberKey(0), "", Person("", ""), tuple(self._tenure(one) for one in tenures))

    def _tenure(self, one: Tenure) -> Tenure:
        kept = one.facet is Facet.OFFICE or one.value in self._said
        return Tenure(one.facet, one.value if kept else self._group(one.facet, one.value), one.first, one.last)

    def _group(self, facet: Facet, value: str) -> str:
        known = sum(other is facet for other, _ in self._groups)
        return self._groups.setdefault((facet, value), f"{facet.value}{_STEMS[known % len(_STEMS)]}")

    def records(self, tallies: Sequence[Tally]) -> tuple[Tally, ...]:
        """Records under made-up matters and families, by day."""
        return tuple(
            replace(
                one,
                matter=None if one.matter is None else self._matters[one.matter],
                family=None if one.family is None else self._families[one.family],
                seqs=(),
            )
            for one in sorted(tallies, key=lambda tally: (tally.on, tally.kind))
        )


def _texts(value: object) -> Iterator[str]:
    """All texts that a value of the rules holds, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        yield from (text for field in fields(value) for text in _texts(getattr(value, field.name)))
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for part in pair for text in _texts(part))
    elif isinstance(value, tuple | frozenset | list):
        yield from (text for part in value for text in _texts(part))
