"""What-if: two rule files over the real ledger. Nothing is written, and neither file is entered in the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli import __version__
from duty_cli.cli.files import read_file
from duty_cli.cli.options import FORMAT, ORDER, OUT, desk_of
from duty_cli.cli.output import ReportOutput, show

if TYPE_CHECKING:
    from duty_cli.domain.identity import Identity
    from duty_cli.domain.ledger import LedgerHead
    from duty_cli.domain.rules import Rules


def diff(
    ctx: typer.Context,
    before: Annotated[Path, typer.Argument(metavar="修改前", help="修改前的规则文件")],
    after: Annotated[Path, typer.Argument(metavar="修改后", help="修改后的规则文件")],
    year: Annotated[int, typer.Option("--year", metavar="年度", help="用哪一年的记录试算，四位年份")],
    order: ORDER = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """规则修改试算：用账本里的记录按两份规则各算一遍，列出谁的等次变动、越过合格线，以及是哪一条款所致；不写账本。"""
    from duty_cli.render.layout.diff import diff_document, diff_paper
    from duty_cli.reports.diff import rules_diff

    same_name = before.name == after.name
    old, new = (_rules(path, str(path) if same_name else path.name) for path in (before, after))
    desk = desk_of(ctx)
    desk.names_by = order
    with desk.ledger.reading() as reading:
        head = reading.head()
        report = rules_diff(reading, old, new, (_identity(head, old), _identity(head, new)), year)
    show(ReportOutput(lambda: diff_paper(report), lambda: diff_document(report), head.at, desk.calling), format_, out)


def _rules(path: Path, name: str) -> Rules:
    """The rules of one file; two files of one name go by their paths, so that every line told can be found."""
    from duty_cli.rulebook.files import load

    return load({name: read_file(path)[0]})


def _identity(head: LedgerHead, rules: Rules) -> Identity:
    from duty_cli.domain.identity import Identity

    return Identity(head.committee, head.seq, head.digest, rules.digest, __version__)
