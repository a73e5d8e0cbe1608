"""How the notice of the year tells of a kind whose file does not say it: its measure word, its group, whether at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from duty_cli.model.conditions import Conditions, single_conditions
from duty_cli.model.grading_rules import About, Minimum
from duty_cli.model.items import Category, Item
from duty_cli.model.rule_conditions import records_asked
from duty_cli.model.rulebook import PERSON_TIMES, Kind

_UNITS: Mapping[str, str] = {
    "提案": "件",
    "信息": "篇",
    "报告": "篇",
    "发言": "篇",
    "供稿": "篇",
    "来稿": "篇",
    "文章": "篇",
    "论文": "篇",
    "半月谈": "篇",
    "课题": "项",
    "研究": "项",
    "项目": "项",
}
"""How works are counted, by the end of the kind's name."""

_WORK = "件"
_MEETINGS, _WORKS, _DEEDS, _HONOURS = "会议和活动", "提案、信息和其他成果", "联系群众和其他履职", "表彰"


def with_defaults(
    kinds: Iterable[Kind],
    said: Mapping[str, Collection[str]],
    categories: Iterable[Category],
    minimums: Iterable[Minimum],
) -> Iterator[Kind]:
    """The kinds with how they are told; ``said`` names, by kind, the fields that the file says itself."""
    works = {kind for category in categories for item in category.items for kind in _works(item)}
    reported = {
        kind
        for rule in minimums
        if rule.about is About.REPORT
        for when in records_asked(rule.need)
        for kind in _named(when)
    }
    for kind in kinds:
        unit = kind.unit if "unit" in said[kind.id] else _unit(kind, work=kind.id in works)
        told = kind.told if "told" in said[kind.id] else not (kind.conduct or kind.judged or kind.id in reported)
        yield replace(kind, unit=unit, told=told, group=kind.group or _group(kind, unit))


def _unit(kind: Kind, *, work: bool) -> str:
    """A work is told by its name, or by what its items ask: authors, a matter, a stage; all else is counted by persons."""
    if kind.attended or kind.commends or kind.judged:
        return PERSON_TIMES
    named = next((unit for ending, unit in _UNITS.items() if kind.id.endswith(ending)), None)
    return named or (_WORK if work else PERSON_TIMES)


def _group(kind: Kind, unit: str) -> str:
    if kind.attended:
        return _MEETINGS
    if kind.commends:
        return _HONOURS
    return _DEEDS if unit == PERSON_TIMES else _WORKS


def _works(item: Item) -> Iterator[str]:
    """The kinds of which an item speaks as of works."""
    if (
        item.authors
        or item.same_matter
        or item.converted
        or any(one.field == "stage" for when in item.whens for one in single_conditions(when))
    ):
        yield from (kind for when in item.whens for kind in _named(when))


def _named(when: Conditions) -> frozenset[str]:
    return frozenset().union(*(one.any_of or () for one in single_conditions(when) if one.field == "kind"))
