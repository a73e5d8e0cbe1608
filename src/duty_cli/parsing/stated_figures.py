"""The figures that a text states: 60分, 两次, 百分之二十, 三分之二, 3-5件, 每年. What is compared is value and unit.

The same reading serves articles as printed and the sentences of rules, so that one can be held against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.parsing.chinese_numerals import HAN, whole_number
from duty_cli.parsing.text_cleaning import narrowed
from duty_cli.patterns import pattern

PIECES = frozenset({"件", "次", "篇", "条", "份"})
"""Units of what is counted: a rule counts 件（次）, or says a bare number."""

_ANY = "数"
"""The unit of a bare number in a rule."""

# Bounded, so that a page of nothing but numerals is gone through once.
_NUM = rf"(?:\d{{1,9}}(?:\.\d{{1,9}})?(?:/\d{{1,9}})?|[{HAN}]{{1,12}}(?:点[{HAN}]{{1,9}})?)"
_UNIT = (
    r"(?P<unit>个?百分点|%"
    r"|分(?!钟|之|别|类|组|管|工|会|析|配|享|解|段|册|内容|值|数|支|局|公司|期|批|散|开|歧)"
    r"|件[(]次[)]|次(?!性|要|序|日)|件|篇|份(?!子)|条(?!例|款|件|文|规)|个?年度?(?!代|级|龄|初|末|底|终|中期))"
)
_FIGURE = pattern(
    rf"(?P<ratio>百分之(?P<hundredths>{_NUM})|(?P<bottom>{_NUM})分之(?P<top>{_NUM})"
    r"|(?<![\d./])(?P<over>\d{1,3}/\d{1,3})(?![\d/.%]|\s?[分次件篇年月个]))"
    rf"|(?P<nth>第\s?)?(?:(?P<from>{_NUM})\s*(?:[-~—–至到])\s*)?(?P<number>{_NUM})\s*{_UNIT}"
)
_BARE = pattern(r"(?<![\d./-])(?P<number>\d+(?:\.\d+)?(?:/\d+)?)(?![\d./%-]|\s?[年月日天名人位个家组])")
_YEARLY, _EACH = pattern(r"每年度?|当年"), pattern(r"每件[(]次[)]")
"""What sentences of rules say of one without a numeral."""

_NO_FIGURE = pattern(r"[只高]计(?:最高的)?一(?:次|件[(]次[)])|[(]说明:(?:[^()]|[(][^()]*[)])*[)]")
"""What sentences of rules say that is no figure of a rule: how several count, and the author's note."""

_IS_SCORED = pattern(r"[^。,;]{0,6}[得计加扣减记]|\s*\d")

_VERY = pattern(r"[加扣减得计记满为到至足按共高低给予另]\s?$")
_VERY_END = pattern(r"$|[。,;:、)\s]|以[上下内]|及以|的|或|为|和|起")
_ARTICLE = pattern(r"第[^。;]{0,24}[、,至到和及~—–-]\s?$")
"""Before a number of an article (第3、5条), which is no count of pieces."""
_SESSION = pattern(r"[^。,;]{0,8}会")
_IN_TWO = pattern(r"为[二两]")
_NOT_ONE = frozenset("上前下后同某任每逐")
"""Before 一年, 一件: which one, and not how many."""

_CALENDAR = 1000
"""From here on a number before 年 is a year of the calendar."""


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure in a text: its places there, its value without sign, and its unit (分, 次, 件, 篇, 条, 份, 年, %).

    ``nth``: the second one, not two. ``each``: so much for one (缺席一次扣 2 分, 每件（次）计 2 分). A part of a whole has the unit %, and is said of 1.
    """

    start: int
    end: int
    value: Points
    unit: str
    nth: bool = False
    each: bool = False


def figures_in(text: str) -> list[StatedFigure]:
    """The figures that an article states, in its order. Years of the calendar and 十分 for 很 are none."""
    return sorted(_figures(narrowed(text)), key=lambda one: (one.start, one.end))


def figures_of_rule(sentence: str) -> list[StatedFigure]:
    """The figures that the sentence of a rule says, those in words (每年度, 每件（次）) and bare numbers too."""
    plain = _NO_FIGURE.sub(lambda said: " " * len(said[0]), narrowed(sentence))
    found = list(_figures(plain))
    taken = [(one.start, one.end) for one in found]
    found += [StatedFigure(said.start(), said.end(), 1, "年") for said in _YEARLY.finditer(plain)]
    found += [StatedFigure(said.start(), said.end(), 1, "件（次）", each=True) for said in _EACH.finditer(plain)]
    for match in _BARE.finditer(plain):
        if not any(start <= match.start() < end for start, end in taken):
            unit = "%" if "/" in match[0] else _ANY
            found.append(StatedFigure(match.start(), match.end(), simple(Fraction(match["number"])), unit))
    return sorted(found, key=lambda one: (one.start, one.end))


def same_figure(stated: StatedFigure, ruled: StatedFigure) -> bool:
    """Whether a rule's figure says what an article states: so many, of the same; pieces are also said as a bare number."""
    if stated.value != ruled.value or stated.nth != ruled.nth or (ruled.each and not stated.each):
        return False
    return stated.unit == ruled.unit or (stated.unit in PIECES and ruled.unit in (_ANY, "件（次）"))


def in_words(figure: StatedFigure, text: str) -> str:
    """The figure as ``text`` has it, with its unit where that is written once for two: 60分 of 60-80分."""
    said = text[figure.start : figure.end]
    return said if len(figures_in(said)) == 1 else f"{said}{figure.unit}"


def _figures(plain: str) -> Iterator[StatedFigure]:
    for match in _FIGURE.finditer(plain):
        if match["ratio"]:
            value = (
                _value(match["over"]) if match["over"] else _ratio(match["hundredths"], match["top"], match["bottom"])
            )
            if value is not None:
                yield StatedFigure(match.start(), match.end(), value, "%")
            continue
        unit = _unit(match["unit"])
        if not _is_meant(plain, match.start(), match.end(), match["number"], unit, nth=bool(match["nth"])):
            continue
        starts = [(match["from"], match.start("from"), match.end("from"))] if match["from"] else []
        begin = match.start("nth") if match["nth"] else match.start("number")
        for text, start, end in [*starts, (match["number"], begin, match.end())]:
            value = _value(text)
            if value is not None:
                part = value if unit != "%" else simple(Fraction(value) / 100)
                each = value == 1 and unit in PIECES and _IS_SCORED.match(plain, end) is not None
                yield StatedFigure(start, end, part, unit, bool(match["nth"]), each)


def _unit(said: str) -> str:
    if "年" in said:
        return "年"
    return "%" if said.endswith(("%", "百分点")) else said.replace("件(次)", "件（次）")


def _is_meant(plain: str, start: int, end: int, number: str, unit: str, *, nth: bool) -> bool:
    """Whether what looks like a figure is one."""
    if number == "十" and unit == "分":
        return bool(_VERY.search(plain[:start]) or _VERY_END.match(plain, end))
    if number == "一" and unit != "分" and start and plain[start - 1] in _NOT_ONE:
        return False
    if unit == "条":
        return not nth and not _ARTICLE.search(plain, max(0, start - 30), start)
    if unit == "年":
        value = _value(number)
        return value is not None and value < _CALENDAR
    if number == "一" and unit == "分":
        return not _IN_TWO.match(plain, end)
    return not (nth and unit == "次" and _SESSION.match(plain, end))


def _value(text: str) -> Points | None:
    if text.isascii():
        return simple(Fraction(text)) if "/" not in text or int(text.partition("/")[2]) else None
    ones, _, parts = text.partition("点")
    number = whole_number(ones)
    if number is None or not parts:
        return number
    digits = [whole_number(sign) for sign in parts]
    if any(one is None or one > 9 for one in digits):
        return None
    return simple(Fraction(f"{number}.{''.join(map(str, digits))}"))


def _ratio(hundredths: str | None, top: str | None, bottom: str | None) -> Points | None:
    part, whole = (_value(hundredths), 100) if hundredths else (_value(top or ""), _value(bottom or ""))
    return None if part is None or not whole else simple(Fraction(part) / Fraction(whole))
