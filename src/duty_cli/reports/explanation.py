"""Every point of one member's year down to record, clause, rule line and who entered it; and all years of a member (§13)."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from duty_cli.errors import NotInOffice
from duty_cli.model.audience import Audience
from duty_cli.model.exact_numbers import Points
from duty_cli.model.ledger_protocol import LedgerReader, Operation
from duty_cli.model.members import Member, Seq
from duty_cli.model.periods import Period
from duty_cli.model.provenance import Identity
from duty_cli.model.records import Event, Leave, Record, Tally
from duty_cli.model.rulebook import Rulebook, Rules, YearRules
from duty_cli.reports.annual_evaluation import EvaluatedMember, evaluate_member
from duty_cli.scoring.assessment_year import closed_years, days_of, rules_of, years_kept
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets, count_attendance
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.evaluate import standings
from duty_cli.scoring.quarter_points import QuarterPoints, by_quarter
from duty_cli.scoring.trace import NotScoredReason, Step, TraceLine


@dataclass(frozen=True, slots=True)
class ExplainedRecord:
    """A record with the deed that entered it; ``guest``: at an event at which the member was not due."""

    record: Record
    act: Operation
    guest: bool = False


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of the trace; ``told`` is the record it is about, None for a base, a bound or a rounding."""

    line: TraceLine
    told: ExplainedRecord | None

    @property
    def counted(self) -> bool:
        """Whether the line moves the score, is a record that was counted, if only with 0, or says what records came to."""
        return self.line.step in _EVIDENCE or self.line.change != 0


_EVIDENCE = (Step.COUNTED, Step.TAKEN, Step.LEFT_OUT, Step.MEASURED)


@dataclass(frozen=True, slots=True)
class NotScored:
    """A record that no item takes."""

    told: ExplainedRecord
    why: NotScoredReason


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A record that was reversed, and the deed that did it, with its reason."""

    told: ExplainedRecord
    by: Seq
    act: Operation


@dataclass(frozen=True, slots=True)
class Explanation:
    """One member's year. The changes of ``lines`` add up to the score; ``scored``: whether the rules give any. ``unsigned``: due there, and on no sheet."""

    year: int
    identity: Identity
    title: str
    evaluated: EvaluatedMember
    lines: tuple[ExplainedLine, ...]
    not_scored: tuple[NotScored, ...]
    taken_back: tuple[TakenBack, ...]
    quarters: tuple[QuarterPoints, ...]
    base: Points
    scored: bool = True
    unsigned: tuple[Event, ...] = ()
    audience: Audience = Audience.INTERNAL

    @property
    def member(self) -> Member:
        """The member."""
        return self.evaluated.member


def explain(reading: LedgerReader, rules: Rules, identity: Identity, member: Member, year: int) -> Explanation:
    """Score the member's records one by one: the same code that scores tallies, with every record named."""
    found = rules_of(rules, year)
    if not member.serves_in(found.days):
        raise NotInOffice(member, f"{year} 年度")
    evaluated = evaluate_member(reading, rules, member, year)
    scorer = Scorer(found.book, found.days)
    sheets = Sheets(reading, rules, found.days)
    guests = sheets.guest_records
    told = {seq: replace(one, guest=seq in guests) for seq, one in told_records(reading, member, scorer.needs).items()}
    until = reading.head().at.date()
    families = reading.families()
    tallies = [Tally.of(one.record, families) for one in told.values()]
    among = standings(reading, scorer, found.days, until).get(member.key)
    score = scorer.score(member, tallies, until=until, among=among)
    lines = tuple(ExplainedLine(line, told[line.seqs[0]] if line.seqs else None) for line in score.lines)
    not_scored = tuple(NotScored(told[one.tally.seqs[0]], one.why) for one in score.unscored)
    return Explanation(
        year,
        identity,
        found.book.title,
        evaluated,
        _in_order(score, lines),
        not_scored,
        _taken_back(reading, member, found.days, told),
        tuple(by_quarter(reading, scorer, found, member, tallies)),
        scorer.granted(member).total,
        found.book.scored,
        sheets.unsigned_of(member.key),
    )


def told_records(reading: LedgerReader, member: Member, days: Period) -> dict[Seq, ExplainedRecord]:
    """The member's records of those days by seq, each with the deed that entered it."""
    acts = _Acts(reading)
    return {
        record.seq: ExplainedRecord(record, acts[record.batch])
        for record in reading.records(member=member.key, period=days)
    }


def _taken_back(reading: LedgerReader, member: Member, days: Period, standing: Container[Seq]) -> tuple[TakenBack, ...]:
    """The member's records of those days that were reversed: they stay to be seen, with the reason."""
    acts = _Acts(reading)
    found = []
    for record in reading.records(member=member.key, period=days, reversed_too=True):
        row = None if record.seq in standing else reading.row(record.seq)
        if row is not None and row.reversed_by is not None:
            reversal = reading.row(row.reversed_by)
            assert reversal is not None, "a reversal is a row"
            found.append(TakenBack(ExplainedRecord(record, acts[record.batch]), row.reversed_by, acts[reversal.batch]))
    return tuple(found)


class _Acts(dict[Seq, Operation]):
    """The deed that opened each batch, asked for once."""

    def __init__(self, reading: LedgerReader) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, batch: Seq) -> Operation:
        act = self._reading.batch(batch)
        assert act is not None, "a row always has a batch"
        self[batch] = act
        return act


def _in_order(score: Score, lines: tuple[ExplainedLine, ...]) -> tuple[ExplainedLine, ...]:
    """Lines by category as the rule file has them, the total last; within each as they were written."""
    order = {category.id: place for place, category in enumerate(score.categories)}
    return tuple(sorted(lines, key=lambda told: order.get(told.line.category, len(order))))


@dataclass(frozen=True, slots=True)
class YearSummary:
    """A year's attendance, the rules it is judged by, and whether the clerk has closed it."""

    attendance: AttendanceCount
    book: Rulebook
    closed: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What the ledger holds of one member, year by year; ``figures`` are those of ``years``."""

    member: Member
    identity: Identity
    years: tuple[Explanation, ...]
    figures: tuple[YearSummary, ...]
    leaves: tuple[Leave, ...]
    audience: Audience = Audience.INTERNAL


def statement(reading: LedgerReader, rules: Rules, identity: Identity, member: Member) -> Statement:
    """Explain every year that the ledger holds records of and the member was in office in."""
    years = [year for year in years_kept(reading, rules) if member.serves_in(days_of(rules, year))]
    explained = tuple(explain(reading, rules, identity, member, year) for year in years)
    figures = tuple(_figures(reading, rules_of(rules, year), member) for year in years)
    return Statement(member, identity, explained, figures, reading.leaves(member.key))


def _figures(reading: LedgerReader, year: YearRules, member: Member) -> YearSummary:
    records = reading.records(member=member.key, period=year.days)
    return YearSummary(count_attendance(map(Tally.of, records)), year.book, year.year in closed_years(reading))
