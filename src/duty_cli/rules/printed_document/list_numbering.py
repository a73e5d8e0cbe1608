"""The numbers that Word and WPS draw before paragraphs (自动编号) and write nowhere: 第一条, （一）, 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from duty_cli.errors.rule_errors import UnreadDocument
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern
from duty_cli.rules.printed_document.packed_parts import XmlElement, child, is_on, value

_PLACE = pattern(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = range(9)


_SCALES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def _counting(number: int) -> str:
    """一, 十, 十二, 二十, 一百零三, 一百一十, 一千零一十, up to 9999."""
    said, gap = "", False
    for worth, scale in _SCALES:
        digit, number = divmod(number, worth)
        if digit:
            said += ("零" if gap else "") + _DIGITS[digit] + scale
        gap = bool(said) and not digit
    return said.removeprefix("一") if said.startswith("一十") else said


def _letter(number: int) -> str:
    """A … z, aa, bb …."""
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1)


def _roman(number: int) -> str:
    said = ""
    for worth, sign in (*_ROMAN, *_ROMAN_ONES):
        often, number = divmod(number, worth)
        said += sign * often
    return said


def _wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_FORMATS: Mapping[str, tuple[int, Callable[[int], str]]] = {
    **dict.fromkeys(("decimal", "decimalHalfWidth"), (10**6, str)),
    "decimalZero": (10**6, lambda number: f"{number:02d}"),
    "decimalFullWidth": (10**6, _wide),
    # Above 99 programs part ways (Word draws 一○三 and 百三 for the first and the last, LibreOffice 一百零三): all as laws write it,
    # by whatever sign an article is drawn, it is cited by its number.
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting", "japaneseCounting"), (9999, _counting)),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), (9999, _counting)),
    "ideographDigital": (10**6, lambda number: "".join(_DIGITS[int(digit)] for digit in str(number))),
    "ideographTraditional": (10, lambda number: "甲乙丙丁戊己庚辛壬癸"[number - 1]),
    "ideographZodiac": (12, lambda number: "子丑寅卯辰巳午未申酉戌亥"[number - 1]),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), (20, lambda n: chr(ord("①") + n - 1))),
    "lowerLetter": (780, _letter),
    "upperLetter": (780, lambda number: _letter(number).upper()),
    "lowerRoman": (3999, _roman),
    "upperRoman": (3999, lambda number: _roman(number).upper()),
}
"""Up to which number each format is known, and how it is written."""

_BY_HAND = "请选中这些段落，复制后以“只保留文本”粘贴，使编号成为文字，再保存"


@dataclass(frozen=True, slots=True)
class _ListLevel:
    """One level of a list: where it starts, how it is written, after what it starts anew, the style that stands for it."""

    start: int
    kind: str
    text: str
    restart: int | None
    style: str | None
    plain: bool
    apart: bool


@dataclass(slots=True)
class _Counts:
    """How far each level of one list has come."""

    at: dict[int, int] = field(default_factory=dict)


class TextStyles:
    """The styles of a document."""

    def __init__(self, styles: XmlElement | None) -> None:
        every = [one for one in styles or () if one.name == "style"]
        self._by_id = {value(one, "styleId"): one for one in every}
        usual = (
            one for one in every if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true", "on")
        )
        self._usual = next((value(one, "styleId") for one in usual), None)

    def of_paragraph(self, properties: XmlElement | None) -> list[XmlElement]:
        """The style of a paragraph, and those it is based on."""
        return list(self.chain(value(child(properties, "pStyle")) or self._usual))

    def chain(self, name: str | None) -> Iterator[XmlElement]:
        """A style, then those it is based on; in a damaged file they may be based on one another in a circle."""
        met: set[str | None] = set()
        style = self._by_id.get(name)
        while style is not None and name not in met:
            yield style
            met.add(name)
            name = value(child(style, "basedOn"))
            style = self._by_id.get(name)


class ListNumbers:
    """Counts the numbered paragraphs of a document, in its order."""

    def __init__(self, numbering: XmlElement | None, styles: TextStyles) -> None:
        self._styles = styles
        self._abstract = {value(one, "abstractNumId"): one for one in numbering or () if one.name == "abstractNum"}
        self._nums = {value(one, "numId"): one for one in numbering or () if one.name == "num"}
        self._counts: dict[str, _Counts] = {}
        self._begun: set[tuple[str, int]] = set()

    def before(self, properties: XmlElement | None) -> str:
        """What is drawn before the paragraph with such properties; "" before most. Raises UnreadDocument."""
        found = self._place(properties)
        if found is None:
            return ""
        num, at = found
        key, levels = self._list(num)
        if at not in levels:
            return ""
        counts = self._count(num, key, at, levels)
        level = levels[at]
        if level.kind == "bullet":
            return "·"
        said = _PLACE.sub(lambda match: self._said(int(match[1]) - 1, counts, levels, plain=level.plain), level.text)
        return said + (" " if said and level.apart else "")

    def _place(self, properties: XmlElement | None) -> tuple[str, int] | None:
        """The list and the level of a paragraph: its own, else those of its style."""
        chain = self._styles.of_paragraph(properties)
        own = [child(properties, "numPr"), *(child(style, "pPr", "numPr") for style in chain)]
        num = next((said for one in own if (said := value(child(one, "numId"))) is not None), None)
        if num in (None, "0") or num not in self._nums:
            return None
        said = next((said for one in own if (said := value(child(one, "ilvl"))) is not None), None)
        if said is None or not said.isdecimal():
            names = {value(style, "styleId") for style in chain}
            levels = self._list(num)[1]
            return num, next((at for at, level in levels.items() if level.style in names and level.style), 0)
        return num, int(said)

    def _list(self, num: str) -> tuple[str, dict[int, _ListLevel]]:
        """What numbers are counted together with, and the levels of the list."""
        one = self._nums[num]
        abstract = self._abstract.get(value(child(one, "abstractNumId")))
        link = value(child(abstract, "numStyleLink"))
        if link is not None:
            # The list stands in a style, which has a list of its own.
            style = next(self._styles.chain(link), None)
            other = self._nums.get(value(child(style, "pPr", "numPr", "numId")) or "")
            abstract = self._abstract.get(value(child(other, "abstractNumId")))
        key = value(abstract, "abstractNumId") or num
        said = {value(level, "ilvl"): level for level in abstract or () if level.name == "lvl"}
        for changed in one:
            if changed.name == "lvlOverride" and (level := child(changed, "lvl")) is not None:
                said[value(changed, "ilvl")] = level
        return key, {at: _level(said[str(at)]) for at in _LEVELS if str(at) in said}

    def _count(self, num: str, key: str, at: int, levels: Mapping[int, _ListLevel]) -> Mapping[int, int]:
        counts = self._counts.setdefault(key, _Counts()).at
        anew = self._begins_anew(num, at)
        if anew is not None:
            counts[at] = anew
        else:
            counts[at] = counts[at] + 1 if at in counts else levels[at].start
        for deeper in [one for one in counts if one > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or at < restart:
                del counts[deeper]
        return counts

    def _begins_anew(self, num: str, at: int) -> int | None:
        """The number with which a list begins that is one by itself, where this is its first paragraph of the level."""
        if (num, at) in self._begun:
            return None
        self._begun.add((num, at))
        own = (one for one in self._nums[num] if one.name == "lvlOverride" and value(one, "ilvl") == str(at))
        said = next((value(child(one, "startOverride")) for one in own), None)
        return int(said) if said is not None and said.isdecimal() else None

    def _said(self, at: int, counts: Mapping[int, int], levels: Mapping[int, _ListLevel], *, plain: bool) -> str:
        """The number of one level, as the label of this or a deeper one has it."""
        if at not in levels:
            return ""
        level, number = levels[at], counts.get(at, levels[at].start)
        kind = "decimal" if plain else level.kind
        if kind in ("none", "bullet"):
            return ""
        most, write = _FORMATS.get(kind, (0, str))
        if (number < 1 and kind != "decimal") or number > most:
            raise UnreadDocument(f"自动编号的格式“{kind}”第 {number} 号读不出", _BY_HAND)
        return write(number)


def _level(level: XmlElement) -> _ListLevel:
    start, restart = value(child(level, "start")), value(child(level, "lvlRestart"))
    # A format of one's own stands in alternatives that old programs pass over.
    own = any(one.name == ":AlternateContent" for one in level)
    kind = "自定义" if own else value(child(level, "numFmt")) or "decimal"
    return _ListLevel(
        int(start) if start is not None and start.isdecimal() else 1,
        kind,
        value(child(level, "lvlText")) or "",
        int(restart) if restart is not None and restart.isdecimal() else None,
        value(child(level, "pStyle")),
        bool(is_on(child(level, "isLgl"))),
        value(child(level, "suff")) != "nothing",
    )
