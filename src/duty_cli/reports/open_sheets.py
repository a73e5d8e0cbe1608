"""Which sheets are still open: those that a day shows, and how many there are in earlier years that are not closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from duty_cli.model.expected_attendance import EventSheet, event_sheets
from duty_cli.model.ledger_protocol import Batch, LedgerReader
from duty_cli.model.office_words import MEMBER
from duty_cli.model.periods import Period
from duty_cli.model.records import Event
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import closed_years, days_around, days_of, years_kept


@dataclass(frozen=True, slots=True)
class OpenYear:
    """An earlier year that is not closed: at how many events how many members stand on no sheet."""

    year: int
    events: int
    members: int


def open_sheets(reading: LedgerReader, rules: Rules, period: Period) -> tuple[EventSheet, ...]:
    """The sheets of those days on which some who were due do not stand."""
    return tuple(sheet for sheet in event_sheets(reading, rules, period) if sheet.unsigned)


def open_on(reading: LedgerReader, rules: Rules, day: date, batches: Iterable[Batch]) -> tuple[EventSheet, ...]:
    """The open sheets of the year of ``day``, and of every event of another year of which ``batches`` entered anything.

    What comes in in January is of December: nobody would see it among the events of the new year.
    """
    year = days_around(rules, day)
    elsewhere = {event for event in _entered(reading, batches) if event.on not in year}
    found = [
        sheet
        for other in sorted({event.on for event in elsewhere})
        for sheet in open_sheets(reading, rules, Period(other, other))
        if not elsewhere.isdisjoint((sheet.event, Event(other, sheet.event.kind, "")))
    ]
    return tuple(sorted((*found, *open_sheets(reading, rules, year)), key=lambda sheet: sheet.event.in_order))


def _entered(reading: LedgerReader, batches: Iterable[Batch]) -> Iterator[Event]:
    """The events of which the batches entered a line of a sheet, or who was due."""
    activities = {one.seq: Event(one.on, one.kind, one.name) for one in reading.activities()}
    for batch in batches:
        for record in reading.records_of(batch.seq):
            if record.fields.attendance is not None:
                yield record.fields.occasion
        yield from (activities[row.seq] for row in reading.rows_of(batch.seq) if row.seq in activities)


def open_years(reading: LedgerReader, rules: Rules, day: date) -> Iterator[OpenYear]:
    """The years before that of ``day`` that are not closed and have open sheets, in order."""
    first, closed = days_around(rules, day).first, closed_years(reading)
    for year in years_kept(reading, rules):
        if year not in closed and days_of(rules, year).last < first:
            sheets = open_sheets(reading, rules, days_of(rules, year))
            if sheets:
                members = {member.key for sheet in sheets for member in sheet.unsigned}
                yield OpenYear(year, len(sheets), len(members))


def open_year_line(one: OpenYear) -> str:
    """How much is open in an earlier year, and the command that lists it."""
    return (
        f"{one.year} 年度尚未结账，还有活动 {one.events} 次、{MEMBER} {one.members} 名没有登记出席情况；"
        f"可用 duty settle --year {one.year} 列出"
    )
