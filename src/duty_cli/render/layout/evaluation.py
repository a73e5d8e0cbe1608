"""The annual evaluation as a paper (一年一评比), and the parts the notice shares with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duty_cli.domain.members import Member
from duty_cli.domain.points import show
from duty_cli.domain.sheet import Column, Paper, Sheet
from duty_cli.render.layout.columns import MEMBER, Document, ledger_document, member_cells, numbers
from duty_cli.reports.annual_evaluation import AnnualEvaluation, Evaluated
from duty_cli.reports.proposals import Proposal
from duty_cli.scoring.quota import Cut

PROPOSAL_NOTE = "以下事项由系统依据记录和规则列出，提请主席会议研究，由主席会议决定"


def evaluation_paper(report: AnnualEvaluation) -> Paper:
    """Lay the evaluation out: results, points by category, the shortlist, proposals."""
    title = f"{report.identity.committee}{report.year}年度委员履职评比表"
    sheets = (results_sheet(report, title), _categories(report), _shortlist(report), proposals_sheet(report.members))
    return Paper(title, sheets, str(report.identity), subtitle=f"评分规则：{report.book.title}", notes=_running(report))


def _running(report: AnnualEvaluation) -> tuple[str, ...]:
    return (running_note(report.known_on, report.year),) if report.running else ()


def running_note(known_on: date, year: int) -> str:
    """Say that the year had not ended when the ledger was last written."""
    return f"账本最近一次录入在 {known_on}，{year} 年度尚未结束，得分和等次为暂计"


def results_sheet(report: AnnualEvaluation, title: str) -> Sheet:
    """Score and grade of each member, with what bounded the grade."""
    columns = (
        *MEMBER,
        *numbers("年度积分"),
        Column("等次"),
        Column("未达到的最低要求"),
        Column("纪律情形"),
        Column("备注"),
    )
    rows = tuple(
        (
            *member_cells(one.member, one.sector),
            one.result.score.total,
            one.result.grade,
            "、".join(minimum.id for minimum in one.result.outcome.missed),
            "、".join(veto.id for veto in one.result.outcome.vetoes),
            remarks(one),
        )
        for one in report.members
    )
    counts = "，".join(f"{grade} {count} 人" for grade, count in report.grades.items())
    return Sheet("评比结果", title, columns, rows, (f"共 {len(rows)} 人：{counts}",))


def in_office(one: Evaluated) -> str:
    """The part of the year in office, in words."""
    return f"在任 {'、'.join(map(str, one.part))}"


def remarks(one: Evaluated) -> str:
    """Part of the year only, a grade lowered, a place beyond the quota."""
    result = one.result
    said = [in_office(one)] if one.part else []
    if result.outcome.grade != result.outcome.band:
        said.append(f"按分数为{result.outcome.band}，因未达最低要求或纪律情形为{result.outcome.grade}")
    if result.passed_over:
        said.append(result.passed_over)
    return "；".join(said)


def _categories(report: AnnualEvaluation) -> Sheet:
    names = [category.id for category in report.book.categories]
    rows = tuple(
        (
            *member_cells(one.member, one.sector),
            *(category.score for category in one.result.score.categories),
            one.result.score.total,
        )
        for one in report.members
    )
    note = "各类之和与年度积分不等的，是总分的基础分、上限或下限所致"
    return Sheet("分类得分", "委员分类得分", (*MEMBER, *numbers(*names, "年度积分")), rows, (note,))


def _shortlist(report: AnnualEvaluation) -> Sheet:
    """Who is within each quota, and why each one beyond it is not."""
    columns = (*MEMBER, *numbers("年度积分"), Column("是否入围"), Column("说明"))
    grades = {cut.quota.grade for cut in report.cuts}
    rows = tuple(
        (
            *member_cells(one.member, one.sector),
            one.result.score.total,
            "未入围" if one.result.passed_over else "入围",
            one.result.passed_over,
        )
        for one in report.members
        if one.result.outcome.grade in grades
    )
    return Sheet("履职突出建议名单", "履职成绩突出委员建议名单", columns, rows, tuple(map(_cut_note, report.cuts)))


def _cut_note(cut: Cut) -> str:
    share = f"{show(cut.quota.at_most * 100)}%" if cut.quota.unit == "share" else f"{show(cut.quota.at_most)} 名"
    edge = "无人入围" if cut.edge is None else f"入围最低分 {show(cut.edge)}"
    clause = cut.quota.origin.clause
    return f"{clause}：{cut.quota.grade}不超过 {share}，计 {cut.places} 名；符合条件 {cut.candidates} 人，入围 {cut.within} 人，{edge}"


def proposals_sheet(members: Iterable[Evaluated]) -> Sheet:
    """What §12 puts to the leaders."""
    return proposal_rows((one.member, one.sector, one.proposals) for one in members)


def proposal_rows(members: Iterable[tuple[Member, str, tuple[Proposal, ...]]]) -> Sheet:
    """One row a proposal, with the facts it rests on."""
    columns = (*MEMBER, Column("提请研究事项"), Column("依据"), Column("事实"))
    rows = tuple(
        (*member_cells(member, sector), found.sentence, found.clause, "；".join(found.evidence))
        for member, sector, proposals in members
        for found in proposals
    )
    return Sheet("提请研究事项", "提请主席会议研究的事项", columns, rows, (PROPOSAL_NOTE,))


def evaluation_document(report: AnnualEvaluation) -> Document:
    """The evaluation as plain values."""
    return {
        "report": "annual-evaluation",
        "year": report.year,
        "ledger": ledger_document(report.identity),
        "provisional": report.running,
        "grades": dict(report.grades),
        "quotas": [_cut_document(cut) for cut in report.cuts],
        "members": [member_document(one) for one in report.members],
    }


def _cut_document(cut: Cut) -> Document:
    edge = None if cut.edge is None else show(cut.edge)
    return {
        "grade": cut.quota.grade,
        "places": cut.places,
        "candidates": cut.candidates,
        "within": cut.within,
        "edge": edge,
    }


def member_document(one: Evaluated) -> Document:
    """One member's year as plain values."""
    result = one.result
    return {
        **{"number": one.member.number, "name": one.member.name, "sector": one.sector},
        "score": show(result.score.total),
        "grade": result.grade,
        "categories": [
            {
                "id": category.id,
                "score": show(category.score),
                "items": [{"id": item.id, "score": show(item.score)} for item in category.items],
            }
            for category in result.score.categories
        ],
        "in_office": [[days.first.isoformat(), days.last.isoformat()] for days in one.part] or None,
        "minimums_missed": [minimum.id for minimum in result.outcome.missed],
        "vetoes": [veto.id for veto in result.outcome.vetoes],
        "passed_over": result.passed_over,
        "proposals": [proposal_document(found) for found in one.proposals],
    }


def proposal_document(found: Proposal) -> Document:
    """A proposal as plain values."""
    return {"id": found.id, "clause": found.clause, "propose": found.sentence, "evidence": list(found.evidence)}
