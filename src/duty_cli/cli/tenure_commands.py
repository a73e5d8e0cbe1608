"""Commands about tenures: office left and taken up again, groups and roles taken up and laid down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from duty_cli.cli.options import (
    FROM,
    LIAISON_GROUP,
    MEMBER,
    ON,
    PAPER_NUMBER,
    PARTY,
    REASON,
    SECTOR,
    SPECIAL_COMMITTEE,
    UNTIL,
    desk_of,
)
from duty_cli.cli.output import remark, say
from duty_cli.errors.base import UsageError
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.model.members import JOINING_REASONS, LEAVING_REASONS, Facet, Ground, Member, Seq, Tenure

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.parsed_rows import ParsedMember


T = TypeVar("T")


def _reason(why: str, words: Sequence[str]) -> object:
    return typer.Option(
        "--reason", metavar="原因", help=f"{why}：{' '.join(words)}", autocompletion=lambda: list(words)
    )


JOINED_FOR = Annotated[str | None, _reason("任职原因", JOINING_REASONS)]
LEFT_FOR = Annotated[str | None, _reason("离任原因", LEAVING_REASONS)]
NOTE = Annotated[str | None, typer.Option("--note", metavar="说明", help="其他要说明的，记入日志")]
AGAIN = Annotated[
    bool, typer.Option("--again", help="分组或姓名与名册上已有的相近，确为另一个（另一人）时写明，照样登记")
]
ROLES = Annotated[list[str] | None, typer.Option("--role", metavar="职务", help="职务，可写多次")]


def ground_said(reasons: Sequence[str], reason: str | None, number: str | None) -> Ground:
    """The ground that is said: one of the ``reasons``, where there are any, and the number of a paper."""
    from duty_cli.parsing.text_cleaning import clean_key, clean_text

    said = clean_key("原因", reason or "")
    if said and said not in reasons:
        raise UnknownWord("原因", said, reasons)
    return Ground(said, clean_text("文号", number or ""))


def leave_office(
    ctx: typer.Context,
    member: MEMBER,
    on: ON,
    reason: LEFT_FOR = None,
    number: PAPER_NUMBER = None,
    note: NOTE = None,
) -> None:
    """登记离任：辞去、撤销资格、去世等；日期为在任的最后一天，所属各组和职务同日终止。"""
    from duty_cli.parsing.text_cleaning import clean_text
    from duty_cli.recording import tenure_changes

    desk = desk_of(ctx)
    last = desk.day(on, near=True)
    who = desk.member(member, last)
    ground = ground_said(LEAVING_REASONS, reason, number)
    said = "；".join(filter(None, (str(ground), clean_text("说明", note or ""))))
    act = desk.act("离任", reason=said or None)
    ended = tenure_changes.leave_office(desk.ledger, act, who, last, ground)
    say(f"{who} 于 {last} 离任{_why(ground)}，终止任职与分组 {ended} 段")
    _remark_on_open(desk, who)


def unless_alike(enter: Callable[..., T], *, again: bool) -> T | None:
    """Enter it; None where the clerk sees that a name is a slip for another. Raises Doubtful where there is nobody to ask."""
    from duty_cli.cli import prompt
    from duty_cli.cli.record_commands import unless_seen

    return unless_seen(prompt.terminal(), enter, again=again)


def remark_on_new_values(desk: AppContext, seq: int) -> None:
    """Say which groups, parties and roles the batch of a row brought to the roster: a slip would have made them."""
    from duty_cli.recording.near_misses import new_values

    with desk.ledger.reading() as reading:
        row, now = reading.row(Seq(seq)), reading.roster()
    batch = Seq(seq) if row is None else row.batch
    if all(one.seq < batch for member in now for one in member.tenures):
        return
    with desk.ledger.reading(max(Seq(batch - 1), Seq(1))) as reading:
        before = reading.roster()
    for facet, values in new_values(before, now):
        remark(f"{_first_seen(desk, facet, values)}；写错了的，请用 duty undo {batch} --reason 写错 撤销后重新登记")


def remark_on_values_of(desk: AppContext, rows: Sequence[ParsedMember]) -> None:
    """Say which groups, parties and roles the rows of a roster would bring, before any of it is written."""
    from duty_cli.recording.near_misses import new_in_rows

    with desk.ledger.reading() as reading:
        known = reading.roster()
    for facet, values in new_in_rows(known, rows):
        remark(f"{_first_seen(desk, facet, values)}；写错了的，请在文件中改正后重新执行")


_SHOWN = 10


def _first_seen(desk: AppContext, facet: Facet, values: Sequence[str]) -> str:
    some = "、".join(values[:_SHOWN]) + ("等" if len(values) > _SHOWN else "")
    return f"名册上首次出现的{_called(desk, facet)}：{some}"


def remark_on_seats(desk: AppContext, sectors: Iterable[str | None], day: date) -> None:
    """Say which of the sectors now have more members than seats; nothing where the office named no seats."""
    written = [sector for sector in dict.fromkeys(sectors) if sector]
    if not written or not desk.looks.seats:
        return
    from duty_cli.reports.seats import seat_count

    with desk.ledger.reading() as reading:
        count = seat_count(reading, day, desk.looks.seats, desk.looks.order)
    for sector in written:
        one = count.of(sector)
        if one is not None and one.over:
            called = f"{_called(desk, Facet.SECTOR)}“{one.sector}”"
            remark(f"{called}名额 {one.seats} 名，{day} 在任 {one.filled} 名，超出 {one.over} 名；请核对")


def _remark_on_open(desk: AppContext, who: Member) -> None:
    """Name what is still in hand about a member who left: a person has to say what becomes of it."""
    from duty_cli.recording.proceeding_entry import in_words

    with desk.ledger.reading() as reading:
        for one in reading.proceedings():
            if one.is_open and one.new.member == who.key:
                remark(f"{in_words(reading, one.new)} 还在办理（序号 {one.seq}）；请用 duty follow-up step 登记下一步")


def _why(ground: Ground) -> str:
    return f"（{ground}）" if str(ground) else ""


def join(
    ctx: typer.Context,
    member: MEMBER,
    from_: FROM,
    until: UNTIL = None,
    party: PARTY = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    role: ROLES = None,
    reason: JOINED_FOR = None,
    number: PAPER_NUMBER = None,
    again: AGAIN = False,
) -> None:
    """再任：给离任过的委员登记又一段任职，编号不变；界别、各组和职务不沿用以前的，须写明。"""
    from duty_cli.recording import tenure_changes

    desk = desk_of(ctx)
    first, last = _days(desk, from_, until)
    ground = ground_said(JOINING_REASONS, reason, number)
    said = [*_groups(party, sector, liaison_group, special_committee), *((Facet.ROLE, one) for one in role or ())]
    office = Tenure(Facet.OFFICE, Facet.OFFICE.value, first, last, begun=ground)
    groups = [Tenure(facet, value, first, last) for facet, value in said]
    who = desk.member(member)
    act = desk.act("再任", reason=str(ground) or None)
    enter = partial(tenure_changes.rejoin, desk.ledger, act, who, [office, *groups])
    seq = unless_alike(enter, again=again)
    if seq is None:
        return
    say(f"{who} 自 {first} 起再任{_why(ground)}，登记任职与分组 {len(groups) + 1} 段（序号 {seq}）")
    remark_on_new_values(desk, seq)
    remark_on_seats(desk, [sector], first)


def correct_start(
    ctx: typer.Context,
    member: MEMBER,
    from_: Annotated[str, typer.Option("--from", metavar="日期", help="正确的任职起日")],
    reason: REASON,
    was: Annotated[
        str | None, typer.Option("--was", metavar="日期", help="有几段任职的，写明原登记的起日；不填为最近一段")
    ] = None,
) -> None:
    """更正任职起日，有了记录也可以；同日起的分组和职务一并更正，不再相符的记录逐条列出。"""
    from duty_cli.recording import office_start
    from duty_cli.recording.enrolment import span
    from duty_cli.reports.report_columns import details

    desk = desk_of(ctx)
    first, before = desk.day(from_, "起日"), desk.day(was, "原起日") if was else None
    who = desk.member(member)
    done = office_start.correct_start(desk.ledger, desk.act("更正任职起日", reason=reason), who, first, before)
    say(f"已更正：{who} 的任职起日 {done.was} 改为 {first}，连同分组和职务共 {done.moved} 段")
    for tenure in done.gone:
        say(f"　不再保留：{_called(desk, tenure.facet)} {span(tenure)}，全在新的起日以前")
    for record in done.records:
        say(f"　在新的起日以前：{record.fields.on} {details(record.fields)}（序号 {record.seq}）")
    for leave in done.leaves:
        say(f"　在新的起日以前：{leave.first} 至 {leave.last} {leave.reason}请假（序号 {leave.seq}）")
    if done.records or done.leaves:
        remark("以上内容仍在账本中；不是本人或日期有误的，请用 duty void 序号 冲正，或用 duty correct 改正日期")


def _days(desk: AppContext, from_: str, until: str | None) -> tuple[date, date | None]:
    first = desk.day(from_, "起日", near=True)
    return first, desk.day(until, "止日", since=first) if until else None


def _groups(
    party: str | None, sector: str | None, liaison_group: str | None, special_committee: str | None
) -> list[tuple[Facet, str]]:
    """The groups that are said, each with its facet."""
    said = {
        Facet.PARTY: party,
        Facet.SECTOR: sector,
        Facet.LIAISON_GROUP: liaison_group,
        Facet.SPECIAL_COMMITTEE: special_committee,
    }
    return [(facet, value) for facet, value in said.items() if value]


def appoint(
    ctx: typer.Context,
    member: MEMBER,
    from_: FROM = "",
    until: UNTIL = None,
    role: Annotated[str | None, typer.Option("--role", metavar="职务", help="职务，如 常委、界别活动组组长")] = None,
    instead_of: Annotated[
        str | None, typer.Option("--instead-of", metavar="职务", help="由 --role 接替、前一天终止的职务")
    ] = None,
    party: PARTY = None,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    number: PAPER_NUMBER = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="日期", help="终止现有的职务或分组，日期为最后一天")
    ] = None,
    again: AGAIN = False,
) -> None:
    """任职、分组和调动：担任职务、调整界别、委员联络组、专门委员会、党派，可同时调几项；--end 终止。"""
    from duty_cli.recording import tenure_changes

    desk = desk_of(ctx)
    meant = [*([(Facet.ROLE, role)] if role else []), *_groups(party, sector, liaison_group, special_committee)]
    if not meant or bool(from_) == bool(end):
        raise UsageError("请指定职务或分组，并用 --from 起或 --end 止之一")
    if instead_of and not (role and from_):
        raise UsageError("--instead-of 是由 --role 的职务接替的；请写明 --role 和 --from")
    ground = ground_said((), None, number)
    if end:
        _end(desk, member, meant, end, ground)
        return
    first, last = _days(desk, from_, until)
    who = desk.member(member, first)
    new = [Tenure(facet, value, first, last, begun=ground) for facet, value in meant]
    act = desk.act("任职", reason=str(ground) or None)
    enter = partial(tenure_changes.appoint, desk.ledger, act, who, new, instead_of)
    seqs = unless_alike(enter, again=again) or ()
    for one, seq in zip(new, seqs, strict=False):
        until_ = f"至 {last} 止" if last else ""
        say(f"{who}：{_called(desk, one.facet)}“{one.value}”自 {first} 起{until_}（{_row(seq, ground)}）")
    if seqs:
        remark_on_new_values(desk, seqs[0])
    remark_on_seats(desk, [sector], first)


def _end(desk: AppContext, member: str, meant: list[tuple[Facet, str]], end: str, ground: Ground) -> None:
    from duty_cli.recording import tenure_changes

    if len(meant) > 1:
        raise UsageError("--end 一次终止一项职务或分组；请分次执行")
    [(facet, value)] = meant
    last = desk.day(end, near=True)
    who = desk.member(member, last)
    act = desk.act("终止任职", reason=str(ground) or None)
    seq = tenure_changes.end_role(desk.ledger, act, who, facet, value, last, ground)
    say(f"{who}：{_called(desk, facet)}“{value}”至 {last} 止（{_row(seq, ground)}）")


def _row(seq: Seq, ground: Ground) -> str:
    return f"序号 {seq}" + (f"，{ground}" if str(ground) else "")


def _called(desk: AppContext, facet: Facet) -> str:
    from duty_cli.model.office_words import named

    return desk.calling().said(named(facet))
