"""What makes the reports on plans: the list of a year, and the sheet to sign in on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_cli.cli.report_outputs import plain_output
from duty_cli.cli.report_parameters import ReportArguments
from duty_cli.documents.formats import ReportOutput

if TYPE_CHECKING:
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.model.members import Seq
    from duty_cli.model.plans import NewPlan


def plan_list_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """The plans of a year."""
    from duty_cli.reports.plan_list import plan_list
    from duty_cli.reports.plan_list_layout import plan_list_document, plan_list_paper

    member = view.member(asked.member) if asked.member else None
    report = plan_list(view.reading, view.rules, view.identity, asked.year, member)
    return plain_output(view, report, plan_list_paper, plan_list_document)


def plan_sheet_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """The sign-in sheet of a plan."""
    from duty_cli.model.members import Seq
    from duty_cli.recording.plan_entry import the_plan

    plan = the_plan(view.reading, Seq(asked.plan))
    return sign_in_output(view, plan.new, plan.seq)


def sign_in_output(view: ReportContext, new: NewPlan, plan: Seq | None) -> ReportOutput:
    """The sign-in sheet of an activity; ``plan`` is the seq under which it was planned, if it was."""
    from duty_cli.reports.sign_in_sheet import sign_in_document, sign_in_paper, sign_in_sheet

    report = sign_in_sheet(view.reading, view.rules, view.identity, new, plan)
    return plain_output(view, report, sign_in_paper, sign_in_document)
