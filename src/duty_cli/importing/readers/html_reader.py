"""A web page as a sheet: platforms write a table in HTML, call it .xls, and spreadsheets open it without a word.

Laid out as a spreadsheet does: all tables below one another, text between them in rows of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.readers.csv_reader import ENCODINGS, MAX_BYTES
from duty_cli.importing.readers.file_sheet import BROKEN, Block, Drawn, FileSheet, Row, Span, cell_name
from duty_cli.importing.readers.workbook_reader import TOO_LARGE, sound
from duty_cli.importing.readers.workbook_xml import Marks, TooLarge
from duty_cli.parsing.altered_cells import formula_cell
from duty_cli.patterns import pattern

HTML = "html"
"""The sort of such a sheet, where others have the encoding of a text or the sort of a workbook."""

_BEGINNING = pattern(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|style|table|div)\b", re.I | re.S
)
_CHARSET = pattern(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD = 1 << 12
_SPACES = pattern(r"[ \t\r\n\f]+")
_BREAKS = pattern(r"[ \xa0]*\x0b[ \xa0\x0b]*")
_HIDDEN = pattern(r"display\s*:\s*none", re.I)
_ASIDE = ("script", "style", "title", "xml")
_TITLE = "网页"


def is_html(data: bytes) -> bool:
    """Whether a file begins as a web page does."""
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "latin-1")
    return _BEGINNING.match(data[:_HEAD].decode(codec, "ignore")) is not None


def html_sheet(name: str, data: bytes, encoding: str | None = None) -> FileSheet:
    """The tables of a web page as one sheet. Raises UnreadableFile where there is none, or not all of it."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(name, TOO_LARGE)
    page = _Page(name)
    try:
        page.feed(_decoded(name, data, encoding))
        page.close()
    except TooLarge:
        raise UnreadableFile(name, TOO_LARGE) from None
    except AssertionError as error:  # the parser's word for markup that it cannot make out
        raise UnreadableFile(name, BROKEN) from error
    if page.cut_off:
        raise UnreadableFile(name, "网页中的表格没有结尾，文件不完整；请重新导出")
    if not page.tables:
        raise UnreadableFile(name, "是网页，其中没有表格；请用 WPS 或 Excel 打开后另存为 xlsx")
    rows = page.rows
    return FileSheet(name, HTML, lambda: _copied(rows), _TITLE, drawn=Drawn(tuple(page.merged), tuple(page.hidden)))


def _copied(rows: list[Row]) -> Iterator[Row]:
    return ((line, list(cells)) for line, cells in rows)


def _decoded(name: str, data: bytes, told: str | None) -> str:
    """The text, as is told, by its mark, as it says of itself, or else as texts are read; each strictly."""
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    said = _CHARSET.search(data[:_HEAD])
    declared = ENCODINGS.get(said[1].decode().lower()) if said else None
    tried = [told] if told else [marked] if marked else [*filter(None, [declared]), "utf-8", "gb18030"]
    for codec in tried:
        try:
            return data.decode(ENCODINGS.get(codec, codec))
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableFile(
        name, f"网页的文字不是 {' 或 '.join(dict.fromkeys(tried))} 编码；请用 WPS 或 Excel 打开后另存为 xlsx"
    )


@dataclass(slots=True)
class _Cell:
    """A cell that is open: its text so far, how far it reaches, and the formula behind it."""

    across: int = 1
    down: int = 1
    formula: bool = False
    text: list[str] = field(default_factory=list)

    def said(self) -> str:
        plain = _SPACES.sub(" ", "".join(self.text).replace("\xa0", " "))
        return _BREAKS.sub("\n", plain).strip()


@dataclass(slots=True)
class _Table:
    """A table that is open. ``below`` says for each column in how many further rows a cell reaches into it."""

    cells: list[str] | None = None
    cell: _Cell | None = None
    below: dict[int, int] = field(default_factory=dict)
    reaching: dict[int, int] = field(default_factory=dict)
    spans: list[tuple[int, _Cell]] = field(default_factory=list)
    formulas: list[int] = field(default_factory=list)
    merged: list[Block] = field(default_factory=list)
    hidden: bool = False
    holds_table: bool = False


class _Page(HTMLParser):
    """One walk over the page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.merged: list[Block] = []
        self.hidden: list[Span] = []
        self.tables = 0
        self._name, self._line, self._size = name, 0, Marks()
        self._open: list[_Table] = []
        self._aside, self._beside, self._ended = 0, list[str](), False

    @property
    def cut_off(self) -> bool:
        """Whether the page ends within a table."""
        return bool(self._open) and not self._ended

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag in _ASIDE:
            self._aside += 1
        elif tag == "table":
            self._say_beside()
            if self._open:
                self._open[-1].holds_table = True
            self._open.append(_Table())
            self.tables += 1
        elif tag in ("tr", "td", "th") and self._open:
            self._begin(self._open[-1], tag, given)
        elif tag in ("br", "p", "div"):
            self.handle_data("\x0b")

    def handle_endtag(self, tag: str) -> None:
        if tag in _ASIDE:
            self._aside = max(0, self._aside - 1)
        elif tag in ("body", "html"):
            self._ended = True
        elif tag == "table" and self._open:
            self._end_table()
        elif tag == "tr" and self._open:
            self._end_row(self._open[-1])
        elif tag in ("td", "th") and self._open:
            self._end_cell(self._open[-1])
        elif tag in ("h1", "h2", "h3", "h4", "p", "div", "caption"):
            self._say_beside()

    def handle_data(self, data: str) -> None:
        if self._aside:
            return
        cell = self._open[-1].cell if self._open else None
        (self._beside if cell is None else cell.text).append(data)

    def close(self) -> None:
        """To the end: tables that nobody closed are closed where the page ends."""
        super().close()
        while self._open and self._ended:
            self._end_table()
        self._say_beside()

    def _begin(self, table: _Table, tag: str, given: dict[str, str]) -> None:
        """A row or a cell; what nobody closed before it is closed."""
        if tag == "tr":
            self._end_row(table)
            self._say_beside()
            table.cells, table.hidden = [], _HIDDEN.search(given.get("style", "")) is not None
            return
        self._end_cell(table)
        if table.cells is None:
            table.cells = []
        table.cell = _Cell(_count(given.get("colspan")), _count(given.get("rowspan")), "x:fmla" in given)

    def _end_cell(self, table: _Table) -> None:
        cell, cells = table.cell, table.cells
        if cell is None or cells is None:
            return
        while table.below.get(len(cells), 0):
            cells.append("")
        left = len(cells)
        self._size.reach(self._line, left + cell.across - 1)
        cells += [cell.said(), *[""] * (cell.across - 1)]
        if cell.across > 1 or cell.down > 1:
            table.spans.append((left, cell))
            table.reaching |= dict.fromkeys(range(left, left + cell.across), cell.down - 1)
        if cell.formula:
            table.formulas.append(left)
        table.cell = None

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        cells = table.cells
        if cells is None:
            return
        # A row that is there to lay out the page holds but the table within it.
        if any(cells) or not table.holds_table:
            self._add(table, cells)
        table.below = {at: left - 1 for at, left in table.below.items() if left > 1}
        table.below |= {at: down for at, down in table.reaching.items() if down}
        table.cells, table.holds_table = None, False
        table.spans, table.reaching, table.formulas = [], {}, []

    def _add(self, table: _Table, cells: list[str]) -> None:
        """A row of the sheet."""
        self._line += 1
        for at in table.formulas:
            why = f"单元格 {cell_name(self._line - 1, at)} 是公式；请复制后“选择性粘贴”为数值，再另存"
            cells[at] = formula_cell(cells[at], why)
        self.rows.append((self._line, sound(self._name, _TITLE, self._line - 1, cells)))
        for left, cell in table.spans:
            table.merged.append(Block(self._line, left, self._line + cell.down - 1, left + cell.across - 1))
        if table.hidden:
            self.hidden.append((self._line, self._line))

    def _end_table(self) -> None:
        table = self._open[-1]
        self._end_row(table)
        self._say_beside()
        self._open.pop()
        # A cell reaches no further down than its table, whatever it says.
        self.merged += (Block(one.top, one.left, min(one.bottom, self._line), one.right) for one in table.merged)

    def _say_beside(self) -> None:
        """The text that stands in no cell, as a row of its own."""
        text = _Cell(text=self._beside).said()
        self._beside = []
        if text:
            self._line += 1
            self.rows.append((self._line, sound(self._name, _TITLE, self._line - 1, [text])))


def _count(text: str | None) -> int:
    """How many columns or rows a cell reaches over."""
    return max(1, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 1
