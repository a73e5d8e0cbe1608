"""A rule file in which every key of the language is written, and every way to change one field of what it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from inspect import isclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from duty_cli.model import rule_conditions
from tests.scoring.small import rulebook

BOOK = rulebook(
    format="duty-rules/2",
    text="条文.txt",
    without_rule="{第1条: 总则, 第11条 一年: 统计的周期}",
    notes="[请假不是缺席]",
    kinds="""
  - {id: 全体会议, clause: 第6条, attended: yes, expects: {role: 常委, sector: 经济界, joined: this_year}}
  - {id: 提案, clause: 第3条, authors_at_most: 3}
  - {id: 走访, clause: 第4条}
  - {id: 年度述职, clause: 第11条, judged: {at_least: -5, at_most: 10}}
  - {id: 表彰, clause: 第11条, commends: yes}
  - {id: 违纪处理, clause: 第12条, conduct: yes}""",
    categories="""
  - id: 提案
    clause: 第3条
    base: {by: role, values: {常委: 5, 组长: 4}, otherwise: 2}
    cap: 40
    floor: -10
    same_matter: highest
    items:
      - id: 立案
        clause: 第3条
        applies_to: {role: 常委}
        when: {kind: 提案, stage: 立案, position: {at_least: 1, below: 5}, not: {level: 县级}}
        points: 4
        authors: {first: 1/2, others: split_rest, at_most: 3}
        combine: sum
        from_nth: 2
        same_matter: highest
        cap: 16
        floor: 0
        note: 领衔的
      - id: 转化
        clause: 第3条
        when: {kind: 走访}
        points: 1
        converted: once
        combine: sum
      - id: 档次
        clause: 第3条
        when: {kind: 提案, authors: {above: 1, at_most: 4}}
        levels:
          - {id: 提交, when: {stage: 提交}, points: 2}
          - {id: 重点, when: {stage: [重点, 优秀]}, points: 1/3}
        several_levels: stacked
        authors: {first: 1, others: 1/2}
        combine: highest
  - id: 会议
    clause: 第6条
    combine: highest
    items:
      - id: 出席率
        clause: 第6条
        when: {kind: 全体会议}
        measure: {of: rate, present: [出席, 迟到], left_out: 请假, share_at_least: 3/4}
        table: [{at_least: 90%, points: 18}, {at_least: 80%, points: 12}]
      - id: 走访
        clause: 第4条
        when: {kind: 走访}
        window: {each: quarter, across: mean, cap: 5}
        measure: {of: records}
        target: {reach: 4, points: 12, above: 3, below: 1}
      - id: 走访名次
        clause: 第4条
        when: {kind: 走访}
        window: {from: 2026-01-01, to: 2026-06-30}
        measure: {of: quantity, among: {as: place, within: sector, ties: dense}}
        target: {reach: 1, points: 5, above: -1, below: nothing}
      - id: 走访定额
        clause: 第4条
        when: {kind: 走访}
        measure: {of: matters}
        target: {reach: 4, points: 12, above: 0, below: nothing}
      - id: 采用率
        clause: 第3条
        when: {kind: 走访}
        measure: {of: ratio, count: {stage: 立案}, over: {stage: 提交}, by: quantity}
        table: [{at_least: 50%, points: 5}]
      - id: 平均参加
        clause: 第6条
        when: {kind: 全体会议, attendance: 出席}
        measure: {of: mean, by: share}
        table: [{at_least: 80%, points: 5}]
      - id: 述职
        clause: 第11条
        when: {kind: 年度述职}
        per: judged
        points: 1
        combine: once
        judged_range:
          when: {kind: 全体会议}
          measure: {of: rate, present: 出席}
          table: [{at_least: 80%, from: 6, to: 10}, {at_least: 0, from: 0, to: 5}]
          outside: held
  - id: 走访
    clause: 第4条
    weight: 70%
    converted: once
    items: [{id: 走访次数, clause: 第4条, when: {kind: 走访, quantity: 2}, per: quantity, points: 1, combine: sum}]
  - id: 参考
    clause: 第4条
    counted: no
    items: [{id: 参加, clause: 第4条, when: {kind: 走访, share: {at_least: 1/3}}, per: share, points: 1, combine: sum}]""",
    total="{base: 10, cap: 120, floor: 0}",
    joint_bounds="[{id: 合计, clause: 第3条, categories: [提案, 会议], cap: 50, floor: 1}]",
    multipliers="""
  - {id: 职务系数, clause: 第8条, applies_to: {role: 常委, not: {sector: 教育界}}, times: 1.1}
  - id: 出席系数
    clause: 第8条
    when: {kind: 全体会议}
    measure: {of: rate, present: 出席}
    table: [{at_least: 50%, points: 1}]""",
    pro_rata="{clause: 第9条, by: days, bases: [提案, 总分], reach: [走访定额]}",
    minimums="""
  - id: 三个一
    clause: 第3条
    about: 履职
    within: year
    applies_to: {role: 常委}
    need: {all: [{kind: 提案, at_least: 1}, {any: [{kind: 走访, at_least: 2}, {kind: 年度述职, at_least: 1}]}]}
    else: {grade_at_most: 合格}""",
    vetoes="[{id: 违纪, clause: 第12条, applies_to: {role: 常委}, when: {kind: 违纪处理}, grade_at_most: 不合格}]",
    quotas="""
  - {grade: 优秀, clause: 第11条, at_most: 20%, unit: share, round: down, ties: exclude, overflow_to: 合格,
     within: sector, applies_to: {role: 常委}}""",
    bands="[{grade: 优秀, min: 85, colour: 绿}, {grade: 合格, min: 60, clause: 第12条}, {grade: 不合格, min: 0}]",
    selections="""
  - id: 先进
    clause: 第11条
    take: top
    by: 提案
    at_most: 10%
    unit: share
    round: half_up
    ties: include
    within: sector
    applies_to: {role: 常委}
    grades: 优秀
    need: {kind: 提案, at_least: 1}
    every: 2
    first_year: 2026
    propose: 通报表扬""",
    consequences="""
  - id: 约谈
    clause: 第12条
    applies_to: {role: 常委}
    if: {all: [{grade: 不合格, years: 2, within: in_a_row}, {any: [{selected: 先进, years: 1, within: year}, {score_below: 40, years: 1, within: year},
        {records: {kind: 全体会议, attendance: 缺席}, at_least: 2, at_most: 9, last_years: 2}]}]}
    propose: 约谈
    fires: every_year
    at_term_end: yes
    options: [提醒, 诫勉]
    notify: [所在单位]""",
)


def changes(value: object) -> Iterator[tuple[str, Any]]:
    """``value`` with one field changed, under the name of the field (``Item.cap``), for every field at any depth."""
    if isinstance(value, tuple):
        for at, part in enumerate(value):
            yield from ((name, (*value[:at], new, *value[at + 1 :])) for name, new in changes(part))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from ((name, {**value, key: new}) for name, new in changes(part))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value), localns=vars(rule_conditions))
        for field in dataclasses.fields(value):
            now = getattr(value, field.name)
            for name, new in changes(now):
                yield name, dataclasses.replace(value, **{field.name: new})
            other = _other(now, hints[field.name])
            if other != now:
                yield f"{type(value).__name__}.{field.name}", dataclasses.replace(value, **{field.name: other})


def _other(value: object, hint: object) -> object:  # noqa: C901 - one line a sort of value
    """Another value that may stand under ``hint``."""
    if value is None:
        return _example(hint)
    if NoneType in get_args(hint):
        return None
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, int | Fraction):
        return value + 7
    if isinstance(value, str):
        words = [word for part in (hint, *get_args(hint)) if get_origin(part) is Literal for word in get_args(part)]
        return next((word for word in words if word != value), 1) if words else f"{value}改"
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, tuple):
        return value[:-1] or value * 2
    if isinstance(value, frozenset):
        return frozenset(sorted(value)[1:]) if value else _example(hint)
    if isinstance(value, Mapping):
        return dict(list(value.items())[1:])
    return value


def _example(hint: Any) -> object:  # noqa: ANN401 - a type as it is written
    """Some value that may stand under ``hint``."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _example(next(one for one in inside if one is not NoneType))
    if origin is Literal:
        return inside[0]
    if origin in (frozenset, tuple):
        return origin(_example(one) for one in inside if one is not Ellipsis)
    if isclass(hint) and issubclass(hint, Enum):
        return next(iter(hint))
    if dataclasses.is_dataclass(hint) and isclass(hint):
        hints, missing = get_type_hints(hint, localns=vars(rule_conditions)), dataclasses.MISSING
        needed = [one.name for one in dataclasses.fields(hint) if one.default is one.default_factory is missing]
        return hint(**{name: _example(hints[name]) for name in needed})
    return {int: 3, str: "甲", bool: True, date: date(2026, 5, 1)}.get(hint, {})
