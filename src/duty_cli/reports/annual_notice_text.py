"""The text of the annual notice: the figures of the year in words, each against the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from duty_cli.documents.cell_text import numeral
from duty_cli.model.audience import Section
from duty_cli.model.exact_numbers import Points, percent, round_half_up, show, simple
from duty_cli.model.grading_rules import UNGRADED
from duty_cli.model.office_words import LEADERS, MEMBER
from duty_cli.model.papers import Paragraph, Sheet
from duty_cli.model.rulebook import PERSON_TIMES, Rulebook
from duty_cli.reports.annual_evaluation_layout import decision
from duty_cli.reports.annual_notice import AnnualNotice, KindFigure, YearFigures
from duty_cli.reports.official_layout import prose
from duty_cli.reports.report_columns import rate, rate_without_leave
from duty_cli.scoring.attendance_counts import AttendanceCount

COMMENDED, MISSING, RESULTS = f"履职突出{MEMBER}", "未提交名单", "履职结果"
"""The names of the annexes that the text refers to."""

_HUNDREDTH = 100
"""A change of no more than one in a hundred says nothing."""

_MANY = 10
"""From how many on a share of them is worth saying."""


def notice_text(report: AnnualNotice, annexes: Sequence[Sheet]) -> Iterator[Paragraph]:
    """The text under the addressee; it refers to those of its annexes that there are."""
    yield Paragraph(f"根据《{report.evaluation.book.title}》，现将{report.year}年度{MEMBER}履职情况通报如下。")
    yield from _section("总体情况", [Paragraph(_overall(report))])
    yield from _section("出席情况", _attendance(report))
    yield from _section("履职成果", _kinds(report))
    yield from _section("评比结果", _results(report, annexes))
    yield from _section("履职报告提交情况", _handed_in(report, annexes))


def _section(title: str, told: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """A section under its heading; neither where there is nothing to tell."""
    paragraphs = list(told)
    if paragraphs:
        yield Paragraph(title, 1)
        yield from paragraphs


def _results(report: AnnualNotice, annexes: Sequence[Sheet]) -> Iterator[Paragraph]:
    said = _graded(report, annexes) + _commended(report, annexes)
    if said:
        yield Paragraph(said)


def _overall(report: AnnualNotice) -> str:
    figures, before = report.figures, report.before
    said = f"全年共有{MEMBER}{report.evaluation.evaluated}名"
    if figures.activities or (before and before.activities):
        said += f"，组织各类履职活动{figures.activities}次"
        said += f"，{_against(figures.activities, before.activities, '次', before)}" if before else ""
    said += f"；登记履职记录{figures.records}条"
    return said + (f"，{_against(figures.records, before.records, '条', before)}。" if before else "。")


def _against(now: int, before: int, unit: str, year: YearFigures) -> str:
    """A figure against that of the year before; how much of it in per cent where that says more than the number."""
    if abs(now - before) * _HUNDREDTH <= before:
        return f"{_than(year)}{'持平' if now == before else '基本持平'}".replace("比", "与")
    word = "增加" if now > before else "减少"
    share = percent(abs(now - before), before)
    grown = {"增加": "增长", "减少": "下降"}[word]
    return f"{_than(year)}{word}{abs(now - before)}{unit}" + (f"，{grown}{share}" if share and before >= _MANY else "")


def _attendance(report: AnnualNotice) -> Iterator[Paragraph]:
    count, before = report.figures.attendance, report.before
    if not count.anything:
        return
    if not count.expected:
        yield Paragraph(f"全年列席{count.guest}人次。")
        return
    said = (
        f"全年应出席{count.expected}人次，出席{count.present}人次，{_away(report)}，"
        f"{_beside(count)}出席率{percent(count.present, count.known) or '无'}{_without_leave(report)}"
    )
    yield Paragraph(f"{said}{_rate_against(count, before)}。")
    quarters = [(quarter, one) for quarter, one in report.figures.quarters.items() if one.expected]
    if len(quarters) > 1:
        counted = (
            f"{_named(quarter.year, quarter.number, report.year)}应出席{one.expected}人次，出席{one.present}人次，"
            f"出席率{rate(one)}"
            for quarter, one in quarters
        )
        yield Paragraph(f"分季度看，{'；'.join(counted)}。")


def _away(report: AnnualNotice) -> str:
    """How often members did not come: with leave and without, where the reader sees that."""
    count = report.figures.attendance
    if not report.audience.sees(Section.ABSENCES):
        return f"请假和缺席共{count.stayed_away}人次"
    return f"请假{count.on_leave}人次，缺席{count.absent}人次"


def _without_leave(report: AnnualNotice) -> str:
    """The rate without granted leave, where there is any and the reader sees it."""
    count = report.figures.attendance
    apart = rate_without_leave(count) if report.audience.sees(Section.ABSENCES) and count.on_leave else ""
    return f"（不计请假为{apart}）" if apart else ""


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
        return f"，{_than(before)}持平".replace("比", "与")
    return f"，{_than(before)}{'提高' if change > 0 else '下降'}{show(abs(change))}个百分点"


def _rate(count: AttendanceCount) -> Fraction:
    return Fraction(round_half_up(Fraction(count.present * 100, count.known), 1))


def _kinds(report: AnnualNotice) -> Iterator[Paragraph]:
    """What was done, by group of kinds: works first, honours last; in a group works in the file's order, then by attendance."""
    groups: dict[str, list[KindFigure]] = {}
    order = list(report.figures.done)
    for one in report.figures.done.values():
        if one.kind.told:
            groups.setdefault(one.kind.group, []).append(one)
    for title, figures in sorted(groups.items(), key=lambda group: _rank(group[1], order)):
        yield Paragraph(title, 2)
        yield Paragraph(f"{'；'.join(_done(one, report.before) for one in sorted(figures, key=_in_group))}。")
    if not groups:
        yield Paragraph("全年没有登记履职成果。")


def _telling(one: KindFigure) -> int:
    """Works before deeds before honours."""
    return 2 if one.kind.commends else 1 if one.kind.unit == PERSON_TIMES else 0


def _rank(group: Sequence[KindFigure], order: Sequence[str]) -> tuple[int, int]:
    """A group stands with what most of it is, and among those of the same sort by the first of its kinds that is of it."""
    sort = sorted(map(_telling, group))[len(group) // 2]
    return sort, min(order.index(one.kind.id) for one in group if _telling(one) == sort)


def _in_group(one: KindFigure) -> tuple[int, Points]:
    return _telling(one), -one.count if one.kind.unit == PERSON_TIMES else 0


def _done(one: KindFigure, before: YearFigures | None) -> str:
    """One kind: how much of it, what of it reached how far, and against the year before where that says something."""
    kind = one.kind
    held = f"{one.held}次、" if one.held and kind.unit == PERSON_TIMES else ""
    guests = f"，另有列席{one.guests}{PERSON_TIMES}" if one.guests else ""
    said = f"{kind.id}{held}{show(one.count)}{kind.unit}{guests}"
    parts = "、".join(f"{word}{count}{kind.unit}" for word, count in one.reached.items())
    was = None if before is None else before.done.get(kind.id)
    against = "" if was is None or before is None else _change(one, was, before)
    return said + against + (f"，其中{parts}" if parts else "")


def _change(now: KindFigure, was: KindFigure, before: YearFigures) -> str:
    """Works alone are compared: how often people came depends on how often they were asked."""
    change = Fraction(now.count) - was.count
    if now.kind.unit == PERSON_TIMES or abs(change) < max(Fraction(_LEAST_CHANGE), Fraction(was.count) / _TENTH):
        return ""
    return f"，{_than(before)}{'增加' if change > 0 else '减少'}{show(simple(abs(change)))}{now.kind.unit}"


def _than(before: YearFigures) -> str:
    return "比上年同期" if before.same_stretch else "比上年"


_LEAST_CHANGE, _TENTH = 2, 10
"""A change is told from so many on, and from a tenth of what there was."""


def _graded(report: AnnualNotice, annexes: Sequence[Sheet]) -> str:
    """How many have each grade; a scheme without grades has the points and minimums alone, as far as an annex holds them."""
    if not report.evaluation.book.bands:
        if all(sheet.name != RESULTS for sheet in annexes):
            return ""
        return _scored(report, annexes) + _met(report, annexes)
    whole, counts = report.evaluation.graded, dict(report.evaluation.grades)
    ungraded = counts.pop(UNGRADED, 0)
    grades = (
        f"{grade}{count}名" + (f"（占{percent(count, whole)}）" if count else "") for grade, count in counts.items()
    )
    others = [f"另有{ungraded}名{MEMBER}当年任职不满考评要求，不评定等次"] if ungraded else []
    told = "；".join(["，".join(grades), *others] if counts else others)
    return f"经评比，{told}。" if told else ""


def _scored(report: AnnualNotice, annexes: Sequence[Sheet]) -> str:
    return f"各{MEMBER}年度积分{_seen(annexes, RESULTS)}。" if report.evaluation.book.scored else ""


def _met(report: AnnualNotice, annexes: Sequence[Sheet]) -> str:
    """How many have met every minimum, and how many have not; of those who are not graded none is asked for."""
    if not yearly_minimums(report.evaluation.book):
        return ""
    outcomes = [one.result.outcome for one in report.evaluation.members]
    ungraded = sum(bool(one.ungraded) for one in outcomes)
    missed = sum(bool(one.missed) for one in outcomes)
    met = len(outcomes) - ungraded - missed
    told = [f"{met}名{MEMBER}各项最低要求均已达到"] if met else []
    told += [f"{missed}名{MEMBER}有最低要求未达到（{_seen(annexes, RESULTS)}）"] if missed else []
    told += [f"另有{ungraded}名{MEMBER}当年任职不满考评要求，不评定"] if ungraded else []
    return f"{'，'.join(told)}。" if told else ""


def yearly_minimums(book: Rulebook) -> bool:
    """Whether the year asks for any minimum; those of the term are judged at its end."""
    return any(minimum.within != "term" for minimum in book.minimums)


def _commended(report: AnnualNotice, annexes: Sequence[Sheet]) -> str:
    book = report.evaluation.book
    if not report.commended and not (book.bands or book.selections):
        return ""
    if not report.commended:
        return f"本年度没有达到履职成绩突出条件的{MEMBER}。"
    choice = report.evaluation.choice
    if choice is not None:
        return f"履职成绩突出{MEMBER}名单{_seen(annexes, COMMENDED)}，已由{prose(decision(choice))}。"
    return f"履职成绩突出{MEMBER}建议名单{_seen(annexes, COMMENDED)}，由{LEADERS}审定。"


def _handed_in(report: AnnualNotice, annexes: Sequence[Sheet]) -> Iterator[Paragraph]:
    if not report.missing:
        return
    said = [
        f"未提交或未完成“{name}”的{MEMBER}{count}名" if count else f"{MEMBER}均已完成“{name}”"
        for name, count in report.missing.items()
    ]
    named = any(sheet.name == MISSING for sheet in annexes)
    yield Paragraph("，".join(said) + (f"，名单{_seen(annexes, MISSING)}。" if named else "。"))


def _seen(annexes: Sequence[Sheet], name: str) -> str:
    place = next((place for place, sheet in enumerate(annexes, 1) if sheet.name == name), None)
    return "见附件" + (str(place) if place and len(annexes) > 1 else "")
