"""A roster file brought in: whole, as the first one is, or as the difference that a revised one makes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.import_sources import called, read_file, refuse_of_others, words_of
from duty_cli.cli.known_maps import mapping_of
from duty_cli.cli.options import AS_SAVED, ENCODING, MAP, PAPER_NUMBER, SHEET, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.tenure_commands import AGAIN, remark_on_new_values, remark_on_seats, remark_on_values_of, unless_alike
from duty_cli.errors.base import Findings, UsageError
from duty_cli.errors.file_errors import UnreadableFile

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.importing.forms.roster_list import RosterFile
    from duty_cli.model.ledger_protocol import Operation
    from duty_cli.model.members import Ground
    from duty_cli.recording.roster_update import MemberChange, RosterUpdate

_SURE = {"否": ("", "n", "否"), "是": ("y", "是")}


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="名册，CSV、xlsx、xls 或 ods")],
    map_: MAP = None,
    encoding: ENCODING = None,
    sheet: SHEET = None,
    as_saved: AS_SAVED = False,
    again: AGAIN = False,
    update: Annotated[
        bool, typer.Option("--update", help="修订后的全体名册：与账本比较，列出新任、离任、变动，确认后登记")
    ] = False,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="日期", help="与 --update 同用：没有写明日期的变动自哪天起；不填为今天"),
    ] = None,
    number: PAPER_NUMBER = None,
    yes: Annotated[bool, typer.Option("--yes", help="与 --update 同用：列出差异后不再询问，直接登记")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="与 --update 同用：只列出差异，不登记")] = False,
) -> None:
    """导入名册；一人可有多行（换组、换职务），整份导入或整份不导入；--update 导入修订后的名册。"""
    from duty_cli.cli.tenure_commands import ground_said
    from duty_cli.parsing.pinyin import initials
    from duty_cli.recording.enrolment import enrol

    if not update and (from_ or yes or dry_run):
        raise UsageError("--from、--yes、--dry-run 与 --update 同用；请写上 --update，或去掉它们")
    desk = desk_of(ctx)
    ground = ground_said((), None, number)
    read, name, digest = _read(desk, file, map_, encoding, sheet, saved=as_saved)
    reason = str(ground) or None
    if update:
        act = desk.act("更新名册", source=name, digest=digest, reason=reason)
        enter = partial(_update, desk, act, read, from_, ground, yes=yes, dry_run=dry_run)
        unless_alike(enter, again=again)
        return
    act = desk.act("导入名册", source=name, digest=digest, reason=reason)
    done = unless_alike(partial(enrol, desk.ledger, act, read.rows, initials, ground), again=again)
    if done is not None:
        counted = f"委员 {done.members} 名，任职与分组 {done.tenures} 段（批次 {done.batch}，编码 {read.encoding}）"
        say(f"已导入 {name}：{counted}")
        remark_on_new_values(desk, done.batch)
        remark_on_seats(desk, (row.sector for row in read.rows), desk.today)


def _read(
    desk: AppContext, file: Path, map_: Path | None, encoding: str | None, sheet: str | None, *, saved: bool
) -> tuple[RosterFile, str, str]:
    """What the file says, its name and its digest. Raises Findings, or UnreadableFile where nobody is in it."""
    from duty_cli.importing.forms.roster_list import read_roster
    from duty_cli.importing.import_summary import left_out_rows
    from duty_cli.importing.open_file import open_table
    from duty_cli.importing.sheets.saved_formulas import as_saved

    name, (data, digest) = called(file), read_file(file)
    words, mapping = words_of(desk), mapping_of(desk, map_)
    table = open_table(name, data, words=words, mapping=mapping, encoding=encoding, sheet=sheet)
    refuse_of_others(desk, table)
    read = read_roster(as_saved(table) if saved else table)
    for said in read.remarks:
        remark(said)
    if read.problems:
        raise Findings(read.problems)
    over = f"略过空行和合计行 {read.passed_over} 行{left_out_rows(read.left_out)}"
    if not read.rows:
        raise UnreadableFile(table.name, f"列名之下没有一名委员（{over}）；请填写后重新导入")
    if read.passed_over or read.left_out:
        remark(f"{name}：{over}")
    return read, name, digest


def _update(
    desk: AppContext,
    act: Operation,
    read: RosterFile,
    from_: str | None,
    ground: Ground,
    *,
    yes: bool,
    dry_run: bool,
    again: bool,
) -> None:
    """Show what a revised roster changes, and enter it where that is wanted."""
    from duty_cli.errors.member_errors import NotConfirmed
    from duty_cli.recording.enrolment import refuse_near_names
    from duty_cli.recording.roster_update import roster_update

    day = desk.day(from_, "起日", near=True) if from_ else desk.today
    with desk.verified() as reading:
        update = roster_update(reading, read.rows, day, act.source or "", ground)
        if not again:
            refuse_near_names(reading, act, read.rows)
    say("\n".join(_lines(desk, update, act.source or "")))
    if not yes:
        remark_on_values_of(desk, read.rows)
    if update.empty or dry_run:
        remark("没有差异，未写入任何内容" if update.empty else "只核对，未写入任何内容")
    elif yes:
        _enter(desk, act, read, update, ground)
    elif (sure := _sure()) is None:
        raise NotConfirmed
    elif sure:
        _enter(desk, act, read, update, ground)
    else:
        remark("未登记")


def _sure() -> bool | None:
    """Whether the clerk wants it entered; None where there is nobody to ask."""
    from duty_cli.cli import prompt

    clerk = prompt.terminal()
    return None if clerk is None else prompt.chosen(clerk, "按以上差异更新名册？（回车 不更新，y 更新）", _SURE) == "是"


def _enter(desk: AppContext, act: Operation, read: RosterFile, update: RosterUpdate, ground: Ground) -> None:
    from duty_cli.parsing.pinyin import initials
    from duty_cli.recording.roster_update import enter_update

    batch = enter_update(desk.ledger, act, read.rows, update.day, ground, initials)
    say(f"已按 {act.source} 更新名册（批次 {batch}）")
    remark_on_new_values(desk, batch)
    remark_on_seats(desk, (row.sector for row in read.rows), update.day)


def _lines(desk: AppContext, update: RosterUpdate, name: str) -> Iterator[str]:
    from duty_cli.model.members import Facet

    joined = [one for one in update.changed if one.again_from is not None]
    left = [one for one in update.changed if one.last is not None]
    moved = [one for one in update.changed if one not in joined and one not in left]
    counts = (("新任", update.joining), ("再任", joined), ("离任", left), ("变动", moved))
    counted = "，".join(f"{said} {len(found)} 名" for said, found in counts)
    yield f"{name} 与账本相比（没有写明日期的，自 {update.day} 起）：{counted}，不变 {update.same} 名"
    for new in update.joining:
        groups = "、".join(one.value for one in new.tenures if one.facet is not Facet.OFFICE)
        yield f"　新任：{new.number} {new.name}，自 {min(one.first for one in new.tenures)} 起{f'，{groups}' if groups else ''}"
    yield from (f"　再任：{one.member}，自 {one.again_from} 起{_and(desk, one)}" for one in joined)
    yield from (f"　离任：{one.member}，至 {one.last} 止" for one in left)
    yield from (f"　变动：{one.member}{_and(desk, one)}" for one in moved)
    for one in update.starts:
        yield f"　不改：{one.member} 的任职起日，文件为 {one.start}；账本有误的，请用 duty member correct"


def _and(desk: AppContext, change: MemberChange) -> str:
    """What ends and begins beside the office."""
    from duty_cli.model.members import Facet
    from duty_cli.model.office_words import named

    told = [(one, one.last) for one in change.new if one.facet is not Facet.OFFICE]
    kept = {(one.facet, one.value, one.first) for one in change.new}
    dropped = [one for one in change.old if (one.facet, one.value, one.first) not in kept]
    had = {(one.facet, one.value, one.first) for one in change.old}
    lines = [
        f"{named(one.facet)}“{one.value}”{f'至 {last} 止' if (one.facet, one.value, one.first) in had else f'自 {one.first} 起'}"
        for one, last in told
    ]
    lines += [f"{named(one.facet)}“{one.value}”不再登记" for one in dropped if one.facet is not Facet.OFFICE]
    return "".join(f"；{line}" for line in desk.calling().said(tuple(lines)))
