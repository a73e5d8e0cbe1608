"""Points, parts of points, windows and measures, said."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from duty_cli.model.conditions import Amount, VaryingAmount
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.items import (
    Authorship,
    BracketTable,
    Measure,
    MeasureKind,
    PeerComparison,
    PointBasis,
    Target,
    Window,
    WindowUnit,
)
from duty_cli.model.office_words import named
from duty_cli.model.records import Attendance
from duty_cli.reports.describe_conditions import PIECE, beside, fraction, listed, ratio

Say = Callable[[Points], str]
"""How one number is said."""


def score(number: Points) -> str:
    """So many points."""
    return f"{show(number)} 分"


def gained(number: Points) -> str:
    """What is earned or lost: 计 4 分, 扣 5 分."""
    if number == 0:
        return "不计分"
    return f"计 {show(number)} 分" if number > 0 else f"扣 {show(-number)} 分"


def times(number: Points) -> str:
    """A factor."""
    return f"乘以 {show(number)}"


def varying(amount: Amount, say: Say) -> str:
    """An amount, the same for all or by role or group."""
    if not isinstance(amount, VaryingAmount):
        return say(amount)
    by_name = "，".join(beside(name, say(number)) for name, number in amount.values)
    first = "" if amount.by.exclusive else "，兼有几种的依先列者"
    return f"（按{named(amount.by)}{first}：{by_name}，{beside('其他', say(amount.otherwise))}）"


def bounds(whose: str, cap: Amount | None, floor: Points | None) -> list[str]:
    """The most and the least that a sum can be."""
    most = [] if cap is None else [beside(f"{whose}最高", varying(cap, score))]
    return most + ([] if floor is None else [f"{whose}最低 {score(floor)}"])


def per(unit: PointBasis) -> str:
    """What each value is for."""
    match unit:
        case PointBasis.RECORD:
            return f"每{PIECE}"
        case PointBasis.QUANTITY:
            return "按数量，每 1 个"
        case PointBasis.SHARE:
            return "按参加比例，全程"
        case PointBasis.JUDGED:
            return "按评定分，每 1 分"
        case _:
            assert_never(unit)


def shared(authors: Authorship) -> str:
    """How joint work is credited."""
    others = "平分其余" if authors.others == "split_rest" else _part(authors.others, "各")
    alone = "" if authors.first == 1 else "，一人完成的全得"
    limit = "" if authors.at_most is None else f"，只计前 {authors.at_most} 名作者"
    return f"第一作者{_part(authors.first)}，其他作者{others}{alone}{limit}"


def _part(number: Points, each: str = "") -> str:
    if number == 0:
        return "不得分"
    return f"{each}全得" if number == 1 else f"{each}得{fraction(number)}"


def in_windows(window: Window) -> str:
    """An item reckoned window by window."""
    each = _clock(window.each)
    cap = "" if window.cap is None else f"，每{each}最高 {score(window.cap)}"
    return f"分{each}计算{cap}，全年{_across(window)}"


def _clock(clock: WindowUnit) -> str:
    match clock:
        case WindowUnit.WEEK:
            return "周"
        case WindowUnit.MONTH:
            return "月"
        case WindowUnit.QUARTER:
            return "季度"
        case _:
            assert_never(clock)


def _across(window: Window) -> str:
    match window.across:
        case "sum":
            return "相加"
        case "mean":
            return "取平均"
        case "highest":
            return "取最高"
        case "lowest":
            return "取最低"
        case _:
            assert_never(window.across)


def measured(measure: Measure, say: Say, otherwise: str) -> str:
    """What is counted, and what it comes to; a rate where nobody was expected comes to ``otherwise``."""
    nobody = f"，没有应出席场次的{otherwise}" if measure.of is MeasureKind.RATE else ""
    among = "" if measure.among is None else f"，{_among(measure.among)}"
    return f"{_counted(measure)}{among}，{_scale(measure, say)}{nobody}"


def _among(among: PeerComparison) -> str:
    """What a count is set beside."""
    all_of = "适用本条的全体" if among.within is None else f"同一{named(among.within)}"
    tied = "并列后空出名次" if among.ties == "gap" else "并列后不空出名次"
    match among.how:
        case "place":
            return f"在{all_of}中的名次（由多到少，{tied}）"
        case "percentile":
            return f"在{all_of}中的名次占人数的比例（由多到少，{tied}）"
        case "mean_ratio":
            return f"占{all_of}平均数的比例"
        case _:
            assert_never(among.how)


def _counted(measure: Measure) -> str:
    match measure.of:
        case MeasureKind.RECORDS:
            return f"按{PIECE}数"
        case MeasureKind.MATTERS:
            return "按成果件数（同一成果只算一件）"
        case MeasureKind.QUANTITY:
            return "按数量合计"
        case MeasureKind.SHARE:
            return "按参加比例合计"
        case MeasureKind.RATE:
            out = f"，{listed(frozenset(measure.left_out), Attendance)}不列入计算" if measure.left_out else ""
            least = f"且参加比例不低于{ratio(measure.share_at_least)}的" if measure.share_at_least else ""
            return f"按出席率（{listed(frozenset(measure.present), Attendance)}{least}算到会{out}）"
        case _:
            assert_never(measure.of)


def _scale(measure: Measure, say: Say) -> str:
    rated = _is_ratio(measure)
    number = ratio if rated else show
    match measure.to:
        case BracketTable(stretches):
            reached = [f"达到 {number(one.at_least)} 的{varying(one.points, say)}" for one in stretches]
            return "，".join([*reached, f"不足 {number(stretches[-1].at_least)} 的{say(0)}"])
        case Target():
            return _target(measure.to, number, say, by_point=rated)
        case _:
            assert_never(measure.to)


def _is_ratio(measure: Measure) -> bool:
    """Whether what is counted is in the end a part of a whole."""
    return measure.of is MeasureKind.RATE if measure.among is None else measure.among.how != "place"


def _target(target: Target, number: Say, say: Say, *, by_point: bool) -> str:
    """The full points, and what each one above or below adds or takes; a rate goes by hundredths."""
    unit = " 1 个百分点" if by_point else " 1 "

    def each(step: Points) -> str:
        return show(simple(Fraction(step) / 100) if by_point else step)

    step = f"加 {each(target.above)}" if target.above > 0 else f"减 {each(-target.above)}"
    above = f"每超过{unit}{step} 分" if target.above else "超过的不另加分"
    below = f"不足的{say(0)}" if target.below is None else f"每少{unit}减 {each(target.below)} 分"
    return f"达到 {number(target.reach)} 的{varying(target.points, say)}，{above}，{below}"
