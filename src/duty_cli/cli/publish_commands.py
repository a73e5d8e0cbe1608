"""Publishing the results of a year (公示), and members' objections to them (异议), §11."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.localization import Command, command_group, leading_to
from duty_cli.cli.options import MEMBER, YEAR, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.report_registry import BY_NAME
from duty_cli.cli.step_options import taken_line, takes_step, takes_step_of_today
from duty_cli.errors.base import UsageError
from duty_cli.model.proceedings import PathUse, StepWords


class Published(StrEnum):
    """The reports that are published."""

    ANNUAL_EVALUATION = "annual-evaluation"


@takes_step_of_today
def publish(
    ctx: typer.Context,
    report: Annotated[
        Published, typer.Argument(metavar="报表", help="公示的报表，即 duty annual-evaluation（年度评比）")
    ],
    year: YEAR,
    said: StepWords,
    days: Annotated[
        int | None, typer.Option("--days", metavar="天数", min=1, help="公示几个工作日，公示当天是工作日的算一天")
    ] = None,
) -> None:
    """公示：登记年度评比结果何时公示、公示到哪天；期满并办结异议以前，结果不作为定稿印发。"""
    from dataclasses import replace

    from duty_cli.recording.proceeding_entry import StepAsked, open_proceedings, the_proceeding
    from duty_cli.reports.publication import RESULTS, days_counted, publication_of

    if (days is None) == (said.until is None):
        raise UsageError("请用 --days 写明公示几个工作日，或用 --until 写明截止日期，二者取一")
    desk = desk_of(ctx)
    path, abouts = desk.path_for(PathUse.PUBLICATION), {Published.ANNUAL_EVALUATION: RESULTS}
    last = said.until if days is None else desk.working_days.last_of(said.on, days)
    with desk.ledger.reading() as reading:
        new = publication_of(reading, path.name, abouts[report], year, days)
    asked = [(new, StepAsked(None, replace(said, until=last)))]
    [seq] = open_proceedings(desk.ledger, desk.act("公示"), path, asked, desk.today)
    with desk.ledger.reading() as reading:
        say(taken_line(reading, the_proceeding(reading, seq)))
    if last is not None and days is not None:
        remark(days_counted(desk.working_days, said.on, last, days))


object_app = command_group(
    "异议：登记委员对记录、缺席、得分的异议，列出公示与异议的办理情况。duty object 委员 就是 duty object add 委员。",
    leading_to("add"),
)

object_app.command("list", cls=Command)(BY_NAME["object list"].command())


@object_app.command("add", cls=Command)
@takes_step
def object_(
    ctx: typer.Context,
    member: MEMBER,
    said: StepWords,
    record: Annotated[
        int | None, typer.Option("--record", metavar="序号", help="对哪一条记录（出席、缺席或其他）有异议")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", metavar="年度", help="对哪一年的得分有异议", autocompletion=completion_values.years),
    ] = None,
) -> None:
    """收到异议：委员对一条记录（--record）或一年的得分（--year）有异议；日期是收到的日期，由谁是受理的人或机构。"""
    from duty_cli.model.members import Seq
    from duty_cli.recording.proceeding_entry import StepAsked, open_proceedings, the_proceeding
    from duty_cli.reports.publication import objection_to_record, objection_to_score, way_on

    if (record is None) == (year is None):
        raise UsageError("请用 --record 写明对哪条记录有异议，或用 --year 写明对哪一年的得分有异议，二者取一")
    desk = desk_of(ctx)
    path = desk.path_for(PathUse.OBJECTION)
    with desk.view(None) as view:
        if year is not None:
            view.number_as_in_year(year)
        who = view.member(member)
        if record is not None:
            new = objection_to_record(view.reading, view.rules, who, Seq(record), path.name)
        else:
            new = objection_to_score(view.reading, view.rules, who, year or 0, path.name)
    [seq] = open_proceedings(desk.ledger, desk.act("异议"), path, [(new, StepAsked(None, said))], desk.today)
    with desk.ledger.reading() as reading:
        found = the_proceeding(reading, seq)
        say(taken_line(reading, found))
    remark(way_on(path, found))
