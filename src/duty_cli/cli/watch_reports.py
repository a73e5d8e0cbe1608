"""What makes the watch and its letters: the day and the year they look at, and whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_cli.cli.letter_makers import letter
from duty_cli.cli.report_parameters import ReportArguments
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.base import UsageError

if TYPE_CHECKING:
    from datetime import date

    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.reports.watch import Watch


def watch_report(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """The watch of a year."""
    from duty_cli.reports.watch_layout import watch_document, watch_paper

    report, head = watched(view, asked), view.reading.head().at
    return ReportOutput(lambda: watch_paper(report), lambda: watch_document(report), head, view.calling, view.style)


def watched(view: ReportContext, asked: ReportArguments) -> Watch:
    """What a watch asked for in these words finds."""
    from duty_cli.model.members import Facet
    from duty_cli.reports.watch import watch, year_in_hand

    on = day_of(view, asked)
    year = asked.watched_year or year_in_hand(view.rules, on)
    named = tuple(dict.fromkeys(map(view.member, asked.watched_members))) or None
    by = None if asked.by is None else Facet(asked.by)
    return watch(view.reading, view.rules, view.identity, year, on, named=named, by=by)


def watch_settled(desk: AppContext, said: dict[str, Any]) -> dict[str, Any]:
    """The same with its day, its year and the numbers of its members."""
    from duty_cli.reports.watch import year_in_hand

    if said.get("acknowledge") is not None or said.get("note") is not None:
        raise UsageError("印发不能同时登记提醒情况；请先用 duty watch --acknowledge 登记")
    asked = ReportArguments.of(said)
    on = desk.today if asked.as_of is None else desk.day(asked.as_of)
    year = asked.watched_year or year_in_hand(desk.rules, on)
    members = (desk.member(name).number for name in asked.watched_members)
    return {**said, "as_of": on.isoformat(), "watched": (str(year), *members)}


def day_of(view: ReportContext, asked: ReportArguments) -> date:
    """The day as told, else today; of one made again as known at a seq, the day of that seq."""
    if asked.as_of is not None:
        return view.day(asked.as_of)
    return view.today if asked.known_at is None else view.reading.head().at.date()


def watch_letter(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """The letter to the conveners of a liaison group."""
    from duty_cli.reports.watch import watch_of_group
    from duty_cli.reports.watch_letter_layout import watch_letter

    on = view.dated(asked.dated, asked.known_at)
    report = watch_of_group(view.reading, view.rules, view.identity, asked.year, on, asked.group)
    return letter(view, watch_letter(report, view.style(), asked.number), "letter-watch")
