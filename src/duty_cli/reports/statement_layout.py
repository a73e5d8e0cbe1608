"""A member's 情况单: two upright pages of figures, grade and what is lacking; or all that the ledger holds, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duty_cli.model.audience import Section
from duty_cli.model.exact_numbers import show
from duty_cli.model.ledger_protocol import EarlierResult
from duty_cli.model.members import Facet, Member
from duty_cli.model.office_words import named
from duty_cli.model.papers import Cell, Column, Paper, Paragraph, Sheet
from duty_cli.reports.annual_evaluation_layout import minimums_said, remarks
from duty_cli.reports.describe_outcomes import minimum
from duty_cli.reports.explanation import (
    Explanation,
    Statement,
    YearSummary,
    sheets_of,
    summary_of,
)
from duty_cli.reports.explanation_document import explanation_document
from duty_cli.reports.finality import PROVISIONAL, not_closed, objections_in_words, right_in_words
from duty_cli.reports.follow_up import state_in_words
from duty_cli.reports.report_charts import member_charts
from duty_cli.reports.report_columns import (
    ATTENDANCE,
    WITHOUT_LEAVE,
    Document,
    attendance_cells,
    attendance_document,
    ledger_document,
    not_judged,
    numbers,
    rate_without_leave,
    sums_note,
)
from duty_cli.reports.term_evaluation_layout import tenures
from duty_cli.scoring.attendance_counts import AttendanceCount
from duty_cli.scoring.trace import Step

_YEARS, _CATEGORIES, _LACKING, _LONGEST, _SENTENCE, _PROPOSALS = 6, 12, 5, 48, 72, 2
"""The most that two pages hold: years, categories, requirements and the characters of one, those of a sentence, proposals."""


def statement_paper(report: Statement, *, full: bool = False) -> Paper:
    """The form in short, or in ``full``."""
    return _full(report) if full else _short(report)


def _short(report: Statement) -> Paper:
    years = list(zip(report.years, report.figures, strict=True))[-_YEARS:]
    text = [Paragraph(_held(report.member)), *(Paragraph(sentence) for sentence in _now(report))]
    sheets = [_attended(years), *_points([year for year, _ in years]), *_lacking(years)] if years else []
    sheets += _earlier(report)
    return Paper(
        *(_title(report), tuple(sheets), str(report.identity)),
        text=tuple(text),
        charts=member_charts(report.years),
        headline=_headline(report),
        together=True,
    )


def _title(report: Statement) -> str:
    return f"{report.member.number} {report.member.name} 履职情况单"


def _headline(report: Statement) -> tuple[tuple[str, Cell], ...]:
    return tuple((f"{year.year}年度积分", year.evaluated.result.score.total) for year in report.years if year.scored)


def _held(member: Member) -> str:
    """What the member holds now, or held last."""
    said = [f"任职：{tenures(member, Facet.OFFICE)}"]
    for facet in (facet for facet in Facet if facet is not Facet.OFFICE):
        held = list(member.of(facet))
        open_ = [tenure.value for tenure in held if tenure.last is None] or [tenure.value for tenure in held[-1:]]
        said += [f"{named(facet)}：{'、'.join(open_)}"] if open_ else []
    return _clipped("；".join(said), _SENTENCE) + "。"


def _now(report: Statement) -> Iterator[str]:
    """The latest year in a sentence, and what is put to the leaders where the reader may know of it."""
    if not report.years:
        yield "账本中还没有履职记录。"
        return
    latest = report.years[-1]
    one = latest.evaluated
    more, how = remarks(one), "" if report.figures[-1].closed else PROVISIONAL
    grade = f"，等次{one.result.grade}" if one.result.grade else ""
    result = f"积分 {show(one.result.score.total)}" if latest.scored else minimums_said(one.result)
    result, how = (result, how) if latest.scores_only is None else (not_judged(latest.scores_only), "")
    yield _clipped(f"{latest.year}年度{result}{how}{grade}。{f'{more}。' if more else ''}", _SENTENCE)
    yield from (_clipped(f"{found.sentence}（{found.clause}）。", _SENTENCE) for found in one.proposals[:_PROPOSALS])
    held = [one for year in report.years for one in year.follow_ups][-_PROPOSALS:]
    yield from (f"{_clipped(state_in_words(one), _SENTENCE)}。" for one in held)
    yield from (f"{_clipped(said, _SENTENCE)}。" for said in _published(report))


def _published(report: Statement) -> Iterator[str]:
    """Of the last year that was published or objected to: the right to object and its last day, and own objections."""
    yield from _right(report)
    own = [one for year in report.years for one in year.objections]
    yield from objections_in_words([one for one in own if one.new.year == own[-1].new.year][-_PROPOSALS:])


def _right(report: Statement) -> Iterator[str]:
    """The right to object to the last year that was published, and its last day."""
    for figures, year in reversed(list(zip(report.figures, report.years, strict=True))):
        if figures.publicity.until is not None:
            yield f"{year.year}年度：{right_in_words(figures.publicity, figures.known_on)}"
            return


def _attended(years: Sequence[tuple[Explanation, YearSummary]]) -> Sheet:
    graded, scored = _graded(years), any(year.scored for year, _ in years)
    points = numbers("年度积分") if scored else ()
    columns = (Column("年度"), *ATTENDANCE, *points, *((Column("等次"),) if graded else ()))
    rows = tuple(
        (
            str(year.year),
            *attendance_cells(figures.attendance),
            *((year.evaluated.result.score.total if year.scored else None,) if scored else ()),
            *((year.evaluated.result.grade,) if graded else ()),
        )
        for year, figures in years
    )
    what = ["出席", *(["积分"] if scored else []), *(["等次"] if graded else [])]
    return Sheet(
        "逐年情况", f"逐年{'、'.join([*what[:-2], '和'.join(what[-2:])])}", columns, rows, tuple(_notes(years))
    )


def _graded(years: Sequence[tuple[Explanation, YearSummary]]) -> bool:
    """Whether the rules of any of the years give grades."""
    return any(year.evaluated.result.grade for year, _ in years)


def _notes(years: Sequence[tuple[Explanation, YearSummary]]) -> Iterator[str]:
    yield from _beside_rates([(year.year, figures.attendance) for year, figures in years])
    still_open = tuple(year.year for year, figures in years if not figures.closed and figures.book.scores_only is None)
    if still_open:
        yield not_closed(still_open, graded=_graded(years), scored=any(year.scored for year, _ in years))
    if len(years) == _YEARS:
        yield f"只列最近 {_YEARS} 年，以前的见详单"


def _beside_rates(years: Sequence[tuple[int, AttendanceCount]]) -> Iterator[str]:
    """What the columns of attendance leave out: the rate without granted leave, and how often the member was a guest."""
    apart = [(year, rate_without_leave(count)) for year, count in years if count.on_leave]
    if rates := [f"{year}年{rate}" for year, rate in apart if rate]:
        yield f"{WITHOUT_LEAVE}：{'、'.join(rates)}"
    if guest := [f"{year}年{count.guest}次" for year, count in years if count.guest]:
        yield f"另列席{'、'.join(guest)}，不计入应出席和出席"


def _points(years: Sequence[Explanation]) -> tuple[Sheet, ...]:
    """The categories down, the years across; a category that a year's rules do not have is left empty."""
    if not any(year.scored for year in years):
        return ()
    scores = [{one.id: one.score for one in year.evaluated.result.score.categories} for year in years]
    names = list(dict.fromkeys(name for held in reversed(scores) for name in held))
    rows: list[tuple[Cell, ...]] = [(name, *(held.get(name) for held in scores)) for name in names[:_CATEGORIES]]
    totals = (year.evaluated.result.score.total if year.scored else None for year in years)
    columns = (Column("类别"), *numbers(*(f"{year.year}年" for year in years)))
    apart = (told.line for year in years for told in year.lines if told.line.step is Step.NOT_COUNTED)
    notes = [sums_note(line.category for line in apart)]
    notes += [f"其余 {len(names) - _CATEGORIES} 类见详单"] if len(names) > _CATEGORIES else []
    return (Sheet("分类得分", "分类得分", columns, (*rows, ("年度积分", *totals)), tuple(notes), (len(rows),)),)


def _lacking(years: Sequence[tuple[Explanation, YearSummary]]) -> tuple[Sheet, ...]:
    """What was not met and what bounds a grade, the latest year first."""
    rows = [row for year, figures in reversed(years) for row in _lacking_in(year, figures)]
    if not rows:
        return ()
    more = (f"其余 {len(rows) - _LACKING} 项见详单",) if len(rows) > _LACKING else ()
    columns = (Column("年度"), Column("项目"), Column("要求"))
    vetoes = [veto for year, _ in years for veto in year.evaluated.result.outcome.vetoes]
    sort = next((veto.sort for veto in vetoes if not veto.of_conduct), "纪律情形")
    return (Sheet("还缺什么", f"未达到的最低要求和{sort}", columns, tuple(rows[:_LACKING]), more),)


def _lacking_in(year: Explanation, figures: YearSummary) -> Iterator[tuple[Cell, ...]]:
    outcome = year.evaluated.result.outcome
    for veto in outcome.vetoes:
        told = f"有此情形的，等次最高为{veto.grade_at_most}"
        yield (str(year.year), f"{veto.id}（{veto.origin.clause}）", told)
    for missed in outcome.missed:
        asked, _, led = minimum(missed, figures.book).text.rpartition("；")
        told = f"{_clipped(asked, _LONGEST - len(led))}；{led}"
        yield (str(year.year), f"{missed.id}（{missed.origin.clause}）", told)


def _clipped(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _full(report: Statement) -> Paper:
    """All of it: groups and roles, then year by year every point and every record."""
    member = report.member
    text = [Paragraph(f"{named(facet)}：{tenures(member, facet)}") for facet in Facet if any(member.of(facet))]
    text += [Paragraph(f"{said}。") for said in _right(report)]
    for year in report.years:
        text += [Paragraph(f"{year.year}年度", 1), *summary_of(year)]
    by_year = tuple(sheet for year in report.years for sheet in sheets_of(year))
    sheets = (*_earlier(report), *by_year, *report.audience.shown(Section.LEAVE, *_leaves(report)))
    charts = member_charts(report.years)
    return Paper(
        *(_title(report), sheets, str(report.identity)), text=tuple(text), charts=charts, headline=_headline(report)
    )


def _earlier(report: Statement) -> tuple[Sheet, ...]:
    """The results of years before the ledger, each with its paper; none where none was taken over."""
    if not report.earlier:
        return ()
    columns = (Column("年度"), *numbers("积分"), Column("等次"), Column("依据"))
    rows = tuple((str(one.year), one.score, one.grade or "", one.paper) for one in report.earlier)
    note = "沿用的结果由所列文件公布，不由本账本计算"
    return (Sheet("沿用的往年结果", "沿用的往年结果", columns, rows, (note,)),)


def _leaves(report: Statement) -> tuple[Sheet, ...]:
    if not report.leaves:
        return ()
    columns = (*numbers("序号"), Column("起日"), Column("止日"), Column("事由"), Column("批准情况"), Column("批准人"))
    rows = tuple(
        (
            leave.seq,
            *_days(leave.first, leave.last),
            leave.reason.value,
            "准假" if leave.granted else "未准",
            leave.decided_by,
        )
        for leave in report.leaves
    )
    return (Sheet("请假", "请假登记", columns, rows),)


def _days(first: object, last: object) -> tuple[str, str]:
    return str(first), str(last)


def statement_document(report: Statement) -> Document:
    """A member's own record as plain values."""
    return {
        "report": "statement",
        "number": report.member.number,
        "name": report.member.name,
        "for": report.audience.value,
        "ledger": ledger_document(report.identity),
        "years": [
            {**explanation_document(year), "attendance": attendance_document(figures.attendance)}
            for year, figures in zip(report.years, report.figures, strict=True)
        ],
        **({"taken_over": [_earlier_document(one) for one in report.earlier]} if report.earlier else {}),
    }


def _earlier_document(one: EarlierResult) -> Document:
    score = None if one.score is None else show(one.score)
    return {"year": one.year, "score": score, "grade": one.grade, "paper": one.paper}
