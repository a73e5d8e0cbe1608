"""What makes the reports on the money for activities (委员活动经费)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_cli.cli.report_outputs import plain_output

if TYPE_CHECKING:
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.cli.report_parameters import ReportArguments
    from duty_cli.documents.formats import ReportOutput


def fund_report_output(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """A year's money against its budgets."""
    from duty_cli.reports.fund_report import fund_report, fund_report_document, fund_report_paper

    report = fund_report(view.reading, view.identity, asked.year)
    return plain_output(view, report, fund_report_paper, fund_report_document)


def fund_list_output(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """A year's budgets and spending, entry by entry."""
    from duty_cli.reports.fund_entries import fund_entries, fund_entries_document, fund_entries_paper

    report = fund_entries(view.reading, view.identity, asked.year)
    return plain_output(view, report, fund_entries_paper, fund_entries_document)
