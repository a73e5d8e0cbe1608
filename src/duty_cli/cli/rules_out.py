"""Rule files going out: told in Chinese for proof-reading, their schema for editors, a first one to start from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.options import FORMAT, OUT, desk_of
from duty_cli.cli.output import ReportOutput, remark, say
from duty_cli.cli.output import show as put_out
from duty_cli.cli.outputs import write, write_new
from duty_cli.cli.rules import rules_meant
from duty_cli.errors import FileThere, NoRulesForPeriod

if TYPE_CHECKING:
    from datetime import date

    from duty_cli.domain.rules import Rules


def show_rules(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="文件…", help="规则文件；不填为工作区的规则")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="只列这一天适用的规则")] = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """规则校对稿：每条规则写成一句中文，旁边是条款和所在行，供与印发的文件逐条对照。"""
    from datetime import datetime

    from duty_cli import __version__
    from duty_cli.render.layout.rules.paper import rules_document, rules_paper

    rules = rules_meant(ctx, files)
    if on is not None:
        rules = _in_force(rules, desk_of(ctx).day(on))
    # A paper made from files alone bears the day from which they are in force, so that it is the same every time.
    at = datetime.combine(rules.every[0].effective.first, datetime.min.time())
    desk = desk_of(ctx)
    made = ReportOutput(
        lambda: rules_paper(rules, __version__), lambda: rules_document(rules, __version__), at, desk.calling
    )
    put_out(made, format_, out)


def _in_force(rules: Rules, day: date) -> Rules:
    books = tuple(book for book in rules.every if day in book.effective)
    if not books:
        raise NoRulesForPeriod(day, rules.covered())
    return replace(rules, every=books)


def write_schema(out: OUT = None) -> None:
    """规则文件的格式说明，供编辑器使用：写细则时提示可用的键，标出写错的地方。"""
    from duty_cli.rulebook.schema import schema_text

    if out is None:
        say(schema_text())
    else:
        write(out, schema_text().encode())
        remark(f"已写入 {out}")


def new_rules(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="文件", help="新文件；不填为工作区的 rules/scoring.yaml", show_default=False),
    ] = None,
) -> None:
    """新建规则文件：带注释的样本，照着改成本会的细则；不覆盖已有文件。"""
    from duty_cli.cli.shipped import SCHEMA, SCORING, START, lay_beside, shipped
    from duty_cli.cli.workspace import make_folder

    place = file or desk_of(ctx).rules_path / SCORING
    if place.exists():
        raise FileThere(place)
    make_folder(place.parent)
    write_new(place, shipped(START))
    lay_beside(place.parent, SCHEMA)
    say(f"已写入 {place}；改好后请用 duty rules check 核对，用 duty rules show 逐条校对")
