"""What a year of one committee comes to in sums: small, whoever it is that adds them up for a city or a province; nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.periods import Period, Term
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import (
    MemberYear,
    YearResult,
    closed_years,
    count_grades,
    refuse_taken_over,
    rules_of,
    term_of,
)
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets, participation
from duty_cli.scoring.evaluate import YearDesk
from duty_cli.scoring.year_places import with_quotas


@dataclass(frozen=True, slots=True)
class MemberSums:
    """Of some members together: how many they are, their attendance, their records, their points, and how many have each grade."""

    members: int
    attendance: AttendanceCount
    records: int
    points: Points
    grades: Mapping[str, int]

    @classmethod
    def summed(cls, every: Iterable[MemberSums]) -> MemberSums:
        """Those of several together; the grades in the order in which they first come."""
        own = list(every)
        grades: Counter[str] = Counter()
        for one in own:
            grades.update(one.grades)
        return cls(
            sum(one.members for one in own),
            AttendanceCount.summed(one.attendance for one in own),
            sum(one.records for one in own),
            simple(sum(one.points for one in own)),
            dict(grades),
        )


@dataclass(frozen=True, slots=True)
class CountySums:
    """The year of one committee.

    ``kinds``: how many records there are of each kind, in the order of the rule file; behind them those that its rules do not know
    (``unknown``), so that they count for nothing there.
    ``grades`` are those of its rules, the best first; ``closed``: the clerk has closed the year. ``head`` is the chain's digest at
    ``seq``, written at ``at``; ``rules`` the digest of the files by which it was judged, ``title`` what they call themselves.
    ``recorded``: whether there is any record of the year at all, absences and what counts for nothing included.
    """

    committee: str
    days: Period
    term: Term
    seq: int
    head: str
    at: datetime
    rules: str
    title: str
    scored: bool
    closed: bool
    grades: tuple[str, ...]
    whole: MemberSums
    sectors: Mapping[str, MemberSums]
    parties: Mapping[str, MemberSums]
    kinds: Mapping[str, int]
    unknown: tuple[str, ...]
    recorded: bool


@dataclass(frozen=True, slots=True)
class _OwnYear:
    """What one member did: how often in which state, the records of each kind, and whether there is any record at all."""

    attendance: AttendanceCount
    kinds: Counter[str]
    recorded: bool


def county_year(reading: LedgerReader, rules: Rules, year: int) -> tuple[CountySums, YearResult]:
    """The sums of ``year`` beside the result that they are of. Raises NoRulesForPeriod, YearOutOfTerm, YearTakenOver."""
    found, head = rules_of(rules, year), reading.head()
    term = term_of(head, year, found.days)
    refuse_taken_over(reading, found.days)
    result, own = _gone_through(reading, rules, year)
    members = list(result.members.values())
    kinds = sum((one.kinds for one in own.values()), Counter[str]())
    unknown = tuple(sorted(kinds.keys() - found.book.kinds.keys()))
    in_order = (*(kind for kind in found.book.kinds if kinds[kind]), *unknown)
    grades = count_grades(found.book, members)
    sums = CountySums(
        *(head.committee, found.days, term, head.seq, head.digest, head.at),
        *(rules.digest, found.book.title, found.book.scored, year in closed_years(reading), tuple(grades)),
        _summed(members, own, grades),
        _by(Facet.SECTOR, result, own, grades),
        _by(Facet.PARTY, result, own, grades),
        {kind: kinds[kind] for kind in in_order},
        unknown,
        recorded=any(one.recorded for one in own.values()),
    )
    return sums, result


def _gone_through(reading: LedgerReader, rules: Rules, year: int) -> tuple[YearResult, dict[MemberKey, _OwnYear]]:
    """Everybody's year by the scorer, quotas too, and what each did: from the same tallies, read once."""
    desk = YearDesk(reading, rules, year)
    days = desk.rules.days
    sheets = Sheets(reading, rules, days)
    serving = {member.key: member for member in reading.roster().serving(days)}
    years: dict[MemberKey, MemberYear] = {}
    own: dict[MemberKey, _OwnYear] = {}

    def go_through(member: Member, tallies: list[Tally]) -> None:
        years[member.key] = desk.judged(member, tallies)
        within = [tally for tally in tallies if tally.on in days]
        kinds: Counter[str] = Counter()
        for tally in participation(within, desk.rules.book, member):
            kinds[tally.kind] += tally.count
        own[member.key] = _OwnYear(sheets.count(member.key, within), kinds, bool(within))

    for key, tallies in desk.grouped(serving.values()):
        if key in serving:
            go_through(serving[key], tallies)
    for key in serving.keys() - own.keys():
        go_through(serving[key], [])
    in_order = {key: years[key] for key in serving}
    # Selections change no grade, and nobody is named.
    return with_quotas(YearResult(desk.rules, in_order, (), {}))[0], own


def _summed(members: Iterable[MemberYear], own: Mapping[MemberKey, _OwnYear], grades: Iterable[str]) -> MemberSums:
    every = list(members)
    counts = Counter(one.grade for one in every)
    return MemberSums(
        len(every),
        AttendanceCount.summed(own[one.member.key].attendance for one in every),
        sum(own[one.member.key].kinds.total() for one in every),
        simple(sum(one.score.total for one in every)),
        {grade: counts[grade] for grade in grades},
    )


def _by(
    facet: Facet, result: YearResult, own: Mapping[MemberKey, _OwnYear], grades: Iterable[str]
) -> dict[str, MemberSums]:
    """The same of each group, by name; the empty name for those who are in none."""
    groups: dict[str, list[MemberYear]] = {}
    for one in result.members.values():
        groups.setdefault(one.member.value(facet, result.days), []).append(one)
    return {name: _summed(groups[name], own, grades) for name in sorted(groups)}
