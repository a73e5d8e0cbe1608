"""The articles of a printed document, found in its text by how they are numbered: 第一条, 1. or 一、."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from duty_cli.model.printed_text import Article, ArticleNumber, called
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.parsing.chinese_numerals import HAN, whole_number
from duty_cli.parsing.text_cleaning import narrow
from duty_cli.patterns import pattern

_BY_ARTICLE = pattern(rf"第\s*(\d{{1,4}}|[{HAN}]{{1,6}})\s*条(?:之(\d{{1,2}}|[{HAN}]{{1,3}})(?!\d))?")
_BY_FIGURE = pattern(r"(\d{1,3})\s*[.、](?!\d)")
_BY_NUMERAL = pattern(rf"([{HAN}]{{1,4}})\s*、")
_CHAPTER = pattern(rf"第\s*(?:\d{{1,3}}|[{HAN}]{{1,4}})\s*[编章节](?!程)")
_ITEM = pattern(rf"(?:^|[。;:,])\s*(?:[(](\d{{1,2}}|[{HAN}]{{1,3}})[)]|(\d{{1,2}})[.、](?!\d))")
_HEADING = 40
"""A line with a numeral before it that is longer, or has a full stop, is text and no heading."""


_TOLD = 20
"""A text with more faults is most likely another document."""


@dataclass(frozen=True, slots=True)
class TextFault:
    """What is wrong with a text: the line, what it is, and what to do."""

    line: int
    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an article begins: its number, the line (from 0)."""

    number: ArticleNumber
    at: int


def articles_in(text: str) -> tuple[tuple[Article, ...], list[TextFault]]:
    """The articles of ``text``, and all that is wrong with them. What stands before the first one is none.

    A line is a paragraph, as the document prints it.
    """
    lines = [re.sub(r"\s+", " ", line.replace("　", " ")).strip() for line in re.split(r"\r\n|\r|\n", text)]
    starts, headings = _starts(lines)
    if not starts:
        advice = "每一条须另起一行，以“第一条”“第1条”“1.”或“一、”开头"
        return (), [TextFault(1, "没有认出一条条文", advice)]
    ends = [one.at for one in starts[1:]] + [len(lines)]
    articles = [_article(lines, one, end, headings) for one, end in zip(starts, ends, strict=True)]
    return tuple(articles), list(islice(_faults(articles), _TOLD))


def _starts(lines: Sequence[str]) -> tuple[list[_Start], frozenset[int]]:
    """Where articles begin, and the lines that are headings of chapters."""
    plain = [narrow(line) for line in lines]
    by_article = list(_matching(plain, _BY_ARTICLE))
    if by_article:
        return by_article, frozenset(at for at, line in enumerate(plain) if _CHAPTER.match(line))
    by_figure, by_numeral = (list(_matching(plain, one)) for one in (_BY_FIGURE, _BY_NUMERAL))
    # Figures that begin anew below each 一、 number what stands in it.
    anew = sum(one.number == (1, 0) for one in by_figure) > 1
    if by_numeral and (anew or not by_figure):
        return by_numeral, frozenset()
    return by_figure, frozenset(one.at for one in by_numeral if _is_heading(plain[one.at]))


def _matching(plain: Sequence[str], numbered: re.Pattern[str]) -> Iterator[_Start]:
    for at, line in enumerate(plain):
        found = numbered.match(line)
        number = None if found is None else whole_number(found[1])
        if found is not None and number:
            added = found[2] if numbered is _BY_ARTICLE else None
            yield _Start((number, (whole_number(added) or 0) if added else 0), at)


def _is_heading(line: str) -> bool:
    return len(line) <= _HEADING and "。" not in line


def _article(lines: Sequence[str], start: _Start, end: int, headings: frozenset[int]) -> Article:
    until = next((at for at in range(start.at, end) if at in headings), end)
    paragraphs = tuple(line for line in lines[start.at : until] if line)
    within = [narrow(one) for one in paragraphs]
    within[0] = _number_off(within[0])
    found = (match[1] or match[2] for one in within for match in _ITEM.finditer(one))
    items = frozenset(number for one in found if (number := whole_number(one)))
    return Article(start.number, paragraphs, items, start.at + 1)


def _number_off(line: str) -> str:
    found = next((match for one in (_BY_ARTICLE, _BY_FIGURE, _BY_NUMERAL) if (match := one.match(line))), None)
    return line if found is None else line[found.end() :]


def _faults(articles: Sequence[Article]) -> Iterator[TextFault]:
    often = Counter(one.number for one in articles)
    first: dict[ArticleNumber, int] = {}
    for place, one in enumerate(articles):
        name = called(one.number)
        if one.number in first:
            what = f"{name}出现了两次，前一次在第{first[one.number]}行"
            yield TextFault(one.line, what, "引用别处条文而另起一行的，请接到上一行后面；重复的请删去")
        first.setdefault(one.number, one.line)
        if place and often[one.number] == 1 and one.number < articles[place - 1].number:
            what = f"{name}排在{called(articles[place - 1].number)}后面"
            yield TextFault(one.line, what, "请核对编号；引用别处条文而另起一行的，请接到上一行后面")
