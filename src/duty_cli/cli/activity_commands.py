"""Putting an activity right as a whole: its name, its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import prompt
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import KIND, ON, REASON, desk_of
from duty_cli.cli.output import remark, say

if TYPE_CHECKING:
    from duty_cli.recording.activity_correction import CorrectedActivity

activity_app = command_group("活动：整次更正名称或日期。")


@activity_app.callback()
def about_activities() -> None:
    """活动：整次更正名称或日期。"""
    # Without it Typer takes a group of one command for that command.


@activity_app.command("correct", cls=Command)
def correct_activity(
    ctx: typer.Context,
    kind: KIND,
    on: ON,
    reason: REASON,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="名称", help="现在的名称；这一天这一事项只有一次活动的可以不写"),
    ] = None,
    new_title: Annotated[str | None, typer.Option("--new-title", metavar="名称", help="正确的名称；不填为不改")] = None,
    new_on: Annotated[str | None, typer.Option("--new-on", metavar="日期", help="正确的日期；不填为不改")] = None,
    merge: Annotated[bool, typer.Option("--merge", help="已有这个名称、日期的活动，确为同一次，并为一次")] = False,
    again: Annotated[bool, typer.Option("--again", help="与名称相近的另一次活动不是同一次")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="照列出的更正，不再询问")] = False,
) -> None:
    """整次更正：一次活动的全部出席记录冲正，按正确的名称、日期重新登记；先列出要改什么，确认后才写入。"""
    from functools import partial

    from duty_cli.parsing.text_cleaning import clean_text
    from duty_cli.recording.activity_correction import ActivityChange, activity_corrected

    desk = desk_of(ctx)
    name = None if new_title is None else clean_text("活动", new_title)
    change = ActivityChange(None if new_on is None else desk.day(new_on), name or None, merge, again)
    meant = (kind.strip(), desk.day(on), None if title is None else clean_text("活动", title))
    act = desk.act("更正活动", reason=reason)
    correct = partial(activity_corrected, desk.ledger, act, desk.rules, desk.today, meant, change)
    if not yes:
        desk.verify()
        remark(f"将更正：{_told(correct(kept=False))}")
        if not prompt.confirmed("照此更正？（回车 不更正，y 更正）"):
            remark("未写入任何内容；确认照此更正的，请加 --yes")
            return
    done = correct(kept=True)
    say(f"已更正：{_told(done)}（批次 {done.batch}）")


def _told(found: CorrectedActivity) -> str:
    """What becomes of an activity, in a line."""
    states = "，".join(f"{state} {count} 人" for state, count in found.states.items())
    beside = ("、应出席范围" if found.dues else "") + ("、活动计划" if found.planned else "")
    return f"{found.was} 改为 {found.now}；出席记录 {sum(found.states.values())} 条（{states}）{beside}一并改动"
