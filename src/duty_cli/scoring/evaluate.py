"""Evaluate a year: score and grade member by member, then apply what needs all of them: quotas and selections."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from duty_cli.model.conditions import concerns
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.grading_rules import OPEN, Quota, Selection, Test
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.periods import Period
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import MemberYear, YearResult, rules_of
from duty_cli.scoring.commendation import chooses, commending_grade, praises
from duty_cli.scoring.consequences import asks_selections, counted, may_count
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.grading import QuotaCandidate, QuotaCut, chosen, cut, judge, places
from duty_cli.scoring.matching import ByKind, satisfied
from duty_cli.scoring.measures import PeerCount, compared


def with_places(result: YearResult) -> YearResult:
    """Apply the quotas of grades, then the selections, to a scored year."""
    # Selections last: they may ask for a grade, which a quota can take away.
    return _with_selections(_with_quotas(result))


def _with_quotas(result: YearResult) -> YearResult:
    """Apply the quotas in order, downgrading who is beyond; base and candidates: the graded in office at year's end."""
    members = dict(result.members)
    serving = _serving(result)
    cuts = []
    for quota in result.book.quotas:
        gone = f"年末已不在任，不占{quota.grade}名额"
        why = {key: gone for key, one in members.items() if key not in serving and one.grade == quota.grade}
        for name, group in _groups_of(quota, serving, result.days):
            # From ``members``, not from ``result``: who fell out of a better grade stands for the next quota.
            standings = {key: QuotaCandidate(members[key].score.total, members[key].grade) for key in group}
            # The places are a share of the whole group, not of those who reached the grade.
            fell, beyond = cut(quota, standings, len(group), name)
            cuts.append(fell)
            why |= {key: why_beyond(fell, members[key]) for key in beyond}
        for key, said in why.items():
            members[key] = replace(members[key], grade=quota.overflow_to, passed_over=said)
    return replace(result, members=members, cuts=tuple(cuts))


def _serving(result: YearResult) -> dict[MemberKey, Member]:
    """Those in office at the end of the year who are graded."""
    last = result.days.last
    return {
        key: one.member
        for key, one in result.members.items()
        if one.member.in_office(last) and not one.outcome.ungraded
    }


def _with_selections(result: YearResult) -> YearResult:
    """Choose the best or the last for each selection, in each group where it says so; the graded in office at year's end."""
    serving = _serving(result)
    found: dict[MemberKey, tuple[Selection, ...]] = {}
    for rule in result.book.selections:
        if result.year < rule.first_year or (result.year - rule.first_year) % rule.every:
            continue
        for _, group in _groups_of(rule, serving, result.days):
            may_be = {key: one for key in group if _may_be(rule, one := result.members[key])}
            totals = {key: one.score.of(rule.by) for key, one in may_be.items()}
            for key in chosen(rule, totals, len(group)):
                found[key] = (*found.get(key, ()), rule)
    return replace(result, selected=found)


def _groups_of(
    rule: Quota | Selection, serving: Mapping[MemberKey, Member], year: Period
) -> list[tuple[str, list[MemberKey]]]:
    """Whom a quota or selection is for: all of them, named "", or each group of a grouping by its name.

    Nobody without a group is compared.
    """
    end = Period(year.last, year.last)
    meant = {key: one for key, one in serving.items() if concerns(rule.applies_to, one, end, year)}
    if rule.within is None:
        return [("", list(meant))]
    groups: dict[str, list[MemberKey]] = {}
    for key, one in meant.items():
        groups.setdefault(one.value(rule.within, end), []).append(key)
    return sorted((name, group) for name, group in groups.items() if name)


def praise_places(result: YearResult) -> int | None:
    """How many the rules allow to be commended for the year; None where they set no limit."""
    book, serving = result.book, _serving(result)
    if any(map(praises, book.consequences)):
        return None
    choosing = [rule for rule in book.selections if chooses(rule)]
    if choosing:
        return sum(places(rule, len(group)) for rule in choosing for _, group in _groups_of(rule, serving, result.days))
    cuts = [one.places for one in result.cuts if one.quota.grade == commending_grade(book)]
    return sum(cuts) if cuts else None


def _may_be(rule: Selection, one: MemberYear) -> bool:
    return not one.lacking and (rule.grades is None or one.grade in rule.grades) and rule.id in one.eligible


def why_beyond(fell: QuotaCut, one: MemberYear) -> str:
    """Why a candidate is beyond the quota, in words."""
    grade, total = f"{fell.group}{fell.quota.grade}", show(one.score.total)
    head = f"{grade}名额 {fell.places} 名，达到{grade}条件 {fell.candidates} 人"
    if one.score.total == fell.tied:
        return f"{head}；{total} 分者同分且跨越名额，按规则均不入围"
    if fell.edge is None:
        return f"{head}；本年度无人入围"
    return f"{head}；得分 {total}，入围最低分 {show(fell.edge)}"


def score_year(reading: LedgerReader, rules: Rules, year: int, *, traced: bool = False) -> YearResult:
    """Score and grade all who were in office on any day of ``year``; ``traced`` where the steps of everybody are wanted."""
    desk = YearDesk(reading, rules, year, traced=traced)
    serving = {member.key: member for member in reading.roster().serving(desk.rules.days)}
    scored = {key: desk.judged(serving[key], own) for key, own in desk.tallies() if key in serving}
    # Members without a record are scored as well: they have a base, and obligations they missed.
    results = {key: scored.get(key) or desk.judged(member, []) for key, member in serving.items()}
    return with_places(YearResult(desk.rules, results, (), {}))


def score_alone(
    reading: LedgerReader, rules: Rules, member: Member, year: int, tests: Sequence[Test] | None = None
) -> YearResult:
    """The result of ``year`` with one member in it, the same as among all.

    The others are scored only where the grade is one with a quota, or the year one of selections. Of a year that only
    ``tests`` look back on, neither matters unless one of them may count it; the grade is then the one before quotas.
    """
    desk = YearDesk(reading, rules, year)
    book = desk.rules.book
    one = desk.judged(member, dict(desk.tallies(member.key)).get(member.key, []))
    open_ = frozenset({one.grade, *(quota.overflow_to for quota in book.quotas)})
    looked_at = tests is None or any(may_count(test, one.score.total, open_) for test in tests)
    # Quotas and selections need everybody's score, which is a whole evaluation: only where they matter.
    among_all = any(quota.grade == one.grade for quota in book.quotas)
    chosen_matter = tests is None or any(map(asks_selections, tests))
    if (among_all and looked_at) or (book.selections and chosen_matter):
        result = score_year(reading, rules, year)
        return replace(result, members={member.key: result.members[member.key]})
    return YearResult(desk.rules, {member.key: one}, (), {})


class YearDesk:
    """Scores and grades the members of one year, one after another, as reckoned on the day ``until``, else of the last entry."""

    def __init__(
        self, reading: LedgerReader, rules: Rules, year: int, *, traced: bool = False, until: date | None = None
    ) -> None:
        self._reading = reading
        self.rules = rules_of(rules, year)
        self.scorer = Scorer(self.rules.book, self.rules.days)
        self.needs = self.scorer.needs
        self.until = reading.head().at.date() if until is None else until
        self.among = standings(reading, self.scorer, self.rules.days, self.until)
        self._traced = traced
        self._conduct = [kind.id for kind in self.rules.book.kinds.values() if kind.conduct]
        # A later year may be another file's, and its consequences look back on this one.
        self._consequences = [one for book in rules.books for one in book.consequences]

    def tallies(self, member: MemberKey | None = None) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """The tallies that are needed, of one member or of all."""
        return self._reading.tallies(self.needs, member, by_source=self.rules.book.by_source)

    def judged(self, member: Member, tallies: list[Tally]) -> MemberYear:
        """The member's year before quotas."""
        book, days = self.rules.book, self.rules.days
        among = self.among.get(member.key)
        score = self.scorer.score(member, tallies, until=self.until, among=among, traced=self._traced)
        # An item's own days may begin in the year before; grades and consequences look at this year alone.
        own = tallies if self.needs == days else [tally for tally in tallies if tally.on in days]
        by_kind = ByKind(own)
        outcome = judge(book, member, days, score.total, by_kind, self.until)
        counts = counted(self._consequences, member, by_kind, days)
        met = (rule.id for rule in book.selections if rule.need is None or satisfied(rule.need, by_kind))
        # Not judged yet is not 0: while a needed score is lacking the member neither passes nor fails.
        grade = OPEN if score.lacking and not outcome.ungraded and book.bands else outcome.grade
        conduct = tuple(kind for kind in self._conduct if any(by_kind.of(kind)))
        return MemberYear(member, score, outcome, grade, counts, frozenset(met), conduct=conduct)


def score_member(reading: LedgerReader, rules: Rules, member: Member, year: int) -> Score:
    """The score of one member for ``year``, the same as among all."""
    desk = YearDesk(reading, rules, year)
    return desk.judged(member, dict(desk.tallies(member.key)).get(member.key, [])).score


def score_members(
    reading: LedgerReader, rules: Rules, members: Container[MemberKey], year: int
) -> dict[MemberKey, Score]:
    """The scores of some members for ``year``, the same as among all; the others' records are passed over."""
    desk = YearDesk(reading, rules, year)
    meant = [member for member in reading.roster() if member.key in members]
    tallies = {key: own for key, own in desk.tallies() if key in members}
    return {member.key: desk.judged(member, tallies.get(member.key, [])).score for member in meant}


def standings(reading: LedgerReader, scorer: Scorer, year: Period, until: date) -> dict[MemberKey, dict[str, Points]]:
    """Peer comparison at the end of ``until``: each member's place or ratio by item; empty where no item compares."""
    counts = peer_counts(reading, scorer, year, until)
    found: dict[MemberKey, dict[str, Points]] = {key: {} for key in counts}
    for item, among in scorer.compares.items():
        own = {key: one[item] for key, one in counts.items() if item in one}
        for key, value in compared(among, own).items():
            found[key][item] = value
    return found


def peer_counts(
    reading: LedgerReader, scorer: Scorer, year: Period, until: date
) -> dict[MemberKey, dict[str, PeerCount]]:
    """What each member's records up to ``until`` count to, by item that compares; empty where none does."""
    if not scorer.compares:
        return {}
    serving = {member.key: member for member in reading.roster().serving(year)}
    days = scorer.needs.until(until)
    tallies = reading.tallies(days, by_source=scorer.by_source)
    made = {key: scorer.counts(serving[key], own) for key, own in tallies if key in serving}
    # Who has no records is compared as well: percentiles and means are of everybody.
    return {key: made.get(key) or scorer.counts(member, []) for key, member in serving.items()}
