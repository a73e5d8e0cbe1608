"""Which sheets are still open, and sheets in lines: who due stands on none (未登记), and who was there as a guest (列席)."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.model.expected_attendance import EventSheet, event_sheets
from duty_cli.model.import_result import Settling
from duty_cli.model.ledger_protocol import Batch, LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.office_words import MEMBER
from duty_cli.model.periods import Period
from duty_cli.model.records import Event
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import closed_years, days_around, days_of, years_kept

_NAMED = 20
"""Names told in one line; of more the rest is counted."""

Document = dict[str, object]


def sheet_lines(sheets: Iterable[EventSheet]) -> Iterator[str]:
    """What is to be told of the sheets: guests, and those open with the way to settle them."""
    for sheet in sheets:
        if sheet.guests:
            yield f"列席 {sheet.event}：{names(sheet.guests)}，不计入应出席"
        if sheet.unsigned:
            excused = f"（已准假：{names(sheet.excused)}）" if sheet.excused else ""
            yield (
                f"未登记 {sheet.event}：应出席 {sheet.due} 人，{len(sheet.unsigned)} 人不在表上：{names(sheet.unsigned)}{excused}；"
                f"可用 {settling_command(sheet)} 登记"
            )


def like_lines(event: Event, others: Iterable[str]) -> Iterator[str]:
    """What is to be told of the events beside one that may be the same under another name: who signed there is not open here."""
    for other in others:
        yield (
            f"请先核对：{event} 同日同一事项还有名称相近的活动“{other}”，列为未登记的可能签在那里；"
            f"是同一次活动的，请用 duty activity correct {event.kind} --on {event.on} --title {_word(event.name)} "
            f"--new-title {_word(other)} --merge --reason 名称不一 并为一次后再登记"
        )


def settled_lines(done: Settling) -> Iterator[str]:
    """Who stood on no sheet and was entered."""
    if done.states:
        yield "不在表上的应出席委员：" + "，".join(f"{state} {count} 人" for state, count in done.states.items())
    if done.by_register:
        yield f"依据请假登记列为请假：{names(done.by_register)}"


def _word(name: str) -> str:
    """A name as one word of a command line."""
    return shlex.quote(name) if " " in name else name


def settling_command(sheet: EventSheet) -> str:
    """The command that settles a sheet."""
    event = sheet.event
    title = f" --title {_word(event.name)}" if event.name else ""
    return f"duty settle {event.kind} --on {event.on}{title} --missing 缺席"


def names(members: Sequence[Member]) -> str:
    """The members in one line."""
    told = "、".join(map(str, members[:_NAMED]))
    return told if len(members) <= _NAMED else f"{told} 等 {len(members)} 人"


def sheet_documents(sheets: Iterable[EventSheet]) -> list[Document]:
    """The sheets that have guests or are open, as plain values."""
    return [
        {
            **{"on": sheet.event.on.isoformat(), "kind": sheet.event.kind, "activity": sheet.event.name or None},
            **{"due": sheet.due, "open": _named(sheet.unsigned), "excused": _named(sheet.excused)},
            "guests": _named(sheet.guests),
        }
        for sheet in sheets
        if sheet.unsigned or sheet.guests
    ]


def _named(members: Iterable[Member]) -> list[Document]:
    return [{"number": member.number, "name": member.name} for member in members]


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
    activities = {one.seq: one.event for one in reading.activities()}
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
