"""The dialogue about attendance sheets: what neither a sheet nor the command line says of its meeting is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from duty_cli.cli import prompt
from duty_cli.cli.prompt import Suggestion, Terminal
from duty_cli.errors.base import DutyError
from duty_cli.errors.lookup_errors import UnknownKind

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.import_sources import OpenedFile

T = TypeVar("T")

LENGTH = "会议时长"

_QUESTIONS = {
    "履职事项": "履职事项（名称或编号）：",
    "日期": "日期（如 3.5、5日、昨天）：",
    "活动": "会议或活动的名称[同履职事项]：",
    LENGTH: "会议时长（如 2小时、9:00-11:30）：",
}


def ask_about_meetings(desk: AppContext, opened: Sequence[OpenedFile], kinds: Sequence[str]) -> None:
    """Ask for what the sheets do not say; without a terminal nothing is asked, and their problems tell it."""
    silent = [one for one in opened if not {"履职事项", "日期", LENGTH}.isdisjoint(one.reading.unsaid)]
    clerk = prompt.terminal() if silent else None
    if clerk is None:
        return
    from duty_cli.parsing.meeting_lengths import meeting_length

    # The questions may stand unanswered over noon.
    desk.let_go()
    for one in silent:
        clerk.tell(f"{one.name} 没有写明{'、'.join(one.reading.unsaid)}：")
        meeting = one.meeting
        for heading in one.reading.unsaid:
            match heading:
                case "履职事项":
                    meeting = replace(meeting, kind=_kind(clerk, kinds))
                case "日期":
                    meeting = replace(meeting, on=_asked(clerk, desk.day, heading))
                case "会议时长":
                    meeting = replace(meeting, length=_asked(clerk, partial(meeting_length, LENGTH), heading))
                case _:
                    meeting = replace(meeting, name=clerk.ask(_QUESTIONS[heading]) or None)
        one.tell(meeting)


def ask_for_map(desk: AppContext, name: str, names: Sequence[str]) -> str | None:
    """Which of the maps that fit is meant for a file; None without a terminal."""
    clerk = prompt.terminal()
    if clerk is None:
        return None
    desk.let_go()
    clerk.tell(f"{name} 有 {len(names)} 份对应表合得上：")
    clerk.tell_all([f"{number} {one}" for number, one in enumerate(names, 1)])
    while True:
        said = clerk.ask(f"用哪一份（1–{len(names)} 或名称）：", [Suggestion.of(one) for one in names])
        if said.isdecimal() and 1 <= int(said) <= len(names):
            return names[int(said) - 1]
        if said in names:
            return said


def _kind(clerk: Terminal, kinds: Sequence[str]) -> str:
    clerk.tell_all([f"{number} {kind}" for number, kind in enumerate(kinds, 1)])

    def read(text: str) -> str:
        if text.isdecimal() and 1 <= int(text) <= len(kinds):
            return kinds[int(text) - 1]
        if text not in kinds:
            raise UnknownKind(text, kinds)
        return text

    return _asked(clerk, read, "履职事项", [Suggestion.of(kind) for kind in kinds])


def _asked(clerk: Terminal, read: Callable[[str], T], heading: str, offers: Sequence[Suggestion] = ()) -> T:
    """The answer, asked for until it can be read."""
    while True:
        text = clerk.ask(_QUESTIONS[heading], offers)
        try:
            if text:
                return read(text)
        except DutyError as error:
            clerk.tell(f"　　{error}")
