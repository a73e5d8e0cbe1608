"""The annual evaluation as a paper (一年一评比), and the parts the notice shares with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import show
from duty_cli.model.grading_rules import NO_GRADE, UNGRADED
from duty_cli.model.members import Facet, Member
from duty_cli.model.office_words import LEADERS, MEMBER, named
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.model.proceedings import NewStep
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.annual_evaluation import AnnualEvaluation, EvaluatedMember
from duty_cli.reports.finality import mark_of, provisional_notes
from duty_cli.reports.follow_up import changed_documents, changed_sheet
from duty_cli.reports.report_charts import bands_document, evaluation_charts, sectors_document
from duty_cli.reports.report_columns import Document, ledger_document, not_named, numbers, sums_note, who, who_cells
from duty_cli.scoring.assessment_year import MemberYear, as_values
from duty_cli.scoring.commendation import Candidacy, chooses, commending_grade, decided_by_rule, praises
from duty_cli.scoring.grading import QuotaCut, SelectionCut
from duty_cli.scoring.proposals import Proposal

PROPOSAL_NOTE = f"以下事项由系统依据记录和规则列出，提请{LEADERS}研究，由{LEADERS}决定"


def evaluation_paper(report: AnnualEvaluation) -> Paper:
    """Lay the evaluation out: results, points by category, the shortlist, proposals."""
    title = f"{report.identity.committee}{report.year}年度{_subject(report.book.subject)}履职评比表{mark_of(report)}"
    proposed = proposals_sheet(report.members, report.book.subject)
    sheets = (
        results_sheet(report, title),
        *(_by_points(report) if report.book.scored else ()),
        *report.audience.shown(Section.PROPOSALS, proposed),
        *changed_sheet(report.changed),
    )
    term = "" if report.term is None else f"第{report.term.number}届，"
    subtitle = f"{term}评分规则：{report.book.title}"
    charts = evaluation_charts(report)
    return Paper(
        *(title, sheets, str(report.identity)),
        subtitle=subtitle,
        notes=provisional_notes(report),
        charts=charts,
        headline=((_subject(report.book.subject), report.evaluated), *report.grades.items()),
    )


def _subject(subject: Facet | None) -> str:
    return MEMBER if subject is None else named(subject)


def results_sheet(report: AnnualEvaluation, title: str) -> Sheet:
    """Score and grade of each member, with what bounded the grade; in public all alike, and who is commended."""
    if not report.audience.sees(Section.FIGURES):
        return _public_results(report, title)
    subject, places = report.book.subject, report.places
    columns = (
        *numbers(*(() if places is None else ("名次",))),
        *who(subject),
        *numbers(*(("年度积分",) if report.book.scored else ())),
        *grade_column(report.book),
        *map(Column, ("未达到的最低要求", "纪律情形", "备注")),
    )
    colours = {band.grade: band.colour for band in report.book.bands}
    rows = tuple(
        (
            *(() if places is None else (places[one.member.key],)),
            *who_cells(subject, one.member, one.sector),
            *((one.result.score.total,) if report.book.scored else ()),
            *((coloured(one.result.grade, colours),) if report.book.bands else ()),
            missed_cell(one, report.book),
            "、".join(veto.id for veto in one.result.outcome.vetoes if veto.of_conduct),
            remarks(one),
        )
        for one in report.members
    )
    return Sheet("评比结果", title, columns, rows, (_counted(report),))


def _public_results(report: AnnualEvaluation, title: str) -> Sheet:
    subject = report.book.subject
    told = [_public_result(one, graded=bool(report.book.bands)) for one in report.members]
    rows = tuple(
        (*who_cells(subject, one.member, one.sector), said) for one, said in zip(report.members, told, strict=True)
    )
    notes = (_counted(report), *public_note(report))
    return Sheet("评比结果", title, (*who(subject), Column("评比结果")), rows, notes)


def public_note(report: AnnualEvaluation) -> tuple[str, ...]:
    """What a public paper of the year does not list."""
    book = report.book
    return not_named(report.audience, book.subject, graded=bool(book.bands), scored=book.scored)


def _public_result(one: EvaluatedMember, *, graded: bool) -> str:
    """Who is commended; where grades are given, who is not graded and why."""
    if one.candidacy is not None:
        return f"列入履职成绩突出{'建议名单' if one.candidacy.choice is None else '名单'}"
    return f"不评定等次（{one.result.ungraded}）" if one.result.ungraded and graded else ""


def _counted(report: AnnualEvaluation) -> str:
    unit = "人" if report.book.subject is None else "个组"
    counts = "，".join(f"{grade} {count} {unit}" for grade, count in report.grades.items())
    return f"共 {report.evaluated} {unit}" + (f"：{counts}" if counts else "")


def grade_column(book: Rulebook) -> tuple[Column, ...]:
    """The column of the grades; none where the scheme gives none."""
    return (Column("等次"),) if book.bands else ()


def coloured(grade: str, colours: Mapping[str, str]) -> str:
    """A grade with the colour that the rule file gives it."""
    return f"{grade}（{colours[grade]}）" if colours.get(grade) else grade


def missed_cell(one: EvaluatedMember, book: Rulebook) -> str:
    """The minimums not met; where no grade says that none was asked of the member, that."""
    if one.result.outcome.ungraded and not book.bands:
        return UNGRADED
    return "、".join(minimum.id for minimum in one.result.outcome.missed)


def in_office(one: EvaluatedMember) -> str:
    """The part of the year in office, in words."""
    return f"在任 {'、'.join(map(str, one.part))}"


def grade_said(result: MemberYear, before: str = "等次") -> str:
    """The grade in a sentence; of one who is not graded, why; nothing in a scheme without grades."""
    if result.grade == NO_GRADE:
        return ""
    if result.outcome.ungraded:
        return f"不评定等次（{result.ungraded}）"
    return f"{before}{result.grade}"


def minimums_said(result: MemberYear) -> str:
    """How a year stands in a scheme without points, in a sentence; of one who is not graded no minimum is asked."""
    if result.outcome.ungraded:
        return f"不评定（{result.outcome.ungraded}）"
    missed = len(result.outcome.missed)
    return f"有 {missed} 项最低要求未达到" if missed else "各项最低要求均已达到"


def remarks(one: EvaluatedMember) -> str:
    """Part of the year only, no grade yet and why, a grade lowered, a place beyond the quota."""
    result = one.result
    said = [in_office(one)] if one.part else []
    if result.ungraded:
        said.append(result.ungraded)
    elif result.outcome.grade != result.outcome.band:
        others = "".join(f"“{veto.id}”" for veto in result.outcome.vetoes if not veto.of_conduct)
        why = f"未达最低要求、纪律情形或{others}" if others else "未达最低要求或纪律情形"
        said.append(f"按分数为{result.outcome.band}，因{why}为{result.outcome.grade}")
    if result.passed_over:
        said.append(result.passed_over)
    return "；".join(said)


def _by_points(report: AnnualEvaluation) -> tuple[Sheet, ...]:
    """The tables of points: none of a scheme of minimums alone."""
    audience = report.audience
    return (
        *audience.shown(Section.SUBTOTALS, _categories(report)),
        *audience.shown(Section.FIGURES, _shortlist(report)),
    )


def _categories(report: AnnualEvaluation) -> Sheet:
    names = [category.id for category in report.book.categories]
    subject = report.book.subject
    rows = tuple(
        (
            *who_cells(subject, one.member, one.sector),
            *(category.score for category in one.result.score.categories),
            one.result.score.total,
        )
        for one in report.members
    )
    note = sums_note(category.id for category in report.book.categories if not category.counted)
    return Sheet(
        "分类得分", f"{_subject(subject)}分类得分", (*who(subject), *numbers(*names, "年度积分")), rows, (note,)
    )


def _shortlist(report: AnnualEvaluation) -> Sheet:
    """Who is commended, and why each other one who came into question is not."""
    subject = report.book.subject
    columns = (*who(subject), *numbers("年度积分"), Column("是否列入"), Column("说明"))
    rows = tuple(
        (
            *who_cells(subject, one.member, one.sector),
            one.result.score.total,
            *candidacy_cells(one.candidacy),
        )
        for one in report.candidates
    )
    notes = (*commendation_notes(report), *choice_notes(report))
    return Sheet("履职突出建议名单", f"履职成绩突出{_subject(subject)}{list_name(report)}", columns, rows, notes)


def list_name(report: AnnualEvaluation) -> str:
    """What the list of the outstanding is: put to the leaders, or theirs once they have chosen."""
    return "建议名单" if report.choice is None else "名单"


def choice_notes(report: AnnualEvaluation) -> tuple[str, ...]:
    """By which meeting the outstanding were chosen, and how many of them otherwise than the rules have it."""
    if report.choice is None:
        return ()
    apart = sum(one.candidacy.departs for one in report.candidates if one.candidacy is not None)
    said = f"，其中与按规则产生的建议名单不同的 {apart} 名，见“说明”" if apart else "，与按规则产生的建议名单相同"
    return (f"名单由{decision(report.choice)}{said}",)


def decision(choice: NewStep) -> str:
    """By which meeting and on what day it was decided."""
    return f"{choice.said.meeting or choice.said.by}（{choice.said.on}）审定"


def candidacy_cells(candidacy: Candidacy | None) -> tuple[Cell, Cell]:
    """Whether a candidate is on the list, and why, or why not."""
    if candidacy is None:
        return ("", "")
    said = "；".join(candidacy.why) or ("未列入建议名单" if candidacy.choice else "")
    bars = f"，但{'；'.join(candidacy.against)}" if candidacy.against else ""
    chosen = "" if candidacy.choice is None else f"；{decision(candidacy.choice)}：{candidacy.choice.said.words or ''}"
    apart = "（与建议名单不同）" if candidacy.departs else ""
    return ("列入" if candidacy.commended else "不列入", f"{said}{bars}{chosen}{apart}")


def commendation_notes(report: AnnualEvaluation) -> tuple[str, ...]:
    """By which rules the list was made, and how their places fell."""
    book = report.book
    if decided_by_rule(book):
        choosing = [f"“{rule.id}”（{rule.origin.clause}）" for rule in book.selections if chooses(rule)]
        praising = [f"“{rule.id}”（{rule.origin.clause}）" for rule in book.consequences if praises(rule)]
        made = f"建议名单依{'、'.join(choosing + praising)}产生"
        short = (_vacancies(rule.id, report.chosen, book.subject) for rule in book.selections if chooses(rule))
        return (made, *filter(None, short))
    return tuple(cut_note(cut, book.subject) for cut in report.cuts if cut.quota.grade == commending_grade(book))


def cut_note(cut: QuotaCut, subject: Facet | None = None) -> str:
    """How one quota fell, in words."""
    places, people = ("名", "人") if subject is None else ("个", "个组")
    share = f"{show(cut.quota.at_most * 100)}%" if cut.quota.unit == "share" else f"{show(cut.quota.at_most)} {places}"
    edge = "无入围者" if cut.edge is None else f"入围最低分 {show(cut.edge)}"
    clause = cut.quota.origin.clause
    limit = f"{cut.group}{cut.quota.grade}不超过 {share}，计 {cut.places} {places}"
    return f"{clause}：{limit}；符合条件 {cut.candidates} {people}，入围 {cut.within} {people}，{edge}"


def _vacancies(selection: str, chosen: Iterable[SelectionCut], subject: Facet | None) -> str:
    """How many places of a selection are left, in words: for want of candidates, or for equal totals at the edge; empty for none."""
    own = [cut for cut in chosen if cut.selection.id == selection]
    places, taken = sum(cut.places for cut in own), sum(min(cut.taken, cut.places) for cut in own)
    where = "、".join(cut.group for cut in own if cut.group and cut.taken < cut.places)
    unit = "名" if subject is None else "个"
    left = f"“{selection}”名额 {places} {unit}，取到 {taken} {unit}，空缺 {places - taken} {unit}"
    return "" if taken == places else f"{left}（{where}）" if where else left


def proposals_sheet(members: Iterable[EvaluatedMember], subject: Facet | None = None) -> Sheet:
    """What §12 puts to the leaders."""
    return proposal_rows(((one.member, one.sector, one.proposals) for one in members), subject)


def proposal_rows(members: Iterable[tuple[Member, str, tuple[Proposal, ...]]], subject: Facet | None = None) -> Sheet:
    """A row for each fact that a proposal rests on; what is proposed stands in the first of them."""
    columns = (*who(subject), Column("提请研究事项"), Column("依据"), Column("事实"))
    rows = tuple(
        (*who_cells(subject, member, sector), *((found.sentence, found.clause) if not place else ("", "")), fact)
        for member, sector, proposals in members
        for found in proposals
        for place, fact in enumerate(found.evidence or ("",))
    )
    return Sheet("提请研究事项", f"提请{LEADERS}研究的事项", columns, rows, (PROPOSAL_NOTE,))


def evaluation_document(report: AnnualEvaluation) -> Document:
    """The evaluation as plain values."""
    return {
        "report": "annual-evaluation",
        "year": report.year,
        **({} if report.term is None else {"term": report.term.number}),
        "subject": report.book.subject,
        "for": report.audience.value,
        "ledger": ledger_document(report.identity),
        "provisional": report.provisional,
        "grades": dict(report.grades),
        "quotas": [_cut_document(cut) for cut in report.cuts],
        **({"selections": [_chosen_document(cut) for cut in report.chosen]} if report.chosen else {}),
        **spread_document(report),
        "changed": changed_documents(report.changed),
        "members": [_placed(report, one) for one in report.members],
    }


def spread_document(report: AnnualEvaluation) -> Document:
    """How scores spread over all, for those who see everybody's."""
    if not report.audience.sees(Section.FAILED):
        return {}
    return {"distribution": bands_document(report.bands), "sectors": sectors_document(report)}


def _placed(report: AnnualEvaluation, one: EvaluatedMember) -> Document:
    place = {} if report.places is None else {"place": report.places[one.member.key]}
    return {**place, **member_document(one, report.audience)}


def _cut_document(cut: QuotaCut) -> Document:
    edge = None if cut.edge is None else show(cut.edge)
    return {
        "grade": cut.quota.grade,
        "group": cut.group,
        "places": cut.places,
        "candidates": cut.candidates,
        "within": cut.within,
        "edge": edge,
    }


def _chosen_document(cut: SelectionCut) -> Document:
    return {"selection": cut.selection.id, "group": cut.group, "places": cut.places, "taken": cut.taken}


_PARTS = {
    "score": Section.FIGURES,
    "grade": Section.FIGURES,
    "lacking": Section.FIGURES,
    "categories": Section.SUBTOTALS,
    "minimums_missed": Section.BOUNDS,
    "vetoes": Section.CONDUCT,
    "passed_over": Section.BOUNDS,
    "not_commended_because": Section.PROPOSALS,
    "proposals": Section.PROPOSALS,
}
"""What of a member's year is not for every audience."""


def member_document(one: EvaluatedMember, audience: Audience) -> Document:
    """One member's year as plain values, as far as ``audience`` sees it."""
    seen = {part for part in Section if audience.sees(part)}
    return {name: value for name, value in _year_document(one).items() if name not in _PARTS or _PARTS[name] in seen}


def _year_document(one: EvaluatedMember) -> Document:
    result = one.result
    return {
        **{"number": one.member.number, "name": one.member.name, "sector": one.sector},
        "score": show(result.score.total),
        "grade": result.grade or None,
        "ungraded": result.outcome.ungraded or None,
        "lacking": [*map(as_values, result.lacking)],
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
        "commended": one.candidacy is not None and one.candidacy.commended,
        "not_commended_because": [] if one.candidacy is None else list(one.candidacy.against),
        **_choice_document(one.candidacy),
        "proposals": [proposal_document(found) for found in one.proposals],
    }


def _choice_document(candidacy: Candidacy | None) -> Document:
    """What the meeting chose, where it has chosen."""
    if candidacy is None or candidacy.choice is None:
        return {}
    said = candidacy.choice.said
    return {
        "choice": {
            **{"chosen": candidacy.commended, "departs": candidacy.departs, "on": said.on.isoformat(), "by": said.by},
            **{"meeting": said.meeting, "words": said.words},
        }
    }


def proposal_document(found: Proposal) -> Document:
    """A proposal as plain values."""
    return {"id": found.id, "clause": found.clause, "propose": found.sentence, "evidence": list(found.evidence)}
