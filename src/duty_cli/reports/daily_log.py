"""What was entered on one day, batch by batch, row by row, and what the members concerned now stand at; and the log of batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.errors.rule_errors import NoRulesForPeriod
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.ledger_protocol import Batch, Ledger, LedgerHead, LedgerReader, Row
from duty_cli.model.members import Facet, Member, MemberKey, Seq
from duty_cli.model.office_words import MEMBER, spoken
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.records import Leave, Record
from duty_cli.model.rulebook import Rules
from duty_cli.reports.open_sheets import OpenYear, names, open_on, open_year_line, open_years, sheet_documents
from duty_cli.reports.report_columns import (
    EVENT,
    MEMBER_COLUMNS,
    Document,
    details,
    event_cells,
    ledger_document,
    member_cells,
    numbers,
    signed,
)
from duty_cli.scoring.assessment_year import days_of, rules_of, rules_on
from duty_cli.scoring.engine import Score
from duty_cli.scoring.evaluate import score_members

_TOLD = ("记录", "请假")
"""The sorts of rows that are told one by one; the others are only counted."""

_BATCHES = (*numbers("批次"), *(Column(h) for h in ("时间", "操作人", "操作", "来源文件", "内容", "原因")))
_ENTRIES = (*numbers("批次", "序号"), *(Column(h) for h in (f"{MEMBER}编号", "姓名", "日期", "内容", "现状")))
_STANDINGS = (*MEMBER_COLUMNS, Column("年度"), *numbers("当日以前", "现在", "变化"))
_UNSIGNED = (*EVENT, *numbers("应出席", "未登记"), Column(MEMBER), Column("其中已准假"))
_SETTLE = "用 duty settle 事项 --on 日期 --missing 缺席 一次登记，已准假的列为请假；也可导入补交的签到表"
_NEW = f"当日以前没有积分的，是当日才列入名册的{MEMBER}"


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """One row, which knows whether it was taken back since; what it says and of whom, where it is a record or a leave.

    A leave that was taken back is told by its row alone.
    """

    row: Row
    said: Record | Leave | None
    member: Member | None


@dataclass(frozen=True, slots=True)
class LoggedBatch:
    """One batch: how many rows of each sort it entered, its records and leaves, and what it took back."""

    batch: Batch
    sorts: Mapping[str, int]
    entered: tuple[LoggedRow, ...]
    taken_back: tuple[LoggedRow, ...]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What a member's year comes to now, and came to before that day; None: the member was not yet on the roster."""

    member: Member
    sector: str
    year: int
    now: Points
    before: Points | None

    @property
    def change(self) -> Points | None:
        """What has come about since."""
        return None if self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class DailyLog:
    """The entries of ``day``, of one person (``by``) or of all; ``unruled`` says why some years have no score.

    ``unsigned``: the sheets on which some who were due do not stand, of the year and of the events entered on the day;
    ``still_open``: the earlier years that have others.
    """

    day: date
    by: str | None
    identity: Identity
    batches: tuple[LoggedBatch, ...]
    standings: tuple[ScoreChange, ...]
    unruled: tuple[str, ...]
    unsigned: tuple[EventSheet, ...]
    still_open: tuple[OpenYear, ...]


def today(
    ledger: Ledger, reading: LedgerReader, rules: Rules, identity: Identity, day: date, by: str | None = None
) -> DailyLog:
    """Tell what was entered on ``day``, by the time of entry in Beijing. ``ledger`` gives what was known before."""
    of_day = [batch for batch in reading.batches() if batch.act.at.date() == day]
    told = _Teller(reading)
    batches = tuple(told.batch(batch) for batch in of_day if by in (None, batch.act.by))
    touched = _touched(rules, batches)
    unruled: list[str] = []
    standings: list[ScoreChange] = []
    with ledger.reading(max(Seq(of_day[0].seq - 1), Seq(1)) if of_day else None) as earlier:
        for year, keys in sorted(touched.items()):
            try:
                if not rules_of(rules, year).book.scored:
                    continue
                before, now = (score_members(one, rules, keys, year) for one in (earlier, reading))
            except NoRulesForPeriod as error:
                unruled.append(str(error))
            else:
                standings += _standings(reading, year, days_of(rules, year), before, now)
    unsigned, still_open = open_on(reading, rules, day, of_day), tuple(open_years(reading, rules, day))
    return DailyLog(day, by, identity, batches, tuple(standings), tuple(unruled), unsigned, still_open)


class _Teller:
    """Finds what the rows of a batch say."""

    def __init__(self, reading: LedgerReader) -> None:
        self._reading = reading
        self._leaves = {leave.seq: leave for leave in reading.leaves()}
        self.members = {member.key: member for member in reading.roster()}

    def batch(self, batch: Batch) -> LoggedBatch:
        """One batch, told."""
        rows = self._reading.rows_of(batch.seq)
        records = {record.seq: record for record in self._reading.records_of(batch.seq)}
        return LoggedBatch(
            batch,
            Counter(row.sort for row in rows),
            tuple(self._entry(row, records.get(row.seq)) for row in rows if row.sort in _TOLD),
            tuple(self._entry(row, self._reading.record(row.seq)) for row in self._reading.reversed_by(batch.seq)),
        )

    def _entry(self, row: Row, record: Record | None) -> LoggedRow:
        said = record or self._leaves.get(row.seq)
        return LoggedRow(row, said, None if said is None else self.members.get(said.member))


def _touched(rules: Rules, batches: Iterable[LoggedBatch]) -> dict[int, set[MemberKey]]:
    """The members whose scores may have moved, by year."""
    found: dict[int, set[MemberKey]] = {}
    for entry in (entry for batch in batches for entry in (*batch.entered, *batch.taken_back)):
        if isinstance(entry.said, Record):
            day = entry.said.fields.counted
            year = rules_on(rules, day)
            found.setdefault(day.year if year is None else year.year, set()).add(entry.said.member)
    return found


def _standings(
    reading: LedgerReader,
    year: int,
    days: Period,
    before: Mapping[MemberKey, Score],
    now: Mapping[MemberKey, Score],
) -> Iterator[ScoreChange]:
    for member in reading.listed((one for one in reading.roster() if one.key in now), days):
        earlier = before.get(member.key)
        total = None if earlier is None else earlier.total
        yield ScoreChange(member, member.value(Facet.SECTOR, days), year, now[member.key].total, total)


def today_paper(report: DailyLog) -> Paper:
    """Lay the day out: batches, what was entered, what was taken back, what the members concerned stand at."""
    by = f"（{report.by}）" if report.by else ""
    title = f"{report.identity.committee}当日登记{by}"
    entered = _lines((batch, batch.entered) for batch in report.batches)
    taken_back = _lines((batch, batch.taken_back) for batch in report.batches)
    standings = tuple(map(_standing, report.standings))
    unsigned = tuple(map(_sheet, report.unsigned))
    notes = (_NEW,) if any(one.before is None for one in report.standings) else ()
    sheets = (
        Sheet("批次", "批次", _BATCHES, tuple(map(_batch, report.batches))),
        Sheet("登记", "登记的记录和请假", _ENTRIES, entered),
        Sheet("冲正", "冲正的内容", _ENTRIES, taken_back),
        Sheet("得分", f"所涉{MEMBER}的年度积分", _STANDINGS, standings, notes),
        Sheet("未登记", f"本年度和当日录入的活动中应出席而没有登记出席情况的{MEMBER}", _UNSIGNED, unsigned, (_SETTLE,)),
    )
    still_open = tuple(map(open_year_line, report.still_open))
    told = tuple(sheet for sheet in sheets if sheet.rows or sheet.columns is _BATCHES)
    return Paper(title, told, str(report.identity), subtitle=_counts(report), notes=(*report.unruled, *still_open))


def _counts(report: DailyLog) -> str:
    entered = sum(len(batch.entered) for batch in report.batches)
    taken_back = sum(len(batch.taken_back) for batch in report.batches)
    return f"{report.day}：批次 {len(report.batches)} 个，记录和请假 {entered} 条，冲正 {taken_back} 条"


def _batch(one: LoggedBatch) -> tuple[Cell, ...]:
    act = one.batch.act
    return (
        *(one.batch.seq, f"{act.at:%H:%M:%S}", act.by, spoken(act.command), act.source or ""),
        *("，".join(f"{spoken(sort)} {count}" for sort, count in one.sorts.items()), act.reason or ""),
    )


def _lines(batches: Iterable[tuple[LoggedBatch, tuple[LoggedRow, ...]]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((batch.batch.seq, *_entry(entry)) for batch, entries in batches for entry in entries)


def _entry(entry: LoggedRow) -> tuple[Cell, ...]:
    who = ("", "") if entry.member is None else (entry.member.number, entry.member.name)
    gone = entry.row.reversed_by
    return (entry.row.seq, *who, *_said(entry), "" if gone is None else f"已由序号 {gone} 冲正")


def _said(entry: LoggedRow) -> tuple[str, str]:
    """When, and what."""
    match entry.said:
        case Record(fields=fields):
            return fields.on.isoformat(), details(fields)
        case Leave() as leave:
            until = "" if leave.last == leave.first else f"至 {leave.last} "
            decided = "准假" if leave.granted else "未准"
            return leave.first.isoformat(), f"{until}{leave.reason}请假 {leave.kind or ''}{decided}"
    return "", spoken(entry.row.sort)


def _sheet(sheet: EventSheet) -> tuple[Cell, ...]:
    return (*event_cells(sheet.event), sheet.due, len(sheet.unsigned), names(sheet.unsigned), names(sheet.excused))


def _standing(one: ScoreChange) -> tuple[Cell, ...]:
    return (*member_cells(one.member, one.sector), str(one.year), one.before, one.now, signed(one.change))


def today_document(report: DailyLog) -> Document:
    """The entries of one day as plain values."""
    return {
        "report": "today",
        "on": report.day.isoformat(),
        "by": report.by,
        "ledger": ledger_document(report.identity),
        "batches": list(map(_batch_document, report.batches)),
        "members": [
            {
                **{"number": one.member.number, "name": one.member.name, "sector": one.sector, "year": one.year},
                **{"before": None if one.before is None else show(one.before), "now": show(one.now)},
            }
            for one in report.standings
        ],
        "unruled": list(report.unruled),
        "sheets": sheet_documents(report.unsigned),
        "earlier_years": [
            {"year": one.year, "events": one.events, "members": one.members} for one in report.still_open
        ],
    }


def _batch_document(one: LoggedBatch) -> Document:
    act = one.batch.act
    return {
        **{"seq": one.batch.seq, "at": act.at.isoformat(), "by": act.by, "command": act.command},
        **{"source": act.source, "reason": act.reason, "rows": dict(one.sorts)},
        "entered": list(_entry_documents(one.entered)),
        "reversed": list(_entry_documents(one.taken_back)),
    }


def _entry_documents(entries: Iterable[LoggedRow]) -> Iterator[Document]:
    for entry in entries:
        on, what = _said(entry)
        yield {
            **{"seq": entry.row.seq, "sort": entry.row.sort, "on": on or None, "what": what},
            **{
                "number": entry.member.number if entry.member else None,
                "name": entry.member.name if entry.member else None,
            },
            "reversed_by": entry.row.reversed_by,
        }


_COLUMNS = (
    *numbers("批次"),
    *(Column("时间"), Column("操作人"), Column("操作"), Column("来源文件")),
    *numbers("条数", "已冲正"),
    Column("原因"),
)


def log_paper(head: LedgerHead, batches: Sequence[Batch]) -> Paper:
    """Lay the log out, the oldest first."""
    title = f"{head.committee}操作日志"
    rows = tuple(_row(batch) for batch in batches)
    return Paper(title, (Sheet("日志", title, _COLUMNS, rows),), f"账首：序号 {head.seq}｜{head.digest}")


def _row(batch: Batch) -> tuple[str | int, ...]:
    act = batch.act
    who = (f"{act.at:%Y-%m-%d %H:%M:%S}", act.by, spoken(act.command), act.source or "")
    return (batch.seq, *who, batch.rows, batch.reversed_rows, act.reason or "")


def log_document(batches: Sequence[Batch]) -> dict[str, object]:
    """The log as plain values."""
    return {
        "report": "log",
        "batches": [
            {
                **{"seq": one.seq, "at": one.act.at.isoformat(), "by": one.act.by, "command": one.act.command},
                **{"source": one.act.source, "rows": one.rows, "reversed": one.reversed_rows, "reason": one.act.reason},
            }
            for one in batches
        ],
    }
