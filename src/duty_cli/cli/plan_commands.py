"""Planning activities ahead: entered, moved, cancelled, listed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import completion_values, prompt
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import ALL, KIND, LIAISON_GROUP, LISTED, OUT, PLAN, REASON, SECTOR, SPECIAL_COMMITTEE, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import write
from duty_cli.cli.record_commands import AGAIN, due_said, unless_seen
from duty_cli.cli.report_registry import BY_NAME
from duty_cli.errors.base import UsageError

if TYPE_CHECKING:
    from duty_cli.recording.plan_entry import PlanEntered

plan_app = command_group("活动计划：列入、改期、取消、列出，印签到表、导出日历；登记出席时由此知道应出席的是哪些委员。")

_ON_REST_DAY = Annotated[bool, typer.Option("--on-rest-day", help="这一天是周末或节假日，仍在这一天举行")]
_PLACE = Annotated[str | None, typer.Option("--place", metavar="地点", help="在哪里举行")]

plan_app.command("list", cls=Command)(BY_NAME["plan list"].command())
plan_app.command("sheet", cls=Command)(BY_NAME["plan sheet"].command())


@plan_app.command("add", cls=Command)
def add(
    ctx: typer.Context,
    kind: KIND,
    on: Annotated[str, typer.Option("--on", metavar="日期", help="哪一天举行；不写年份的，限今天前后 90 天内")],
    title: Annotated[str, typer.Option("--title", metavar="名称", help="活动名称；登记出席时照写")],
    place: _PLACE = None,
    all_: ALL = False,
    listed: LISTED = False,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    on_rest_day: _ON_REST_DAY = False,
    again: AGAIN = False,
) -> None:
    """列入计划：事项、日期、名称、地点、应出席的是哪些委员；不写的按规则文件。周末和节假日须写明。"""
    from functools import partial

    from duty_cli.model.plans import NewPlan
    from duty_cli.recording.plan_entry import plan_activity

    desk = desk_of(ctx)
    due = due_said(desk, (sector, liaison_group, special_committee), everyone=all_, listed=listed)
    new = NewPlan(
        _said("履职事项", kind), desk.day(on, near=True), _said("活动", title), _said("地点", place or "") or None, due
    )
    working = None if on_rest_day else desk.working_days
    enter = partial(plan_activity, desk.ledger, desk.act("计划活动"), desk.rules, desk.today, new, working)
    done = unless_seen(prompt.terminal(), enter, again=again)
    if done is not None:
        say(f"已列入计划：{_told(done)}")


@plan_app.command("move", cls=Command)
def move(
    ctx: typer.Context,
    seq: PLAN,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="改到哪一天；不填为不改")] = None,
    place: _PLACE = None,
    title: Annotated[str | None, typer.Option("--title", metavar="名称", help="改成什么名称；不填为不改")] = None,
    all_: ALL = False,
    listed: LISTED = False,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    on_rest_day: _ON_REST_DAY = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="原因", help="为何更改，记入账本")] = None,
    again: AGAIN = False,
) -> None:
    """改期，改名称、地点、应出席范围：冲正原计划，按改后的重新列入。"""
    from functools import partial

    from duty_cli.model.members import Seq
    from duty_cli.recording.plan_entry import PlanChange, move_plan

    desk = desk_of(ctx)
    day = None if on is None else desk.day(on, near=True)
    name = None if title is None else _said("活动", title)
    due = due_said(desk, (sector, liaison_group, special_committee), everyone=all_, listed=listed)
    change = PlanChange(day, name, None if place is None else _said("地点", place), due)
    working = None if on_rest_day or day is None else desk.working_days
    act = desk.act("计划改期", reason=(reason or "").strip() or None)
    done = unless_seen(
        prompt.terminal(), partial(move_plan, desk.ledger, act, desk.rules, Seq(seq), change, working), again=again
    )
    if done is not None:
        old, entered = done
        say(f"已改：{_told(entered)}；原为 {old.event}（序号 {old.seq}，已冲正）")


@plan_app.command("cancel", cls=Command)
def cancel(ctx: typer.Context, seq: PLAN, reason: REASON) -> None:
    """取消：冲正这一计划，原计划和原因都保留在账本中。"""
    from duty_cli.model.members import Seq
    from duty_cli.recording.plan_entry import cancel_plan

    desk = desk_of(ctx)
    gone = cancel_plan(desk.ledger, desk.act("取消计划", reason=reason), Seq(seq))
    say(f"已取消：{gone.event}（序号 {gone.seq}，已冲正）")


class CalendarFormat(StrEnum):
    """The formats in which calendars take plans over."""

    ICS = "ics"


@plan_app.command("export", cls=Command)
def export_calendar(
    ctx: typer.Context,
    year: Annotated[
        int | None,
        typer.Argument(metavar="年度", help="四位年份；不填为全部计划", autocompletion=completion_values.years),
    ] = None,
    member: Annotated[
        str | None,
        typer.Option("--member", metavar="委员", help="只列这名委员的", autocompletion=completion_values.members),
    ] = None,
    format_: Annotated[CalendarFormat, typer.Option("--format", help="日历文件的格式")] = CalendarFormat.ICS,
    out: OUT = None,
) -> None:
    """导出日历：手机、电脑的日历可以导入；改期、取消后再导出一次，原来的随之更新。"""
    import sys

    from duty_cli.documents.ics_writer import as_ics
    from duty_cli.documents.streams import write_bytes
    from duty_cli.model.members import Seq
    from duty_cli.reports.plan_calendar import calendar_entries
    from duty_cli.scoring.assessment_year import days_of

    assert format_ is CalendarFormat.ICS, "there is no other yet"
    if out is not None and out.suffix.lower() != ".ics":
        raise UsageError(f"日历文件只有 ics 一种格式，文件名 {out} 应以 .ics 结尾")
    desk = desk_of(ctx)
    who = None if member is None else desk.member(member)
    days = None if year is None else days_of(desk.rules, year)
    with desk.ledger.reading(Seq(1)) as founding:
        ledger = founding.head().digest[:16]
    with desk.verified() as reading:
        name = f"{reading.head().committee}活动计划"
        entries = tuple(calendar_entries(reading, desk.rules, ledger, days, who))
    data = as_ics(name, desk.calling().said(entries))
    if out is None:
        write_bytes(sys.stdout, data)
    else:
        write(out, data)
        remark(f"已写入 {out}")


def _said(heading: str, text: str) -> str:
    from duty_cli.errors.record_errors import MissingValue
    from duty_cli.parsing.text_cleaning import clean_text

    cleaned = clean_text(heading, text)
    if not cleaned and heading != "地点":
        raise MissingValue(heading)
    return cleaned or ""


def _told(done: PlanEntered) -> str:
    """A plan as written, in a line."""
    from duty_cli.model.working_days import weekday

    new = done.new
    due = str(new.due or ("不限定" if done.ruled else "待定，这一天还没有规则文件"))
    named = f"（{due}）" if new.due else ""
    expected = f"应出席 {done.expected} 人{named}" if done.expected is not None else f"应出席：{due}"
    what = (f"{new.on} {weekday(new.on)} {new.kind} {new.name}", new.place, expected)
    return f"{'，'.join(filter(None, what))}（序号 {done.seq}）"
