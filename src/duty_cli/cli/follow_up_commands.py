"""Following up what is put to people to decide: put forward, decided, carried out or dropped (§12)."""

from __future__ import annotations

from typing import Annotated

import typer

from duty_cli.cli.localization import Command, Group
from duty_cli.cli.options import ON, SEQ, YEAR, desk_of
from duty_cli.cli.output import say
from duty_cli.cli.report_registry import BY_NAME

follow_up_app = typer.Typer(
    cls=Group,
    help="办理：提请研究的事项，提请哪次会议、怎样决定、怎样落实。",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)

PERSON = Annotated[str, typer.Option("--person", metavar="由谁", help="这一步由谁办理：人或者机构")]
MEETING = Annotated[str | None, typer.Option("--meeting", metavar="会议", help="提请或作出决定的会议")]
PLACE = Annotated[str | None, typer.Option("--place", metavar="地点", help="在哪里，如谈话地点")]
NUMBER = Annotated[str | None, typer.Option("--number", metavar="文号", help="文件的文号")]
WORDS = Annotated[str | None, typer.Option("--words", metavar="内容", help="决定的原文、谈话情况、理由")]
LAST_DAY = Annotated[str | None, typer.Option("--until", metavar="日期", help="截止日期")]
NOTE = Annotated[str | None, typer.Option("--note", metavar="备注", help="其他要说明的")]

follow_up_app.command("list", cls=Command)(BY_NAME["follow-up list"].command())


@follow_up_app.command("open", cls=Command)
def open_(
    ctx: typer.Context,
    year: YEAR,
    on: ON,
    person: PERSON,
    members: Annotated[
        list[str] | None, typer.Argument(metavar="委员…", help="只提请这些委员的；不填为全部", show_default=False)
    ] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="规则", help="只提请这一条规则提出的事项")] = None,
    meeting: MEETING = None,
    place: PLACE = None,
    number: NUMBER = None,
    words: WORDS = None,
    until: LAST_DAY = None,
    note: NOTE = None,
) -> None:
    """提请：把年度评比提出的事项连同依据交付研究，一人一事一条。"""
    from duty_cli.cli.step_answers import step_said, taken_line
    from duty_cli.model.proceedings import PathUse
    from duty_cli.recording.proceeding_entry import StepAsked, open_proceedings, the_proceeding
    from duty_cli.reports.follow_up import to_put_forward

    desk = desk_of(ctx)
    said = step_said(desk, on, person, meeting, place, number, words, until, note)
    with desk.view(None) as view:
        chosen = [view.member(text) for text in members or ()]
        new = to_put_forward(view.reading, view.rules, year, chosen, about, desk.path_for(PathUse.FOLLOW_UP).name)
    path = desk.path_for(PathUse.FOLLOW_UP)
    seqs = open_proceedings(desk.ledger, desk.act("提请研究"), path, StepAsked(None, said), new, desk.today)
    with desk.ledger.reading() as reading:
        for seq in seqs:
            say(taken_line(reading, the_proceeding(reading, seq)))


@follow_up_app.command("step", cls=Command)
def step(
    ctx: typer.Context,
    seq: SEQ,
    name: Annotated[str, typer.Argument(metavar="步骤", help="步骤名称，见 rules/steps.yaml")],
    on: ON,
    person: PERSON,
    meeting: MEETING = None,
    place: PLACE = None,
    number: NUMBER = None,
    words: WORDS = None,
    until: LAST_DAY = None,
    note: NOTE = None,
) -> None:
    """登记下一步：决定、落实、不再办理等；序号是该事项的，见 duty follow-up list。"""
    from duty_cli.cli.step_answers import step_said, taken_line
    from duty_cli.model.members import Seq
    from duty_cli.parsing.text_cleaning import clean_key
    from duty_cli.recording.proceeding_entry import StepAsked, take_step

    desk = desk_of(ctx)
    said = step_said(desk, on, person, meeting, place, number, words, until, note)
    asked = StepAsked(clean_key("步骤", name), said)
    found = take_step(desk.ledger, desk.act("办理"), desk.paths, Seq(seq), asked, desk.today)
    with desk.ledger.reading() as reading:
        say(taken_line(reading, found))
