"""Letters and minutes: duty letter …, duty minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import offers
from duty_cli.cli.chinese import Command, Group
from duty_cli.cli.desk import ReportContext
from duty_cli.cli.options import DATED, FORMAT, KNOWN_AT, MEMBER, NUMBER, ORDER, OUT, YEAR, YEAR_OPTION, desk_of
from duty_cli.cli.output import Format, ReportOutput, show
from duty_cli.errors import MissingValue

if TYPE_CHECKING:
    from duty_cli.domain.names_by import NamesBy
    from duty_cli.domain.official import OfficialDocument
    from duty_cli.reports.letters import MemberYearReport

letter_app = typer.Typer(
    cls=Group,
    help="函：约谈提醒、提请研究、建议名单、评比结果。",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


def _made(view: ReportContext, official: OfficialDocument, name: str) -> ReportOutput:
    from duty_cli.render.layout.official import official_document, official_paper

    return ReportOutput(
        lambda: official_paper(official),
        lambda: official_document(official, name),
        view.reading.head().at,
        view.calling,
        view.style,
        lambda: official,
    )


@dataclass(frozen=True)
class LetterRequest:
    """What is asked of every letter: its date, what the ledger held, and where it goes."""

    dated: str | None
    known_at: int | None
    format: Format | None
    out: Path | None
    order: NamesBy | None = None


def _write(
    ctx: typer.Context, name: str, wanted: LetterRequest, letter: Callable[[ReportContext, date], OfficialDocument]
) -> None:
    """Make a letter of what the ledger holds, and put it out."""
    desk = desk_of(ctx)
    with desk.view(wanted.known_at, wanted.order) as view:
        made = _made(view, letter(view, desk.dated(view, wanted.dated, wanted.known_at)), name)
    show(made, wanted.format, wanted.out)


def _year_of(view: ReportContext, member: str, year: int) -> MemberYearReport:
    from duty_cli.intake.names import find_member
    from duty_cli.reports.letters import one_year

    return one_year(view.reading, view.rules, view.identity, find_member(member, view.reading.roster()), year)


@letter_app.command("interview", cls=Command)
def interview(
    ctx: typer.Context,
    member: MEMBER,
    year: YEAR_OPTION,
    number: NUMBER = None,
    dated: DATED = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """约谈提醒函：给年度评比提出约谈提醒的委员；时间、地点、约谈人空着待填。"""
    from duty_cli.domain.matters import Matter
    from duty_cli.render.layout.letters import interview_letter
    from duty_cli.reports.letters import proposed

    def letter(view: ReportContext, on: date) -> OfficialDocument:
        return interview_letter(proposed(_year_of(view, member, year), Matter.INTERVIEW), view.style(), number, on)

    _write(ctx, "letter-interview", LetterRequest(dated, known_at, format_, out), letter)


@letter_app.command("resignation", cls=Command)
def resignation(
    ctx: typer.Context,
    member: MEMBER,
    year: YEAR_OPTION,
    number: NUMBER = None,
    dated: DATED = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """提请研究函：年度评比提出责令辞去事项的，连同事实提请主席会议研究；不作结论。"""
    from duty_cli.domain.matters import Matter
    from duty_cli.render.layout.letters import resignation_letter
    from duty_cli.reports.letters import proposed

    def letter(view: ReportContext, on: date) -> OfficialDocument:
        return resignation_letter(proposed(_year_of(view, member, year), Matter.RESIGNATION), view.style(), number, on)

    _write(ctx, "letter-resignation", LetterRequest(dated, known_at, format_, out), letter)


@letter_app.command("result", cls=Command)
def result(
    ctx: typer.Context,
    member: MEMBER,
    year: YEAR_OPTION,
    number: NUMBER = None,
    dated: DATED = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """评比结果函：把一年的积分、等次和分类得分函告委员本人。"""
    from duty_cli.render.layout.letters import result_letter
    from duty_cli.reports.letters import for_the_member

    def letter(view: ReportContext, on: date) -> OfficialDocument:
        return result_letter(for_the_member(_year_of(view, member, year)), view.style(), number, on)

    _write(ctx, "letter-result", LetterRequest(dated, known_at, format_, out), letter)


@letter_app.command("commendation", cls=Command)
def commendation(
    ctx: typer.Context,
    year: YEAR,
    order: ORDER = None,
    number: NUMBER = None,
    dated: DATED = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """建议名单函：把履职成绩突出委员的建议名单提请主席会议审定。"""
    from duty_cli.render.layout.letters import commendation_letter
    from duty_cli.reports.annual_evaluation import annual_evaluation
    from duty_cli.reports.year import require_closed

    def letter(view: ReportContext, on: date) -> OfficialDocument:
        require_closed(view.reading, year)
        return commendation_letter(
            annual_evaluation(view.reading, view.rules, view.identity, year), view.style(), number, on
        )

    _write(ctx, "letter-commendation", LetterRequest(dated, known_at, format_, out, order), letter)


def minutes(
    ctx: typer.Context,
    activity: Annotated[
        str | None, typer.Argument(metavar="活动", help="活动名称；不填时用 --on 和 --kind 指明")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="活动日期")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="事项", help="履职事项", autocompletion=offers.kinds)
    ] = None,
    order: ORDER = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """会议纪要的出席情况：出席、请假、缺席人员，按名单的顺序排列。"""
    from duty_cli.render.layout.minutes import minutes_block, minutes_document
    from duty_cli.render.layout.official import official_paper
    from duty_cli.reports import minutes as reports

    if activity is None and on is None:
        raise MissingValue("活动名称或 --on 日期")
    desk = desk_of(ctx)
    day = None if on is None else desk.day(on)
    with desk.view(known_at, order) as view:
        report = reports.minutes(view.reading, view.rules, view.identity, name=activity, on=day, kind=kind)
        block = minutes_block(report)
        made = ReportOutput(
            lambda: official_paper(block),
            lambda: minutes_document(report),
            view.reading.head().at,
            view.calling,
            view.style,
            lambda: block,
        )
    show(made, format_, out)
