"""What makes the list of what is handed in and the reminder: the day they look at, and the days by which it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_cli.cli.letter_makers import letter
from duty_cli.cli.report_parameters import ReportArguments
from duty_cli.documents.formats import ReportOutput

if TYPE_CHECKING:
    from datetime import date

    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.reports.hand_in_list import HandInList


def hand_ins_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """Who has handed in what."""
    from duty_cli.cli.watch_reports import day_of
    from duty_cli.reports.hand_in_list import hand_in_document, hand_in_paper, overdue

    whole = _report(view, asked.year, day_of(view, asked))
    report = overdue(whole) if asked.overdue else whole
    head = view.reading.head().at
    return ReportOutput(lambda: hand_in_paper(report), lambda: hand_in_document(report), head, view.calling, view.style)


def on_settled(desk: AppContext, said: dict[str, Any]) -> dict[str, Any]:
    """The same with its day."""
    asked = ReportArguments.of(said)
    return {**said, "as_of": str(desk.today if asked.as_of is None else desk.day(asked.as_of))}


def reminder_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """To a member who has not handed in something."""
    from duty_cli.reports.reminder_letter import reminder_letter

    report = _report(view, asked.year, view.dated(asked.dated, asked.known_at))
    return letter(
        view, reminder_letter(report, view.member(asked.member), view.style(), asked.number), "letter-reminder"
    )


def _report(view: ReportContext, year: int, on: date) -> HandInList:
    from duty_cli.model.office_calendar import hand_in_days
    from duty_cli.reports.hand_in_list import hand_in_list

    return hand_in_list(view.reading, view.rules, view.identity, year, on, hand_in_days(view.duties()))
