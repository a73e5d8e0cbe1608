"""What the watch says of a member: how much is lacking, what can still be done, why nothing can. It proposes, people decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import assert_never

from duty_cli.model.exact_numbers import show
from duty_cli.model.grading_rules import About
from duty_cli.model.items import WHOLE, WindowUnit
from duty_cli.model.periods import Period
from duty_cli.model.records import Event
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    Not,
    QuarterCount,
    RecordCount,
    RecordRate,
    ScoreIs,
    Test,
    YearCount,
    whens_of,
)
from duty_cli.model.rulebook import HELD, PERSON_TIMES, Rulebook
from duty_cli.reports.watch import OpenDuty, Watch, WatchedMember
from duty_cli.scoring.matching import kinds_named
from duty_cli.scoring.measures import windows
from duty_cli.scoring.own_acts import Act
from duty_cli.scoring.seen_by_rules import clocks_of
from duty_cli.scoring.ways import Way

_NAMED = 3
"""So many kinds are named that come to the same; of more only that there are."""
_HANDED_IN = ("提案", "信息", "报告", "发言", "供稿", "论文", "述职")


def failing_said(report: Watch) -> str:
    """What those who fail come to, in a word."""
    return report.book.failing_grade or "未达到要求"


def lacking_said(one: WatchedMember, book: Rulebook) -> str:
    """What the member lacks to pass, as things stand: points, minimums; or what bounds the grade."""
    return "；".join(_lacking(one, book))


def _lacking(one: WatchedMember, book: Rulebook) -> Iterator[str]:
    line = one.goal.line
    if one.short and line is not None:
        passing = book.bands[-2] if book.failing_grade is not None else None
        goal = passing.grade if passing is not None and passing.min == line else f" {show(line)} 分"
        yield f"距{goal}还差 {show(one.short)} 分"
    missed = [minimum.id for minimum in one.goal.minimums if minimum in one.result.outcome.missed]
    if missed:
        yield f"最低要求“{'、'.join(missed)}”尚未达到"
    vetoes = [veto for veto in one.result.outcome.vetoes if veto.grade_at_most == book.failing_grade]
    for veto in vetoes:
        what = "记录" if veto.of_conduct else "情形"
        yield f"有“{veto.id}”（{veto.origin.clause}）的{what}，等次最高为{veto.grade_at_most}"
    if not (one.short or missed or vetoes) and one.result.passed_over:
        yield one.result.passed_over


def mending_said(one: WatchedMember, report: Watch) -> str:
    """The ways, the fewest acts first; where there are none, that and why."""
    if one.mending is None:
        return ""
    if one.mending.ways:
        first = "可补交 " if report.over else "可再"
        return first + ("；或补交 " if report.over else "；或再").join(
            way_said(way, report, one) for way in one.mending.ways
        )
    return f"本年度内已无法补足：{_why_none(one, report)}"


def way_said(way: Way, report: Watch, one: WatchedMember) -> str:
    """One way in words: 参加 2 次视察考察，并提交 1 件提案."""
    told = [(_verb(act), _step(act, count, _when(report, one, act, on), one.planned)) for act, on, count in way.steps]
    parts = [
        f"{verb} {'、'.join(step for _, step in steps)}" for verb, steps in groupby(told, key=lambda step: step[0])
    ]
    waits = "" if way.own else "（是否召开会议、立案采用，不由本人决定）"
    return f"{'，并'.join(parts)}{waits}".removeprefix("提交 " if report.over else "")


def _verb(act: Act) -> str:
    if act.attendance is not None:
        return "参加"
    handed_in = "提交" in act.stages or act.kinds[0].endswith(_HANDED_IN)
    return "提交" if handed_in else "开展" if _unit(act) == "次" else "完成"


def _unit(act: Act) -> str:
    """The measure word of one member's acts: 次 for what is done, 件 and 篇 for what is made."""
    return "次" if act.attendance is not None or act.unit in HELD | {PERSON_TIMES, ""} else act.unit


def _step(act: Act, count: int, when: str, planned: Iterable[Event]) -> str:
    """So many acts of one sort, with the kinds that come to the same, what is planned of them first, and when that is."""
    ahead = planned_of(act, planned)
    # Python's sort keeps the order of the rule file among those planned and those not.
    first, *others = sorted(act.kinds, key=lambda kind: all(event.kind != kind for event in ahead))
    reached = "、".join(
        (*sorted(act.stages - {"提交"}), *sorted(act.levels), *(["合作，第一作者"] if act.authors else []))
    )
    named = f"（或{'、'.join(others[: _NAMED - 1])}{'等' if len(others) >= _NAMED else ''}）" if others else ""
    return f"{count} {_unit(act)}{first}{f'（{reached}）' if reached else ''}{named}{when}{_ahead(ahead)}"


def planned_of(act: Act, planned: Iterable[Event]) -> list[Event]:
    """The activities planned at which such an act is done."""
    return [event for event in planned if act.attendance is not None and event.kind in act.kinds]


def _ahead(planned: list[Event]) -> str:
    told = "、".join(f"{event.on} {event.name or event.kind}" for event in planned[:_NAMED])
    return f"（已计划 {told}{'等' if len(planned) > _NAMED else ''}）" if planned else ""


def _when(report: Watch, one: WatchedMember, act: Act, on: date) -> str:
    """The stretch in which an act counts as told, where the rules take it by weeks, months or quarters."""
    own = clocks_of(report.book, act.tally(on)) if report.clocks else ()
    for unit in (WindowUnit.WEEK, WindowUnit.MONTH, WindowUnit.QUARTER):
        if unit in own:
            part = next(days for days in windows(unit, report.days, one.member) if on in days)
            return f"（{Period(max(on, part.first), part.last)}）"
    return ""


def _why_none(one: WatchedMember, report: Watch) -> str:
    """Why nothing that the member can still do makes him pass."""
    book, last = report.book, report.days.last
    if any(veto.grade_at_most == book.failing_grade and veto.of_conduct for veto in one.result.outcome.vetoes):
        return "等次受上述记录限制，不因履职增加而改变"
    if report.over:
        return f"{report.year} 年度已于 {last} 结束；已做而没有登记的，请补登"
    if not one.member.in_office(report.on):
        return "已不在任"
    gone = [duty for duty in one.duties if duty.gone and duty.minimum in one.goal.minimums]
    if gone:
        return "、".join(f"“{duty.minimum.id}”在 {'、'.join(map(str, duty.gone))} 没有达到" for duty in gone)
    best = one.mending.best if one.mending is not None else None
    days = (last - report.on).days + 1
    tried = "" if best is None else f"，照各项上限试算至多 {show(best)} 分"
    return f"年内还有 {days} 天{tried}"


def duties_said(duties: Iterable[OpenDuty], about: About, last: date) -> str:
    """The open minimums about something; where another day than the year's last is the last one, that day."""
    return "、".join(_duty(one, last) for one in duties if one.minimum.about is about)


def _duty(one: OpenDuty, last: date) -> str:
    until = f"至 {one.until}" if one.until is not None and one.until != last else ""
    gone = f"{'、'.join(map(str, one.gone))} 未达到" if one.gone else ""
    lacking = f"缺{'，缺'.join(map(_need, one.parts))}" if one.parts else ""
    said = "；".join(part for part in (lacking, until, gone) if part)
    return f"{one.minimum.id}（{said}）" if said else one.minimum.id


def _need(need: Test) -> str:
    """What a part of a minimum asks for, by its kinds: 提案或社情民意信息."""
    match need:
        case RecordCount() | RecordRate():
            kinds = sorted(frozenset().union(*(kinds_named(when) or () for when in whens_of(need))))
            return f"{'、'.join(kinds[:_NAMED])}{'等' if len(kinds) > _NAMED else ''}" or "其他记录"
        case AnyOf(parts):
            return "或".join(map(_need, parts))
        case AllOf(parts):
            return "和".join(map(_need, parts))
        case YearCount(ScoreIs(by=by)):
            return f"足够的{by if by == WHOLE else f'“{by}”得分'}"
        case YearCount() | QuarterCount() | Not():
            return "其他条件"
        case _:
            assert_never(need)


def last_day_said(duties: Iterable[OpenDuty]) -> str:
    """The nearest last day on which an open minimum can be met."""
    days = [one.until for one in duties if one.until is not None]
    return min(days).isoformat() if days else ""
