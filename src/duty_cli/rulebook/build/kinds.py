"""Kinds as the notice tells them: their measure word, their group, and whether it tells them at all; what an old file implies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from duty_cli.domain.conditions import Conditions
from duty_cli.domain.items import Category, Item
from duty_cli.domain.outcomes import About, AllOf, AnyOf, Count, Minimum, Need
from duty_cli.domain.points import Points
from duty_cli.domain.rules import PERSON_TIMES, Kind
from duty_cli.rulebook.build.asks import who
from duty_cli.rulebook.forms.records import BoundsForm
from duty_cli.rulebook.forms.rules import KindForm
from duty_cli.rulebook.source import SourceMap

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


def kinds(
    forms: Iterable[KindForm], source: SourceMap, categories: Iterable[Category], minimums: Iterable[Minimum]
) -> dict[str, Kind]:
    """The kinds of a file, by id."""
    works = {kind for category in categories for item in category.items for kind in _works(item)}
    reported = {kind for rule in minimums if rule.about is About.REPORT for kind in _needed(rule.need)}
    return {
        form.id: _kind(form, source.place(("kinds", at)), work=form.id in works, reported=form.id in reported)
        for at, form in enumerate(forms)
    }


def _kind(form: KindForm, place: str, *, work: bool, reported: bool) -> Kind:
    unit = form.unit or _unit(form, work=work)
    told = not (form.conduct or form.judged or reported) if form.told is None else form.told
    return Kind(
        id=form.id,
        clause=form.clause,
        attended=form.attended,
        expects=who(form.expects),
        conduct=form.conduct,
        commends=form.commends,
        judged=_range(form.judged),
        authors_at_most=form.authors_at_most,
        place=place,
        unit=unit,
        told=told,
        group=form.group or _group(form, unit),
    )


def _range(form: BoundsForm | None) -> tuple[Points, Points] | None:
    if form is None or form.at_least is None or form.at_most is None:
        return None
    return form.at_least, form.at_most


def _unit(form: KindForm, *, work: bool) -> str:
    """A work is told by its name, or by what its items ask: authors, a matter, a stage; all else is counted by persons."""
    if form.attended or form.commends or form.judged:
        return PERSON_TIMES
    named = next((unit for ending, unit in _UNITS.items() if form.id.endswith(ending)), None)
    return named or (_WORK if work else PERSON_TIMES)


def _group(form: KindForm, unit: str) -> str:
    if form.attended:
        return _MEETINGS
    if form.commends:
        return _HONOURS
    return _DEEDS if unit == PERSON_TIMES else _WORKS


def _works(item: Item) -> Iterator[str]:
    """The kinds of which an item speaks as of works."""
    whens = (item.when, *(level.when for level in item.levels))
    if item.authors or item.same_matter or any(one.field == "stage" for when in whens for one in when):
        yield from (kind for when in whens for kind in _named(when))


def _needed(need: Need) -> Iterator[str]:
    match need:
        case Count(when):
            yield from _named(when)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _needed(part)


def _named(when: Conditions) -> frozenset[str]:
    return frozenset().union(*(one.any_of or () for one in when if one.field == "kind"))
