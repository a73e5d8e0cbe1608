"""Following up what is put to people to decide: put forward, decided, carried out or dropped (§12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import SEQ, YEAR, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.report_registry import BY_NAME
from duty_cli.cli.step_options import taken_line, takes_step
from duty_cli.model.proceedings import StepWords

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.proceedings import Proceeding

follow_up_app = command_group("办理：提请研究的事项，提请哪次会议、怎样决定、怎样落实。")

follow_up_app.command("list", cls=Command)(BY_NAME["follow-up list"].command())


@follow_up_app.command("open", cls=Command)
@takes_step
def open_(
    ctx: typer.Context,
    year: YEAR,
    said: StepWords,
    members: Annotated[
        list[str] | None, typer.Argument(metavar="委员…", help="只提请这些委员的；不填为全部", show_default=False)
    ] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="规则", help="只提请这一条规则提出的事项")] = None,
) -> None:
    """提请：把年度评比提出的事项连同依据交付研究，一人一事一条。"""
    from duty_cli.model.proceedings import PathUse
    from duty_cli.recording.proceeding_entry import StepAsked, open_proceedings, the_proceeding
    from duty_cli.reports.follow_up import to_put_forward

    desk = desk_of(ctx)
    path = desk.path_for(PathUse.FOLLOW_UP)
    with desk.view(None) as view:
        view.number_as_in_year(year)
        chosen = [view.member(text) for text in members or ()]
        new = to_put_forward(view.reading, view.rules, year, chosen, about, path.name)
    asked = ((one, StepAsked(None, said)) for one in new)
    seqs = open_proceedings(desk.ledger, desk.act("提请研究"), path, asked, desk.today)
    with desk.ledger.reading() as reading:
        for seq in seqs:
            say(taken_line(reading, the_proceeding(reading, seq)))


@follow_up_app.command("step", cls=Command)
@takes_step
def step(
    ctx: typer.Context,
    seq: SEQ,
    name: Annotated[str, typer.Argument(metavar="步骤", help="步骤名称，见 rules/steps.yaml")],
    said: StepWords,
) -> None:
    """登记下一步：决定、落实、答复、维持、期满等；序号是该事项的，见 duty follow-up list、duty object list。"""
    from duty_cli.model.members import Seq
    from duty_cli.model.proceedings import PathUse
    from duty_cli.parsing.text_cleaning import clean_key
    from duty_cli.recording.proceeding_entry import StepAsked, take_step

    desk = desk_of(ctx)
    asked = StepAsked(clean_key("步骤", name), said)
    found = take_step(desk.ledger, desk.act("办理"), desk.paths, Seq(seq), asked, desk.today)
    with desk.ledger.reading() as reading:
        say(taken_line(reading, found))
    if found.new.use is PathUse.OBJECTION:
        _reckoned_again(desk, found)


def _reckoned_again(desk: AppContext, found: Proceeding) -> None:
    """Tell what an objection that was settled did to the result."""
    from duty_cli.reports.publication import result_since

    with desk.view(None) as view:
        told = result_since(view.reading, view.rules, found)
    if told is not None:
        remark(told)
