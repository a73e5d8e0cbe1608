"""Letters as reports of the register: from one reading and what was asked to a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_cli.documents.formats import ReportOutput

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.cli.report_parameters import ReportArguments
    from duty_cli.model.papers import OfficialDocument
    from duty_cli.reports.letters import MemberYearReport


def letter(view: ReportContext, official: OfficialDocument, name: str) -> ReportOutput:
    """A letter, ready to be shown in any format."""
    from duty_cli.reports.official_layout import official_document, official_paper

    return ReportOutput(
        lambda: official_paper(official),
        lambda: official_document(official, name),
        view.reading.head().at,
        view.calling,
        view.style,
        lambda: official,
    )


def _year_of(view: ReportContext, asked: ReportArguments) -> MemberYearReport:
    from duty_cli.reports.letters import one_year

    return one_year(view.reading, view.rules, view.identity, view.member(asked.member), asked.year)


def interview_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """To a member of whom an interview is proposed."""
    from duty_cli.model.proposal_matters import Matter
    from duty_cli.reports.letters import interview_letter, proposed

    report, on = proposed(_year_of(view, asked), Matter.INTERVIEW), view.dated(asked.dated, asked.known_at)
    return letter(view, interview_letter(report, view.style(), asked.number, on), "letter-interview")


def resignation_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """To the leaders: the facts on a member whose resignation is proposed."""
    from duty_cli.model.proposal_matters import Matter
    from duty_cli.reports.letters import proposed, resignation_letter

    report, on = proposed(_year_of(view, asked), Matter.RESIGNATION), view.dated(asked.dated, asked.known_at)
    return letter(view, resignation_letter(report, view.style(), asked.number, on), "letter-resignation")


def result_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """To a member: what the year came to."""
    from duty_cli.reports.letters import for_the_member, result_letter

    report, on = for_the_member(_year_of(view, asked)), view.dated(asked.dated, asked.known_at)
    return letter(view, result_letter(report, view.style(), asked.number, on), "letter-result")


def commendation_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """To the leaders: whom the year commends."""
    from duty_cli.reports.annual_evaluation import annual_evaluation
    from duty_cli.reports.letters import commendation_letter
    from duty_cli.scoring.assessment_year import require_closed

    on = view.dated(asked.dated, asked.known_at)
    require_closed(view.reading, asked.year)
    report = annual_evaluation(view.reading, view.rules, view.identity, asked.year)
    return letter(view, commendation_letter(report, view.style(), asked.number, on), "letter-commendation")


def answer_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """To a member: the answer to an objection."""
    from duty_cli.model.members import Seq
    from duty_cli.reports.objection_letter import answer_letter, answered

    found, on = answered(view.reading, view.rules, Seq(asked.proceeding)), view.dated(asked.dated, asked.known_at)
    return letter(view, answer_letter(found, view.identity, view.style(), asked.number, on), "letter-answer")


def certificate_made(view: ReportContext, asked: ReportArguments) -> ReportOutput:
    """Of a member, for others: what the member came to in some days."""
    from duty_cli.errors.record_errors import BadValue
    from duty_cli.model.periods import Period
    from duty_cli.reports.attendance_certificate import attendance_certificate, certificate_letter

    first = view.day(asked.from_)
    last = view.dated(None, asked.known_at) if asked.until is None else view.day(asked.until)
    if last < first:
        raise BadValue("止日", str(last), f"不早于起日 {first} 的日期")
    on = view.dated(asked.dated, asked.known_at)
    member = view.member(asked.member)
    report = attendance_certificate(view.reading, view.rules, view.identity, member, Period(first, last))
    return letter(view, certificate_letter(report, view.style(), asked.number, on), "letter-attendance")


def until_settled(desk: AppContext, said: dict[str, Any]) -> dict[str, Any]:
    """The same with its last day."""
    return {**said, "until": str(desk.today if said.get("until") is None else desk.day(said["until"]))}
