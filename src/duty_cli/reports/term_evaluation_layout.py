"""The term-end evaluation as a paper (届末考评): a reference, with no verdict of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.grading_rules import UNGRADED
from duty_cli.model.members import Facet, Member
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.reports.annual_evaluation_layout import proposal_document, proposal_rows
from duty_cli.reports.finality import PROVISIONAL, not_closed
from duty_cli.reports.follow_up import followed_up_document, standing, step_in_words
from duty_cli.reports.report_charts import term_charts
from duty_cli.reports.report_columns import (
    ATTENDANCE,
    Document,
    attendance_cells,
    attendance_document,
    attendance_notes,
    ledger_document,
    not_judged,
    not_named,
    numbers,
    tenures_document,
    who,
    who_cells,
)
from duty_cli.reports.term_evaluation import TermEvaluation, TermRow, Training, YearMark, YearTaken
from duty_cli.scoring.attendance_counts import AttendanceCount


def term_paper(report: TermEvaluation) -> Paper:
    """Lay the term out: the years side by side, training and honours, tenures, proposals."""
    mark = PROVISIONAL if report.provisional else ""
    title = f"{report.identity.committee}第{report.term.number}届{_subject(report)}届末履职考评表{mark}"
    sheets = (
        *report.audience.shown(Section.FIGURES, _years(report, title)),
        *report.audience.shown(Section.BOUNDS, *_training(report)),
        _marks(report),
        *([_tenures(report)] if report.subject is None else []),
        *report.audience.shown(Section.PROPOSALS, _proposals(report), *_followed_up(report)),
    )
    without = "、".join(str(year) for year in report.without)
    use = "本表为换届提名的参考材料" if report.subject is None else "本表供届末总结参考"
    notes = [f"{use}，只列事实，不作结论"]
    notes += report.audience.shown(Section.FIGURES, *taken_over_notes(report.taken_over))
    notes += [f"{without} 年账本中没有任何记录，未计入平均和次数"] if without else []
    notes += [f"{year} 年度{not_judged(only)}，未列入各年度" for year, only in report.unjudged.items()]
    graded, scored = bool(report.graded), bool(report.scored)
    notes += [not_closed(report.provisional, graded=graded, scored=scored)] if report.provisional else []
    notes += not_named(report.audience, report.subject, graded=graded, scored=scored)
    subtitle = f"届期：{report.term.period}"
    charts = report.audience.shown(Section.FAILED, *term_charts(report))
    headline = report.audience.shown(Section.FAILED, (_subject(report), len(report.members)))
    return Paper(
        *(title, sheets, str(report.identity)),
        subtitle=subtitle,
        notes=tuple(notes),
        charts=charts,
        headline=headline,
    )


def _subject(report: TermEvaluation) -> str:
    return MEMBER if report.subject is None else named(report.subject)


def taken_over_notes(years: Iterable[YearTaken]) -> Iterator[str]:
    """Which years' results were taken over, and from which papers."""
    for one in years:
        said = "出席、培训、表彰和纪律情形不在本账本，未列入"
        yield f"{one.year} 年度的结果为沿用，依据{'、'.join(one.papers)}；该年度的{said}"


def _years(report: TermEvaluation, title: str) -> Sheet:
    heads = tuple(column for year in report.years for column in _year_columns(report, year))
    failed = report.audience.shown(Section.FAILED, *(numbers("不合格年数") if report.graded else ()))
    sums = numbers("合计积分", "年均积分") if report.scored else ()
    columns = (*who(report.subject), *heads, *sums, *failed, *ATTENDANCE)
    rows = tuple(
        (
            *who_cells(report.subject, row.member, row.sector),
            *(cell for year in report.years for cell in _year_cells(report, row, year)),
            *((row.total, row.mean) if report.scored else ()),
            *report.audience.shown(Section.FAILED, *((len(row.failed),) if report.graded else ())),
            *attendance_cells(row.attendance),
        )
        for row in report.members
    )
    away = "不在任" if report.subject is None else "没有这个组"
    absent = f"“—”为当年{away}" + ("，“未提供”为沿用的结果中没有" if report.taken_over else "")
    held = "账本有记录或沿用结果" if report.taken_over else "账本有记录"
    serving = "在任" if report.subject is None else "有这个组"
    scored = f"年均积分按{serving}且{held}的年度平均，四舍五入到两位小数；" if report.scored else ""
    notes = attendance_notes(AttendanceCount.summed(row.attendance for row in report.members))
    return Sheet("各年度", title, columns, rows, (f"{scored}{absent}", *notes))


def _year_columns(report: TermEvaluation, year: int) -> tuple[Column, ...]:
    """Points and grade; where the scheme gives no points, the minimums not met."""
    mark = "（沿用）" if _taken(report, year) else ""
    grade = (Column(f"{year}等次{mark}"),) if year in report.graded else ()
    if year in report.scored:
        return (Column(f"{year}积分{mark}", "right"), *grade)
    return grade if mark else (Column(f"{year}未达到的最低要求"), *grade)


def _taken(report: TermEvaluation, year: int) -> YearTaken | None:
    return next((one for one in report.taken_over if one.year == year), None)


def _year_cells(report: TermEvaluation, row: TermRow, year: int) -> tuple[Cell, ...]:
    mark, taken = row.years.get(year), _taken(report, year)
    if mark is None:
        lacking = taken is not None and row.member.serves_in(taken.days)
        return ("未提供" if lacking else "—",) * len(_year_columns(report, year))
    first = mark.score if year in report.scored else _missed(mark)
    return (
        *(() if taken and year not in report.scored else (first,)),
        *((mark.grade,) if year in report.graded else ()),
    )


def _missed(mark: YearMark) -> str:
    return UNGRADED if mark.ungraded else "、".join(mark.missed)


def _proposals(report: TermEvaluation) -> Sheet:
    return proposal_rows(((row.member, row.sector, row.proposals) for row in report.members), report.subject)


def _followed_up(report: TermEvaluation) -> tuple[Sheet, ...]:
    """What was put forward of members and how far it has come; no table where nothing was."""
    columns = (
        *who(report.subject),
        Column("年度", "center"),
        *map(Column, ("事项", "办理情况", "办理经过")),
        *numbers("序号"),
    )
    rows = tuple(
        (
            *(*who_cells(report.subject, row.member, row.sector), str(one.new.year), one.new.about, standing(one)),
            *("；".join(step_in_words(taken.step) for taken in one.steps), one.seq),
        )
        for row in report.members
        for one in row.follow_ups
    )
    return (Sheet("办理情况", "提请研究事项的办理情况", columns, rows),) if rows else ()


def _training(report: TermEvaluation) -> tuple[Sheet, ...]:
    """The training duties across; no table where no minimum is about training."""
    names = list(dict.fromkeys(training.id for row in report.members for training in row.trainings))
    if not names:
        return ()
    rows = []
    for row in report.members:
        own = {training.id: training for training in row.trainings}
        rows.append((*who_cells(report.subject, row.member, row.sector), *(trained(own.get(name)) for name in names)))
    note = f"“—”为该{_subject(report)}没有此项培训任务"
    columns = (*who(report.subject), *(Column(name) for name in names))
    return (Sheet("培训", "培训任务完成情况", columns, tuple(rows), (note,)),)


def trained(training: Training | None) -> str:
    """Whether a training duty is met: of the term, or in which years not."""
    if training is None:
        return "—"
    missing = [year for year in training.due if year not in training.met]
    if not missing:
        return "已完成"
    return "未完成" if missing == [0] else f"{'、'.join(map(str, missing))} 未完成"


def _marks(report: TermEvaluation) -> Sheet:
    audience = report.audience
    conduct = audience.shown(Section.CONDUCT, Column("纪律情形"))
    rows = tuple(
        (
            *who_cells(report.subject, row.member, row.sector),
            "；".join(row.commendations),
            *audience.shown(Section.CONDUCT, "；".join(row.conduct)),
        )
        for row in report.members
        if row.commendations or row.conduct
    )
    name, title = ("表彰与纪律", "表彰与纪律情形") if conduct else ("表彰", "表彰情况")
    return Sheet(name, title, (*who(report.subject), Column("表彰"), *conduct), rows)


def _tenures(report: TermEvaluation) -> Sheet:
    rows = tuple(
        (
            *who_cells(report.subject, row.member, row.sector),
            tenures(row.member, Facet.OFFICE),
            tenures(row.member, Facet.ROLE),
        )
        for row in report.members
    )
    return Sheet("任职", "任职情况", (*who(report.subject), Column("在任"), Column("职务")), rows)


def tenures(member: Member, facet: Facet) -> str:
    """The tenures of one facet in words."""
    named = facet is not Facet.OFFICE
    return "；".join(
        f"{tenure.value}（{tenure.first} 至 {tenure.last or '今'}）"
        if named
        else f"{tenure.first} 至 {tenure.last or '今'}"
        for tenure in member.of(facet)
    )


def term_document(report: TermEvaluation) -> Document:
    """The term as plain values."""
    return {
        "report": "term-evaluation",
        "term": report.term.number,
        "subject": report.subject,
        "for": report.audience.value,
        "years": list(report.years),
        "years_without_records": list(report.without),
        "provisional_years": list(report.provisional),
        **_taken_document(report),
        "ledger": ledger_document(report.identity),
        "by_year": [{"year": one.year, "mean": _shown(one.mean), "grades": dict(one.grades)} for one in report.by_year],
        "members": [_row_for(row, report.audience) for row in report.members],
    }


def _taken_document(report: TermEvaluation) -> Document:
    """The years taken over, where there are such and the reader sees figures."""
    years = report.audience.shown(Section.FIGURES, *report.taken_over)
    return {"taken_over_years": [{"year": one.year, "papers": list(one.papers)} for one in years]} if years else {}


_PARTS = {
    "years": Section.FIGURES,
    "total": Section.FIGURES,
    "mean": Section.FIGURES,
    "attendance": Section.FIGURES,
    "failed_years": Section.FIGURES,
    "trainings": Section.BOUNDS,
    "conduct": Section.CONDUCT,
    "proposals": Section.PROPOSALS,
    "follow_ups": Section.PROPOSALS,
}
"""What of a member's term is not for every audience."""


def _row_for(row: TermRow, audience: Audience) -> Document:
    return {name: value for name, value in _row(row).items() if name not in _PARTS or audience.sees(_PARTS[name])}


def _row(row: TermRow) -> Document:
    return {
        **{"number": row.member.number, "name": row.member.name, "sector": row.sector},
        "years": [
            {
                **{"year": year, "score": _shown(mark.score), "grade": mark.grade or None},
                "minimums_missed": list(mark.missed),
                "ungraded": mark.ungraded or None,
                **({"taken_over": mark.paper} if mark.paper else {}),
            }
            for year, mark in row.years.items()
        ],
        "total": _shown(row.total),
        "mean": _shown(row.mean),
        "failed_years": list(row.failed),
        "attendance": attendance_document(row.attendance),
        "trainings": [{"id": one.id, "due": list(one.due), "met": list(one.met)} for one in row.trainings],
        **{"commendations": list(row.commendations), "conduct": list(row.conduct)},
        "spells": tenures_document(row.tenures),
        "proposals": [{"year": one.year, **proposal_document(one)} for one in row.proposals],
        "follow_ups": list(map(followed_up_document, row.follow_ups)),
    }


def _shown(points: Points | None) -> str | None:
    return None if points is None else show(points)
