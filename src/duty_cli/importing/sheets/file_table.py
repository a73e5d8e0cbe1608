"""A sheet with its header found, and the same under our headings: with its problems named by line and heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from duty_cli.errors.base import DutyError, nearest
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.readers.file_sheet import Block, FileSheet, Row, blank
from duty_cli.importing.sheets.hidden_and_merged import Merged
from duty_cli.importing.sheets.sheet_rows import (
    Header,
    HeadingVocabulary,
    is_below,
    is_nobody,
    is_paper_day,
    is_remark,
    is_total,
)
from duty_cli.model.column_maps import ColumnMapping
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.records import DAY_HEADINGS
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import FormulaCell, is_altered
from duty_cli.parsing.record_columns import no_error
from duty_cli.patterns import pattern

_OF_MEMBERS = ("界别", "党派", "委员联络组", "专门委员会", "职务")
"""What many lists say of a member beside what they are for: the roster has it."""

SIGNS = "各次活动"
"""What the columns of signs in a matrix are called together."""

_NAMING = ("委员编号", "姓名", "第一提案人")

_TOLD = pattern("[：:，。；]")
"""What tells a note from a value."""

_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)年", re.ASCII)


@dataclass(frozen=True, slots=True)
class FileTable:
    """A sheet and its header. ``name`` is how its places are named; ``mapping`` is that of a foreign file."""

    name: str
    sheet: FileSheet
    header: Header
    lexicon: HeadingVocabulary
    mapping: ColumnMapping | None = None
    remarks: tuple[str, ...] = ()
    formulas: Callable[[], Iterator[Row]] | None = None
    """The rows with their formulas, where what these gave when the file was saved is read in their place."""
    nearly: Callable[[], str] = str
    """Which of the maps at hand it would be read by but for one heading; asked where nothing else tells what it is."""
    shared: tuple[Row, ...] | None = None
    """The rows of titles, where the sheet holds several tables: this one may have but a part of them above it."""

    @property
    def title_rows(self) -> tuple[Row, ...]:
        """The rows above the header."""
        return self.header.above if self.shared is None else self.shared

    @property
    def titles(self) -> tuple[str, ...]:
        """What stands above the header, and the name of the sheet; a formula may give another title the next time."""
        above = (cell for _, cells in self.title_rows for cell in cells if not isinstance(cell, FormulaCell))
        return (*(cell.strip() for cell in above if cell.strip()), self.sheet.title)

    @property
    def year(self) -> int | None:
        """The year that the titles name, if it is one."""
        years = {int(year) for title in self.titles for year in _YEAR.findall(unicodedata.normalize("NFKC", title))}
        # Two years in the titles decide nothing: a guess would move every day of the file by a year.
        return years.pop() if len(years) == 1 else None

    @property
    def unread(self) -> frozenset[int]:
        """The places of the columns that are declared unread."""
        return frozenset(at for at, cell in enumerate(self.header.cells) if self.lexicon.unread(cell))

    def rows(self) -> Iterator[Row]:
        """The rows below the header, each at least as wide as it."""
        width = len(self.header.cells)
        for line, cells in self.sheet.rows():
            if line > self.header.line:
                # Programs leave out the empty cells at the end of a row; padded, every column can be asked for.
                yield line, cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]


@dataclass(frozen=True, slots=True)
class Columns:
    """A table under our headings: ``at`` says in which cell of a row each stands, ``origins`` how the file calls it.

    ``converted`` changes the text of some columns (raising BadValue); ``rows`` gives the rows these places are meant for.
    ``also`` says of other cells that are read, as the signs of a matrix, what they are called; ``unread`` are the places of
    columns declared so. ``left_out`` says which rows are not wanted.
    ``began`` is the line where the rows begin, if not right below the header. ``beside`` names further columns that are not read.
    """

    table: FileTable
    at: Mapping[str, int]
    origins: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    bare: tuple[int, ...] = ()
    rows: Callable[[], Iterator[Row]] = field(kw_only=True)
    converted: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    also: Mapping[int, str] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()
    began: int = 0
    left_out: Callable[[Sequence[str]], bool] | None = None
    beside: Mapping[int, str] = field(default_factory=dict)
    naming: tuple[int, ...] = field(init=False)
    """The places of the columns that name a member, or the first of several."""

    def __post_init__(self) -> None:
        # Computed once, though frozen: every row is asked for it.
        object.__setattr__(self, "naming", naming(self.at))

    @property
    def merged(self) -> Merged:
        """What is merged over cells that are read, below the headings."""
        width = len(self.table.header.cells)
        # Cells that a mapping adds behind those of the file are covered by none of its blocks.
        headings = {**self.also, **{at: heading for heading, at in self.at.items() if at < width}}
        blocks = [block for block in self.table.sheet.drawn.merged if block.top >= self.first_line]
        return Merged(self.table.sheet.file, blocks, headings)

    @property
    def first_line(self) -> int:
        """The line where the rows may begin."""
        return self.began or self.table.header.line + 1

    @property
    def read(self) -> tuple[int, ...]:
        """The places of all cells of a row that are read."""
        return (*self.at.values(), *self.also)

    def problem(self, line: int, heading: str, what: str, advice: str = "") -> Problem:
        """A problem in the column ``heading``, named also as it stands in the file."""
        origin = self.origins.get(heading, heading)
        return Problem(self.table.name, line, heading if origin == heading else f"{heading}（{origin}）", what, advice)

    def told(self, line: int, heading: str, error: DutyError) -> Problem:
        """Convert an error to a Problem: its sentence is split at the last ； into what is wrong and the advice."""
        sentence = str(error).removeprefix(heading)
        what, _, advice = sentence.rpartition("；")
        return self.problem(line, heading, what, advice) if what else self.problem(line, heading, sentence)

    def lacking(self, *wanted: Sequence[str]) -> tuple[Problem, ...]:
        """A problem for each group of headings of which the header has none."""
        table, there = self.table, {*self.at, *self.origins}
        absent = ("、".join(group) for group in wanted if there.isdisjoint(group))
        advice = "请补上后重试" if table.mapping is None else "请在对照表的 columns 中写明"
        return tuple(Problem(table.name, table.header.line, columns, "缺少此列", advice) for columns in absent)

    def stray(self, cells: Sequence[str]) -> int | None:
        """The number of the first filled cell that stands under no heading; offices' rows often end in empty cells."""
        width = len(self.table.header.cells)
        # A mapping names all that is read of a foreign file: other cells are let be.
        outside = range(width, len(cells)) if self.table.mapping is None else ()
        return next((at + 1 for at in (*self.bare, *outside) if cells[at].strip()), None)

    def headless(self, at: int) -> tuple[str, str]:
        """What is wrong with a cell in a column without a heading, and what to do."""
        block = next((one for one in self.table.sheet.drawn.merged if self._heads(one, at)), None)
        if block is not None:
            return self.over_columns(block), "请取消合并，一列一个列名"
        if self.table.sheet.of_workbook:
            return "单元格没有对应的列名", "请补上列名，或清空这一列"
        return "单元格没有对应的列名", "请检查该行是否多了分隔符"

    def over_columns(self, block: Block) -> str:
        """What is said of a heading merged over several columns."""
        return f"{block} 是合并的单元格，一个列名占了 {block.right - block.left + 1} 列"

    def _heads(self, block: Block, at: int) -> bool:
        """Whether a heading is merged over that column and others; titles end above the headings."""
        beside = block.left < block.right and block.left <= at <= block.right
        return beside and block.top < self.first_line and block.bottom >= self.table.header.line

    def says_nothing(self, cells: Sequence[str]) -> bool:
        """Whether a row is blank in all that may be read, a total or a remark on the table: forms are often numbered beforehand."""
        own = cells[: len(self.table.header.cells)]
        if self.table.mapping is None and self._is_below(own):
            return True
        return blank([cell for at, cell in enumerate(own) if at not in self.unread]) or is_total(own) or is_remark(own)

    def _is_below(self, own: Sequence[str]) -> bool:
        """Whether a row is of what stands below the table: a lone day under 日期 is not, but a row left unfinished."""
        filled = [at for at, cell in enumerate(own) if cell.strip()]
        facts = {at: heading for heading, at in self.at.items() if heading not in (*_NAMING, "出席情况", "备注")}
        if len(filled) == 1 and filled[0] in facts and not _TOLD.search(own[filled[0]]):
            return facts[filled[0]] not in DAY_HEADINGS and is_paper_day(own[filled[0]])
        return is_below(own, max(self.naming, default=-1))

    def passed_over(self, cells: Sequence[str]) -> bool:
        """Whether a row is nobody's whatever else it says: a total, and in a foreign file all that says nothing.

        A total or a remark may stand in any column that names a member, and all else may come from the mapping.
        """
        width = len(self.table.header.cells)
        own = cells if len(cells) <= width else cells[:width]
        if is_total(own):
            return True
        for at in self.naming:
            if not cells[at].isascii() and is_nobody(cells[at]):
                return True
        if self.table.mapping is None:
            return False
        # A formula that shows nothing is no blank cell: it may show something when next calculated.
        return FormulaCell not in map(type, own) if blank(own) else is_remark(own)

    def altered(self, cells: Sequence[str]) -> bool:
        """Whether a cell of the row that is read is not any more what was typed into it."""
        headed = [*self.at.items(), *(("", at) for at in self.also)]
        return any(is_altered(heading, cells[at]) for heading, at in headed if at < len(cells))

    def without_formulas(self, cells: Sequence[str]) -> None:
        """Raises UnreadableFile where a cell that is read is a formula: what it gives now may be another value than was saved."""
        for at in self.read:
            cell = cells[at] if at < len(cells) else ""
            if isinstance(cell, FormulaCell):
                raise UnreadableFile(self.table.sheet.file, self._not_read(cell))

    def _not_read(self, cell: FormulaCell) -> str:
        if cell.saved is not None:
            return f"{cell.why}；已核对的，可加 --as-saved 照存盘时的结果读取"
        none = "没有存盘时的结果，或结果是 0，可能没有计算过"
        return cell.why if self.table.formulas is None else cell.why.replace("；", f"（{none}）；", 1)

    def unread_told(self) -> tuple[str, ...]:
        """What is said of the columns that are passed over; numbers of rows are nothing that anybody would miss."""
        cells = self.table.header.cells
        unread = {**{at: text_cleaning.heading(cells[at]) for at in self.unread}, **self.beside}
        named = [text for _, text in sorted(unread.items()) if text not in ("", "序号")]
        return (f"没有读取的列：{'、'.join(named)}",) if named else ()

    def is_header(self, cells: Sequence[str]) -> bool:
        """Whether a row is one more header, as sheets have that were put together from several."""
        return len({found for cell in cells if (found := self.table.lexicon.known(cell))}) > 1


def naming(at: Mapping[str, int]) -> tuple[int, ...]:
    """The places of the columns that name a member, of all the headings ``at`` their places."""
    return tuple(at[heading] for heading in _NAMING if heading in at)


def plain_columns(table: FileTable, headings: Sequence[str]) -> Columns:
    """The columns of a file of ours or of an office, by name and alias; a column twice or unknown is a problem."""
    lexicon, header, at = table.lexicon, table.header, dict[str, int]()
    problems: list[Problem] = []
    bare: list[int] = []
    beside: list[int] = []
    for place, cell in enumerate(header.cells):
        heading, text = lexicon.heading(cell, headings), text_cleaning.heading(cell)
        if heading in at:
            first = text_cleaning.heading(header.cells[at[heading]])
            what = "列名重复" if first == text else f"列名重复，与“{first}”同为“{heading}”"
            problems.append(Problem(table.name, header.line, text, what, "请只保留一列"))
        elif heading is not None:
            at[heading] = place
        # Let pass until a cell below it says something (stray): offices leave empty columns.
        elif not text:
            bare.append(place)
        elif lexicon.heading(cell, _OF_MEMBERS) is not None:
            beside.append(place)
        elif not lexicon.unread(cell):
            problems.append(Problem(table.name, header.line, text, "列名无法识别", _advice(text, headings, lexicon)))
    origins = {heading: text_cleaning.heading(header.cells[place]) for heading, place in at.items()}
    converted = {heading: partial(no_error, heading) for heading in at} if table.sheet.of_workbook else {}
    problems = list(dict.fromkeys(problems))
    return Columns(
        *(table, at, origins, tuple(problems), tuple(bare)),
        rows=table.rows,
        converted=converted,
        unread=table.unread | {*beside},
    )


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems sorted by line and deduplicated by cell: the first of each is kept."""
    first: dict[tuple[int, str], Problem] = {}
    for problem in problems:
        # Further problems of a cell mostly follow from its first.
        first.setdefault((problem.line, problem.column), problem)
    return tuple(sorted(first.values(), key=lambda problem: problem.line))


def _advice(heading: str, known: Sequence[str], lexicon: HeadingVocabulary) -> str:
    # What has a meaning of its own on another form is no slip of a heading that is written alike.
    near = ("" if lexicon.heading(heading) else nearest(heading, known)) or f"可用的列名：{'、'.join(known)}"
    return f"{near}，或在 rules/intake.yaml 中写明它是哪一列（headings）或不读（unread）"
