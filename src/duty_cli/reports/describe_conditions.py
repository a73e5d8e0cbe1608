"""What all sentences are made of: lists, parts of a whole, conditions on records, and whom a rule is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from duty_cli.documents.cell_text import numeral
from duty_cli.model.column_sorts import ColumnSort
from duty_cli.model.conditions import AppliesTo, Condition, Conditions
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.members import Facet
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.records import COLUMNS, Attendance
from duty_cli.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """One rule: its name, its clause, its place in the rule file, and what it says."""

    name: str
    clause: str
    place: str
    text: str


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
    kinds = [one for one in when if one.field == "kind"]
    others = [one for one in when if one.field != "kind"]
    if _one_word(kinds) and others and others[0].field == "stage" and _one_word(others[:1]):
        reached = f"{_kinds(kinds[0], book)}{listed(others[0].any_of or frozenset(), book.stages)}"
        return "，".join([reached, *(_condition(one, book) for one in others[1:])])
    return "，".join(_condition(one, book) for one in [*kinds, *others])


def _one_word(conditions: list[Condition]) -> bool:
    return len(conditions) == 1 and len(conditions[0].any_of or ()) == 1 and conditions[0].none_of is None


def _condition(one: Condition, book: Rulebook) -> str:
    if one.field == "kind":
        return _kinds(one, book)
    name, column = _ASKED[one.field]
    if column.sort is ColumnSort.ATTENDANCE:
        return _among(one, column.heading, Attendance)
    if column.sort is ColumnSort.WORDS:
        return _among(one, column.heading, getattr(book, name))
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
