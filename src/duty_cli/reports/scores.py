"""Everybody's year scored and judged: member by member, so that no more than one is in memory with the records."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import date

from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Member, MemberKey
from duty_cli.domain.outcomes import OPEN, Test
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rules
from duty_cli.reports.places import with_places
from duty_cli.reports.year import MemberYear, YearResult, rules_of
from duty_cli.scoring.among import compared
from duty_cli.scoring.consequence import asks_selections, counted, may_count
from duty_cli.scoring.match import ByKind, satisfied
from duty_cli.scoring.outcome import judge
from duty_cli.scoring.score import Score, Scorer


def score_year(reading: LedgerReader, rules: Rules, year: int, *, traced: bool = False) -> YearResult:
    """Score and grade all who were in office on any day of ``year``; ``traced`` where the steps of everybody are wanted."""
    desk = _Desk(reading, rules, year, traced=traced)
    serving = {member.key: member for member in reading.roster().serving(desk.rules.days)}
    scored = {key: desk.judged(serving[key], own) for key, own in desk.tallies() if key in serving}
    results = {key: scored.get(key) or desk.judged(member, []) for key, member in serving.items()}
    return with_places(YearResult(desk.rules, results, (), {}))


def score_alone(
    reading: LedgerReader, rules: Rules, member: Member, year: int, tests: Sequence[Test] | None = None
) -> YearResult:
    """The result of ``year`` with one member in it, the same as among all.

    The others are scored only where the grade is one with a quota, or the year one of selections. Of a year that only
    ``tests`` look back on, neither matters unless one of them may count it; the grade is then the one before quotas.
    """
    desk = _Desk(reading, rules, year)
    book = desk.rules.book
    one = desk.judged(member, dict(desk.tallies(member.key)).get(member.key, []))
    open_ = frozenset({one.grade, *(quota.overflow_to for quota in book.quotas)})
    looked_at = tests is None or any(may_count(test, one.score.total, open_) for test in tests)
    among_all = any(quota.grade == one.grade for quota in book.quotas)
    chosen_matter = tests is None or any(map(asks_selections, tests))
    if (among_all and looked_at) or (book.selections and chosen_matter):
        result = score_year(reading, rules, year)
        return replace(result, members={member.key: result.members[member.key]})
    return YearResult(desk.rules, {member.key: one}, (), {})


class _Desk:
    """Where the members of one year are scored and judged, one after another."""

    def __init__(self, reading: LedgerReader, rules: Rules, year: int, *, traced: bool = False) -> None:
        self._reading = reading
        self.rules = rules_of(rules, year)
        self._scorer = Scorer(self.rules.book, self.rules.days)
        self.needs = self._scorer.needs
        self._until = reading.head().at.date()
        self._among = standings(reading, self._scorer, self.rules.days, self._until)
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
        among = self._among.get(member.key)
        score = self._scorer.score(member, tallies, until=self._until, among=among, traced=self._traced)
        own = tallies if self.needs == days else [tally for tally in tallies if tally.on in days]
        by_kind = ByKind(own)
        outcome = judge(book, member, days, score.total, by_kind, self._until)
        counts = counted(self._consequences, member, by_kind, days)
        met = (rule.id for rule in book.selections if rule.need is None or satisfied(rule.need, by_kind))
        grade = OPEN if score.lacking and not outcome.ungraded and book.bands else outcome.grade
        conduct = tuple(kind for kind in self._conduct if any(by_kind.of(kind)))
        return MemberYear(member, score, outcome, grade, counts, frozenset(met), conduct=conduct)


def score_member(reading: LedgerReader, rules: Rules, member: Member, year: int) -> Score:
    """The score of one member for ``year``, the same as among all."""
    desk = _Desk(reading, rules, year)
    return desk.judged(member, dict(desk.tallies(member.key)).get(member.key, [])).score


def score_members(
    reading: LedgerReader, rules: Rules, members: Container[MemberKey], year: int
) -> dict[MemberKey, Score]:
    """The scores of some members for ``year``, the same as among all; the others' records are passed over."""
    desk = _Desk(reading, rules, year)
    meant = [member for member in reading.roster() if member.key in members]
    tallies = {key: own for key, own in desk.tallies() if key in members}
    return {member.key: desk.judged(member, tallies.get(member.key, [])).score for member in meant}


def standings(reading: LedgerReader, scorer: Scorer, year: Period, until: date) -> dict[MemberKey, dict[str, Points]]:
    """What each one's counts come to among all at the end of ``until``, item by item; nothing where no item compares."""
    if not scorer.compares:
        return {}
    serving = {member.key: member for member in reading.roster().serving(year)}
    days = scorer.needs.until(until)
    tallies = reading.tallies(days, by_source=scorer.by_source)
    made = {key: scorer.counts(serving[key], own) for key, own in tallies if key in serving}
    counts = {key: made.get(key) or scorer.counts(member, []) for key, member in serving.items()}
    found: dict[MemberKey, dict[str, Points]] = {key: {} for key in serving}
    for item, among in scorer.compares.items():
        own = {key: one[item] for key, one in counts.items() if item in one}
        for key, value in compared(among, own).items():
            found[key][item] = value
    return found
