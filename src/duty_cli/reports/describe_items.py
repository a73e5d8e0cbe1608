"""What earns points, told: categories, items and their levels, and what bounds or multiplies their sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from duty_cli.model.items import WHOLE, Category, Item, JointBound, Level, Multiplier, ProRata, Total
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.describe_amounts import bounds, gained, in_windows, measured, per, score, shared, times, varying
from duty_cli.reports.describe_conditions import (
    PIECE,
    RuleSentence,
    asked,
    beside,
    concerning,
    fraction,
    listed,
    sentence,
)


def scored(book: Rulebook) -> Iterator[RuleSentence]:
    """Every category with its items and levels, then what is done to their sums."""
    for category in book.categories:
        yield _category(category)
        for item in category.items:
            yield _item(item, book)
            yield from (_level(level, item, book) for level in item.levels)
    yield from (_joint_bound(one, book) for one in book.joint_bounds)
    yield _total(book.total, book)
    yield from (_multiplier(one, book) for one in book.multipliers)
    if book.pro_rata is not None:
        yield _pro_rata(book.pro_rata, book)


def _category(category: Category) -> RuleSentence:
    text = sentence(
        _put_together(category),
        beside("基础分", varying(category.base, score)) if category.base else None,
        f"{_one_matter(by_source=category.by_source)}符合本类几项的，只在得分最高的一项计分"
        if category.same_matter
        else None,
        *bounds("本类", category.cap, category.floor),
        "" if category.weight == 1 else f"按{fraction(category.weight)}计入总分",
        "" if category.counted else "只列出，不计入总分",
    )
    return RuleSentence(f"【{category.id}】", category.origin.clause, category.origin.place, text)


def _put_together(category: Category) -> str:
    match category.combine:
        case "sum":
            return "本类为以下各项之和"
        case "highest":
            return "本类只取以下各项中最高的一项"
        case _:
            assert_never(category.combine)


def _item(item: Item, book: Rulebook) -> RuleSentence:
    earned = _earned(item) if item.measure is None else measured(item.measure, gained, gained(0))
    text = sentence(
        f"{asked(item.when, book)}的，{earned}",
        shared(item.authors) if item.authors else None,
        f"{_one_matter(by_source=item.by_source)}就高计一次" if item.same_matter else None,
        "来源编号相连的算同一成果" if item.measure and item.measure.by_source else None,
        in_windows(item.window) if item.window else None,
        f"计 {item.days} 的记录，计入截止日所在年度" if item.days else None,
        *bounds("本项", item.cap, item.floor),
        "没有登记以前，本年度为未评定，不作零分处理" if item.needed else None,
    )
    note = f"（说明：{item.note}）" if item.note else ""
    return RuleSentence(item.id, item.origin.clause, item.origin.place, concerning(item.applies_to) + text + note)


def _one_matter(*, by_source: bool) -> str:
    return "同一成果（成果标识相同或来源编号相连）" if by_source else "同一成果"


def _earned(item: Item) -> str:
    """What records earn one by one."""
    value = f"按下列各档计分{_several(item)}" if item.levels else varying(item.points, gained)
    first = "" if item.from_nth == 1 else f"自第 {item.from_nth} {PIECE}起，"
    return f"{first}{per(item.per)}{value}{_combined(item)}"


def _several(item: Item) -> str:
    match item.several_levels:
        case None:
            return ""
        case "highest":
            return "，符合几档的取最高一档"
        case "stacked":
            return "，符合几档的各档相加"
        case _:
            assert_never(item.several_levels)


def _combined(item: Item) -> str:
    match item.combine:
        case "sum":
            return ""
        case "highest":
            return f"，有几{PIECE}的只计最高的一{PIECE}"
        case "once":
            return f"，有几{PIECE}的只计一次"
        case _:
            assert_never(item.combine)


def _level(level: Level, item: Item, book: Rulebook) -> RuleSentence:
    text = sentence(f"{asked(level.when, book)}的，{varying(level.points, gained)}")
    return RuleSentence(f"{item.id}：{level.id}", item.origin.clause, level.place, text)


def _joint_bound(bound: JointBound, book: Rulebook) -> RuleSentence:
    named = listed(bound.categories, (category.id for category in book.categories))
    text = sentence(*bounds(f"{named}合计", bound.cap, bound.floor))
    return RuleSentence(bound.id, bound.origin.clause, bound.origin.place, text)


def _total(total: Total, book: Rulebook) -> RuleSentence:
    text = sentence(
        "总分为计入总分的各类得分之和",
        beside("另加基础分", varying(total.base, score)) if total.base else None,
        *bounds("总分", total.cap, total.floor),
        f"各项得分四舍五入到小数点后 {book.places} 位" if book.places else "各项得分四舍五入到整数",
    )
    return RuleSentence(f"【{WHOLE}】", "", total.place, text)


def _multiplier(factor: Multiplier, book: Rulebook) -> RuleSentence:
    if factor.measure is None:
        text = sentence(f"{WHOLE}{varying(factor.times, times)}")
    else:
        scale = measured(factor.measure, times, varying(factor.times, times))
        text = sentence(f"{WHOLE}的系数：{asked(factor.when, book)}的，{scale}")
    return RuleSentence(factor.id, factor.origin.clause, factor.origin.place, concerning(factor.applies_to) + text)


def _pro_rata(rule: ProRata, book: Rulebook) -> RuleSentence:
    match rule.by:
        case "days":
            unit = "天数"
        case "months":
            unit = "月数"
        case _:
            assert_never(rule.by)
    bases = listed(rule.bases, [*(category.id for category in book.categories), WHOLE])
    reach = listed(rule.reach, (item.id for category in book.categories for item in category.items))
    text = sentence(
        f"年内只有部分时间在任的，按在任{unit}折算",
        f"折算基础分：{bases}" if bases else None,
        f"折算目标数：{reach}" if reach else None,
    )
    return RuleSentence("按在任时间折算", rule.origin.clause, rule.origin.place, text)
