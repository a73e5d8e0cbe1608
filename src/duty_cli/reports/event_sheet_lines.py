"""The sheets of events in lines: who due stands on none (未登记), and who was there as a guest (列席)."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.import_result import Settling
from duty_cli.model.members import Member
from duty_cli.model.records import Event

_NAMED = 20
"""Names told in one line; of more the rest is counted."""

Document = dict[str, object]


def sheet_lines(sheets: Iterable[EventSheet]) -> Iterator[str]:
    """What is to be told of the sheets: guests, and those open with the way to settle them."""
    for sheet in sheets:
        if sheet.guests:
            yield f"列席 {sheet.event}：{names(sheet.guests)}，不计入应出席"
        if sheet.unsigned:
            excused = f"（已准假：{names(sheet.excused)}）" if sheet.excused else ""
            yield (
                f"未登记 {sheet.event}：应出席 {sheet.due} 人，{len(sheet.unsigned)} 人不在表上：{names(sheet.unsigned)}{excused}；"
                f"可用 {settling_command(sheet)} 登记"
            )


def like_lines(event: Event, others: Iterable[str]) -> Iterator[str]:
    """What is to be told of the events beside one that may be the same under another name: who signed there is not open here."""
    for other in others:
        yield (
            f"请先核对：{event} 同日同一事项还有名称相近的活动“{other}”，列为未登记的可能签在那里；"
            f"是同一次活动的，请用 duty correct 序号 活动={other} 改为同一名称后再登记"
        )


def settled_lines(done: Settling) -> Iterator[str]:
    """Who stood on no sheet and was entered."""
    if done.states:
        yield "不在表上的应出席委员：" + "，".join(f"{state} {count} 人" for state, count in done.states.items())
    if done.by_register:
        yield f"依据请假登记列为请假：{names(done.by_register)}"


def settling_command(sheet: EventSheet) -> str:
    """The command that settles a sheet."""
    event = sheet.event
    title = f" --title {shlex.quote(event.name) if ' ' in event.name else event.name}" if event.name else ""
    return f"duty settle {event.kind} --on {event.on}{title} --missing 缺席"


def names(members: Sequence[Member]) -> str:
    """The members in one line."""
    told = "、".join(map(str, members[:_NAMED]))
    return told if len(members) <= _NAMED else f"{told} 等 {len(members)} 人"


def sheet_documents(sheets: Iterable[EventSheet]) -> list[Document]:
    """The sheets that have guests or are open, as plain values."""
    return [
        {
            **{"on": sheet.event.on.isoformat(), "kind": sheet.event.kind, "activity": sheet.event.name or None},
            **{"due": sheet.due, "open": _named(sheet.unsigned), "excused": _named(sheet.excused)},
            "guests": _named(sheet.guests),
        }
        for sheet in sheets
        if sheet.unsigned or sheet.guests
    ]


def _named(members: Iterable[Member]) -> list[Document]:
    return [{"number": member.number, "name": member.name} for member in members]
