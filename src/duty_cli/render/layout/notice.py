"""The annual notice as a paper (一年一通报): text with its figures, and annexes."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.domain.points import percent, show
from duty_cli.domain.sheet import Column, Paper, Paragraph, Sheet
from duty_cli.render.layout.columns import (
    ATTENDANCE,
    MEMBER,
    RATE_NOTE,
    Document,
    attendance_cells,
    attendance_document,
    ledger_document,
    member_cells,
    numbers,
)
from duty_cli.render.layout.evaluation import in_office, member_document, proposals_sheet, remarks, running_note
from duty_cli.reports.annual_evaluation import Evaluated
from duty_cli.reports.annual_notice import AnnualNotice, YearFigures

_INTERNAL = ("vetoes", "passed_over", "proposals")
"""What of a member's year is in the internal form alone."""


def notice_paper(report: AnnualNotice) -> Paper:
    """Lay the notice out; the annex of proposals is in the internal form alone."""
    title = f"{report.identity.committee}关于{report.year}年度委员履职情况的通报"
    annexes = [_attendance(report), _results(report), _missing(report), _commended(report)]
    if report.internal:
        annexes.append(proposals_sheet(report.evaluation.members))
    sheets = tuple(
        Sheet(sheet.name, f"附件{place} {sheet.title}", sheet.columns, sheet.rows, sheet.notes)
        for place, sheet in enumerate(annexes, 1)
    )
    known = report.evaluation
    notes = (running_note(known.known_on, known.year),) if known.running else ()
    return Paper(title, sheets, str(report.identity), text=tuple(_text(report, annexes)), notes=notes)


def _text(report: AnnualNotice, annexes: list[Sheet]) -> Iterator[Paragraph]:
    yield Paragraph("各位委员：")
    yield Paragraph(f"根据《{report.evaluation.book.title}》，现将{report.year}年度委员履职情况通报如下。")
    yield Paragraph("总体情况", 1)
    yield Paragraph(_overall(report))
    yield Paragraph("出席情况", 1)
    yield Paragraph(_attended(report))
    yield Paragraph("履职成果", 1)
    yield Paragraph(_kinds(report.figures))
    yield Paragraph("评比结果", 1)
    yield Paragraph(_graded(report))
    yield Paragraph("履职报告提交情况", 1)
    yield Paragraph(_handed_in(report))
    yield Paragraph("附件：" + "；".join(f"{place}.{sheet.title}" for place, sheet in enumerate(annexes, 1)))


def _overall(report: AnnualNotice) -> str:
    figures, before = report.figures, report.before
    members = len(report.evaluation.members)
    said = f"全年共有委员{members}名，组织各类履职活动{figures.activities}次，登记履职记录{figures.records}条"
    return said + (f"{_against(figures.records, before.records)}。" if before else "。")


def _against(now: int, before: int) -> str:
    if now == before:
        return "，与上年持平"
    return f"，比上年{'增加' if now > before else '减少'}{abs(now - before)}条"


def _attended(report: AnnualNotice) -> str:
    count, before = report.figures.attendance, report.before
    said = (
        f"全年应出席{count.expected}人次，出席{count.present}人次，请假{count.on_leave}人次，"
        f"缺席{count.absent}人次，出席率{percent(count.present, count.expected) or '无'}"
    )
    rate = percent(before.attendance.present, before.attendance.expected) if before else ""
    return said + (f"（上年{rate}）。" if rate else "。")


def _kinds(figures: YearFigures) -> str:
    return "全年登记：" + "，".join(f"{kind}{count}条" for kind, count in figures.kinds.items()) + "。"


def _graded(report: AnnualNotice) -> str:
    grades = "，".join(f"{grade}{count}名" for grade, count in report.evaluation.grades.items())
    return f"经评比，{grades}。履职成绩突出委员建议名单见附件，由主席会议审定。"


def _handed_in(report: AnnualNotice) -> str:
    said = [f"未提交或未完成“{name}”的委员{len(members)}名" for name, members in report.reports_missing.items()]
    return "，".join(said) + "，名单见附件。" if said else "规则文件未设述职要求。"


def _attendance(report: AnnualNotice) -> Sheet:
    rows = tuple(
        (*member_cells(one.member, one.sector), *attendance_cells(report.attendance[one.member.key]))
        for one in report.evaluation.members
    )
    return Sheet("出席情况", f"{report.year}年度委员出席情况", (*MEMBER, *ATTENDANCE), rows, (RATE_NOTE,))


def _results(report: AnnualNotice) -> Sheet:
    columns = (*MEMBER, *numbers("年度积分"), Column("等次"), Column("备注"))
    rows = tuple(
        (*member_cells(one.member, one.sector), one.result.score.total, one.result.grade, _remarks(report, one))
        for one in report.evaluation.members
    )
    return Sheet("履职结果", f"{report.year}年度委员履职评比结果", columns, rows)


def _remarks(report: AnnualNotice, one: Evaluated) -> str:
    """Why a grade was bounded or a quota passed somebody over is for the internal form alone."""
    if report.internal:
        return remarks(one)
    return in_office(one) if one.part else ""


def _missing(report: AnnualNotice) -> Sheet:
    sectors = {one.member.key: one.sector for one in report.evaluation.members}
    rows = tuple(
        (*member_cells(member, sectors[member.key]), name)
        for name, members in report.reports_missing.items()
        for member in members
    )
    return Sheet("未提交名单", f"{report.year}年度未提交履职报告的委员", (*MEMBER, Column("未完成事项")), rows)


def _commended(report: AnnualNotice) -> Sheet:
    rows = tuple((*member_cells(one.member, one.sector), one.result.score.total) for one in report.commended)
    return Sheet("履职突出委员", f"{report.year}年度履职成绩突出委员", (*MEMBER, *numbers("年度积分")), rows)


def notice_document(report: AnnualNotice) -> Document:
    """The notice as plain values."""
    members = [member_document(one) for one in report.evaluation.members]
    if not report.internal:
        members = [{key: value for key, value in one.items() if key not in _INTERNAL} for one in members]
    return {
        "report": "annual-notice",
        "year": report.year,
        "ledger": ledger_document(report.identity),
        "provisional": report.evaluation.running,
        "figures": _figures(report.figures),
        "before": None if report.before is None else _figures(report.before),
        "grades": dict(report.evaluation.grades),
        "members": members,
        "reports_missing": {name: [member.number for member in who] for name, who in report.reports_missing.items()},
        "commended": [{"number": one.member.number, "score": show(one.result.score.total)} for one in report.commended],
    }


def _figures(figures: YearFigures) -> Document:
    attendance = attendance_document(figures.attendance)
    return {"activities": figures.activities, "attendance": attendance, "records": dict(figures.kinds)}
