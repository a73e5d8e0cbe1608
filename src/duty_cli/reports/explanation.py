"""Every point of one member's year down to record, clause, rule line and who entered it; and all years of a member (§13)."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from duty_cli.errors.record_errors import NotInOffice
from duty_cli.model.audience import Audience
from duty_cli.model.capacities import Capacity
from duty_cli.model.counted_attendance import enough_by
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.ledger_protocol import EarlierResult, LedgerReader, Operation
from duty_cli.model.members import Facet, Member, Seq
from duty_cli.model.papers import Cell, Column, Identity, Paper, Paragraph, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import Proceeding, followed_up
from duty_cli.model.publicity import Publicity, publicity_of
from duty_cli.model.records import Attendance, Event, Leave, Record, Tally
from duty_cli.model.rulebook import Rulebook, Rules, YearRules
from duty_cli.reports.annual_evaluation import EvaluatedMember, evaluate_member
from duty_cli.reports.annual_evaluation_layout import grade_said, minimums_said, remarks
from duty_cli.reports.follow_up import followed_up_in_words, step_in_words
from duty_cli.reports.report_charts import member_charts
from duty_cli.reports.report_columns import (
    EVENT,
    details,
    event_cells,
    not_judged,
    numbers,
    signed,
    told_by,
)
from duty_cli.scoring.assessment_year import closed_years, days_of, judging_rules_of, rules_of, years_kept
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.peer_standings import standings
from duty_cli.scoring.quarter_points import QuarterPoints, by_quarter
from duty_cli.scoring.trace import NotScoredReason, Step, TraceLine

_LINE = (
    *(Column("类别"), Column("计分项"), Column("依据"), Column("规则"), Column("事由"), *numbers("分值", "累计")),
    *numbers("序号"),
    *(Column("日期"), Column("记录"), Column("录入")),
)

_SUBTOTAL = "小计"


@dataclass(frozen=True, slots=True)
class ExplainedRecord:
    """A record with the deed that entered it; ``guest``: at an event at which the member was not due.

    ``enough`` is the part that would have been, where what was attended counts as absence.
    """

    record: Record
    act: Operation
    guest: bool = False
    enough: Points | None = None


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of the trace; ``told`` is the record it is about, None for a base, a bound or a rounding."""

    line: TraceLine
    told: ExplainedRecord | None

    @property
    def counted(self) -> bool:
        """Whether the line moves the score, is a record that was counted or judged, if only with 0, or says what records came to."""
        return self.line.step in _EVIDENCE or self.line.change != 0


_EVIDENCE = (Step.COUNTED, Step.OUTSIDE, Step.TAKEN, Step.LEFT_OUT, Step.AS_GUEST, Step.MEASURED)


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
    """One member's year. The changes of ``lines`` add up to the score; ``scored``: whether the rules give any; ``scores_only``: to groups alone. ``unsigned``: due there, and on no sheet."""

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
    scores_only: Facet | None = None
    unsigned: tuple[Event, ...] = ()
    audience: Audience = Audience.INTERNAL
    objections: tuple[Proceeding, ...] = ()
    follow_ups: tuple[Proceeding, ...] = ()

    @property
    def member(self) -> Member:
        """The member."""
        return self.evaluated.member


def explain(reading: LedgerReader, rules: Rules, identity: Identity, member: Member, year: int) -> Explanation:
    """Score the member's records one by one: the same code that scores tallies, with every record named."""
    judging_rules_of(rules, year)
    return _explained(reading, rules, identity, member, year)


def _explained(reading: LedgerReader, rules: Rules, identity: Identity, member: Member, year: int) -> Explanation:
    found = rules_of(rules, year)
    if not member.serves_in(found.days):
        raise NotInOffice(member, f"{year} 年度")
    evaluated = evaluate_member(reading, rules, member, year)
    scorer = Scorer(found.book, found.days)
    sheets = Sheets(reading, rules, found.days, member)
    guests = sheets.guest_records
    told = {
        seq: replace(
            one,
            guest=seq in guests or one.record.capacity is Capacity.GUEST,
            enough=enough_by(found.book, member, one.record),
        )
        for seq, one in told_records(reading, member, scorer.needs).items()
    }
    until = reading.head().at.date()
    families = reading.families()
    tallies = [Tally.of(one.record, families) for one in told.values()]
    among = standings(reading, scorer, found.days, until).get(member.key)
    score = scorer.score(member, tallies, until=until, among=among)
    lines = tuple(ExplainedLine(line, told[line.seqs[0]] if line.seqs else None) for line in score.lines)
    proceedings = reading.proceedings()
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
        *(found.book.scored, found.book.scores_only),
        sheets.unsigned_of(member.key),
        objections=publicity_of(proceedings, year).of(member.key),
        follow_ups=followed_up(proceedings, member.key, year),
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
    """A year's attendance, the rules it is judged by, whether the clerk has closed it, publication and objections as of a day."""

    attendance: AttendanceCount
    book: Rulebook
    closed: bool
    publicity: Publicity
    known_on: date


@dataclass(frozen=True, slots=True)
class Statement:
    """What the ledger holds of one member, year by year; ``figures`` are those of ``years``, ``earlier`` results taken over."""

    member: Member
    identity: Identity
    years: tuple[Explanation, ...]
    figures: tuple[YearSummary, ...]
    leaves: tuple[Leave, ...]
    audience: Audience = Audience.INTERNAL
    earlier: tuple[EarlierResult, ...] = ()


def statement(reading: LedgerReader, rules: Rules, identity: Identity, member: Member) -> Statement:
    """Explain every year that the ledger holds records of and the member was in office in."""
    years = [year for year in years_kept(reading, rules) if member.serves_in(days_of(rules, year))]
    explained = tuple(_explained(reading, rules, identity, member, year) for year in years)
    figures = tuple(_figures(reading, rules, rules_of(rules, year), member) for year in years)
    earlier = tuple(one for one in reading.earlier_results() if one.member == member.key)
    return Statement(member, identity, explained, figures, reading.leaves(member.key), earlier=earlier)


def _figures(reading: LedgerReader, rules: Rules, year: YearRules, member: Member) -> YearSummary:
    own = map(Tally.of, reading.records(member=member.key, period=year.days))
    attendance = Sheets(reading, rules, year.days, member).count(member.key, own)
    publicity = publicity_of(reading.proceedings(), year.year)
    closed = year.year in closed_years(reading)
    return YearSummary(attendance, year.book, closed, publicity, reading.head().at.date())


def explanation_paper(report: Explanation) -> Paper:
    """Lay one member's year out: the steps of the score, what was set aside, what no rule scores."""
    about = "得分" if report.scored else "履职"
    title = f"{report.member.number} {report.member.name} {report.year}年度{about}说明"
    text, subtitle = tuple(summary_of(report)), f"评分规则：{report.title}"
    points = (("年度积分", report.evaluated.result.score.total),) if report.scored else ()
    return Paper(
        *(title, sheets_of(report), str(report.identity)),
        text=text,
        subtitle=subtitle,
        charts=member_charts([report]),
        headline=(*points, *_grade(report)),
    )


def _grade(report: Explanation) -> tuple[tuple[str, str], ...]:
    grade = report.evaluated.result.grade
    return (("等次", grade),) if grade else ()


def sheets_of(report: Explanation) -> tuple[Sheet, ...]:
    """The tables of a member's year: what counted, what was set aside, what no rule scores, what was reversed."""
    year = report.year
    aside = tuple(_line(told) for told in report.lines if not told.counted)
    sheets = [_counted(report)] if report.scored else _without_points(report)
    if aside:
        note = "这些记录属于计分项，但按规则不重复计分"
        sheets.append(Sheet(f"{year}不重复计分", f"{year}年度不重复计分的记录", _LINE, aside, (note,)))
    if report.not_scored and report.scored:
        columns = (*numbers("序号"), Column("日期"), Column("记录"), Column("不计分的原因"), Column("录入"))
        rows = tuple((*_record(one.told), one.why.value, _entered(one.told)) for one in report.not_scored)
        sheets.append(Sheet(f"{year}未计分", f"{year}年度没有计分的记录", columns, rows))
    if report.unsigned:
        cells = tuple(map(event_cells, report.unsigned))
        sheets.append(Sheet(f"{year}未登记", f"{year}年度应出席而没有登记出席情况的活动", EVENT, cells))
    if report.taken_back:
        columns = (*numbers("序号"), *(Column(h) for h in ("日期", "记录", "录入", "冲正", "原因")))
        rows = tuple(
            (*_record(one.told), _entered(one.told), f"{told_by(one.act)} {one.act.at:%Y-%m-%d}", one.act.reason or "")
            for one in report.taken_back
        )
        sheets.append(Sheet(f"{year}已冲正", f"{year}年度已冲正的记录", columns, rows))
    return tuple(sheets)


def _counted(report: Explanation) -> Sheet:
    """What moved the score, line by line."""
    counted = tuple(_with_subtotals(report))
    sums = tuple(place for place, row in enumerate(counted) if row[1] == _SUBTOTAL)
    total = f"以上分值合计 {show(report.evaluated.result.score.total)}，即年度积分"
    return Sheet(f"{report.year}得分", f"{report.year}年度得分构成", _LINE, counted, (total,), sums)


def _without_points(report: Explanation) -> list[Sheet]:
    """The records of a year whose scheme gives no points: nothing to say of each but what it is."""
    columns = (*numbers("序号"), *map(Column, ("日期", "记录", "录入")))
    rows = tuple((*_record(one.told), _entered(one.told)) for one in report.not_scored)
    return [Sheet(f"{report.year}履职记录", f"{report.year}年度履职记录", columns, rows)] if rows else []


def _with_subtotals(report: Explanation) -> Iterator[tuple[Cell, ...]]:
    """The lines that count, each category followed by what it comes to."""
    scores = {category.id: category.score for category in report.evaluated.result.score.categories}
    for category, lines in groupby(
        (told for told in report.lines if told.counted), key=lambda told: told.line.category
    ):
        yield from map(_line, lines)
        if category:
            yield (category, _SUBTOTAL, *[""] * 4, scores[category], *[""] * 4)


def summary_of(report: Explanation) -> Iterator[Paragraph]:
    """Score and grade, what bounds them, and what is proposed, in sentences."""
    one = report.evaluated
    outcome = one.result.outcome
    yield Paragraph(f"{report.year}年度{_result(report)}。{remarks(one)}")
    for minimum in outcome.missed:
        free = "，不影响等次" if one.result.grade else ""
        bound = f"，等次最高为{minimum.grade_at_most}" if minimum.grade_at_most else free
        yield Paragraph(f"未达到最低要求“{minimum.id}”（{minimum.origin.clause}，{minimum.origin.place}）{bound}。")
    for veto in outcome.vetoes:
        place = f"{veto.origin.clause}，{veto.origin.place}"
        yield Paragraph(f"有{veto.sort}“{veto.id}”（{place}），等次最高为{veto.grade_at_most}。")
    for found in one.proposals:
        yield Paragraph(f"{found.sentence}（{found.clause}）：{'；'.join(found.evidence)}。")
    yield from (Paragraph(f"{said}。") for said in map(followed_up_in_words, report.follow_ups))
    for objection in report.objections:
        told = "；".join(step_in_words(taken.step) for taken in objection.steps)
        yield Paragraph(f"{objection.new.about}（序号 {objection.seq}）：{told}。")


def _result(report: Explanation) -> str:
    """Score and grade; without points, how many minimums are not met."""
    result = report.evaluated.result
    if report.scores_only is not None:
        return not_judged(report.scores_only)
    first = f"积分 {show(result.score.total)}" if report.scored else minimums_said(result)
    return "，".join(said for said in (first, grade_said(result)) if said)


def _line(told: ExplainedLine) -> tuple[Cell, ...]:
    line = told.line
    reason = line.step.value + (f"（{line.level}）" if line.level else "")
    where: tuple[Cell, ...] = (None, "", "") if told.told is None else _record(told.told)
    change = signed(line.change) if line.step is not Step.COUNTED else show(line.change)
    scope = (line.category or "总分", line.item or "—", line.origin.clause, line.origin.place)
    return (*scope, reason, change, line.after, *where, "" if told.told is None else _entered(told.told))


def _record(told: ExplainedRecord) -> tuple[Cell, ...]:
    said = told.record.fields
    counted = "" if told.enough is None else f"（参加不足 {show(told.enough)}，按{Attendance.ABSENT}计）"
    return (told.record.seq, said.on.isoformat(), details(said) + ("（列席）" if told.guest else counted))


def _entered(told: ExplainedRecord) -> str:
    act = told.act
    return f"{told_by(act)} {act.at:%Y-%m-%d}" + (f" {act.source}" if act.source else "")
