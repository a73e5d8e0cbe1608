"""预警: of the year in hand, who fails it as things stand and how to mend it, and what else wants looking after. No verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import NotInOffice
from duty_cli.errors.watch_errors import WatchTooEarly, YearSettled
from duty_cli.model.exact_numbers import Points
from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.grading_rules import NO_GRADE, Minimum
from duty_cli.model.items import WindowUnit
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import GROUPINGS, Facet, Member, MemberKey
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import PathUse, Proceeding, of_use
from duty_cli.model.progress import in_progress
from duty_cli.model.records import Event, Tally
from duty_cli.model.rule_conditions import AllOf, Test, can_be_mended
from duty_cli.model.rulebook import Rules
from duty_cli.reports.changed_grounds import ChangedGrounds, changed_grounds
from duty_cli.reports.hand_in_list import came, handed_in
from duty_cli.reports.open_sheets import open_sheets
from duty_cli.reports.plan_list import plan_lines
from duty_cli.scoring.assessment_year import (
    MemberYear,
    YearResult,
    YearScope,
    closed_years,
    earlier_of,
    judging_rules_of,
    last_year,
    refuse_taken_over,
    term_of,
    years_so_far,
)
from duty_cli.scoring.consequences import RecordsGround, YearsGround
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.matching import ByKind, kinds_named
from duty_cli.scoring.measures import windows
from duty_cli.scoring.near_consequences import due_against, near
from duty_cli.scoring.outlook import Mending, Outlook, standing_grade
from duty_cli.scoring.proposals import Past, Proposal, decisions, history, proposal
from duty_cli.scoring.verdicts import YearStanding, satisfied
from duty_cli.scoring.ways import Goal

SILENT_DAYS = 90
"""A member of whom nothing was entered for so many days is told of: perhaps nobody entered it."""


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A minimum not met: until when it can be, the stretches in which it was missed for good, and which of its ``parts`` lack."""

    minimum: Minimum
    until: date | None
    gone: tuple[Period, ...] = ()
    parts: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMatter:
    """A consequence that the facts call for (``reached``), or that is one year, record or quarter short, with what it rests on.

    ``counted``: it rests on records or quarters, and not on how years came out; ``conduct``: on such as only the office may read of.
    """

    proposal: Proposal
    reached: bool
    counted: bool
    conduct: bool


@dataclass(frozen=True, slots=True)
class WatchedMember:
    """What is to be told of one member; ``mending`` of one who fails the year as things stand.

    ``now`` is the total of today and that of ``result`` the one at the end of the year if nothing more is entered.
    ``silent_since`` is the last day of which anything was entered where that is long ago, or the day of joining.
    ``planned`` are the activities ahead to which the member may come.
    """

    result: MemberYear
    sector: str
    groups: Mapping[Facet, str]
    now: Points
    goal: Goal
    mending: Mending | None
    matters: tuple[NearMatter, ...]
    duties: tuple[OpenDuty, ...]
    silent_since: date | None
    never: bool
    unsigned: tuple[Event, ...]
    planned: tuple[Event, ...]

    @property
    def member(self) -> Member:
        """The member."""
        return self.result.member

    @property
    def short(self) -> Points:
        """The points that are lacking at the end of the year."""
        return 0 if self.goal.line is None else max(0, self.goal.line - self.result.score.total)

    @property
    def near_matters(self) -> list[NearMatter]:
        """The matters beside the failed year itself: one short, or reached by records."""
        return [matter for matter in self.matters if matter.counted or not matter.reached]

    @property
    def grade(self) -> str:
        """The grade as things stand."""
        return standing_grade(self.result)

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        told = (self.mending, self.matters, self.duties, self.silent_since, self.unsigned)
        return any(one is not None and one != () for one in told)


@dataclass(frozen=True, slots=True)
class Watch(YearScope):
    """The watch on one day, in the order of lists; ``left_out`` are those who are not graded, with why.

    ``open_years`` are the earlier years of the term that are not closed; ``by`` is the grouping it is cut by.
    ``acknowledged``: what was done about warnings of the year; ``changed``: the proceedings of the term whose
    evidence is no longer so.
    """

    identity: Identity
    on: date
    members: tuple[WatchedMember, ...]
    left_out: tuple[WatchedMember, ...]
    sheets: tuple[EventSheet, ...]
    open_years: tuple[int, ...]
    clocks: frozenset[WindowUnit]
    over: bool
    by: Facet | None = None
    acknowledged: tuple[Proceeding, ...] = ()
    changed: tuple[ChangedGrounds, ...] = ()

    @property
    def failing(self) -> tuple[WatchedMember, ...]:
        """Who fails the year as things stand."""
        return tuple(one for one in self.members if one.mending is not None)

    @property
    def unsigned(self) -> list[tuple[EventSheet, list[Member]]]:
        """The sheets on which some of those watched do not stand though they were due, and who that is."""
        wanted = {one.member.key for one in (*self.members, *self.left_out)}
        found = ((sheet, [one for one in sheet.unsigned if one.key in wanted]) for sheet in self.sheets)
        return [(sheet, own) for sheet, own in found if own]


@dataclass(frozen=True, slots=True)
class GroupWatch:
    """The watch on one liaison group, and its conveners as the roster has them."""

    watch: Watch
    group: str
    conveners: tuple[Member, ...]


def year_in_hand(rules: Rules, on: date) -> int:
    """The number of the year to which a day belongs."""
    book = rules.on(on)
    return on.year if book is None else book.year_ends.year_on(on)


def watch(
    reading: LedgerReader,
    rules: Rules,
    identity: Identity,
    year: int,
    on: date,
    *,
    named: Sequence[Member] | None = None,
    by: Facet | None = None,
) -> Watch:
    """Look at ``year`` as on the day ``on``; at those ``named`` alone, None: at all.

    Raises NoRulesForPeriod, YearSettled, YearTakenOver, WatchTooEarly, NotInOffice.
    """
    scope = judging_rules_of(rules, year)
    if year in closed_years(reading):
        raise YearSettled(year)
    refuse_taken_over(reading, scope.days)
    if on < scope.days.first:
        raise WatchTooEarly(year, scope.days.first)
    for member in named or ():
        if not member.serves_in(scope.days):
            raise NotInOffice(member, f"{year} 年度")
    outlook = Outlook(reading, rules, year, on)
    looking = _Looking(reading, rules, outlook)
    wanted = outlook.result.members.keys() if named is None else {member.key for member in named}
    listed = reading.listed((outlook.result.members[key].member for key in wanted), scope.days)
    in_order = _by_group(listed, by, looking.today)
    found = [looking.at(one) for one in in_progress("推算预警", "名委员", in_order, partial(len, wanted))]
    return Watch(
        scope,
        identity,
        on,
        tuple(one for one in found if not one.result.outcome.ungraded),
        tuple(one for one in found if one.result.outcome.ungraded),
        looking.sheets,
        looking.open_years,
        outlook.clocks,
        outlook.over,
        by,
        of_use(reading.proceedings(), PathUse.WARNING, year),
        tuple(one for one in looking.changed if one.member.key in wanted),
    )


def watch_of_group(
    reading: LedgerReader, rules: Rules, identity: Identity, year: int, on: date, group: str
) -> GroupWatch:
    """The watch on the members of one liaison group, for its conveners. Raises UnknownWord, and as :func:`watch`."""
    today = min(on, judging_rules_of(rules, year).days.last)
    known = {one.value for member in reading.roster() for one in member.of(Facet.LIAISON_GROUP) if one.on(today)}
    if group not in known:
        raise UnknownWord(Facet.LIAISON_GROUP.value, group, sorted(known))
    roster = reading.roster()
    own = [one for one in roster if one.in_office(today) and group in one.values(Facet.LIAISON_GROUP, today)]
    conveners = tuple(one for one in own if any(map(_convenes, one.values(Facet.ROLE, today))))
    return GroupWatch(watch(reading, rules, identity, year, on, named=own), group, conveners)


def _convenes(role: str) -> bool:
    return "联络组" in role and role.endswith(("组长", "召集人")) and "副" not in role


def _by_group(members: Sequence[Member], by: Facet | None, today: Period) -> list[Member]:
    """The members group by group; within each as the office lists them."""
    if by is None:
        return list(members)
    return sorted(members, key=lambda member: (not (name := member.value(by, today)), name))


class _Looking:
    """Looks at one member after another, knowing what is asked of everybody once."""

    def __init__(self, reading: LedgerReader, rules: Rules, outlook: Outlook) -> None:
        self._reading, self._rules, self._outlook = reading, rules, outlook
        result = outlook.result
        term = term_of(reading.head(), result.year, result.days)
        earlier = [at for at in years_so_far(reading, rules, term, result.year) if at != result.year]
        self._results: dict[int, YearResult] = {at: score_year(reading, rules, at) for at in earlier}
        self._results[result.year] = result
        self._earlier, self._decided = earlier_of(reading, term), decisions(reading)
        self._term = term
        self._term_ends = result.year == last_year(reading.head(), term, result.year, result.days)
        closed = closed_years(reading)
        self.changed = changed_grounds(reading, self._results)
        self._handed = handed_in(reading, result.year)
        self.open_years = tuple(at for at in earlier if at not in closed)
        last = min(outlook.on, result.days.last)
        self.today = Period(last, last)
        self.sheets = open_sheets(reading, rules, Period(result.days.first, last))
        self._unsigned: dict[MemberKey, list[Event]] = {}
        for sheet in self.sheets:
            for member in sheet.unsigned:
                self._unsigned.setdefault(member.key, []).append(sheet.event)
        ahead = None if outlook.over else Period(max(outlook.on, result.days.first), result.days.last)
        self._planned = () if ahead is None else tuple(plan_lines(reading, rules, ahead))
        self._since = last - timedelta(days=SILENT_DAYS - 1)
        self._heard = self._heard_of()

    def _heard_of(self) -> dict[MemberKey, date]:
        """The last day of which anything was entered, of whom there is anything in this year or in the last days of it."""
        found = {key: max(tally.on for tally in own) for key, own in self._outlook.tallies.items()}
        if self._since < self._outlook.result.days.first:
            before = Period(self._since, self._outlook.result.days.first - timedelta(days=1))
            for key, own in self._reading.tallies(before, by_source=False):
                found.setdefault(key, max(tally.on for tally in own))
        return found

    def at(self, member: Member) -> WatchedMember:
        """What is to be told of a member."""
        outlook, key = self._outlook, member.key
        one, fails = outlook.result.members[key], outlook.fails(key)
        graded = not one.outcome.ungraded
        heard = self._heard.get(key)
        return WatchedMember(
            one,
            member.value(Facet.SECTOR, outlook.result.days),
            {facet: member.value(facet, self.today) for facet in GROUPINGS},
            outlook.now(key),
            outlook.goal(member),
            outlook.mended(key) if fails else None,
            tuple(self._matters(one)) if graded else (),
            tuple(self._duties(one)) if graded else (),
            self._silent_since(member, heard) if graded else None,
            heard is None,
            tuple(self._unsigned.get(key, ())),
            tuple(line.plan.event for line in self._planned if line.open_to(member)),
        )

    def _silent_since(self, member: Member, heard: date | None) -> date | None:
        """Since when nothing was entered, where that is long; of who joined lately nothing is missed yet."""
        offices = (office.first for office in member.of(Facet.OFFICE) if office.on(self.today.last))
        # Of who came back, as of who joined, nothing is missed of the time before.
        joined = max(offices, default=None)
        if joined is None or max(joined, heard or joined) >= self._since:
            return None
        return heard or joined

    def _matters(self, one: MemberYear) -> Iterator[NearMatter]:
        """The consequences that are reached as things stand, or one short."""
        result, member = self._outlook.result, one.member
        past = Past(self._results, self._earlier.get(member.key, {}), self._decided.get(member.key, {}))
        years = history(past, member.key, result.year)
        decided = frozenset(name for at, name in past.decided if at == result.year)
        quarters = result.quarters.get(member.key, {})
        years[result.year] = replace(_standing(one), grade=standing_grade(one), decided=decided, quarters=quarters)
        reached = due_against(result.rules, member, years, term_ends=self._term_ends)
        short = near(result.rules, member, years, term_ends=self._term_ends)
        for found in (*reached, *short):
            said = proposal(self._reading, past, member, result.year, found)
            asked = [ground.when for ground in found.grounds if isinstance(ground, RecordsGround)]
            kinds = (
                result.book.kinds[kind]
                for when in asked
                for kind in kinds_named(when) or ()
                if kind in result.book.kinds
            )
            counted = any(not isinstance(ground, YearsGround) for ground in found.grounds)
            yield NearMatter(said, found in reached, counted, any(kind.conduct for kind in kinds))

    def _duties(self, one: MemberYear) -> Iterator[OpenDuty]:
        """The minimums that are not met, and until when they can be."""
        result, member = self._outlook.result, one.member
        for minimum in one.outcome.missed:
            # Of what was handed in only the score is lacking, and that is not the member's to mend.
            if came(minimum, member.key, self._handed):
                continue
            if minimum.within == "year":
                until = result.days.last if can_be_mended(minimum.need) else None
                yield OpenDuty(minimum, until, parts=self._lacking(minimum, one))
            elif minimum.within in ("month", "quarter"):
                yield from self._by_window(minimum, one)
        yield from (OpenDuty(rule, self._term.period.last) for rule in self._outlook.term_open.get(member.key, ()))

    def _lacking(self, minimum: Minimum, one: MemberYear) -> tuple[Test, ...]:
        """Of a minimum of several parts those that are not met."""
        if not isinstance(minimum.need, AllOf):
            return ()
        own = _within(self._outlook.tallies.get(one.member.key, []), self._outlook.result.days)
        return tuple(part for part in minimum.need.parts if not satisfied(part, own, _standing(one)))

    def _by_window(self, minimum: Minimum, one: MemberYear) -> Iterator[OpenDuty]:
        """A minimum of every month or quarter: the one in hand, and those that are gone."""
        days, on = self._outlook.result.days, self._outlook.on
        own = self._outlook.tallies.get(one.member.key, [])
        begun = windows(WindowUnit(minimum.within), days, one.member, minimum.applies_to, min(on, days.last))
        missed = [part for part in begun if not satisfied(minimum.need, _within(own, part))]
        still = next((part.last for part in missed if part.last >= on), None)
        gone = tuple(part for part in missed if part.last < on)
        if still is not None or gone:
            yield OpenDuty(minimum, still, gone)


def _standing(one: MemberYear) -> YearStanding:
    """What the year comes to as things stand, without a grade: a minimum asks for none."""
    return YearStanding(one.score.total, NO_GRADE, one.counts, categories=one.score.categories)


def _within(tallies: Sequence[Tally], days: Period) -> ByKind:
    return ByKind(tally for tally in tallies if tally.on in days)
