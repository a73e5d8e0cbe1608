"""Blank forms for offices to fill in, which ``duty import``, ``duty member import`` and ``duty history import`` read back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.import_sources import words_of
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import ALL, LIAISON_GROUP, ORDER, SECTOR, SPECIAL_COMMITTEE, desk_of, groups_named
from duty_cli.cli.output import as_bytes, remark
from duty_cli.cli.output_guard import write
from duty_cli.errors.base import UsageError
from duty_cli.errors.record_errors import BadValue
from duty_cli.errors.rule_errors import NoRulesForPeriod

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.blank_form import BlankForm, Planned
    from duty_cli.model.ledger_protocol import LedgerReader
    from duty_cli.model.plans import NewPlan
    from duty_cli.model.rulebook import Rulebook
    from duty_cli.reports.listings import RosterOn

    Make = Callable[[LedgerReader, RosterOn], BlankForm]

template_app = command_group("空白表格：发给各办公室填写，填好后由 duty import 读入。")

NEW = Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="文件，以 .xlsx 结尾")]
DAY = Annotated[str | None, typer.Option("--on", metavar="日期", help="列出这一天在任的委员；不填为今天")]


@template_app.command("records", cls=Command)
def records(
    ctx: typer.Context,
    out: NEW,
    on: DAY = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
) -> None:
    """履职记录登记表，一行一条记录。"""
    from duty_cli.importing.forms.blank_forms import records_template

    desk = desk_of(ctx)

    def make(reading: LedgerReader, those: RosterOn) -> BlankForm:
        return records_template(reading, those, _book(desk, those))

    _hand_out(desk, out, on, (sector, liaison_group, special_committee), make)


@template_app.command("attendance", cls=Command)
def attendance(
    ctx: typer.Context,
    out: NEW,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="列出这一天在任的委员；不填为写明日期的第一个活动当天，否则为今天"),
    ] = None,
    activity: Annotated[
        list[str] | None,
        typer.Option("--activity", metavar="名称@日期", help="活动，可写多次；不填时留出空列，日期可以不写"),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="事项", help="活动的履职事项：写一次为各活动共用，或按顺序每个活动写一次"),
    ] = None,
    plan: Annotated[
        list[int] | None,
        typer.Option("--plan", metavar="序号", help="计划的活动，可写多次；只列计划时写明应出席的委员"),
    ] = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    order: ORDER = None,
) -> None:
    """出席情况登记表，一行一名委员、一列一次活动；写明了履职事项的，只列应出席的委员。"""
    from duty_cli.importing.forms.blank_forms import attendance_template
    from duty_cli.model.blank_form import Planned
    from duty_cli.reports.sign_in_sheet import known_range

    desk = desk_of(ctx)
    words = words_of(desk)
    if plan and any((activity, kind, sector, liaison_group, special_committee)):
        raise UsageError(
            "--plan 已写明活动、事项和应出席范围；请去掉 --activity、--kind 和界别、委员联络组、专门委员会"
        )
    plans = _plans(desk, plan or [])
    planned = [Planned(one.kind, one.on, one.name) for one in plans] or _planned(desk, activity or [], kind or [])
    ranges = [known_range(desk.rules, one) for one in plans]
    desk.names_by = order
    held = next((str(one.on) for one in planned if one.on), None)

    def make(reading: LedgerReader, those: RosterOn) -> BlankForm:
        return attendance_template(reading, those, _book(desk, those), words, planned, ranges)

    _hand_out(desk, out, on or held, (sector, liaison_group, special_committee), make)


@template_app.command("sign-in", cls=Command)
def sign_in(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="文件，以 .xlsx 或 .docx 结尾")],
    activity: Annotated[str | None, typer.Option("--activity", metavar="名称@日期", help="哪一次活动")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="事项", help="活动的履职事项")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="地点", help="在哪里举行")] = None,
    plan: Annotated[
        int | None,
        typer.Option("--plan", metavar="序号", help="已列入计划的活动：事项、日期、名称、地点、应出席范围照计划"),
    ] = None,
    all_: ALL = False,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    order: ORDER = None,
) -> None:
    """签到表：大字，一行一名应出席的委员，留签名处，已准假的注明；散会后填上 √ 即可由 duty import 读入。"""
    from duty_cli.cli.plan_reports import sign_in_output
    from duty_cli.cli.record_commands import due_said
    from duty_cli.documents.formats import Format
    from duty_cli.model.members import Seq
    from duty_cli.model.plans import NewPlan

    if out.suffix.lower() not in (".xlsx", ".docx"):
        raise UsageError(f"签到表有 xlsx 和 docx 两种格式，文件名 {out} 应以 .xlsx 或 .docx 结尾")
    desk = desk_of(ctx)
    due = due_said(desk, (sector, liaison_group, special_committee), everyone=all_)
    if plan is not None:
        if any((activity, kind, place, due)):
            raise UsageError("--plan 已写明活动、事项、地点和应出席范围；请去掉其他各项")
        (new,) = _plans(desk, [plan])
    elif activity and kind:
        ((_, on, name),) = _planned(desk, [activity], [kind])
        if not isinstance(on, date):
            raise BadValue("--activity", activity, "名称@日期，如 第一期履职培训@2026-03-05")
        new = NewPlan(kind, on, name, place, due)
    else:
        raise UsageError("请用 --activity 名称@日期 和 --kind 写明活动，或用 --plan 写明计划的序号")
    with desk.view(None, order) as view:
        made = sign_in_output(view, new, None if plan is None else Seq(plan))
        data = as_bytes(made, Format(out.suffix.lower()[1:]))
    write(out, data)
    remark(f"已写入 {out}")


@template_app.command("proposals", cls=Command)
def proposals(
    ctx: typer.Context,
    out: NEW,
    on: DAY = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
) -> None:
    """提案登记表，一行一件提案。"""
    from duty_cli.importing.forms.blank_forms import proposals_template

    desk = desk_of(ctx)
    words = words_of(desk)

    def make(reading: LedgerReader, those: RosterOn) -> BlankForm:
        return proposals_template(reading, those, _book(desk, those), words)

    _hand_out(desk, out, on, (sector, liaison_group, special_committee), make)


@template_app.command("roster", cls=Command)
def roster(ctx: typer.Context, out: NEW, on: DAY = None) -> None:
    """名册登记表，填写新任委员；由 duty member import 读入。"""
    from duty_cli.importing.forms.blank_forms import roster_template

    _hand_out(desk_of(ctx), out, on, (), roster_template)


@template_app.command("history", cls=Command)
def history(ctx: typer.Context, out: NEW, on: DAY = None) -> None:
    """往年结果登记表，一行一名委员一个年度；由 duty history import 读入。"""
    from duty_cli.importing.forms.blank_forms import earlier_template

    desk = desk_of(ctx)

    def make(reading: LedgerReader, those: RosterOn) -> BlankForm:
        return earlier_template(reading, those, _book(desk, those))

    _hand_out(desk, out, on, (), make)


def _hand_out(desk: AppContext, out: Path, on: str | None, groups: tuple[str | None, ...], make: Make) -> None:
    """Write the form that ``make`` makes of those in office on the day who belong to the groups."""
    from duty_cli.documents.blank_form_xlsx import template_xlsx
    from duty_cli.reports.listings import roster_on

    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"空白表格只有 xlsx 一种格式，文件名 {out} 应以 .xlsx 结尾")
    wanted = groups_named(desk, groups)
    with desk.verified() as reading:
        those = roster_on(reading, desk.day(on) if on else desk.today, wanted)
        data = template_xlsx(make(reading, those), reading.head().at)
    write(out, data)
    remark(f"已写入 {out}")


def _book(desk: AppContext, those: RosterOn) -> Rulebook:
    book = desk.rules.on(those.day)
    if book is None:
        raise NoRulesForPeriod(those.day, desk.rules.covered())
    return book


def _plans(desk: AppContext, seqs: list[int]) -> list[NewPlan]:
    """The plans of those seqs, by day. Raises NoPlan."""
    from duty_cli.model.members import Seq
    from duty_cli.recording.plan_entry import the_plan

    with desk.ledger.reading() as reading:
        found = [the_plan(reading, Seq(seq)).new for seq in dict.fromkeys(seqs)]
    return sorted(found, key=lambda one: one.event.in_order)


def _planned(desk: AppContext, activities: list[str], kinds: list[str]) -> list[Planned]:
    """The activities named, each with its kind."""
    from duty_cli.model.blank_form import Planned

    if len(kinds) not in (0, 1, len(activities)) or (kinds and not activities):
        raise UsageError(
            f"写了 {len(activities)} 个 --activity、{len(kinds)} 个 --kind；请写一个 --kind，或每个活动各写一个"
        )
    of_each = kinds * len(activities) if len(kinds) == 1 else kinds or [""] * len(activities)
    found = []
    for text, kind in zip(activities, of_each, strict=True):
        name, _, day = text.rpartition("@") if "@" in text else (text, "", "")
        if not name.strip():
            raise BadValue("--activity", text, "名称@日期，如 第一期履职培训@2026-03-05")
        found.append(Planned(kind, desk.day(day, near=True) if day else "", name.strip()))
    return found
