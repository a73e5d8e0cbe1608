"""Commands that enter what members did: record, attend, settle."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from duty_cli.cli import completion_values, prompt
from duty_cli.cli.options import (
    ALL,
    KIND,
    KIND_OR_ASKED,
    LIAISON_GROUP,
    LISTED,
    MEMBER_OR_ASKED,
    MISSING,
    ON,
    ON_OR_ASKED,
    SECTOR,
    SPECIAL_COMMITTEE,
    desk_of,
    groups_named,
)
from duty_cli.cli.output import remark, say
from duty_cli.cli.prompt import Terminal, agreed
from duty_cli.errors.base import UsageError
from duty_cli.errors.invitation_errors import UnknownCapacity
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import BadValue, Doubtful, SaidTwice
from duty_cli.model.capacities import Capacity
from duty_cli.model.column_sorts import RecordOption
from duty_cli.model.members import Facet, Member, MemberKey, Roster
from duty_cli.model.records import COLUMNS, Attendance, Due
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.records import RecordFields
    from duty_cli.recording.record_entry import Attended

Text = str | None


def _option(name: str, heading: str, help_: str, offered: completion_values.Offering | None = None) -> object:
    return typer.Option(f"--{name}", metavar=heading, help=help_, autocompletion=offered)


EXCEPT = Annotated[
    list[str] | None,
    typer.Option(
        "--except",
        metavar="状态=名单",
        help="如 请假=张三、李四；可写多次：请假 请假未准 缺席 迟到 早退 迟到并早退 公假",
    ),
]
AGAIN = Annotated[
    bool, typer.Option("--again", help="账本中已有相同或名称相近的，确为另一条（另一次活动）时写明，照样登记")
]


_OPTIONS = {
    column.option.name.replace("-", "_"): (column.heading, column.option)
    for column in sorted(COLUMNS.values(), key=lambda column: column.option.place if column.option else 0)
    if column.option
}
"""The options of ``duty record`` that say what is in a column, by the names of their parameters."""


CAPACITY = Annotated[
    Text,
    typer.Option(
        "--capacity",
        metavar="参会身份",
        help="应出席 列席；不填为照规则和已写明的",
        autocompletion=completion_values.capacities,
    ),
]
GUESTS = Annotated[Text, _option("guests", "名单", "列席的委员，以、分隔；不计入应出席")]
DUE = Annotated[Text, _option("due", "名单", "应出席的只是这些委员，以、分隔；不在表上的列为未登记")]


def record(
    ctx: typer.Context,
    member: Text = None,
    kind: Text = None,
    on: Text = None,
    *,
    capacity: Text = None,
    again: bool = False,
    **cells: Text,
) -> None:
    """登记一条履职记录；在终端上没有写全委员、事项、日期的，逐项询问，可接连登记。"""
    from duty_cli.cli.record_answers import recorded
    from duty_cli.parsing.record_columns import parse_fields
    from duty_cli.recording import record_entry as office

    desk = desk_of(ctx)
    named = {"委员": member, "履职事项": kind, "日期": on, **{_OPTIONS[name][0]: text for name, text in cells.items()}}
    said = {heading: text for heading, text in named.items() if text is not None}
    invited = None if capacity is None else capacity_named(capacity)
    if member is None or kind is None or on is None:
        if invited is not None:
            raise UsageError("--capacity 请与委员、事项、日期一起写全")
        from duty_cli.cli import record_dialog

        record_dialog.enter(desk, said, again=again)
        return
    day = desk.day(on)
    who = desk.member(member, day)
    fields = parse_fields({**said, "日期": str(day)})
    act = desk.act("登记")
    enter = partial(office.record, desk.ledger, act, desk.rules, desk.today, who, fields, capacity=invited)
    done = unless_seen(prompt.terminal(), enter, again=again)
    if done is not None:
        say(recorded(desk, done))


def _takes_columns(command: Callable[..., None]) -> None:
    """Give the command of records an option for each column, as Typer reads them: in its signature."""
    takes: dict[str, tuple[object, object]] = {
        **{"member": (MEMBER_OR_ASKED, None), "kind": (KIND_OR_ASKED, None), "on": (ON_OR_ASKED, None)},
        **{name: (Annotated[Text, _column_option(*said)], None) for name, said in _OPTIONS.items()},
        **{"capacity": (CAPACITY, None), "again": (AGAIN, False)},
    }
    first = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    rest = (
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in takes.items()
    )
    command.__signature__ = inspect.Signature([first, *rest])  # type: ignore[attr-defined]
    command.__annotations__ = {"ctx": typer.Context, **{name: annotation for name, (annotation, _) in takes.items()}}


def _column_option(heading: str, option: RecordOption) -> object:
    offered = getattr(completion_values, option.offers) if option.offers else None
    return _option(option.name, heading, option.help, offered)


_takes_columns(record)


def attend(
    ctx: typer.Context,
    kind: KIND,
    on: ON,
    title: Annotated[str, _option("title", "名称", "活动名称")],
    all_present: Annotated[
        bool, typer.Option("--all-present", help="应出席委员全部出席，例外用 --except 列出")
    ] = False,
    except_: EXCEPT = None,
    members: Annotated[Text, _option("members", "名单", "应出席委员，以、分隔；不填为规则规定的全体应出席委员")] = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    guests: GUESTS = None,
    document: Annotated[Text, _option("document", "文号", "通知文号")] = None,
    again: AGAIN = False,
) -> None:
    """登记一次活动的出席情况：应出席委员各一条记录，全体出席，例外另列。"""
    from duty_cli.model.records import Due
    from duty_cli.parsing.record_columns import parse_fields
    from duty_cli.recording import record_entry as office

    if not all_present:
        raise UsageError("请用 --all-present 表示其余应出席委员均出席，并用 --except 列出例外")
    desk = desk_of(ctx)
    groups = groups_said(desk, (sector, liaison_group, special_committee))
    if members is not None and groups:
        raise UsageError("--members 已写明应出席委员，不能再用界别、委员联络组或专门委员会限定；请去掉其中一项")
    cells = {"履职事项": kind, "日期": str(desk.day(on)), "活动": title, "文号": document or ""}
    fields = parse_fields({heading: text for heading, text in cells.items() if text})
    with desk.ledger.reading() as reading:
        roster, due = reading.roster(), office.attended_kind(reading, desk.rules, desk.today, fields)
        planned = None if groups or members is not None else office.planned_due(reading, fields.occasion)
        groups = groups if planned is None else dict(planned.groups)
        within = office.expected_members(reading, desk.rules, due, fields.on, groups)
    expected = within if members is None else members_named(roster, members, fields.on)
    said = exceptions(roster, except_ or [], fields.on)
    beside = members_named(roster, guests or "", fields.on)
    by_rule = due.expects is not None and not groups and members is None
    said_due = planned or (None if by_rule else Due(groups, listed=members is not None))
    act = desk.act("登记出席")
    enter = partial(office.attend, desk.ledger, act, desk.rules, desk.today, fields, expected, said, due=said_due)
    enter = partial(enter, guests=beside)
    done = unless_seen(prompt.terminal(), enter, again=again)
    if done is None:
        return
    _tell_attended(done, fields, planned)


def _tell_attended(done: Attended, fields: RecordFields, planned: Due | None) -> None:
    """What was entered of an activity, and what is still open of it."""
    from duty_cli.reports.open_sheets import sheet_lines

    counts = "，".join(f"{state} {count} 人" for state, count in done.states.items())
    say(
        f"已登记：{fields.kind} {fields.on} {fields.activity}，应出席 {done.expected} 人：{counts}（批次 {done.batch}）"
    )
    if planned is not None:
        remark(f"应出席范围按活动计划：{planned}")
    if done.by_register:
        remark(f"依据请假登记列为请假：{'、'.join(str(member) for member in done.by_register)}")
    for line in sheet_lines(done.sheets):
        remark(line)


def settle(
    ctx: typer.Context,
    kind: KIND_OR_ASKED = None,
    on: ON_OR_ASKED = None,
    title: Annotated[Text, _option("title", "名称", "活动名称；这一天这一事项只有一次活动的可以不写")] = None,
    missing: MISSING = None,
    except_: EXCEPT = None,
    all_: ALL = False,
    listed: LISTED = False,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    due_list: DUE = None,
    guests: GUESTS = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="年度", help="列出这一年度的各次活动；不填为今年", autocompletion=completion_values.years
        ),
    ] = None,
) -> None:
    """未登记：列出应出席而不在表上的委员，一次登记，或写明应出席范围；不写事项的，列出一年的各次活动。"""
    from duty_cli.recording import settling as office
    from duty_cli.recording.already_entered import like_events
    from duty_cli.recording.event_sheets import sheets_of
    from duty_cli.recording.invitation_entry import Invitees
    from duty_cli.reports.open_sheets import like_lines, settled_lines, sheet_lines

    desk = desk_of(ctx)
    groups = (sector, liaison_group, special_committee)
    due = due_said(desk, groups, everyone=all_, listed=listed, named=due_list is not None)
    if kind is None or on is None:
        if any((kind, on, title, missing, except_, due, guests)):
            raise UsageError("请写明事项和日期，如 duty settle 全体会议 --on 2026-01-20 --missing 缺席")
        _tell_open(desk, year)
        return
    if year is not None:
        raise UsageError("--year 列出一年的各次活动，事项和日期已写明是哪一次；请去掉其中一项")
    day, state = desk.day(on), missing_as(missing)
    listing = state is None and due is None and guests is None
    with desk.verified() if listing else desk.ledger.reading() as reading:
        event, roster = office.event_meant(reading, kind, day, title), reading.roster()
        found = sheets_of(reading, desk.rules, [event])
        beside = list(like_lines(event, like_events(reading, event)))
    if listing:
        say("\n".join(sheet_lines(found)) or f"{event} 没有应出席而未登记的委员")
        for line in beside:
            remark(line)
        return
    said = exceptions(roster, except_ or [], day)
    invitees = Invitees(*(tuple(members_named(roster, names or "", day)) for names in (due_list, guests)))
    act = desk.act("登记未到")
    done = office.settle(desk.ledger, act, desk.rules, desk.today, event, state, said, due, invitees)
    told = [*settled_lines(done.settled)] or [f"应出席 {done.expected} 人"]
    say(f"已登记：{event}；{told[0]}（批次 {done.batch}）")
    for line in (*told[1:], *sheet_lines(done.sheets), *beside):
        remark(line)


def _tell_open(desk: AppContext, year: int | None) -> None:
    """List the events of a year at which some due stand on no sheet; of this year, also which earlier ones have any."""
    from duty_cli.recording.already_entered import like_events
    from duty_cli.reports.open_sheets import like_lines, open_sheets, open_year_line, open_years, sheet_lines
    from duty_cli.scoring.assessment_year import days_around, rules_of

    with desk.verified() as reading:
        days = days_around(desk.rules, desk.today) if year is None else rules_of(desk.rules, year).days
        found = open_sheets(reading, desk.rules, days)
        beside = [line for one in found for line in like_lines(one.event, like_events(reading, one.event))]
        earlier = [*open_years(reading, desk.rules, desk.today)] if year is None else []
    say("\n".join(sheet_lines(found)) or f"{days} 没有应出席而未登记的委员")
    for line in beside:
        remark(line)
    for one in earlier:
        remark(desk.calling().said(open_year_line(one)))


_STATE = pattern(r"[=＝:：]")
_BETWEEN = pattern(r"[、，,;；\s]+")


def members_named(roster: Roster, names: str, day: date) -> list[Member]:
    """The members of a list of names or numbers, by their sectors on ``day``."""
    from duty_cli.parsing.member_lookup import find_member

    return [find_member(name, roster, day) for name in _BETWEEN.split(names.strip()) if name]


def exceptions(roster: Roster, said: Sequence[str], day: date) -> dict[MemberKey, Attendance]:
    """The state of each member excepted. Raises SaidTwice for a member named under two states."""
    found: dict[MemberKey, Attendance] = {}
    for one in said:
        word, *names = (part.strip() for part in _STATE.split(one, maxsplit=1))
        if not names:
            raise BadValue("--except", one, "“状态=名单”，如 请假=张三、李四")
        if word not in set(Attendance):
            raise UnknownWord("出席情况", word, tuple(Attendance))
        for member in members_named(roster, names[0], day):
            if found.setdefault(member.key, Attendance(word)) != word:
                raise SaidTwice(member, found[member.key], word)
    return found


def groups_said(desk: AppContext, groups: Sequence[str | None]) -> dict[Facet, frozenset[str]]:
    """The sector, liaison group and special committee that were named. Raises UnknownWord."""
    return {facet: frozenset({name}) for facet, name in groups_named(desk, groups).items()}


def capacity_named(word: str) -> Capacity:
    """The capacity of that name. Raises UnknownCapacity."""
    if word.strip() not in set(Capacity):
        raise UnknownCapacity(word, tuple(Capacity))
    return Capacity(word.strip())


def due_said(
    desk: AppContext, groups: Sequence[str | None], *, everyone: bool, listed: bool = False, named: bool = False
) -> Due | None:
    """Who was said to be due; None where that is as the rules have it. Raises UsageError where two things are said."""
    those = groups_said(desk, groups)
    if sum((bool(those), everyone, listed, named)) > 1:
        beside = "、--due" if named else ""
        raise UsageError(f"应出席范围写了几种；--all、--listed{beside} 和界别、委员联络组、专门委员会只取其一")
    return Due(those, listed, named) if those or everyone or listed or named else None


def missing_as(word: str | None) -> Attendance | None:
    """The state in which those are entered who stand on no sheet. Raises UnknownWord."""
    from duty_cli.recording.event_sheets import away

    return None if word is None else away(word.strip())


T = TypeVar("T")


def unless_seen(clerk: Terminal | None, enter: Callable[..., T], *, again: bool) -> T | None:
    """Enter it; None where the clerk sees that it stands already. Raises Doubtful where there is nobody to ask."""
    try:
        return enter(again=again)
    except Doubtful as doubt:
        if clerk is None:
            raise
        clerk.tell(str(doubt))
    if agreed(clerk, "仍作为另一条登记？（回车 不登记，y 登记）"):
        return enter(again=True)
    clerk.tell("未登记")
    return None
