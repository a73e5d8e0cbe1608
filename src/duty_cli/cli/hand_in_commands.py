"""收件 (§11): yearly reports and accounts handed in, their list, and whose a file is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duty_cli.cli.import_sources import read_file
from duty_cli.cli.issue_commands import DIFFERS
from duty_cli.cli.localization import Command, command_group, leading_to
from duty_cli.cli.options import KIND, MEMBER, ON, YEAR_OPTION, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.report_registry import BY_NAME

hand_in_app = command_group(
    "收件：年度履职报告、述职何时提交、谁收件，列出没有提交和逾期的；duty hand-in 委员 就是 duty hand-in add 委员。",
    leading_to("add"),
)

hand_in_app.command("list", cls=Command)(BY_NAME["hand-in list"].command())


@hand_in_app.command("add", cls=Command)
def add(
    ctx: typer.Context,
    member: MEMBER,
    kind: KIND,
    year: YEAR_OPTION,
    on: ON,
    received_by: Annotated[str, typer.Option("--received-by", metavar="收件人", help="由谁收件")],
    file: Annotated[
        Path | None, typer.Option("--file", metavar="文件", help="提交的文件；只记它的摘要，不存文件")
    ] = None,
    judged: Annotated[
        str | None, typer.Option("--judged", metavar="评定分", help="由评议打分的事项；还没有评定的不填")
    ] = None,
) -> None:
    """收件：登记一名委员提交的年度履职报告或述职；由评议打分的，评定以后再用 duty record 登记评定分。"""
    from duty_cli.cli.record_answers import recorded
    from duty_cli.errors.record_errors import MissingValue
    from duty_cli.model.hand_ins import HandIn
    from duty_cli.parsing.record_columns import FACT_PARSERS
    from duty_cli.parsing.text_cleaning import clean_text
    from duty_cli.recording.hand_in_entry import hand_in

    desk = desk_of(ctx)
    by = clean_text("收件人", received_by)
    if not by:
        raise MissingValue("收件人")
    day, digest = desk.day(on), None if file is None else read_file(file)[1]
    score = None if judged is None else FACT_PARSERS["评定分"]("评定分", judged.strip())
    who = desk.member(member, day)
    said = HandIn(who.key, clean_text("履职事项", kind), year, day, by, digest)
    done = hand_in(desk.ledger, desk.act("收件"), desk.rules, desk.today, who, said, score)
    receipt = done.receipt
    file_said = "" if receipt.digest is None else f"，文件摘要 {receipt.digest}"
    say(f"已收件：{done.member} {receipt.called} {day}，{by}收{file_said}（序号 {receipt.seq}）")
    if done.recorded is not None:
        remark(recorded(desk, done.recorded))
    else:
        of_year = "" if day.year == year else f" --for-year {year}"
        remark(
            f"评定以后请登记评定分：duty record {done.member.number} {receipt.kind} --on 评定日期{of_year} --judged 评定分"
        )


@hand_in_app.command("verify", cls=Command)
def verify(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="文件", help="要核对的文件")]) -> None:
    """核对一份文件是谁在哪一年度提交的，按文件摘要；收件中没有的，退出码为 1。"""
    from duty_cli.reports.hand_in_list import receipts_with

    _, digest = read_file(file)
    with desk_of(ctx).verified() as reading:
        found = receipts_with(reading, digest)
    say("\n".join(found) or f"收件登记中没有这份文件，或提交以后改动过（摘要 {digest}）")
    if not found:
        raise typer.Exit(DIFFERS)
