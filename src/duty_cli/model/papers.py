"""Papers: sheets, charts and text in the one form that every format knows; papers bound together; official documents.

Every paper carries a line that says which ledger it is from, up to where, by which rules, by which program.
"""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from duty_cli.model.exact_numbers import Points, Yuan
from duty_cli.model.office_words import OfficeWords
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern

Cell = str | Points | Yuan | None
"""Text, an exact number, money, or nothing."""

SHOWN = 16
"""How many digits of a digest stand on paper."""

_LINE = pattern(
    rf"账本：(?P<committee>[^｜\n]*)｜序号 (?P<seq>\d{{1,15}})｜账首 (?P<head>[0-9a-f]{{{SHOWN}}})"
    rf"｜规则 (?P<rules>[0-9a-f]{{{SHOWN}}})｜duty (?P<version>\d[\w.+-]*)"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how its cells stand."""

    heading: str
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One titled table with remarks under it. ``name`` is short (a worksheet's tab).

    ``sums`` are the places of the rows that sum others, counted from 0. ``by_hand``: it is filled in with a pen, so it is
    printed upright, in large type, with rows as high as handwriting. ``merged``, of two columns: a cell of the first reaches down over
    the rows below it whose first cell is None.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    sums: tuple[int, ...] = ()
    by_hand: bool = False
    merged: bool = False

    @property
    def reaches(self) -> list[tuple[int, int]]:
        """Of a merged table the rows over which each first cell reaches: the first, and the one after the last."""
        begins = [place for place, row in enumerate(self.rows) if place == 0 or row[0] is not None]
        return list(pairwise([*begins, len(self.rows)]))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a paper; ``level`` 0 is body text, 1 a heading 一、, 2 （一）, 3 1., 4 （1）."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures of a chart, a value a label; None where there is none."""

    name: str
    values: tuple[Points | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that are better seen than read, in ``unit``; a chart holds what the report says and no figure of its own."""

    title: str
    kind: Literal["bar", "stacked", "line", "radar"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report laid out for a reader: a title with a line under it, text if any, sheets, and the identity line at the end.

    ``headline`` are the few figures that say the most, each after its name. ``together``: text and tables stand one under
    another on at most two upright pages, also in a workbook.
    """

    title: str
    sheets: tuple[Sheet, ...]
    identity: str
    text: tuple[Paragraph, ...] = ()
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    headline: tuple[tuple[str, Cell], ...] = ()
    together: bool = False


@dataclass(frozen=True, slots=True)
class BoundPapers:
    """Papers under one title, each on a page of its own and named in the table of contents by its title and subtitle."""

    title: str
    papers: tuple[Paper, ...]
    identity: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()


_BLANK = "　　"


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document under a red head, or a letter. ``text`` has the levels 1 一、 2 （一） 3 1. 4 （1）; 0 is body text.

    Each of ``annexes`` begins on a page of its own; ``cc`` is who gets a copy (抄送).
    """

    title: str
    addressee: str
    text: tuple[Paragraph, ...]
    annexes: tuple[Sheet, ...]
    identity: str
    number: str = ""
    on: date | None = None
    signed: tuple[str, ...] = ()
    cc: str = ""
    red_head: bool = True


@dataclass(frozen=True, slots=True)
class Fonts:
    """The typefaces, by what is set in them; ``figures`` is that of digits and Latin letters in the body."""

    title: str = "方正小标宋简体"
    body: str = "仿宋_GB2312"
    heading: str = "黑体"
    subheading: str = "楷体_GB2312"
    page: str = "宋体"
    figures: str = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of type in points; ``mark`` None: as large as fits on one line, at most 62."""

    mark: Points | None = None
    title: Points = 22
    body: Points = 16
    table: Points = 12
    foot: Points = 14


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of the page in millimetres; ``binding`` is on the left of odd pages and on the right of even ones."""

    top: Points = 37
    bottom: Points = 35
    binding: Points = 28
    cut: Points = 26


@dataclass(frozen=True, slots=True)
class OfficeStyle:
    """How an office issues its documents; ``of`` fills in what it does not say.

    ``number`` is a pattern with ``{year}`` and ``{number}``. ``members`` and ``leaders`` are the addressees of what goes to
    all members and of what is put to the leaders; ``member``, ``sector`` … are its words for them (:mod:`calling`). ``contact`` is said at the end of a letter to a member. ``template`` are
    the bytes of the office's own .docx file, whose styles, head and foot take the place of the built-in ones.
    """

    mark: str = ""
    number: str = "〔{year}〕{number}号"
    signed: tuple[str, ...] = ()
    seal: bool = True
    members: str = ""
    leaders: str = "主席会议"
    member: str = "委员"
    sector: str = "界别"
    liaison_group: str = "委员联络组"
    special_committee: str = "专门委员会"
    cc: str = ""
    printed_by: str = ""
    contact: str = ""
    fonts: Fonts = field(default_factory=Fonts)
    sizes: Sizes = field(default_factory=Sizes)
    margins: Margins = field(default_factory=Margins)
    template: bytes = b""

    def of(self, committee: str) -> OfficeStyle:
        """The style of that committee: its own name in the head and under a document, its office under the foot."""
        return replace(
            self,
            mark=self.mark or f"{committee}文件",
            signed=self.signed or (committee,),
            members=self.members or f"各位{self.member}",
            printed_by=self.printed_by or f"{committee}办公室",
        )

    @property
    def calling(self) -> OfficeWords:
        """How the office calls its members, groups and leaders."""
        members = self.members or f"各位{self.member}"
        return OfficeWords(self.member, members, self.leaders, self.sector, self.liaison_group, self.special_committee)

    def numbered(self, year: int, number: int | None) -> str:
        """The number of a document of that year, with a blank to be filled in by hand where there is none yet."""
        shown = _BLANK if number is None else str(number)
        return self.number.replace("{year}", str(year)).replace("{number}", shown)


def in_figures(day: date) -> str:
    """A day as documents date themselves: Arabic figures, the full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Identity:
    """``head`` and ``rules`` are SHA-256 digests in hex; ``seq`` the last row known."""

    committee: str
    seq: int
    head: str
    rules: str
    version: str

    def __str__(self) -> str:
        return f"账本：{self.committee}｜序号 {self.seq}｜账首 {self.head[:SHOWN]}｜规则 {self.rules[:SHOWN]}｜duty {self.version}"

    @classmethod
    def last_in(cls, text: str) -> Identity | None:
        """The last such line in a text; its digests are as short as they stand there. None where there is none."""
        found = list(_LINE.finditer(text))
        if not found:
            return None
        said = found[-1]
        return cls(said["committee"], int(said["seq"]), said["head"], said["rules"], said["version"])
