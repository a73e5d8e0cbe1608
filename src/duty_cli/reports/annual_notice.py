"""一年一通报 (§11): the notice to members, its figures and its annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import Reading
from duty_cli.domain.members import Member, MemberKey
from duty_cli.domain.outcomes import About
from duty_cli.domain.periods import Period, year_of
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook, Rules
from duty_cli.reports.annual_evaluation import AnnualEvaluation, Evaluated, annual_evaluation
from duty_cli.reports.attendance import AttendanceCount, count_attendance, participation


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What a year comes to: activities held, attendance over all, records by kind."""

    activities: int
    attendance: AttendanceCount
    kinds: Mapping[str, int]

    @property
    def records(self) -> int:
        """All records."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class AnnualNotice:
    """The notice of one year. ``internal`` says whether the proposals under §12 are for the reader."""

    evaluation: AnnualEvaluation
    figures: YearFigures
    before: YearFigures | None
    attendance: Mapping[MemberKey, AttendanceCount]
    reports_missing: Mapping[str, tuple[Member, ...]]
    commended: tuple[Evaluated, ...]
    internal: bool

    @property
    def year(self) -> int:
        """The year it speaks of."""
        return self.evaluation.year

    @property
    def identity(self) -> Identity:
        """The ledger and rules it was made from."""
        return self.evaluation.identity


def annual_notice(
    reading: Reading, rules: Rules, identity: Identity, year: int, *, internal: bool = False
) -> AnnualNotice:
    """Put the notice together. The members commended are those in the best grade, after the quota."""
    evaluation = annual_evaluation(reading, rules, identity, year)
    tallies = dict(reading.tallies(year_of(year)))
    own = [tallies.get(one.member.key, []) for one in evaluation.members]
    return AnnualNotice(
        evaluation,
        _figures(reading, year_of(year), own, evaluation.book),
        _before(reading, year - 1, evaluation.book),
        {one.member.key: count_attendance(tallies.get(one.member.key, [])) for one in evaluation.members},
        _reports_missing(evaluation),
        tuple(one for one in evaluation.members if one.result.grade == evaluation.book.bands[0].grade),
        internal,
    )


def _before(reading: Reading, year: int, book: Rulebook) -> YearFigures | None:
    if year not in reading.years_with_records():
        return None
    return _figures(reading, year_of(year), dict(reading.tallies(year_of(year))).values(), book)


def _figures(reading: Reading, days: Period, tallies: Iterable[list[Tally]], book: Rulebook) -> YearFigures:
    """Count what was done, by kind in the order of the rule file; absences and conduct are no achievement."""
    kinds: Counter[str] = Counter()
    attendance = AttendanceCount()
    for own in tallies:
        attendance += count_attendance(own)
        for tally in participation(own, book):
            kinds[tally.kind] += tally.count
    shown = {kind.id: kinds[kind.id] for kind in book.kinds.values() if kinds[kind.id]}
    return YearFigures(_activities(reading, days), attendance, shown)


def _activities(reading: Reading, days: Period) -> int:
    """How many activities were held: those on whose sheet a record stands, an unnamed one by its kind and day."""
    attended = (one.facts for one in reading.records(period=days) if one.facts.attendance is not None)
    return len({(said.kind, said.on, said.activity or said.title or "") for said in attended})


def _reports_missing(evaluation: AnnualEvaluation) -> dict[str, tuple[Member, ...]]:
    """Who has not handed in the yearly report, or given the yearly account: by obligation (§11)."""
    wanted = [minimum for minimum in evaluation.book.minimums if minimum.about is About.REPORT]
    return {
        minimum.id: tuple(one.member for one in evaluation.members if minimum in one.result.outcome.missed)
        for minimum in wanted
    }
