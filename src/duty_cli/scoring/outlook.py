"""The year in hand as things stand: what it comes to at its end if nothing more is done, who fails it, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from duty_cli.model.conditions import concerns
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import OPEN, About, Minimum
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.periods import Period
from duty_cli.model.progress import in_progress
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import ScoreIs, Test, asks_categories, facts_asked
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.scoring.assessment_year import MemberYear, YearResult, rules_of
from duty_cli.scoring.category_score import CategoryScore
from duty_cli.scoring.evaluate import YearDesk, quarters_chosen
from duty_cli.scoring.grading import judge
from duty_cli.scoring.hypothesis import Hypothesis
from duty_cli.scoring.matching import ByKind
from duty_cli.scoring.measures import windows
from duty_cli.scoring.near_consequences import against
from duty_cli.scoring.own_acts import Act, OwnActs
from duty_cli.scoring.peer_standings import peer_counts
from duty_cli.scoring.seen_by_rules import clocks, facets_asked, kinds_about, kinds_of
from duty_cli.scoring.term_minimums import open_in_term
from duty_cli.scoring.ways import Goal, Move, Way, WaySearch
from duty_cli.scoring.year_places import with_places

_LATE = 5
"""So many papers may be handed in after the end of the year."""


@dataclass(frozen=True, slots=True)
class Mending:
    """How a member who fails as things stand can still pass; without ``ways``, ``best`` is the most that was reached."""

    ways: tuple[Way, ...] = ()
    best: Points | None = None


def fails(book: Rulebook, one: MemberYear, goal: Goal) -> bool:
    """Whether the year of a member is failed: by its grade, by its points, or by its minimums where nothing is graded."""
    if one.outcome.ungraded:
        return False
    if book.failing_grade is not None and standing_grade(one) == book.failing_grade:
        return True
    below = goal.line is not None and one.score.total < goal.line
    return below or any(minimum in one.outcome.missed for minimum in goal.minimums)


def standing_grade(one: MemberYear) -> str:
    """The grade as things stand, also while a score that is needed is lacking."""
    return one.outcome.grade if one.grade == OPEN else one.grade


def goal_of(book: Rulebook, member: Member, year: Period) -> Goal:
    """What it takes the member to pass: the edge above the last grade, and what the consequences ask against the member."""
    end = Period(year.last, year.last)
    meant = (one for one in book.consequences if against(one, book) and concerns(one.applies_to, member, end, year))
    lines = [line for one in meant for line in _lines(one.test)]
    failing = book.failing_grade
    edges = lines if failing is None else [*lines, book.bands[-2].min]
    # Without a failing grade an obligation that is missed is all there is to fail by.
    deciding = (one for one in book.minimums if failing is None or one.grade_at_most == failing)
    return Goal(max(edges, default=None), tuple(one for one in deciding if _asked_of(one, member, year)))


def _lines(test: Test) -> Iterator[Points]:
    for fact in facts_asked(test):
        if isinstance(fact, ScoreIs) and fact.bounds.below is not None:
            yield fact.bounds.below


def _asked_of(minimum: Minimum, member: Member, year: Period) -> bool:
    return minimum.within != "term" and concerns(minimum.applies_to, member, year, year)


class Outlook:
    """Everybody's year at its end if nothing more is entered, and the search for ways on the day ``on``."""

    def __init__(self, reading: LedgerReader, rules: Rules, year: int, on: date) -> None:
        self._desk = YearDesk(reading, rules, year, until=rules_of(rules, year).days.last)
        self._reading, self.on = reading, on
        book, days = self._desk.rules.book, self._desk.rules.days
        serving = {member.key: member for member in reading.roster().serving(days)}
        groups = in_progress(f"汇总 {year} 年度记录", "名委员", self._desk.tallies(), partial(len, serving))
        self.tallies = {key: as_counted(book, serving[key], own) for key, own in groups if key in serving}
        results = {key: self._desk.judged(member, self.tallies.get(key, [])) for key, member in serving.items()}
        quarters = quarters_chosen(reading, rules, self._desk.rules)
        self.result, _ = with_places(YearResult(self._desk.rules, results, (), {}, quarters=quarters))
        self._peers = peer_counts(reading, self._desk.scorer, days, days.last)
        self._acts = OwnActs(book)
        self._facets = facets_asked(book)
        self.clocks = clocks(book)
        self._known: dict[object, Mending] = {}
        self._report_kinds = kinds_about(book, About.REPORT)
        self.term_open = open_in_term(reading, self.result, self.tallies, on)

    def now(self, key: MemberKey) -> Points:
        """The total as reckoned on the day of the last entry, as the evaluation shows it."""
        one = self.result.members[key]
        if not self.clocks:
            return one.score.total
        until = self._reading.head().at.date()
        return self._desk.scorer.score(
            one.member, self.tallies.get(key, []), until=until, among=self._desk.among.get(key), traced=False
        ).total

    def goal(self, member: Member) -> Goal:
        """What it takes the member to pass."""
        return goal_of(self._desk.rules.book, member, self._desk.rules.days)

    def fails(self, key: MemberKey) -> bool:
        """Whether the member fails the year as things stand."""
        one = self.result.members[key]
        return fails(self._desk.rules.book, one, self.goal(one.member))

    @property
    def over(self) -> bool:
        """Whether the days of the year are over: then nothing can be done any more but hand in what is late."""
        return self.on > self._desk.rules.days.last

    def mended(self, key: MemberKey) -> Mending:
        """The ways in which the member can still pass; members alike in all that rules can see share one search."""
        one = self.result.members[key]
        without = self._idle_kinds(one)
        own = self.tallies.get(key, [])
        alike = (without, frozenset(own), self._held(one.member), bool(self._peers) and key)
        if alike not in self._known:
            self._known[alike] = self._search(one, own, without)
        return self._known[alike]

    def _held(self, member: Member) -> frozenset[tuple[Facet, str, date, date | None]]:
        """What of a member the rules can see."""
        return frozenset(
            (one.facet, one.value, one.first, one.last) for one in member.tenures if one.facet in self._facets
        )

    def _search(self, one: MemberYear, own: list[Tally], without: frozenset[str]) -> Mending:
        days = self._desk.rules.days
        member, goal = one.member, self.goal(one.member)
        # One act a day: more could not be done in the days that are left.
        most = _LATE if self.over else (days.last - max(self.on, days.first)).days + 1
        hypothesis = Hypothesis(self._desk.scorer, member, own, days.last, self._peers)
        best: Points | None = None
        for every in (False, True):
            moves = self._moves(member, self._acts.acts(without, every=every))
            search = WaySearch(hypothesis, member, days, own, goal, moves)
            ways = tuple(way for way in search.ways(most) if self._passes(one, [*own, *way.tallies], way.total))
            best = search.best if best is None or search.best is None else max(best, search.best)
            if ways:
                return Mending(ways)
        return Mending(best=best)

    def _idle_kinds(self, one: MemberYear) -> frozenset[str]:
        """Training that the member need not do, or has done; and meetings at which others are due."""
        book, days = self._desk.rules.book, self._desk.rules.days
        wanted = (*one.outcome.missed, *self.term_open.get(one.member.key, ()))
        needed = {kind for minimum in wanted if minimum.about is About.TRAINING for kind in kinds_of(minimum.need)}
        today = Period(min(self.on, days.last), min(self.on, days.last))
        others = {kind.id for kind in book.kinds.values() if not concerns(kind.expects, one.member, today, days)}
        return frozenset((kinds_about(book, About.TRAINING) - needed) | others)

    def _moves(self, member: Member, acts: Iterable[Act]) -> list[Move]:
        """Each act on the first day of each stretch that is left, where the member is in office."""
        if self.over:
            late = (act for act in acts if act.attendance is None and self._report_kinds.issuperset(act.kinds))
            return [(act, self._desk.rules.days.last) for act in late]
        days = [day for day in self._first_days(member) if member.in_office(day)]
        return [(act, day) for act in acts for day in days]

    def _first_days(self, member: Member) -> list[date]:
        """The first day that is left of the year, and of each of its windows, where any rule goes by windows."""
        year = self._desk.rules.days
        first = max(self.on, year.first)
        begun = {first}
        for unit in self.clocks:
            begun |= {max(first, days.first) for days in windows(unit, year, member) if days.last >= first}
        return sorted(begun)

    def _passes(self, one: MemberYear, tallies: list[Tally], total: Points) -> bool:
        """Whether the year is passed with those records, quotas included."""
        book, days = self._desk.rules.book, self._desk.rules.days
        of_year = ByKind(tally for tally in tallies if tally.on in days)
        outcome = judge(book, one.member, days, total, of_year, days.last, self._categories(one.member, tallies))
        open_ = one.grade == OPEN
        then = replace(
            one, score=replace(one.score, total=total), outcome=outcome, grade=OPEN if open_ else outcome.grade
        )
        if not open_ and any(quota.overflow_to == book.failing_grade for quota in book.quotas):
            everybody = {**self._before_places, one.member.key: then}
            then = with_places(replace(self.result, members=everybody))[0].members[one.member.key]
        return not fails(book, then, self.goal(one.member))

    def _categories(self, member: Member, tallies: list[Tally]) -> tuple[CategoryScore, ...]:
        """The sub-totals with those records, where a minimum or veto looks at any."""
        book, days = self._desk.rules.book, self._desk.rules.days
        tests = (*(one.need for one in book.minimums), *(one.test for one in book.vetoes))
        if not any(map(asks_categories, tests)):
            return ()
        among = self._desk.among.get(member.key)
        return self._desk.scorer.score(member, tallies, until=days.last, among=among, traced=False).categories

    @property
    def _before_places(self) -> Mapping[MemberKey, MemberYear]:
        """Everybody's year before quotas."""
        return {
            key: one if one.grade == OPEN else replace(one, grade=one.outcome.grade, passed_over="")
            for key, one in self.result.members.items()
        }
