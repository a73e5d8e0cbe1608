"""Commands that look into the ledger: find what holds a word, show one row whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.options import FORMAT, OUT, desk_of
from duty_cli.cli.output import show
from duty_cli.documents.formats import ReportOutput

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.ledger_protocol import WholeReader
    from duty_cli.model.papers import Paper
    from duty_cli.reports.report_columns import Document

T = TypeVar("T")

WORDS = Annotated[
    list[str],
    typer.Argument(
        metavar="文字…",
        help="姓名、编号、序号、文号、名称、标题、日期、金额的一部分，或姓名、事项、活动的拼音；写几个的，都要有",
        autocompletion=completion_values.sought,
    ),
]
ROW = Annotated[
    int,
    typer.Argument(metavar="序号", help="账本序号，见 duty find、duty log", autocompletion=completion_values.rows),
]


def find(
    ctx: typer.Context,
    words: WORDS,
    last: Annotated[int, typer.Option("--last", metavar="条数", min=1, help="每一种列出最近多少条")] = 10,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """查找：委员、活动、记录、请假、计划、办理事项、印发的文件、经费、批次中有这些文字的，新的在前，注明序号和接着用的命令。"""
    from duty_cli.reports.find_rows import find, finding_document, finding_paper

    made = _looked(desk_of(ctx), lambda reading: find(reading, words, last), finding_paper, finding_document)
    show(made, format_, out)


def show_(ctx: typer.Context, seq: ROW, format_: FORMAT = None, out: OUT = None) -> None:
    """查看账本的一行：内容、谁在什么时候登记、来源文件、是否已冲正或更正，哪些行引用它。"""
    from duty_cli.reports.row_account import account_document, account_paper, row_account

    made = _looked(desk_of(ctx), lambda reading: row_account(reading, seq), account_paper, account_document)
    show(made, format_, out)


def _looked(
    desk: AppContext,
    look: Callable[[WholeReader], T],
    paper: Callable[[T], Paper],
    document: Callable[[T], Document],
) -> ReportOutput:
    """What ``look`` finds in the ledger, which is verified, with the numbers that members bear today. Raises LedgerDamaged."""
    with desk.verified() as reading:
        reading.number_as_on(desk.today)
        found, at = look(reading), reading.head().at
    return ReportOutput(lambda: paper(found), lambda: document(found), at, desk.calling)
