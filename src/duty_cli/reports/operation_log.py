"""The log of batches: who did what when; and of the batches asked for what they say, and how points moved by each."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from duty_cli.errors.lookup_errors import NotFound
from duty_cli.model.ledger_protocol import Batch, Ledger, LedgerHead, LedgerReader
from duty_cli.model.members import Seq
from duty_cli.model.office_words import MEMBER, spoken
from duty_cli.model.papers import Column, Identity, Paper, Sheet
from duty_cli.model.rulebook import Rules
from duty_cli.reports.logged_batches import (
    BatchTeller,
    LogFilter,
    LoggedBatch,
    ScoreChange,
    batch_document,
    batches_with,
    before_of,
    merge_document,
    row_sheets,
    score_changes,
    standing_cells,
    standing_columns,
    standing_document,
)
from duty_cli.reports.report_columns import Document, ledger_document, name_document, numbers, told_by

_COLUMNS = (
    *numbers("批次"),
    *(Column("时间"), Column("操作人"), Column("操作"), Column("来源文件")),
    *numbers("条数", "已冲正"),
    Column("原因"),
)
_STANDINGS = (*numbers("批次"), *standing_columns("批次以前", "批次以后"))


def log_paper(head: LedgerHead, batches: Sequence[Batch]) -> Paper:
    """Lay the log out, the oldest first."""
    title = f"{head.committee}操作日志"
    rows = tuple(map(_row, batches))
    return Paper(title, (Sheet("日志", title, _COLUMNS, rows),), f"账首：序号 {head.seq}｜{head.digest}")


def _row(batch: Batch) -> tuple[str | int, ...]:
    act = batch.act
    who = (f"{act.at:%Y-%m-%d %H:%M:%S}", told_by(act), spoken(act.command), act.source or "")
    why = "；".join(str(one) for one in (act.reason, act.merged) if one)
    return (batch.seq, *who, batch.rows, batch.reversed_rows, why)


def log_document(batches: Sequence[Batch]) -> Document:
    """The log as plain values."""
    return {
        "report": "log",
        "batches": [
            {
                **{"seq": one.seq, "at": one.act.at.isoformat(), "by": one.act.by, "command": one.act.command},
                **{"source": one.act.source, "rows": one.rows, "reversed": one.reversed_rows, "reason": one.act.reason},
                **name_document(one.act),
                **merge_document(one.act),
            }
            for one in batches
        ],
    }


@dataclass(frozen=True, slots=True)
class BatchContent:
    """A batch told, and what its members' points were before it and after it."""

    told: LoggedBatch
    changes: tuple[ScoreChange, ...]


@dataclass(frozen=True, slots=True)
class OperationLog:
    """The batches asked for, with what they say; ``unruled`` says why some years have no score."""

    identity: Identity
    batches: tuple[BatchContent, ...]
    unruled: tuple[str, ...]


def operation_log(
    ledger: Ledger,
    reading: LedgerReader,
    rules: Rules,
    identity: Identity,
    named: Sequence[Seq],
    wanted: LogFilter,
    last: int,
) -> OperationLog:
    """Tell the batches ``named``, or the ``last`` of all that have what is ``wanted``. Raises NotFound.

    Points are by the rules of today, before and after each batch, so that what moved them is the batch alone.
    """
    every = reading.batches()
    unknown = [seq for seq in named if all(one.seq != seq for one in every)]
    if unknown:
        raise NotFound("批次", unknown[0])
    chosen = [one for one in batches_with(reading, wanted) if not named or one.seq in named]
    told = tuple(BatchTeller(reading, wanted).told(chosen))[-last:]
    after = {one.seq: Seq(later.seq - 1) for one, later in itertools.pairwise(every)}
    contents: list[BatchContent] = []
    unruled: dict[str, None] = {}
    for one in told:
        seq = one.batch.seq
        with (
            ledger.reading(before_of(one.batch)) as earlier,
            ledger.reading(after.get(seq, Seq(identity.seq))) as later,
        ):
            changes, without = score_changes(earlier, later, rules, [one])
        contents.append(BatchContent(one, changes))
        unruled.update(dict.fromkeys(without))
    return OperationLog(identity, tuple(contents), tuple(unruled))


def content_paper(report: OperationLog) -> Paper:
    """Lay the batches out: who and when, what was entered, what was taken back, how the points of members moved."""
    title = f"{report.identity.committee}操作日志"
    told = [one.told for one in report.batches]
    standings = tuple(
        (one.told.batch.seq, *cells) for one in report.batches for cells in map(standing_cells, one.changes)
    )
    sheets = (
        Sheet("日志", "批次", _COLUMNS, tuple(_row(one.batch) for one in told)),
        *row_sheets(told),
        Sheet("得分", f"各批次以前和以后{MEMBER}的年度积分", _STANDINGS, standings),
    )
    shown = tuple(sheet for sheet in sheets if sheet.rows or sheet.columns is _COLUMNS)
    return Paper(title, shown, str(report.identity), notes=report.unruled)


def content_document(report: OperationLog) -> Document:
    """The same as plain values."""
    return {
        "report": "log",
        "ledger": ledger_document(report.identity),
        "batches": [
            {**batch_document(one.told), "members": list(map(standing_document, one.changes))} for one in report.batches
        ],
        "unruled": list(report.unruled),
    }
