"""The annual notice as a paper, as an official document under a red head, and as plain values (一年一通报)."""

from __future__ import annotations

from datetime import date

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import show
from duty_cli.model.office_words import MEMBER, MEMBERS, SECTOR
from duty_cli.model.papers import Cell, Column, OfficeStyle, OfficialDocument, Paper, Paragraph, Sheet
from duty_cli.reports.annual_evaluation import EvaluatedMember
from duty_cli.reports.annual_evaluation_layout import (
    grade_column,
    list_name,
    member_document,
    missed_cell,
    proposals_sheet,
    public_note,
    remarks,
    spread_document,
)
from duty_cli.reports.annual_notice import AnnualNotice, KindFigure, YearFigures
from duty_cli.reports.annual_notice_text import COMMENDED, MISSING, RESULTS, notice_text, yearly_minimums
from duty_cli.reports.finality import mark_of, provisional_notes
from duty_cli.reports.official_layout import annex_line, headed, prose
from duty_cli.reports.report_charts import notice_charts
from duty_cli.reports.report_columns import (
    ATTENDANCE,
    MEMBER_COLUMNS,
    NO_SECTOR,
    Document,
    attendance_cells,
    attendance_columns,
    attendance_document,
    attendance_notes,
    ledger_document,
    member_cells,
    not_judged,
    numbers,
    rate,
)


def notice_paper(report: AnnualNotice) -> Paper:
    """Lay the notice out, with the annex of proposals for those who see them."""
    annexes = annexes_of(report)
    text = (Paragraph(f"{MEMBERS}："), *notice_text(report, annexes), *annex_line(annexes))
    return Paper(
        title_of(report),
        headed(annexes),
        str(report.identity),
        text=text,
        notes=notes_of(report),
        charts=notice_charts(report),
        headline=_headline(report),
    )


def title_of(report: AnnualNotice) -> str:
    """The title of the notice."""
    return f"{report.identity.committee}关于{report.year}年度{MEMBER}履职情况的通报{mark_of(report.evaluation)}"


def annexes_of(report: AnnualNotice) -> tuple[Sheet, ...]:
    """Those tables of the notice that hold anything, in order."""
    audience = report.audience
    attended = (
        (_attendance if audience.sees(Section.FIGURES) else _sectors,) if report.figures.attendance.anything else ()
    )
    results = audience.shown(Section.FIGURES, _results)
    annexes = [layout(report) for layout in (*attended, *results, _missing, _commended)]
    proposals = audience.shown(Section.PROPOSALS, proposals_sheet(report.evaluation.members))
    return tuple(sheet for sheet in (*annexes, *proposals) if sheet.rows)


def notes_of(report: AnnualNotice) -> tuple[str, ...]:
    """What is to be said of all its figures."""
    known, only = report.evaluation, report.evaluation.book.scores_only
    unjudged = () if only is None else (f"{not_judged(only)}；各组的得分和等次另表通报",)
    return (*unjudged, *provisional_notes(known), *public_note(known))


def _headline(report: AnnualNotice) -> tuple[tuple[str, Cell], ...]:
    figures = report.figures
    return (
        (MEMBER, report.evaluation.evaluated),
        *((("活动", figures.activities),) if figures.activities else ()),
        *((("出席率", rate(figures.attendance) or "—"),) if figures.attendance.anything else ()),
        ("履职记录", figures.records),
    )


def _attendance(report: AnnualNotice) -> Sheet:
    rows = tuple(
        (*member_cells(one.member, one.sector), *attendance_cells(report.attendance[one.member.key]))
        for one in report.evaluation.members
    )
    return Sheet(
        "出席情况",
        f"{report.year}年度{MEMBER}出席情况",
        (*MEMBER_COLUMNS, *ATTENDANCE),
        rows,
        attendance_notes(report.figures.attendance),
    )


def _sectors(report: AnnualNotice) -> Sheet:
    rows = tuple(
        (one.name or NO_SECTOR, one.members, *attendance_cells(one.attendance, report.audience))
        for one in report.sectors
    )
    columns = (Column(SECTOR), *numbers("人数"), *attendance_columns(report.audience))
    notes = attendance_notes(report.figures.attendance, report.audience)
    moved = f"年内调整{SECTOR}的{MEMBER}，各季度分别计入当季的{SECTOR}"
    return Sheet("出席情况", f"{report.year}年度各{SECTOR}出席情况", columns, rows, (*notes, moved))


def _results(report: AnnualNotice) -> Sheet:
    book = report.evaluation.book
    points = ("年度积分",) if book.scored else ()
    # Where a grade is bounded by what was missed, the remark says so; without grades nothing else would.
    minimums = (Column("未达到的最低要求"),) if not book.bands and yearly_minimums(book) else ()
    columns = (*MEMBER_COLUMNS, *numbers(*points), *grade_column(book), *minimums, Column("备注"))
    rows = tuple(
        (
            *member_cells(one.member, one.sector),
            *((one.result.score.total,) if book.scored else ()),
            *((one.result.grade,) if book.bands else ()),
            *((missed_cell(one, book),) if minimums else ()),
            remarks(one),
        )
        for one in report.evaluation.members
    )
    return Sheet(RESULTS, f"{report.year}年度{MEMBER}履职评比结果", columns, rows)


def _missing(report: AnnualNotice) -> Sheet:
    sectors = {one.member.key: one.sector for one in report.evaluation.members}
    rows = tuple(
        (*member_cells(member, sectors[member.key]), name)
        for name, members in report.reports_missing.items()
        for member in members
    )
    return Sheet(MISSING, f"{report.year}年度未提交履职报告的{MEMBER}", (*MEMBER_COLUMNS, Column("未完成事项")), rows)


def _commended(report: AnnualNotice) -> Sheet:
    pointed = report.audience.sees(Section.FIGURES) and report.evaluation.book.scored
    rows = tuple(
        (*member_cells(one.member, one.sector), *((one.result.score.total,) if pointed else ()))
        for one in report.commended
    )
    columns = (*MEMBER_COLUMNS, *(numbers("年度积分") if pointed else ()))
    return Sheet(COMMENDED, f"{report.year}年度履职成绩突出{MEMBER}{list_name(report.evaluation)}", columns, rows)


def notice_document(report: AnnualNotice) -> Document:
    """The notice as plain values."""
    return {
        "report": "annual-notice",
        "year": report.year,
        "for": report.audience.value,
        "ledger": ledger_document(report.identity),
        "provisional": report.evaluation.provisional,
        "figures": _figures(report.figures, report.audience),
        "before": None if report.before is None else _figures(report.before, report.audience),
        "grades": dict(report.evaluation.grades),
        **spread_document(report.evaluation),
        "members": [member_document(one, report.audience) for one in report.evaluation.members],
        "reports_missing_count": dict(report.missing),
        "reports_missing": {name: [member.number for member in who] for name, who in report.reports_missing.items()},
        "commended": [_commended_document(one, report.audience) for one in report.commended],
    }


def _commended_document(one: EvaluatedMember, audience: Audience) -> Document:
    score = {"score": show(one.result.score.total)} if audience.sees(Section.FIGURES) else {}
    return {"number": one.member.number, **score}


def _done(one: KindFigure) -> Document:
    told = {"count": show(one.count), "unit": one.kind.unit, "held": one.held or None, "guests": one.guests}
    return {"kind": one.kind.id, "group": one.kind.group, "told": one.kind.told, **told, "reached": dict(one.reached)}


def _figures(figures: YearFigures, audience: Audience) -> Document:
    attendance = attendance_document(figures.attendance, audience)
    quarters = {str(quarter): attendance_document(count, audience) for quarter, count in figures.quarters.items()}
    return {
        "activities": figures.activities,
        "attendance": attendance,
        "quarters": quarters,
        "records": dict(figures.kinds),
        "done": [_done(one) for one in figures.done.values()],
    }


def official_notice(report: AnnualNotice, style: OfficeStyle, number: int | None, on: date) -> OfficialDocument:
    """The notice with its annexes."""
    annexes = annexes_of(report)
    # What a form leaves out is told to the clerk, not in a document that goes out.
    notes = tuple(Paragraph(f"{prose(note)}。") for note in provisional_notes(report.evaluation))
    return OfficialDocument(
        title_of(report),
        style.members,
        (*notice_text(report, annexes), *notes),
        annexes,
        str(report.identity),
        number=style.numbered(on.year, number),
        on=on,
        signed=style.signed,
        cc=style.cc,
    )
