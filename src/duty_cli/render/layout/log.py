"""The log of batches, laid out."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.domain.ledger import Batch, LedgerHead
from duty_cli.domain.sheet import Column, Paper, Sheet
from duty_cli.render.layout.columns import numbers

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
    who = (f"{act.at:%Y-%m-%d %H:%M:%S}", act.by, act.command, act.source or "")
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
