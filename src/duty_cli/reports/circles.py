"""A report cut down to what a circle of readers may see, before anybody lays it out: what is not in it cannot leak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duty_cli.domain.circles import Circle, Part
from duty_cli.domain.members import MemberKey
from duty_cli.reports.annual_evaluation import AnnualEvaluation, Evaluated
from duty_cli.reports.annual_notice import AnnualNotice
from duty_cli.reports.explanation import Explanation
from duty_cli.reports.quarter import GroupRow, QuarterReport
from duty_cli.reports.statement import Statement
from duty_cli.reports.term_evaluation import TermEvaluation, TermRow
from duty_cli.scoring.outcome import Outcome
from duty_cli.scoring.score import Score


def quarter_for(report: QuarterReport, circle: Circle) -> QuarterReport:
    """The statistics for ``circle``."""
    if circle.sees(Part.QUARTER_POINTS):
        return replace(report, circle=circle)
    return replace(
        report,
        circle=circle,
        categories=(),
        members=tuple(replace(row, earned=None) for row in report.members),
        groups={facet: tuple(map(_without_points, rows)) for facet, rows in report.groups.items()},
        whole=_without_points(report.whole),
    )


def _without_points(row: GroupRow) -> GroupRow:
    return replace(row, earned=None)


def evaluation_for(report: AnnualEvaluation, circle: Circle) -> AnnualEvaluation:
    """The evaluation for ``circle``; the numbers of each grade stay those of all."""
    failing = report.book.bands[-1].grade
    seen = (one for one in report.members if circle.sees(Part.FAILED) or one.result.grade != failing)
    members = tuple(_evaluated_for(one, circle) for one in seen)
    shown = {one.member.key for one in members}
    places = None if report.places is None else {key: at for key, at in report.places.items() if key in shown}
    return replace(report, circle=circle, members=members, places=places)


def _evaluated_for(one: Evaluated, circle: Circle) -> Evaluated:
    result, outcome = one.result, one.result.outcome
    bounds, conduct = circle.sees(Part.BOUNDS), circle.sees(Part.CONDUCT)
    if not circle.sees(Part.SUBTOTALS):
        result = replace(
            result, score=Score(result.score.total, (), (), (), result.lacking), counts={}, eligible=frozenset()
        )
    if not bounds:
        # The grade stands without what it was before it was bounded or passed over.
        outcome, result = (
            Outcome(result.grade, result.grade, (), outcome.vetoes, outcome.ungraded),
            replace(result, passed_over=""),
        )
    if not conduct:
        outcome, result = replace(outcome, vetoes=()), replace(result, conduct=())
    # What speaks against a candidate is for those who decide; that somebody is commended is for all.
    known = circle.sees(Part.PROPOSALS) or (one.candidacy is not None and one.candidacy.commended)
    proposals = circle.shown(Part.PROPOSALS, *one.proposals)
    candidacy = one.candidacy if known else None
    return replace(one, result=replace(result, outcome=outcome), proposals=proposals, candidacy=candidacy)


def notice_for(report: AnnualNotice, circle: Circle) -> AnnualNotice:
    """The notice for ``circle``; its figures stay those of all."""
    evaluation = evaluation_for(report.evaluation, circle)
    shown: dict[MemberKey, Evaluated] = {one.member.key: one for one in evaluation.members}
    return replace(
        report,
        evaluation=evaluation,
        attendance={key: count for key, count in report.attendance.items() if key in shown},
        reports_missing={
            name: tuple(member for member in members if member.key in shown)
            for name, members in report.reports_missing.items()
        },
    )


def term_for(report: TermEvaluation, circle: Circle) -> TermEvaluation:
    """The term table for ``circle``: who failed any of its years is in it whole or not at all."""
    rows = (row for row in report.members if circle.sees(Part.FAILED) or not row.failed)
    by_year = circle.shown(Part.FAILED, *report.by_year)
    return replace(report, circle=circle, members=tuple(_terms_for(rows, circle)), by_year=by_year)


def _terms_for(rows: Iterable[TermRow], circle: Circle) -> Iterable[TermRow]:
    for row in rows:
        yield replace(
            row,
            conduct=circle.shown(Part.CONDUCT, *row.conduct),
            trainings=circle.shown(Part.BOUNDS, *row.trainings),
            proposals=circle.shown(Part.PROPOSALS, *row.proposals),
        )


def explanation_for(report: Explanation, circle: Circle) -> Explanation:
    """A member's year for ``circle``."""
    return replace(report, circle=circle, evaluated=_evaluated_for(report.evaluated, circle))


def statement_for(report: Statement, circle: Circle) -> Statement:
    """A member's record for ``circle``."""
    return replace(
        report,
        circle=circle,
        years=tuple(explanation_for(year, circle) for year in report.years),
        leaves=circle.shown(Part.LEAVE, *report.leaves),
    )
