"""The text of the annual notice: the figures of the year in words, each against the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from duty_cli.domain.outcomes import UNGRADED
from duty_cli.domain.points import percent, round_half_up, show
from duty_cli.domain.sheet import Paragraph, Sheet
from duty_cli.render.layout.columns import rate
from duty_cli.render.wording import numeral
from duty_cli.reports.annual_notice import AnnualNotice, YearFigures
from duty_cli.reports.attendance import AttendanceCount

COMMENDED, MISSING = "履职突出委员", "未提交名单"
"""The names of the annexes that the text refers to."""

_MANY = 10
"""From how many on a share of them is worth saying."""


def notice_text(report: AnnualNotice, annexes: Sequence[Sheet]) -> Iterator[Paragraph]:
    """The text under the addressee; it refers to those of its annexes that there are."""
    yield Paragraph(f"根据《{report.evaluation.book.title}》，现将{report.year}年度委员履职情况通报如下。")
    yield Paragraph("总体情况", 1)
    yield Paragraph(_overall(report))
    yield Paragraph("出席情况", 1)
    yield from _attendance(report)
    yield Paragraph("履职成果", 1)
    yield from _kinds(report)
    yield Paragraph("评比结果", 1)
    yield Paragraph(_graded(report) + _commended(report, annexes))
    if report.missing:
        yield Paragraph("履职报告提交情况", 1)
        yield Paragraph(_handed_in(report, annexes))


def _overall(report: AnnualNotice) -> str:
    figures, before = report.figures, report.before
    said = f"全年共有委员{report.evaluation.evaluated}名，组织各类履职活动{figures.activities}次"
    said += f"，{_against(figures.activities, before.activities, '次')}" if before else ""
    said += f"；登记履职记录{figures.records}条"
    return said + (f"，{_against(figures.records, before.records, '条')}。" if before else "。")


def _against(now: int, before: int, unit: str) -> str:
    """A figure against that of the year before; how much of it in per cent where that says more than the number."""
    if now == before:
        return "与上年持平"
    word = "增加" if now > before else "减少"
    share = percent(abs(now - before), before)
    grown = {"增加": "增长", "减少": "下降"}[word]
    return f"比上年{word}{abs(now - before)}{unit}" + (f"，{grown}{share}" if share and before >= _MANY else "")


def _attendance(report: AnnualNotice) -> Iterator[Paragraph]:
    count, before = report.figures.attendance, report.before
    said = (
        f"全年应出席{count.expected}人次，出席{count.present}人次，请假{count.on_leave}人次，"
        f"缺席{count.absent}人次，{_beside(count)}出席率{percent(count.present, count.known) or '无'}"
    )
    yield Paragraph(f"{said}{_rate_against(count, before)}。")
    quarters = [(quarter, one) for quarter, one in report.figures.quarters.items() if one.expected]
    if len(quarters) > 1:
        yield Paragraph("各季度出席情况", 2)
        for quarter, one in quarters:
            counted = f"应出席{one.expected}人次，出席{one.present}人次，出席率{rate(one)}"
            yield Paragraph(f"{_named(quarter.year, quarter.number, report.year)}{counted}。", 3)


def _beside(count: AttendanceCount) -> str:
    """Who due was on no sheet, and who came without being due, where there are any."""
    unsigned = f"未登记{count.unsigned}人次，" if count.unsigned else ""
    return unsigned + (f"另有列席{count.guest}人次，" if count.guest else "")


def _named(year: int, number: int, of_year: int) -> str:
    quarter = f"{numeral(number)}季度"
    return quarter if year == of_year else f"{year}年{quarter}"


def _rate_against(now: AttendanceCount, before: YearFigures | None) -> str:
    """The rate of attendance against that of the year before, in percentage points of the rates as they are printed."""
    if before is None or not before.attendance.known or not now.known:
        return ""
    change = _rate(now) - _rate(before.attendance)
    if not change:
        return "，与上年持平"
    return f"，比上年{'提高' if change > 0 else '下降'}{show(abs(change))}个百分点"


def _rate(count: AttendanceCount) -> Fraction:
    return Fraction(round_half_up(Fraction(count.present * 100, count.known), 1))


def _kinds(report: AnnualNotice) -> Iterator[Paragraph]:
    """What was done: at activities, and else."""
    kinds = report.evaluation.book.kinds
    figures = report.figures
    attended = [kind for kind in figures.kinds if kinds[kind].attended]
    others = [kind for kind in figures.kinds if not kinds[kind].attended]
    for title, names, unit in (("参加会议和活动", attended, "人次"), ("提案、信息和其他成果", others, "件")):
        if names:
            yield Paragraph(title, 2)
            yield Paragraph(f"{'，'.join(_listed(names, report, unit))}。")
    if not figures.kinds:
        yield Paragraph("全年没有登记履职成果。")


def _listed(names: Iterable[str], report: AnnualNotice, unit: str) -> Iterator[str]:
    for name in names:
        was = "" if report.before is None else f"（上年{report.before.kinds.get(name, 0)}）"
        yield f"{name}{report.figures.kinds[name]}{unit}{was}"


def _graded(report: AnnualNotice) -> str:
    whole, counts = report.evaluation.graded, dict(report.evaluation.grades)
    ungraded = counts.pop(UNGRADED, 0)
    grades = (
        f"{grade}{count}名" + (f"（占{percent(count, whole)}）" if count else "") for grade, count in counts.items()
    )
    others = [f"另有{ungraded}名委员当年任职不满考评要求，不评定等次"] if ungraded else []
    told = "；".join(["，".join(grades), *others] if counts else others)
    return f"经评比，{told}。" if told else ""


def _commended(report: AnnualNotice, annexes: Sequence[Sheet]) -> str:
    if not report.commended:
        return "本年度没有达到履职成绩突出条件的委员。"
    return f"履职成绩突出委员建议名单{_seen(annexes, COMMENDED)}，由主席会议审定。"


def _handed_in(report: AnnualNotice, annexes: Sequence[Sheet]) -> str:
    said = [
        f"未提交或未完成“{name}”的委员{count}名" if count else f"委员均已完成“{name}”"
        for name, count in report.missing.items()
    ]
    named = any(sheet.name == MISSING for sheet in annexes)
    return "，".join(said) + (f"，名单{_seen(annexes, MISSING)}。" if named else "。")


def _seen(annexes: Sequence[Sheet], name: str) -> str:
    place = next((place for place, sheet in enumerate(annexes, 1) if sheet.name == name), None)
    return "见附件" + (str(place) if place and len(annexes) > 1 else "")
