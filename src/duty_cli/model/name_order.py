"""The order in which names are listed: by sectors, by strokes of the surname, by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Protocol, TypeVar

from duty_cli.model.members import Facet, Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern


class NamesBy(StrEnum):
    """What names are ordered by; each order falls back on the number."""

    SECTOR = "界别"
    STROKES = "姓氏笔画"
    NUMBER = "编号"


SECTORS = (
    *(("中共", "中国共产党"), ("民革",), ("民盟",), ("民建",), ("民进",), ("农工党", "农工"), ("致公党", "致公")),
    *(("九三学社", "九三"), ("台盟",), ("无党派",), ("共青团",), ("共青团和青联", "共青团青联"), ("总工会", "工会")),
    *(("妇联", "妇女"), ("青联",), ("工商联",), ("科协",), ("台联",), ("侨联",), ("文化艺术", "文艺", "文化")),
    *(("科技", "科学技术"), ("社科", "社会科学"), ("经济",), ("农业", "农业和农村", "农业农村", "农林"), ("教育",)),
    *(("体育",), ("新闻出版", "新闻"), ("医药卫生", "医疗卫生", "医卫"), ("对外友好",)),
    *(("社会福利和社会保障", "社会福利", "社会保障"), ("环境资源", "资源环境"), ("少数民族",)),
    *(("宗教",), ("少数民族和宗教", "民族和宗教", "民族宗教"), ("特邀香港",), ("特邀澳门",), ("特别邀请", "特邀")),
)
"""The sectors of the 14th National Committee in its own order, each with the names that others use, without 界 and 人士."""

_BARE = pattern(r"(?:界别|界人士|界|人士)$")
_DIGITS = pattern(r"([0-9]+)")
_UNKNOWN = 99
"""More strokes than any character has."""

_COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "西门",
        "南荣",
        "东里",
        "东宫",
        "仲长",
        "即墨",
        "达奚",
        "褚师",
        "第五",
        "贺兰",
        "完颜",
        "纳兰",
        "叶赫",
        "爱新",
        "单于",
        "淳于",
    ]
)

T = TypeVar("T")
Natural = tuple[tuple[int, int, str], ...]
Strokes = tuple[int, int, int]
"""How many, the first one (横竖撇点折), and the place among those alike; a character without data comes last, by its code."""


def natural(number: str) -> Natural:
    """The key of a number as people count: 9 before 10, 001 before 16; equal ones as they are written."""
    parts = (part for part in _DIGITS.split(number) if part)
    return (*((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts), (2, 0, number))


def by_number(those: Iterable[T], number: Callable[[T], str]) -> list[T]:
    """Those who bear numbers, in the order of :func:`natural`: worked out only where it is another than that of texts."""
    found = list(those)
    alike = len({len(number(one)) for one in found}) < 2 and all(number(one).isdecimal() for one in found)
    return sorted(found, key=number) if alike else sorted(found, key=lambda one: natural(number(one)))


@cache
def strokes() -> Mapping[str, Strokes]:
    """Every character that there is data for."""
    from duty_cli.model.stroke_table import TABLE

    return {one: (*key, place) for key, alike in TABLE.items() for place, one in enumerate(alike)}


def surname_of(name: str) -> str:
    """The surname: two characters where it is a known compound one and a given name follows; else the first."""
    return name[:2] if len(name) > 2 and name[:2] in _COMPOUND else name[:1]


def by_strokes(name: str) -> tuple[object, ...]:
    """The key of a name: its surname's strokes, then one-character given names first, then the strokes of the given name."""
    surname, plain = surname_of(name), name.replace("·", "")
    given = plain[len(surname) :]
    return tuple(map(_strokes, surname)), len(given) > 1, tuple(map(_strokes, given))


def _strokes(character: str) -> Strokes:
    return strokes().get(character, (_UNKNOWN, 0, ord(character)))


def without_strokes(name: str) -> str:
    """The characters of a name that there is no data for."""
    return "".join(one for one in name if one != "·" and one not in strokes())


class Lists(Protocol):
    """What puts members in the order of an office's lists."""

    def __call__(self, members: Iterable[Member], period: Period, by: NamesBy | None = None) -> list[Member]:
        """The members, listed."""


@dataclass(frozen=True, slots=True)
class NameOrder:
    """How an office lists names; ``sectors`` in its own order, none for that of the National Committee."""

    by: NamesBy = NamesBy.SECTOR
    sectors: tuple[str, ...] = ()

    def listed(self, members: Iterable[Member], period: Period, by: NamesBy | None = None) -> list[Member]:
        """Members in this order, or ``by`` another, by their sector of ``period``.

        Sectors not in the list follow those that are, in the order of their lowest number; no sector comes last.
        """
        by_number = sorted(members, key=lambda member: natural(member.number))
        match by or self.by:
            case NamesBy.NUMBER:
                return by_number
            case NamesBy.STROKES:
                return sorted(by_number, key=lambda member: by_strokes(member.name))
            case NamesBy.SECTOR:
                place = self._places([member.value(Facet.SECTOR, period) for member in by_number])
                return sorted(by_number, key=lambda member: place[member.value(Facet.SECTOR, period)])

    def of_sectors(self, sectors: Iterable[str]) -> list[str]:
        """Names of sectors in the order of sectors, whatever names of members go by."""
        met = list(dict.fromkeys(sectors))
        return sorted(met, key=self._places(met).__getitem__)

    def _places(self, sectors: Iterable[str]) -> Mapping[str, tuple[bool, int]]:
        names = [(name,) for name in self.sectors] or SECTORS
        known = {bare_sector(name): place for place, alike in enumerate(names) for name in alike}
        met = list(dict.fromkeys(sectors))
        return {name: (not name, known.get(bare_sector(name), len(names) + at)) for at, name in enumerate(met)}


def bare_sector(sector: str) -> str:
    """A sector's name without the 界 or 界别 that people write or leave out."""
    return _BARE.sub("", sector)


BY_SECTOR: Lists = NameOrder().listed
"""The order where an office says nothing."""
