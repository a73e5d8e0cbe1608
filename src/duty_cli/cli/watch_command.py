"""The watch as a command: it shows the report, or keeps what was done about one of its warnings."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duty_cli.cli.options import desk_of
from duty_cli.cli.output import say
from duty_cli.cli.report_parameters import ReportArguments
from duty_cli.cli.report_registry import BY_NAME
from duty_cli.cli.step_options import taken_line
from duty_cli.errors.record_errors import MissingValue
from duty_cli.errors.watch_errors import NoSuchWarning

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.members import Seq

_SHOWN = BY_NAME["watch"].command()
_MORE = {
    "acknowledge": Annotated[
        int | None, typer.Option("--acknowledge", metavar="预警号", help="登记对这一条预警做了什么；预警号见第一列")
    ],
    "note": Annotated[str | None, typer.Option("--note", metavar="内容", help="做了什么，如 已电话提醒")],
}


def watch(ctx: typer.Context, acknowledge: int | None, note: str | None, **said: Any) -> None:  # noqa: ANN401
    """Show the report; or, of one warning, keep what was done about it."""
    if acknowledge is None and note is None:
        _SHOWN(ctx, **said)
        return
    if acknowledge is None or not (note or "").strip():
        raise MissingValue("--note 内容" if acknowledge is not None else "--acknowledge 预警号")
    desk = desk_of(ctx)
    seq = _acknowledged(desk, ReportArguments.of(said), acknowledge, note or "")
    with desk.ledger.reading() as reading:
        from duty_cli.recording.proceeding_entry import the_proceeding

        say(taken_line(reading, the_proceeding(reading, seq)))


def _as_typer_reads() -> None:
    """Give the command the parameters of the report and its own, and the report's help."""
    shown = inspect.signature(_SHOWN)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in _MORE.items()
    ]
    watch.__signature__ = shown.replace(parameters=[*shown.parameters.values(), *more])  # type: ignore[attr-defined]
    watch.__annotations__ = {**_SHOWN.__annotations__, **_MORE}
    watch.__doc__ = _SHOWN.__doc__


_as_typer_reads()


def _acknowledged(desk: AppContext, asked: ReportArguments, number: int, note: str) -> Seq:
    """Enter what was done about a warning; the seq of its proceeding. Raises NoSuchWarning."""
    from duty_cli.cli.watch_reports import watched
    from duty_cli.model.proceedings import STEP_HEADINGS, PathUse, StepMeaning, StepWords
    from duty_cli.parsing.text_cleaning import clean_text
    from duty_cli.recording.proceeding_entry import StepAsked, open_proceedings, take_step
    from duty_cli.reports.watch_warnings import warnings_of

    path, act = desk.path_for(PathUse.WARNING), desk.act("预警提醒")
    said = StepWords(desk.today, act.by, words=clean_text(STEP_HEADINGS["words"], note))
    with desk.view(None, asked.order) as view:
        report = watched(view, asked)
    warned = warnings_of(report)
    if not 1 <= number <= len(warned):
        raise NoSuchWarning(number, len(warned))
    one = warned[number - 1]
    again = path.meaning(StepMeaning.ANSWERED)
    if one.done is not None and one.done.is_open and again is not None:
        return take_step(desk.ledger, act, desk.paths, one.done.seq, StepAsked(again.name, said), desk.today).seq
    return open_proceedings(
        desk.ledger, act, path, [(one.proceeding(path.name, report.year), StepAsked(None, said))], desk.today
    )[0]
