"""Evaluate a year: score and grade member by member, then apply what needs all of them: quotas and selections."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from duty_cli.model.conditions import Condition, Conditions
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.grading_rules import OPEN, Consequence
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.progress import in_progress
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import Test, asks_selections, counts_in, records_asked
from duty_cli.model.rulebook import Rulebook, Rules, YearRules
from duty_cli.scoring.assessment_year import MemberYear, QuartersByMember, YearResult, rules_of
from duty_cli.scoring.consequences import answered, asked_by, may_count
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.grading import judge
from duty_cli.scoring.matching import ByKind, MetConditions
from duty_cli.scoring.peer_standings import standings
from duty_cli.scoring.seen_by_rules import asks_quarters
from duty_cli.scoring.verdicts import OwnDays
from duty_cli.scoring.year_places import YearPlaces, in_places, with_places

MANY = 6000
"""Of so many members a second process has done its half before the first would have: it takes half a second to begin."""


def score_year(reading: LedgerReader, rules: Rules, year: int, *, traced: bool = False) -> YearResult:
    """Score and grade all who were in office on any day of ``year``; ``traced`` where the steps of everybody are wanted."""
    result, places = _scored(reading, rules, year, traced=traced)
    if result.book.quotas or result.book.selections:
        _known(reading, rules, year, lambda: places)
    return result


def _scored(reading: LedgerReader, rules: Rules, year: int, *, traced: bool = False) -> tuple[YearResult, YearPlaces]:
    found = rules_of(rules, year)
    serving = {member.key: member for member in reading.roster().serving(found.days)}
    if traced or len(serving) < MANY:
        members = judged_each(reading, rules, year, serving, traced=traced)
    else:
        from duty_cli.scoring.year_halves import in_halves

        members = in_halves(reading, rules, year, serving, judged_each)
    return with_places(YearResult(found, members, (), {}, quarters=quarters_chosen(reading, rules, found)))


def quarters_chosen(reading: LedgerReader, rules: Rules, year: YearRules) -> QuartersByMember:
    """Whom the selections of each quarter chose in the quarters of a year, where any rule asks for it; else nobody is looked for."""
    if not asks_quarters(year.book, [one for book in rules.books for one in book.consequences]):
        return {}
    # Quarters are scored like years, five times as much in all: once for one state of the ledger, and where a file asks for them.
    from duty_cli.scoring.quarter_choices import chosen_by_quarter

    parts = (rules.digest, rules.subject, year.year)
    return reading.kept("quarters", parts, dict, lambda: chosen_by_quarter(reading, rules, year))


def judged_each(
    reading: LedgerReader, rules: Rules, year: int, serving: Mapping[MemberKey, Member], *, traced: bool = False
) -> dict[MemberKey, MemberYear]:
    """The years of all of ``serving`` before quotas."""
    desk = YearDesk(reading, rules, year, traced=traced)
    groups = in_progress(f"计算 {year} 年度得分", "名委员", desk.grouped(serving.values()), partial(len, serving))
    scored = {key: desk.judged(serving[key], own) for key, own in groups if key in serving}
    # Members without a record are scored as well: they have a base, and obligations they missed.
    return {key: scored.get(key) or desk.judged(member, []) for key, member in serving.items()}


def _known(reading: LedgerReader, rules: Rules, year: int, work_out: Callable[[], YearPlaces]) -> YearPlaces:
    """The places of ``year``, worked out once for one state of the ledger under the same rules."""
    return reading.kept("places", (rules.digest, rules.subject, year), YearPlaces, work_out)


def score_alone(
    reading: LedgerReader, rules: Rules, member: Member, year: int, tests: Sequence[Test] | None = None
) -> YearResult:
    """The result of ``year`` with one member in it, the same as among all.

    The others are scored only where the grade is one with a quota, or the year one of selections, and where the places are
    not known from before. Of a year that only ``tests`` look back on, neither matters unless one of them may count it; the grade is then the one before quotas.
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
        known = _known(reading, rules, year, lambda: _scored(reading, rules, year)[1])
        return in_places(desk.rules, known, one)
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
        conduct = [kind.id for kind in self.rules.book.kinds.values() if kind.conduct]
        self._conduct: dict[str, Conditions] = {
            kind: (Condition("kind", any_of=frozenset({kind})),) for kind in conduct
        }
        # A later year may be another file's, and its consequences look back on this one.
        self._consequences = [one for book in rules.books for one in book.consequences]
        self._asked = asked_by(self._consequences)
        # What the records say to them is kept, for they are let go before anybody is chosen.
        self._needs = [(one.id, counts_in(one.need)) for one in self.rules.book.selections if one.need is not None]
        self._known = MetConditions([*self._conduct.values(), *_counted(self.rules.book, self._consequences)])

    def tallies(self, member: MemberKey | None = None) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """The tallies that are needed, of one member or of all."""
        return self._reading.tallies(self.needs, member, by_source=self.rules.book.by_source)

    def grouped(self, members: Collection[Member]) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """The tallies that are needed of ``members`` and maybe others, told apart as far as the rules see; traced, in full."""
        if self._traced:
            return self.tallies()
        return self._reading.tallies(self.needs, by_source=self.rules.book.by_source, sight=self.sight(members))

    def sight(self, members: Collection[Member]) -> Sight:
        """How far the rules can tell the records of ``members`` apart."""
        # Who scores one member needs it not.
        from duty_cli.scoring.year_sight import year_sight

        return year_sight(self.rules, self.needs, self._consequences, members)

    def judged(self, member: Member, tallies: list[Tally]) -> MemberYear:
        """The member's year before quotas."""
        book, days = self.rules.book, self.rules.days
        tallies = as_counted(book, member, tallies)
        among = self.among.get(member.key)
        score = self.scorer.score(member, tallies, until=self.until, among=among, traced=self._traced)
        # An item's own days may begin in the year before; grades and consequences look at this year alone.
        own = tallies if self.needs == days else [tally for tally in tallies if tally.on in days]
        by_kind = ByKind(own, self._known)
        outcome = judge(book, member, days, score.total, by_kind, self.until, score.categories)
        counts = answered(self._asked, member, by_kind, days)
        needs = {name: tuple(map(OwnDays(by_kind).counted, asked)) for name, asked in self._needs}
        # Not judged yet is not 0: while a needed score is lacking the member neither passes nor fails.
        grade = OPEN if score.lacking and not outcome.ungraded and book.bands else outcome.grade
        conduct = tuple(kind for kind, when in self._conduct.items() if by_kind.reaches(when, 1))
        return MemberYear(member, score, outcome, grade, counts, needs, conduct=conduct)


def _counted(book: Rulebook, consequences: Sequence[Consequence]) -> Iterator[Conditions]:
    """What the records of a year are counted by, beside their points."""
    needs = [*(one.need for one in book.minimums), *(one.need for one in book.selections if one.need is not None)]
    yield from (when for need in needs for when in records_asked(need))
    yield from (when for veto in book.vetoes for when in records_asked(veto.test))
    yield from (when for one in consequences for when in records_asked(one.test))


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
