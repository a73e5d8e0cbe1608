"""The roster: who is a member, of which groups, in which roles, from when until when."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import (
    FORMAT,
    FROM,
    LIAISON_GROUP,
    MEMBER,
    ORDER,
    OUT,
    PAPER_NUMBER,
    PARTY,
    SECTOR,
    SPECIAL_COMMITTEE,
    UNTIL,
    desk_of,
    groups_named,
)
from duty_cli.cli.output import say, show
from duty_cli.cli.roster_import_command import import_
from duty_cli.cli.tenure_commands import (
    AGAIN,
    JOINED_FOR,
    ROLES,
    correct_start,
    ground_said,
    join,
    leave_office,
    remark_on_new_values,
    remark_on_seats,
    unless_alike,
)
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.base import UsageError
from duty_cli.model.members import JOINING_REASONS

IN_OFFICE_ON = Annotated[str | None, typer.Option("--on", metavar="日期", help="该日在任的委员；不填为今天")]

member_app = command_group("名册：登记、导入、查询委员。")


@member_app.command("add", cls=Command)
def add(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="编号", help="委员编号，本届内不重复")],
    name: Annotated[str, typer.Argument(metavar="姓名", help="全名")],
    from_: FROM,
    until: UNTIL = None,
    party: PARTY = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    role: ROLES = None,
    reason: JOINED_FOR = None,
    number_of_paper: PAPER_NUMBER = None,
    initials: Annotated[
        str | None, typer.Option("--initials", metavar="字母", help="拼音首字母；不填时自动生成")
    ] = None,
    again: AGAIN = False,
) -> None:
    """登记一名委员，如换届产生、增补的；离任过又再任的用 duty member join。"""
    from duty_cli.model.parsed_rows import ParsedMember
    from duty_cli.parsing import member_lookup, pinyin, text_cleaning
    from duty_cli.recording.enrolment import enrol

    desk = desk_of(ctx)
    first = desk.day(from_, "起日", near=True)
    short = pinyin.clean_initials(initials) if initials else ""
    row = ParsedMember(
        1,
        text_cleaning.clean_key("委员编号", number),
        member_lookup.new_name(name),
        first,
        desk.day(until, "止日", since=first) if until else None,
        *(party or "", sector or "", liaison_group or "", special_committee or ""),
        tuple(role or ()),
    )
    ground = ground_said(JOINING_REASONS, reason, number_of_paper)
    act = desk.act("登记委员", reason=str(ground) or None)
    enter = partial(enrol, desk.ledger, act, [row], lambda name: short or pinyin.initials(name), ground)
    done = unless_alike(enter, again=again)
    if done is None:
        return
    say(f"已登记委员 {row.number} {row.name}（批次 {done.batch}）")
    remark_on_new_values(desk, done.batch)
    remark_on_seats(desk, [sector], first)


@member_app.command("list", cls=Command)
def list_(
    ctx: typer.Context,
    on: IN_OFFICE_ON = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    order: ORDER = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """列出某日在任的委员。"""
    from duty_cli.reports.listings import roster_document, roster_on, roster_paper

    desk = desk_of(ctx)
    desk.names_by = order
    groups = groups_named(desk, (sector, liaison_group, special_committee))
    with desk.verified() as reading:
        report = roster_on(reading, desk.day(on) if on else desk.today, groups)
        made = ReportOutput(
            lambda: roster_paper(report), lambda: roster_document(report), reading.head().at, desk.calling
        )
    show(made, format_, out)


@member_app.command("seats", cls=Command)
def seats(ctx: typer.Context, on: IN_OFFICE_ON = None, format_: FORMAT = None, out: OUT = None) -> None:
    """各界别的名额、在任、空缺和超出；名额写在 rules/style.yaml 里。"""
    from duty_cli.errors.member_errors import NoSeats
    from duty_cli.reports.seats import seat_count, seats_document, seats_paper
    from duty_cli.rules.style_file import STYLE

    desk = desk_of(ctx)
    if not desk.looks.seats:
        raise NoSeats(desk.rules_folder / STYLE)
    with desk.verified() as reading:
        count = seat_count(reading, desk.day(on) if on else desk.today, desk.looks.seats, desk.looks.order)
        made = ReportOutput(lambda: seats_paper(count), lambda: seats_document(count), reading.head().at, desk.calling)
    show(made, format_, out)


@member_app.command("show", cls=Command)
def show_(ctx: typer.Context, member: MEMBER) -> None:
    """一名委员的任职、分组和职务起止。"""
    from duty_cli.reports.listings import member_text

    desk = desk_of(ctx)
    with desk.verified():
        text = member_text(desk.member(member))
    say(desk.calling().said(text))


member_app.command("import", cls=Command)(import_)
member_app.command("leave", cls=Command)(leave_office)
member_app.command("join", cls=Command)(join)
member_app.command("correct", cls=Command)(correct_start)


@member_app.command("rename", cls=Command)
def rename(
    ctx: typer.Context,
    member: MEMBER,
    name: Annotated[str | None, typer.Option("--name", metavar="姓名", help="正确的全名")] = None,
    initials: Annotated[str | None, typer.Option("--initials", metavar="字母", help="正确的拼音首字母")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="电话", help="联系电话")] = None,
) -> None:
    """更正姓名、拼音首字母或电话。"""
    from duty_cli.model.members import Person
    from duty_cli.parsing import member_lookup, pinyin
    from duty_cli.recording import enrolment

    desk = desk_of(ctx)
    who = desk.member(member)
    if not (name or initials or phone):
        raise UsageError("没有要更正的内容；请用 --name、--initials 或 --phone")
    full = member_lookup.new_name(name) if name else who.name
    short = pinyin.clean_initials(initials) if initials else pinyin.initials(full) if name else who.person.initials
    seq = enrolment.rename(desk.ledger, desk.act("更正姓名"), who, Person(full, short, phone or who.person.phone))
    say(f"已更正：{who.number} {full}（{short}），序号 {seq}")
