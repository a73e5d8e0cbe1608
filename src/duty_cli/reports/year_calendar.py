"""The office's calendar of a year (§§6, 11): what is owed by when, what is done, what is late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import assert_never

from duty_cli.model.conditions import concerns
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.grading_rules import Minimum
from duty_cli.model.ledger_protocol import Issued, LedgerReader, YearClosing
from duty_cli.model.members import Member
from duty_cli.model.office_calendar import (
    BeforeTermEnds,
    ClosedYear,
    Decided,
    IssuedReport,
    MinimumsMet,
    OfficeDuty,
)
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.periods import Period, Quarter, Term
from duty_cli.model.proceedings import Proceeding, StepMeaning, of_use
from duty_cli.model.rulebook import Rules, YearRules
from duty_cli.reports.report_columns import Document, ledger_document
from duty_cli.scoring.assessment_year import YearResult, last_year, refuse_taken_over, rules_of, term_of
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.verdicts import satisfied

_SOON = timedelta(days=30)
_NAMED = 5
_COLUMNS = (Column("期限", "center"), Column("事项"), Column("依据"), Column("情况", "center"), Column("说明"))
_NOTE = "事项和期限由本单位在 rules/calendar.yaml 中规定；是否已办，按账本中的印发、结账、办理和履职登记判断"


class DutyState(StrEnum):
    """How a duty stands on the day asked about."""

    DONE = "已办"
    DONE_LATE = "已办（逾期）"
    LATE = "逾期未办"
    SOON = "将到期"
    OPEN = "未到期"
    LOOK = "须核对"


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One duty: by when, how it stands, since when it is done, and what is to be said of it."""

    name: str
    clause: str
    due: date
    state: DutyState
    done_on: date | None
    said: str


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """All that is owed in a year, by due day, as it stands ``on`` a day."""

    identity: Identity
    year: int
    term: Term
    on: date
    lines: tuple[CalendarLine, ...]

    def count(self, *states: DutyState) -> int:
        """How many lines stand so."""
        return sum(one.state in states for one in self.lines)


def year_calendar(
    reading: LedgerReader, rules: Rules, identity: Identity, duties: Iterable[OfficeDuty], year: int, on: date
) -> YearCalendar:
    """What is owed for ``year``, as it stands ``on`` a day. Raises YearOutOfTerm, NoRulesForPeriod, YearTakenOver."""
    desk = _Desk(reading, rules, year)
    refuse_taken_over(reading, desk.days)
    lines = (line for one in duties for line in _lines(desk, one, on))
    return YearCalendar(identity, year, desk.term, on, tuple(sorted(lines, key=lambda line: line.due)))


@dataclass(frozen=True, slots=True)
class _Standing:
    """Whether something is done, since when where that is known, and what is to be said."""

    done: bool
    on: date | None = None
    said: str = ""


_OF_GROUPS = "--subject"


class _Desk:
    """What the lines of one year are made of, each read when it is first asked for."""

    def __init__(self, reading: LedgerReader, rules: Rules, year: int) -> None:
        self.reading, self.year = reading, year
        self.of_year: YearRules = rules_of(rules, year)
        self.days = self.of_year.days
        head = reading.head()
        self.term = term_of(head, year, self.days)
        self.ends_term = last_year(head, self.term, year, self.days) == year
        self._rules = rules

    @cached_property
    def result(self) -> YearResult:
        """Everybody's year."""
        return score_year(self.reading, self._rules, self.year)

    @cached_property
    def closing(self) -> YearClosing | None:
        """The closing of the year."""
        return next((one for one in self.reading.closings() if one.year == self.year), None)

    @cached_property
    def issues(self) -> tuple[Issued, ...]:
        """The papers issued."""
        return self.reading.issues()


def _lines(desk: _Desk, duty: OfficeDuty, on: date) -> Iterator[CalendarLine]:
    if isinstance(duty.due, BeforeTermEnds) and not desk.ends_term:
        return
    due = duty.due.of(desk.year, desk.term)
    match duty.done:
        case None:
            yield CalendarLine(duty.name, duty.clause, due, DutyState.LOOK, None, "账本不能判断，请核对")
        case MinimumsMet(about):
            for minimum in (one for one in desk.of_year.book.minimums if one.about is about):
                yield from _minimum(desk, minimum, due, on)
        case IssuedReport() as asked:
            yield _line(duty.name, duty.clause, due, on, _issued(desk, asked))
        case ClosedYear():
            yield _line(duty.name, duty.clause, due, on, _closed(desk))
        case Decided(use):
            every = of_use(desk.reading.proceedings(), use, desk.year)
            # What was withdrawn is as if it had not been.
            held = [one for one in every if one.last is None or one.last.means is not StepMeaning.DROPPED]
            yield _line(duty.name, duty.clause, due, on, _decided(held))
        case _:
            assert_never(duty.done)


def _line(name: str, clause: str, due: date, on: date, found: _Standing) -> CalendarLine:
    # As it stood on that day: what was done after it was not done yet.
    if found.on is not None and found.on > on:
        found = _Standing(done=False)
    return CalendarLine(name, clause, due, _state(due, on, found), found.on, found.said or _left(due, on, found))


def _state(due: date, on: date, found: _Standing) -> DutyState:
    if found.done:
        return DutyState.DONE if found.on is None or found.on <= due else DutyState.DONE_LATE
    if on > due:
        return DutyState.LATE
    return DutyState.SOON if due - on <= _SOON else DutyState.OPEN


def _left(due: date, on: date, found: _Standing) -> str:
    """How long there is, or how long it is overdue."""
    if found.done:
        return ""
    return f"已逾期 {(on - due).days} 天" if on > due else f"还有 {(due - on).days} 天"


def _issued(desk: _Desk, asked: IssuedReport) -> _Standing:
    """A report issued when it could be final: a draft of a quarter or year that had not ended is told, and does not count."""
    of, since = _subject(desk, asked)
    # What is owed is the paper on the members; where groups alone have results, theirs.
    groups_alone = desk.of_year.book.scores_only is not None
    found = [
        one
        for one in desk.issues
        if one.issue.report[:2] == (asked.report, of)
        and asked.audience in (None, *one.issue.report)
        and (_OF_GROUPS not in one.issue.report or groups_alone)
    ]
    final = [one for one in found if since(one)]
    if not final:
        early = "印发的是结账以前的暂计稿"
        if asked.quarter:
            early = "印发的是季度结束以前的"
        elif asked.report == "term-evaluation":
            early = "印发的是届满当年以前的"
        return _Standing(done=False, said=f"{early}（序号 {found[-1].seq}），须重新印发" if found else "")
    first, last = final[0], final[-1]
    more = f"，最近第 {last.issue.revision} 稿（序号 {last.seq}）" if last is not first else ""
    return _Standing(done=True, on=first.at.date(), said=f"{first.at.date()} 印发（序号 {first.seq}）{more}")


def _subject(desk: _Desk, asked: IssuedReport) -> tuple[str, Callable[[Issued], bool]]:
    """The word that says of what the report is, and when an issue of it can be final."""
    if asked.quarter is not None:
        quarter = Quarter(desk.year, asked.quarter)
        last = quarter.under(desk.of_year.book.year_ends).last
        return str(quarter), lambda one: one.at.date() > last
    if asked.report == "term-evaluation":
        # It goes out before the term ends, so that its last year is not closed yet; a table of years before is a draft.
        return str(desk.term.number), lambda one: one.at.date() >= desk.days.first
    closing = desk.closing
    return str(desk.year), lambda one: closing is not None and one.seq > closing.seq


def _closed(desk: _Desk) -> _Standing:
    if desk.closing is None:
        return _Standing(done=False)
    row = desk.reading.row(desk.closing.seq)
    act = None if row is None else desk.reading.batch(row.batch)
    assert act is not None, "a row always has a batch"
    return _Standing(done=True, on=act.at.date(), said=f"{act.at.date()} 结账（序号 {desk.closing.seq}）")


def _decided(proceedings: Sequence[Proceeding]) -> _Standing:
    if not proceedings:
        return _Standing(done=False)
    last = max((step for one in proceedings for step in one.steps), key=lambda step: step.seq, default=None)
    said = "" if last is None else f"{last.step.said.on} {last.step.name}（序号 {last.seq}）"
    done = last is not None and not any(one.is_open for one in proceedings)
    return _Standing(done, last.step.said.on if done and last is not None else None, said)


def _minimum(desk: _Desk, minimum: Minimum, due: date, on: date) -> Iterator[CalendarLine]:
    """A line about who has not met a minimum; none where it concerns nobody. Those of a term are owed when the term ends."""
    whole = minimum.within == "term"
    if whole and not desk.ends_term:
        return
    concerned, missed = _of_term(desk, minimum) if whole else _of_year(desk, minimum)
    if not concerned:
        return
    named = "、".join(map(str, missed[:_NAMED])) + (f" 等 {len(missed)} 人" if len(missed) > _NAMED else "")
    said = f"{concerned - len(missed)}/{concerned} 人完成" + (f"，尚缺：{named}" if missed else "")
    last = desk.term.period.last if whole else due
    yield _line(minimum.id, minimum.origin.clause, last, on, _Standing(not missed, None, said))


def _of_year(desk: _Desk, minimum: Minimum) -> tuple[int, list[Member]]:
    """How many the minimum concerns, and who of them has not met it: the graded, as the evaluation has it."""
    those = [
        one
        for one in desk.result.members.values()
        if not one.outcome.ungraded and concerns(minimum.applies_to, one.member, desk.days, desk.days)
    ]
    return len(those), [one.member for one in those if minimum in one.outcome.missed]


def _of_term(desk: _Desk, minimum: Minimum) -> tuple[int, list[Member]]:
    """The same over the term, of those in office at its end."""
    period = desk.term.period
    end = Period(period.last, period.last)
    those = [one for one in desk.reading.roster().serving(end) if concerns(minimum.applies_to, one, period, period)]
    roster, book = desk.reading.roster(), desk.result.book
    met = {
        key: satisfied(minimum.need, as_counted(book, roster[key], own))
        for key, own in desk.reading.tallies(period, by_source=False)
    }
    # Who has no record may have met it too: what asks for no more than so many.
    nothing = satisfied(minimum.need, ())
    return len(those), [one for one in those if not met.get(one.key, nothing)]


def calendar_paper(report: YearCalendar) -> Paper:
    """Lay the calendar out, by due day."""
    title = f"{report.identity.committee}{report.year}年度工作日历"
    rows = tuple(map(_row, report.lines))
    late, soon = report.count(DutyState.LATE), report.count(DutyState.SOON)
    done = report.count(DutyState.DONE, DutyState.DONE_LATE)
    counts = f"共 {len(rows)} 项：已办 {done} 项，逾期未办 {late} 项，30 天内到期 {soon} 项"
    sheet = Sheet("工作日历", title, _COLUMNS, rows, (counts, _NOTE))
    subtitle = f"第{report.term.number}届，截至 {report.on}"
    headline = (("逾期未办", late), ("30 天内到期", soon), ("已办", done))
    return Paper(title, (sheet,), str(report.identity), subtitle=subtitle, headline=headline)


def _row(one: CalendarLine) -> tuple[Cell, ...]:
    return (one.due.isoformat(), one.name, one.clause, one.state.value, one.said)


def calendar_document(report: YearCalendar) -> Document:
    """The calendar as plain values."""
    return {
        "report": "calendar",
        "year": report.year,
        "term": report.term.number,
        "on": report.on.isoformat(),
        "ledger": ledger_document(report.identity),
        "duties": [
            {
                **{"due": one.due.isoformat(), "duty": one.name, "clause": one.clause, "state": one.state.value},
                **{"done_on": one.done_on and one.done_on.isoformat(), "said": one.said},
            }
            for one in report.lines
        ],
    }
