"""What articles of a document a rule cites: 第12条, 第十二条第（三）项, 第3、5条, 第三条至第五条, 三（二）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duty_cli.model.printed_text import ArticleNumber
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.parsing.chinese_numerals import HAN, whole_number
from duty_cli.parsing.stated_figures import StatedFigure, figures_in
from duty_cli.parsing.text_cleaning import narrow
from duty_cli.patterns import pattern

_NUM = rf"(?:\d{{1,4}}|[{HAN}]{{1,6}})"
_LIST = rf"{_NUM}(?:\s*(?:[、,至到~-]|以及|和|及|与)\s*第?\s*{_NUM})*"
_CITED = pattern(
    rf"第\s*(?P<list>{_LIST})\s*条(?:\s*之\s*(?P<added>{_NUM})(?!\d))?"
    rf"(?:\s*第\s*[(]?{_NUM}[)]?\s*款)?"
    rf"(?:\s*第\s*[(]?(?P<item>{_NUM})[)]?\s*项|\s*[(](?P<bare>{_NUM})[)])?"
)
_OTHERWISE = pattern(rf"第\s*(?P<number>{_NUM})\s*[项点部](?:分)?")
_HEADED = pattern(rf"(?P<number>{_NUM})\s*[、.．]?\s*(?:[(](?P<item>{_NUM})[)])?")
_NUMBER, _RANGE = pattern(_NUM), pattern(rf"({_NUM})\s*条?\s*[至到~-]\s*第?\s*({_NUM})")
_FROM_TO = pattern(rf"第\s*({_NUM})\s*条\s*[至到~-]\s*第\s*({_NUM})\s*条")
_DASHES = str.maketrans("—–－～", "--~~")
_MOST = 200
"""A range of more articles is none."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article that is cited, and the 项 of it, where one is named."""

    article: ArticleNumber
    item: int | None = None


def cited(clause: str) -> tuple[Citation, ...]:
    """The articles that ``clause`` cites, each once, in its order; empty where it names none that has a number.

    A document without 条 is cited by its own numbers: 第3项, 三, 三（二）.
    """
    text = narrow(clause).translate(_DASHES)
    found = [*_ranges(text), *(one for match in _CITED.finditer(text) for one in _of(match.groupdict()))]
    return tuple(dict.fromkeys(found)) or _by_other_words(text)


def _ranges(text: str) -> Iterator[Citation]:
    """第三条至第五条: those between, too."""
    for match in _FROM_TO.finditer(text):
        yield from (Citation((number, 0)) for number in _between(match[1], match[2]))


def _of(said: dict[str, str | None]) -> Iterator[Citation]:
    listed = said["list"] or ""
    numbers = [number for match in _RANGE.finditer(listed) for number in _between(match[1], match[2])]
    numbers += [number for one in _NUMBER.findall(listed) if (number := whole_number(one))]
    added, item = (None if one is None else whole_number(one) for one in (said["added"], said["item"] or said["bare"]))
    # What stands behind 条 (之一, 第三项) is said of the last of a list.
    for number in dict.fromkeys(numbers):
        last = number == numbers[-1]
        yield Citation((number, (added or 0) if last else 0), item if last else None)


def _between(first: str, last: str) -> range:
    start, end = whole_number(first), whole_number(last)
    return range(start, end + 1) if start and end and start < end <= start + _MOST else range(0)


def _by_other_words(text: str) -> tuple[Citation, ...]:
    headed = _HEADED.fullmatch(text)
    if headed is not None and (number := whole_number(headed["number"])):
        return (Citation((number, 0), None if headed["item"] is None else whole_number(headed["item"])),)
    numbers = (whole_number(match["number"]) for match in _OTHERWISE.finditer(text))
    return tuple(dict.fromkeys(Citation((number, 0)) for number in numbers if number))


@dataclass(frozen=True, slots=True)
class RulelessPart:
    """An article of which no rule is made, or one figure of it, wherever in it that stands."""

    article: ArticleNumber
    figure: StatedFigure | None = None


def ruleless_part(said: str) -> RulelessPart | None:
    """What 第1条 or 第11条 一年 names; None where it is not one article, with at most one figure after a space."""
    clause, _, figure = said.strip().partition(" ")
    articles = cited(clause)
    if len(articles) != 1 or articles[0].item is not None:
        return None
    if not figure.strip():
        return RulelessPart(articles[0].article)
    figures = figures_in(figure)
    return (
        RulelessPart(articles[0].article, replace(figures[0], start=0, end=0, each=False))
        if len(figures) == 1
        else None
    )
