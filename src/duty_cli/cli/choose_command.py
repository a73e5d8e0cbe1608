"""Entering whom a meeting chose as outstanding (§11)."""

from __future__ import annotations

from typing import Annotated

import typer

from duty_cli.cli.options import YEAR, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.step_options import takes_step
from duty_cli.errors.proceeding_errors import NoStep
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.members import MemberKey
from duty_cli.model.proceedings import PathUse, ProceedingPath, StepMeaning, StepWords


@takes_step
def choose(
    ctx: typer.Context,
    year: YEAR,
    said: StepWords,
    members: Annotated[list[str], typer.Argument(metavar="委员…", help="会议选定的全部委员", show_default=False)],
    reasons: Annotated[
        list[str] | None, typer.Option("--reason", metavar="委员=理由", help="某一名委员入选或不入选的理由，可写多次")
    ] = None,
) -> None:
    """评选结果：登记会议选定的履职成绩突出委员；建议名单上未选定的登记为不入选。"""
    from dataclasses import replace

    from duty_cli.recording.proceeding_entry import StepAsked, open_proceedings
    from duty_cli.reports.annual_evaluation import annual_evaluation
    from duty_cli.reports.choice import choice_of
    from duty_cli.scoring.assessment_year import require_closed

    desk = desk_of(ctx)
    path = desk.path_for(PathUse.CHOICE)
    with desk.view(None) as view:
        view.number_as_in_year(year)
        require_closed(view.reading, year)
        report = annual_evaluation(view.reading, view.rules, view.identity, year)
        chosen = [view.member(text) for text in members]
        own: dict[MemberKey | None, str | None] = {
            view.member(who).key: why for who, why in map(_reason, reasons or ())
        }
    decisions = choice_of(report, path.name, chosen)
    strangers = own.keys() - {new.member for new, _ in decisions}
    if strangers:
        raise BadValue("--reason", reasons[0] if reasons else "", "名单上的委员和理由，如 1001=提案突出")
    asked = [
        (new, StepAsked(_step(path, means), replace(said, words=own.get(new.member, said.words))))
        for new, means in decisions
    ]
    open_proceedings(desk.ledger, desk.act("评选"), path, asked, desk.today)
    count = sum(means is StepMeaning.CHOSEN for _, means in decisions)
    say(f"已登记：{year} 年度履职成绩突出委员 {count} 名（{said.meeting}，{said.on}）")
    left = [str(one.member) for one in report.commended if one.member.key not in {who.key for who in chosen}]
    if left:
        remark(f"建议名单上未选定，登记为不入选：{'、'.join(left)}")


def _reason(text: str) -> tuple[str, str]:
    who, equals, why = text.partition("=")
    if not equals or not why.strip():
        raise BadValue("--reason", text, "“委员=理由”，如 1001=提案突出")
    return who, why.strip()


def _step(path: ProceedingPath, means: StepMeaning) -> str:
    """What the office calls the step of that meaning. Raises NoStep."""
    found = path.meaning(means)
    if found is None:
        raise NoStep(path.name, means)
    return found.name
