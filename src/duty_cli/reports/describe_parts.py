"""What sentences on rules are made of: lists, conditions on records, whom a rule is for; points, windows and measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from duty_cli.documents.cell_text import numeral
from duty_cli.model.column_sorts import NUMBER_SORTS, ColumnSort
from duty_cli.model.conditions import (
    Alternative,
    Amount,
    AppliesTo,
    Condition,
    Conditions,
    Either,
    VaryingAmount,
    written,
)
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.items import (
    Authorship,
    BracketTable,
    JudgedRange,
    Measure,
    MeasureKind,
    PeerComparison,
    PointBasis,
    RangeStretch,
    Target,
    Window,
    WindowUnit,
)
from duty_cli.model.members import Facet
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.records import COLUMNS, Attendance
from duty_cli.model.rulebook import Rulebook

Say = Callable[[Points], str]
"""How one number is said."""


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """One rule: its name, its clause, its place in the rule file, and what it says; ``level_of`` is the item that it is a level of."""

    name: str
    clause: str
    place: str
    text: str
    level_of: str = ""


@dataclass(frozen=True, slots=True)
class RuleChapter:
    """One part of a rule file."""

    name: str
    rules: tuple[RuleSentence, ...]


PIECE = "件（次）"
"""What records are counted in."""

_COUNTED_IN_WORDS = 20


def sentence(*parts: str | None) -> str:
    """The parts that say something, as one sentence."""
    return "；".join(filter(None, parts)) + "。"


def beside(word: str, said: str) -> str:
    """``word`` and what follows it, apart where that begins with a number."""
    return f"{word} {said}" if said[0] in "-0123456789" else word + said


def listed(words: frozenset[str], order: Iterable[str]) -> str:
    """``words`` in the order in which the rule file declares them."""
    return "、".join(word for word in order if word in words)


def ratio(number: Points) -> str:
    """A part of a whole: ``80%``, or ``1/3`` where no percentage says it exactly."""
    hundredths = show(simple(number * 100))
    return show(number) if "/" in hundredths else f"{hundredths}%"


def fraction(number: Points) -> str:
    """A part of a whole in words where they are short: 二分之一."""
    top, bottom = number.numerator, number.denominator
    if 0 < top < bottom <= _COUNTED_IN_WORDS:
        return f"{numeral(bottom)}分之{numeral(top)}"
    return ratio(number)


def whom(who: AppliesTo) -> str:
    """Whom a rule is for."""
    held = [values if facet is Facet.ROLE else f"{named(facet)}为{values}" for facet, values in _in_order(who.facets)]
    refused = [
        f"不担任{values}" if facet is Facet.ROLE else f"{named(facet)}不为{values}"
        for facet, values in _in_order(who.excluded)
    ]
    return "，且".join([*held, *([f"本年新任{MEMBER}"] if who.joined_this_year else []), *refused]) or f"全体{MEMBER}"


def _in_order(facets: Mapping[Facet, frozenset[str]]) -> list[tuple[Facet, str]]:
    return [(facet, "、".join(sorted(facets[facet]))) for facet in Facet if facet in facets]


def concerning(who: AppliesTo | None) -> str:
    """Whom a rule is for, as a sentence; nothing where it is for all."""
    return "" if who is None else f"适用于：{whom(who)}。"


def asked(when: Conditions, book: Rulebook) -> str:
    """Which records are meant: 提案立案, or 提案、调研报告，级别为省级."""
    when = written(when)
    either = [_options(one, book) for one in when if isinstance(one, Either)]
    if len(either) == len(when) == 1:
        return either[0]
    plain = _together(tuple(one for one in when if isinstance(one, Condition)), book)
    return "，".join([*plain, *(f"且（{one}）" if plain else f"（{one}）" for one in either)])


def _options(either: Either, book: Rulebook) -> str:
    """Of what one must be met, several conditions in brackets: 提案，或（社情民意信息，级别为省级）."""
    said = [asked(option, book) for option in either.options]
    return "，或".join(f"（{one}）" if "，" in one else one for one in said)


def _together(when: Alternative, book: Rulebook) -> list[str]:
    """Conditions on single fields, the kinds first."""
    kinds = [one for one in when if one.field == "kind"]
    others = [one for one in when if one.field != "kind"]
    if _one_word(kinds) and others and others[0].field == "stage" and _one_word(others[:1]):
        reached = f"{_kinds(kinds[0], book)}{listed(others[0].any_of or frozenset(), book.stages)}"
        return [reached, *(_condition(one, book) for one in others[1:])]
    return [_condition(one, book) for one in [*kinds, *others]]


def _one_word(conditions: list[Condition]) -> bool:
    return len(conditions) == 1 and len(conditions[0].any_of or ()) == 1 and conditions[0].none_of is None


def _condition(one: Condition, book: Rulebook) -> str:
    if one.field == "kind":
        return _kinds(one, book)
    name, column = _ASKED[one.field]
    if column.sort not in NUMBER_SORTS:
        words = tuple(Attendance) if column.sort is ColumnSort.ATTENDANCE else getattr(book, name, ())
        # Words that no rule file lists come last, so that none is left untold.
        unlisted = {*(one.any_of or ()), *(one.none_of or ())}.difference(words)
        return _among(one, column.heading, (*words, *sorted(unlisted)))
    return _bounds(one, column.heading, ratio if column.sort is ColumnSort.SHARE else show)


_ASKED = {column.rules.key: (name, column) for name, column in COLUMNS.items() if column.rules}
"""What a condition asks for → its column."""


def _kinds(one: Condition, book: Rulebook) -> str:
    named = "各事项" if one.any_of is None else listed(one.any_of, book.kinds)
    return named if one.none_of is None else f"{named}（不含{listed(one.none_of, book.kinds)}）"


def _among(one: Condition, label: str, order: Iterable[str]) -> str:
    words = tuple(order)
    said = []
    if one.any_of is not None:
        said.append(f"{label}为{listed(one.any_of, words)}{'之一' if len(one.any_of) > 1 else ''}")
    if one.none_of is not None:
        said.append(f"{label}没有{listed(one.none_of, words)}")
    return "且".join(said)


def _bounds(one: Condition, label: str, say: Callable[[Points], str]) -> str:
    if one.at_least is not None and one.at_least == one.at_most:
        return f"{label}为{say(one.at_least)}"
    bounds = {"不低于": one.at_least, "高于": one.above, "不超过": one.at_most, "低于": one.below}
    return label + "、".join(f"{word}{say(number)}" for word, number in bounds.items() if number is not None)


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


_OF_NOTHING = {
    MeasureKind.RATE: "没有应出席场次的",
    MeasureKind.RATIO: "没有可作分母的",
    MeasureKind.MEAN: "没有可平均的",
}


def measured(measure: Measure, book: Rulebook, say: Say, otherwise: str) -> str:
    """What is counted, and what it comes to; a rate, ratio or mean of nothing comes to ``otherwise``."""
    nobody = f"，{_OF_NOTHING[measure.of]}{otherwise}" if measure.of in _OF_NOTHING else ""
    among = "" if measure.among is None else f"，{_among_peers(measure.among)}"
    return f"{_counted(measure, book)}{among}，{_scale(measure, say)}{nobody}"


def judged_within(rule: JudgedRange, book: Rulebook) -> str:
    """Within what judged values must lie, and what one outside comes to."""
    number = ratio if _is_ratio(rule.measure) else show
    *upper, last = rule.table
    said = [f"达到 {number(one.at_least)} 的评 {_span(one)}" for one in upper]
    said.append(f"不足 {number(upper[-1].at_least)} 的评 {_span(last)}" if upper else f"评 {_span(last)}")
    nobody = f"，{_OF_NOTHING[rule.measure.of]}不另限" if rule.measure.of in _OF_NOTHING else ""
    counted = f"评定分的范围：{asked(rule.when, book)}的，{_counted(rule.measure, book)}，{'，'.join(said)}{nobody}"
    match rule.outside:
        case "unassessed":
            return f"{counted}；不在范围内的不计，重新评定以前，本年度为未评定"
        case "held":
            return f"{counted}；不在范围内的按最近的一端计"
        case _:
            assert_never(rule.outside)


def _span(one: RangeStretch) -> str:
    return score(one.least) if one.least == one.most else f"{show(one.least)}～{score(one.most)}"


def _among_peers(among: PeerComparison) -> str:
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


def _counted(measure: Measure, book: Rulebook) -> str:
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
        case MeasureKind.RATIO:
            return _divided(measure, book)
        case MeasureKind.MET:
            # Tests are told in the words of this module.
            from duty_cli.reports.describe_tests import needed

            parts = "、".join(f"（{at}）{needed(one, book)}" for at, one in enumerate(measure.each, 1))
            return f"按以下 {len(measure.each)} 项中达到的项数：{parts}"
        case MeasureKind.MEAN:
            return f"按{_AVERAGED[measure.by or 'share']}的平均数"
        case _:
            assert_never(measure.of)


_AVERAGED = {"share": "参加比例", "quantity": "数量", "judged": "评定分"}
_DIVIDED = {"records": f"按{PIECE}数", "matters": "按成果件数，同一成果只算一件", "quantity": "按数量"}


def _divided(measure: Measure, book: Rulebook) -> str:
    """A ratio in words: 其中“阶段为采用”的占“阶段为提交”的比例（按件（次）数）."""
    below = f"“{asked(measure.over, book)}”的" if measure.over else "全部"
    return f"按其中“{asked(measure.count, book)}”的占{below}的比例（{_DIVIDED[measure.by or 'records']}）"


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
    if measure.among is not None:
        return measure.among.how != "place"
    return measure.of_parts or measure.of is MeasureKind.RATIO


def _target(target: Target, number: Say, say: Say, *, by_point: bool) -> str:
    """The full points, and what each one above or below adds or takes; a rate goes by hundredths."""
    unit = " 1 个百分点" if by_point else " 1 "

    def each(step: Points) -> str:
        return show(simple(Fraction(step) / 100) if by_point else step)

    step = f"加 {each(target.above)}" if target.above > 0 else f"减 {each(-target.above)}"
    above = f"每超过{unit}{step} 分" if target.above else "超过的不另加分"
    below = f"不足的{say(0)}" if target.below is None else f"每少{unit}减 {each(target.below)} 分"
    return f"达到 {number(target.reach)} 的{varying(target.points, say)}，{above}，{below}"
