"""The options by which a command is told a step of a proceeding, and the answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duty_cli.cli.options import ON, desk_of

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.ledger_protocol import LedgerReader
    from duty_cli.model.proceedings import Proceeding, StepWords


def _option(name: str, metavar: str, heading: str) -> object:
    return Annotated[str | None, typer.Option(name, metavar=metavar, help=heading)]


_OPTIONS: dict[str, object] = {
    "on": ON,
    "by": Annotated[str, typer.Option("--person", metavar="由谁", help="这一步由谁办理：人或者机构")],
    "meeting": _option("--meeting", "会议", "提请或作出决定的会议"),
    "place": _option("--place", "地点", "在哪里，如谈话地点"),
    "number": _option("--number", "文号", "文件的文号"),
    "words": _option("--words", "内容", "决定的原文、谈话情况、理由"),
    "until": _option("--until", "日期", "截止日期"),
    "note": _option("--note", "备注", "其他要说明的"),
}
"""Each thing that can be said of a step, in the order of ``StepWords``; day and person must be."""

_REQUIRED = frozenset({"on", "by"})


def takes_step(run: Callable[..., None]) -> Callable[..., None]:
    """A command that takes the options of a step in the place of its parameter ``said``, the words of the step."""
    return _taking(run, _REQUIRED)


def takes_step_of_today(run: Callable[..., None]) -> Callable[..., None]:
    """The same, where the step is taken today by whoever sits at the desk, as long as nothing else is told."""
    return _taking(run, frozenset())


def _taking(run: Callable[..., None], required: Collection[str]) -> Callable[..., None]:
    own = inspect.signature(run, eval_str=True)

    @wraps(run)
    def command(ctx: typer.Context, **given: Any) -> None:  # noqa: ANN401
        words = {name: given.pop(name) for name in _OPTIONS}
        run(ctx, said=_said(desk_of(ctx), **words), **given)

    kept = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own.parameters.values() if one.name != "said"]
    told = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=_default(name, required))
        for name, annotation in _OPTIONS.items()
    ]
    command.__signature__ = own.replace(parameters=[*kept, *told])  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in (*kept, *told)}
    return command


def _default(name: str, required: Collection[str]) -> object:
    return inspect.Parameter.empty if name in required else None


def _said(desk: AppContext, on: str | None, by: str | None, until: str | None, **said: str | None) -> StepWords:
    from duty_cli.model.proceedings import STEP_HEADINGS, StepWords
    from duty_cli.parsing.text_cleaning import clean_text

    cleaned = {name: clean_text(STEP_HEADINGS[name], text or "") or None for name, text in said.items()}
    day = desk.today if on is None else desk.day(on)
    last = None if until is None else desk.day(until, STEP_HEADINGS["until"], since=day)
    who = desk.act("").by if by is None else clean_text(STEP_HEADINGS["by"], by)
    return StepWords(day, who, until=last, **cleaned)


def taken_line(reading: LedgerReader, proceeding: Proceeding) -> str:
    """The step just taken, in a line."""
    from duty_cli.recording.proceeding_entry import in_words
    from duty_cli.reports.follow_up import step_in_words

    last = proceeding.last
    assert last is not None, "a step was taken"
    return f"已登记：{in_words(reading, proceeding.new)}，{step_in_words(last)}（序号 {proceeding.seq}）"
