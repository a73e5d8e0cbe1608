"""The command that erases a member's name for good."""

from __future__ import annotations

from typing import Annotated

import typer

from duty_cli.cli import prompt
from duty_cli.cli.options import MEMBER, REASON, desk_of
from duty_cli.cli.output import remark, say


def erase(
    ctx: typer.Context,
    member: MEMBER,
    reason: REASON,
    yes: Annotated[bool, typer.Option("--yes", help="照此删除，不再询问")] = False,
) -> None:
    """依法删除一名委员的姓名、拼音首字母和电话：不能恢复；编号、任职、记录和得分不变，删除本身记入账本。"""
    from duty_cli.recording.name_erasure import erase_name, refuse_erasing

    desk = desk_of(ctx)
    who = desk.member(member)
    refuse_erasing(desk.store, who)
    still = "，现仍在任" if who.in_office(desk.today) else ""
    if not yes:
        remark(f"将删除 {who} 的姓名、拼音首字母和电话{still}；删除后不能恢复，以后生成的各种报表都不再有姓名")
        if not prompt.confirmed("照此删除？（回车 不删除，y 删除）"):
            remark("未删除；确认照此删除的，请加 --yes")
            return
    seq = erase_name(desk.ledger, desk.act("删除姓名", reason=reason), who)
    say(f"已删除委员 {who.number} 的姓名、拼音首字母和电话（序号 {seq}）")
    remark("账本以外的备份、已印发的文件、导出和导入的文件，以及记录的标题、备注里可能还有姓名，请另行处理")
