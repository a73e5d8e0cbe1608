"""Taking over the results of years before the ledger (沿用), whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import (
    MissingValue,
    NotInOffice,
    TakenOverAlready,
    YearHeld,
    YearNotPast,
)
from duty_cli.model.grading_rules import UNGRADED
from duty_cli.model.ledger_protocol import EarlierResult, Ledger, LedgerReader, Operation
from duty_cli.model.members import Member, MemberKey, Seq
from duty_cli.model.parsed_rows import ParsedResult, Problem
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rules
from duty_cli.recording.enrolment import refuse_same_file
from duty_cli.scoring.assessment_year import days_of, term_of


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was taken over; ``lacking`` are those in office in one of the years of whom the ledger now has no result."""

    batch: Seq
    results: tuple[EarlierResult, ...]
    lacking: tuple[tuple[int, tuple[Member, ...]], ...]


def take_over(ledger: Ledger, act: Operation, rules: Rules, rows: Sequence[ParsedResult], today: date) -> TakenOver:
    """Enter results of earlier years.

    Raises YearHeld, YearNotPast or YearOutOfTerm for a year, AlreadyImported, or Findings with what is wrong in the rows.
    """
    with ledger.writing(act) as writing:
        refuse_same_file(writing, act)
        days = {year: days_of(rules, year) for year in sorted({row.year for row in rows})}
        for year, of_year in days.items():
            _refuse_year(writing, year, of_year, today)
        problems = list(_problems(writing, rules, rows, days))
        if problems:
            raise Findings([_told(act, *problem) for problem in problems])
        new = [EarlierResult(one.member.key, one.year, days[one.year], one.score, one.grade, one.paper) for one in rows]
        writing.append_all(new)
        return TakenOver(writing.batch_seq, tuple(new), tuple(_lacking(writing, days)))


def _told(act: Operation, line: int, heading: str, what: DutyError) -> Problem:
    return Problem(act.source or "", line, heading, str(what).removeprefix(heading))


def _refuse_year(reading: LedgerReader, year: int, days: Period, today: date) -> None:
    term_of(reading.head(), year, days)
    if today <= days.last:
        raise YearNotPast(year, days.last)
    # One year has one source: what the ledger can reckon itself is not overruled by a paper.
    if reading.has_records(days):
        raise YearHeld(year)


_Found = tuple[int, str, DutyError]
"""A problem of a file: its line, its heading, what it is."""


def _problems(
    reading: LedgerReader, rules: Rules, rows: Iterable[ParsedResult], days: dict[int, Period]
) -> Iterator[_Found]:
    there = {(one.member, one.year): one.seq for one in reading.earlier_results()}
    lines: dict[tuple[MemberKey, int], int] = {}
    for row in rows:
        key = (row.member.key, row.year)
        if not row.member.serves_in(days[row.year]):
            yield row.line, "年度", NotInOffice(row.member, f"{row.year} 年度")
        if key in there:
            yield row.line, "年度", TakenOverAlready(row.member, row.year, f"已经沿用（序号 {there[key]}）")
        elif key in lines:
            yield row.line, "年度", TakenOverAlready(row.member, row.year, f"与第 {lines[key]} 行重复")
        lines.setdefault(key, row.line)
        yield from _unfit(row, rules)


def _unfit(row: ParsedResult, rules: Rules) -> Iterator[_Found]:
    """What the rules cannot count: §12 counts years by points or by grades, so that what they give must be there."""
    grades = list(dict.fromkeys(band.grade for book in rules.books for band in book.bands))
    if row.grade is None and grades:
        yield row.line, "等次", MissingValue("等次")
    if row.grade is not None and row.grade not in (*grades, UNGRADED):
        yield row.line, "等次", UnknownWord("等次", row.grade, [*grades, UNGRADED])
    if row.score is None and row.grade != UNGRADED and any(book.scored for book in rules.books):
        yield row.line, "积分", MissingValue("积分")


def _lacking(reading: LedgerReader, days: dict[int, Period]) -> Iterator[tuple[int, tuple[Member, ...]]]:
    there = {(one.member, one.year) for one in reading.earlier_results()}
    for year, of_year in days.items():
        members = tuple(one for one in reading.roster().serving(of_year) if (one.key, year) not in there)
        if members:
            yield year, members
