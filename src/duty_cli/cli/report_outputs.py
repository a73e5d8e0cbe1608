"""What the makers of several reports share: how one is put out, of which day its numbers are, and a year taken over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from duty_cli.documents.formats import ReportOutput

if TYPE_CHECKING:
    from datetime import date

    from duty_cli.cli.report_context import ReportContext
    from duty_cli.cli.report_parameters import ReportArguments
    from duty_cli.model.papers import Paper
    from duty_cli.reports.explanation import Statement
    from duty_cli.reports.report_columns import Document

T = TypeVar("T")


def plain_output(
    view: ReportContext, report: T, paper: Callable[[T], Paper], document: Callable[[T], Document]
) -> ReportOutput:
    """A report that is laid out in the form asked for, and in no other."""
    return ReportOutput(
        lambda: paper(report), lambda: document(report), view.reading.head().at, view.calling, view.style
    )


def last_day(view: ReportContext, asked: ReportArguments) -> date | None:
    """The last day of the quarter, year, term or other days that are asked about: the numbers are those of that day."""
    if asked.quarter:
        from duty_cli.model.periods import Quarter

        quarter = Quarter.parse(asked.quarter)
        return None if quarter is None else quarter.period.last
    if asked.year:
        from duty_cli.scoring.assessment_year import days_of

        return days_of(view.rules, asked.year).last
    if asked.until:
        return view.day(asked.until)
    return next((one.period.last for one in view.reading.head().terms if one.number == asked.term), None)


def quarter_output(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """The statistics of a quarter, of members or of the groups of one grouping."""
    from duty_cli.cli.options import audience_of
    from duty_cli.model.periods import Quarter
    from duty_cli.reports.quarter_report import quarter_for, quarter_report
    from duty_cli.reports.quarter_report_layout import quarter_document, quarter_paper

    quarter = Quarter.parse(asked.quarter)
    assert quarter is not None, "checked before"
    if asked.subject is not None:
        from duty_cli.model.members import Facet
        from duty_cli.reports.group_quarter import group_quarter
        from duty_cli.reports.group_quarter_layout import group_quarter_document, group_quarter_paper

        grouping = Facet(asked.subject)
        groups = group_quarter(view.reading, view.rules, grouping, view.identity, quarter, ranked=asked.ranked)
        return plain_output(view, groups, group_quarter_paper, group_quarter_document)
    whole = quarter_report(view.reading, view.rules, view.identity, quarter, ranked=asked.ranked)
    return plain_output(view, quarter_for(whole, audience_of(asked.reader)), quarter_paper, quarter_document)


def taken_over(view: ReportContext, asked: ReportArguments) -> ReportOutput | None:
    """What is to be said of a year of which the result alone was taken over; None where it is reckoned here."""
    if all(one.year != asked.year for one in view.reading.earlier_results()):
        return None
    from duty_cli.reports.earlier_results import earlier_document, earlier_paper, earlier_results

    report = earlier_results(view.reading, view.identity, asked.year, view.member(asked.member))
    return plain_output(view, report, earlier_paper, earlier_document) if report.results else None


def year_calendar_output(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """The office's calendar of the year that is asked about, else of the year of the day as on which it is asked."""
    from duty_cli.reports.year_calendar import calendar_document, calendar_paper, year_calendar
    from duty_cli.scoring.assessment_year import rules_on

    on = view.dated(asked.dated, asked.known_at)
    now = rules_on(view.rules, on)
    year = asked.year or (on.year if now is None else now.year)
    report = year_calendar(view.reading, view.rules, view.identity, view.duties(), year, on)
    return plain_output(view, report, calendar_paper, calendar_document)


def statement_beside(view: ReportContext, report: Statement, *, full: bool) -> ReportOutput:
    """A member's record with the figures beside the averages of the sector and of all."""
    from duty_cli.reports.beside_averages import averages_document, beside_averages, with_averages
    from duty_cli.reports.statement_layout import statement_document, statement_paper
    from duty_cli.scoring.assessment_year import rules_of

    years = [rules_of(view.rules, one.year) for one in report.years]
    found = beside_averages(view.reading, view.rules, report.member, years, report.audience)
    return plain_output(
        view,
        report,
        lambda said: with_averages(statement_paper(said, full=full), found, said.audience, full=full),
        lambda said: {**statement_document(said), "averages": averages_document(found)},
    )
