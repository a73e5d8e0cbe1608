"""Leave (请假手续, §12): entering it, and its register."""

from __future__ import annotations

from typing import Annotated

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.localization import Command, command_group, leading_to
from duty_cli.cli.options import FROM, MEMBER, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.report_registry import BY_NAME
from duty_cli.errors.base import UsageError

leave_app = command_group(
    "请假：登记请假及批准情况，列出请假登记表；准假不是缺席，未准仍须出席。duty leave 委员 就是 duty leave add 委员。",
    leading_to("add"),
)

leave_app.command("list", cls=Command)(BY_NAME["leave list"].command())


@leave_app.command("add", cls=Command)
def leave(
    ctx: typer.Context,
    member: MEMBER,
    from_: FROM,
    reason: Annotated[str, typer.Option("--reason", metavar="事由", help="因病 因公 因事 产假 出国 其他")],
    until: Annotated[str | None, typer.Option("--until", metavar="日期", help="止日（含当日）；不填为起日当天")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="事项",
            help="只对某一履职事项请假；不填为各项活动",
            autocompletion=completion_values.kinds,
        ),
    ] = None,
    granted_by: Annotated[str | None, typer.Option("--granted-by", metavar="批准人", help="批准请假的人或机构")] = None,
    refused_by: Annotated[str | None, typer.Option("--refused-by", metavar="未准人", help="未准请假的人或机构")] = None,
) -> None:
    """登记请假及批准情况；准假不是缺席，未准仍须出席。"""
    from duty_cli.model.records import Leave
    from duty_cli.recording.leave_entry import leave_reason, take_leave
    from duty_cli.scoring.proposals import describe

    if (granted_by is None) == (refused_by is None):
        raise UsageError("请用 --granted-by 写明批准人，或用 --refused-by 写明未准人，二者取一")
    desk = desk_of(ctx)
    first = desk.day(from_, "起日", near=True)
    last = desk.day(until, "止日", since=first) if until else first
    who = desk.member(member, first)
    code = leave_reason(reason)
    asked = Leave(who.key, first, last, code, granted_by is not None, granted_by or refused_by or "", kind)
    done = take_leave(desk.ledger, desk.act("请假"), desk.rules, who, asked)
    say(f"已登记：{who} {first} 至 {last} {code}请假，{'准假' if asked.granted else '未准'}（序号 {done.seq}）")
    for told in done.disagreeing:
        said = f"请核对；如需更正：duty correct {told.seq} 出席情况=… --reason …"
        remark(f"与已登记的出席情况不一致：{describe(told)}；{said}")
