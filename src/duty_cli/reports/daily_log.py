"""What was entered on one day, batch by batch, row by row, and what the members concerned now stand at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.ledger_protocol import Ledger, LedgerReader
from duty_cli.model.office_words import MEMBER, spoken
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.rulebook import Rules
from duty_cli.reports.logged_batches import (
    ALL_ROWS,
    BatchTeller,
    LogFilter,
    LoggedBatch,
    ScoreChange,
    batch_document,
    before_of,
    row_sheets,
    score_changes,
    standing_cells,
    standing_columns,
    standing_document,
)
from duty_cli.reports.open_sheets import OpenYear, names, open_on, open_year_line, open_years, sheet_documents
from duty_cli.reports.report_columns import EVENT, Document, event_cells, ledger_document, numbers, told_by

_BATCHES = (*numbers("批次"), *(Column(h) for h in ("时间", "操作人", "操作", "来源文件", "内容", "原因")))
_STANDINGS = standing_columns("当日以前", "现在")
_UNSIGNED = (*EVENT, *numbers("应出席", "未登记"), Column(MEMBER), Column("其中已准假"))
_SETTLE = "用 duty settle 事项 --on 日期 --missing 缺席 一次登记，已准假的列为请假；也可导入补交的签到表"
_NEW = f"当日以前没有积分的，是当日才列入名册的{MEMBER}"


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
    ledger: Ledger,
    reading: LedgerReader,
    rules: Rules,
    identity: Identity,
    day: date,
    by: str | None = None,
    wanted: LogFilter = ALL_ROWS,
) -> DailyLog:
    """Tell what was entered on ``day``, by the time of entry in Beijing. ``ledger`` gives what was known before."""
    of_day = [batch for batch in reading.batches() if batch.act.at.date() == day]
    batches = tuple(BatchTeller(reading, wanted).told(batch for batch in of_day if by in (None, batch.act.by)))
    with ledger.reading(before_of(of_day[0]) if of_day else None) as earlier:
        standings, unruled = score_changes(earlier, reading, rules, batches)
    unsigned, still_open = open_on(reading, rules, day, of_day), tuple(open_years(reading, rules, day))
    return DailyLog(day, by, identity, batches, standings, unruled, unsigned, still_open)


def today_paper(report: DailyLog) -> Paper:
    """Lay the day out: batches, what was entered, what was taken back, what the members concerned stand at."""
    by = f"（{report.by}）" if report.by else ""
    title = f"{report.identity.committee}当日登记{by}"
    standings = tuple(map(standing_cells, report.standings))
    unsigned = tuple(map(_sheet, report.unsigned))
    notes = (_NEW,) if any(one.before is None for one in report.standings) else ()
    sheets = (
        Sheet("批次", "批次", _BATCHES, tuple(map(_batch, report.batches))),
        *row_sheets(report.batches),
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
        *(one.batch.seq, f"{act.at:%H:%M:%S}", told_by(act), spoken(act.command), act.source or ""),
        *("，".join(f"{spoken(sort)} {count}" for sort, count in one.sorts.items()), act.reason or ""),
    )


def _sheet(sheet: EventSheet) -> tuple[Cell, ...]:
    return (*event_cells(sheet.event), sheet.due, len(sheet.unsigned), names(sheet.unsigned), names(sheet.excused))


def today_document(report: DailyLog) -> Document:
    """The entries of one day as plain values."""
    return {
        "report": "today",
        "on": report.day.isoformat(),
        "by": report.by,
        "ledger": ledger_document(report.identity),
        "batches": list(map(batch_document, report.batches)),
        "members": list(map(standing_document, report.standings)),
        "unruled": list(report.unruled),
        "sheets": sheet_documents(report.unsigned),
        "earlier_years": [
            {"year": one.year, "events": one.events, "members": one.members} for one in report.still_open
        ],
    }
