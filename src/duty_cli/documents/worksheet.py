"""The looks and the page of a worksheet as offices print it: A4, one page wide, 宋体, boxed cells, numbered pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from duty_cli.documents.cell_text import cleaned, said
from duty_cli.documents.cell_widths import cell_width
from duty_cli.model.exact_numbers import Yuan
from duty_cli.model.papers import Cell, Column

AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""How every workbook is made: what is a text stays one."""

_A4 = 9
_FOOTER = "&C第 &P 页 共 &N 页"
_BODY, _TITLE = 11, 16
"""Sizes of type, in points."""
_HIGHEST = 409
_LONGEST = 32_767
_CUT = "……（超出单元格上限，余下从略）"
_LONGEST_TAB = 31
# Excel keeps fifteen digits of a number; of a fraction's text, the point and a sign take some of them.
_DIGITS = 15
_HELD = 10**_DIGITS

_PLAIN = frozenset({"Number", "String", "Blank"})
"""The sorts of cells that papers have, as XlsxWriter calls them."""

Held = str | int | Decimal | None
"""What a cell of a worksheet is written as; None is a blank one."""


class BoxedWorksheet(Worksheet):  # type: ignore[misc]  # the library tells no types
    """A worksheet that writes out a cell with a look in less than half of XlsxWriter's time, to the same bytes."""

    # Theirs finds out for every cell that the number of its look needs no escaping, by an exception. This is the one private
    # method of a library that is replaced: were it called no longer, the file would be the same, and as slow as before.
    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401 - theirs are of several classes
        sort = type(cell).__name__
        look = cell.format if sort in _PLAIN else None
        if look is None or look.xf_index is None:
            super()._write_cell(row, col, cell)
            return
        opened = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{look.xf_index}"'
        if sort == "Number":
            self.fh.write(f"{opened}><v>{cell.number:.16G}</v></c>")
        elif sort == "String":
            self.fh.write(f'{opened} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(f"{opened}/>")


class CellFormats:
    """The formats of one workbook; ``cells`` by how a column stands."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.title = self.look(font_name="黑体", font_size=_TITLE, align="center", text_wrap=True)
        self.heading = self.look(bold=True, border=1, align="center", text_wrap=True)
        self.cells = {align: self.look(border=1, align=align, text_wrap=True) for align in ("left", "right", "center")}
        self.sums = {
            align: self.look(border=1, align=align, text_wrap=True, bold=True) for align in ("left", "right", "center")
        }
        self._money = [self.look(border=1, align="right", bold=bold, num_format="#,##0.00") for bold in (False, True)]
        self.line = self.look(align="left", text_wrap=True)
        self.chapter = self.look(font_name="黑体", align="left", text_wrap=True)
        self.subtitle = self.look(align="center")

    def of(self, column: Column, cell: Cell, *, summed: bool) -> Format:
        """The look of a cell under ``column``; of money as accounts show it, so that it stays a number."""
        if isinstance(cell, Yuan):
            return self._money[summed]
        return (self.sums if summed else self.cells)[column.align]

    def look(self, **properties: object) -> Format:
        """A look of its own: the body's type, and ``properties`` beside or over it."""
        return self._book.add_format({"font_name": "宋体", "font_size": _BODY, "valign": "vcenter", **properties})


class SheetPage:
    """One worksheet, written downwards; ``row`` is the next row, counted from 0."""

    def __init__(self, worksheet: Worksheet, looks: CellFormats, widths: Sequence[int], *, landscape: bool) -> None:
        self.worksheet = worksheet
        self.looks = looks
        self.row = 0
        self._widths = widths
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        worksheet.set_paper(_A4)
        worksheet.set_footer(_FOOTER)
        worksheet.fit_to_pages(1, 0)
        worksheet.center_horizontally()
        if landscape:
            worksheet.set_landscape()

    def across(self, text: str, look: Format, size: int = _BODY) -> None:
        """Write one paragraph over all columns, as high as its text needs in type of ``size`` points."""
        lines = max(1, -(-cell_width(text) * size // (sum(self._widths) * _BODY)))
        self.worksheet.set_row(self.row, min(lines * size * 3 // 2, _HIGHEST))
        if len(self._widths) > 1:
            self.worksheet.merge_range(self.row, 0, self.row, len(self._widths) - 1, "", look)
        self.worksheet.write_string(self.row, 0, bounded(text), look)
        self.row += 1

    def next_row(self, texts: Mapping[int, str]) -> None:
        """Close the row; make it as high as the longest of ``texts`` needs, by column: those that may take more than a line."""
        lines = max((self._lines(text, self._widths[column]) for column, text in texts.items()), default=1)
        if lines > 1:
            self.worksheet.set_row(self.row, min(lines * _BODY * 3 // 2, _HIGHEST))
        self.row += 1

    def needed(self, column: int, text: str) -> int:
        """How many lines ``text`` takes in that column."""
        return self._lines(text, self._widths[column])

    def high_row(self, lines: int) -> None:
        """Close the row, of so many lines."""
        self.worksheet.set_row(self.row, min(lines * _BODY * 3 // 2, _HIGHEST))
        self.row += 1

    def on_a_line(self, column: int, wide: int) -> bool:
        """Whether so many characters without a break take no more than one line there."""
        return wide <= max(1, self._widths[column] - 2)

    def _lines(self, text: str, width: int) -> int:
        """How many lines ``text`` takes in a column: a character that would not fit whole begins the next."""
        return sum(max(1, -(-cell_width(line) // max(1, width - 2))) for line in text.split("\n"))

    def title(self, text: str) -> None:
        """Write the title over all columns."""
        self.across(cleaned(text), self.looks.title, _TITLE)

    def lines(self, texts: Iterable[str]) -> None:
        """Write remarks, a line each."""
        for text in texts:
            self.across(cleaned(text), self.looks.line)


def held(cell: Cell, text: str) -> Held:
    """What a worksheet holds of a cell that is read as ``text``: numbers that Excel keeps exactly are numbers, all else is text."""
    if not text:
        return None
    if isinstance(cell, int) and -_HELD < cell < _HELD:
        return cell
    if isinstance(cell, Yuan):
        return Decimal(cell.plain)
    if isinstance(cell, str) or "/" in text or len(text) > _DIGITS:
        return bounded(text)
    return Decimal(text)


class HeldCells(dict[Cell | tuple[int, int], tuple[Held, int]]):
    """What a worksheet holds of each different cell, and the characters it takes; found out once."""

    def __missing__(self, key: Cell | tuple[int, int]) -> tuple[Held, int]:
        cell = Fraction(*key) if isinstance(key, tuple) else key
        text = said(cell)
        self[key] = held(cell, text), cell_width(text)
        return self[key]

    def column(self, cells: Sequence[Cell]) -> HeldColumn:
        """The cells of one column."""
        # The two numbers of a fraction are found ten times as fast as the fraction.
        keys = [cell.as_integer_ratio() if type(cell) is Fraction else cell for cell in cells]
        values, widths = zip(*map(self.__getitem__, keys), strict=True)
        return HeldColumn(values, max(widths), Yuan in set(map(type, cells)))


class HeldColumn(NamedTuple):
    """A column of a table as a worksheet holds it; ``widest`` in characters, ``money`` where some of it is."""

    values: tuple[Held, ...]
    widest: int
    money: bool


def bounded(text: str) -> str:
    """``text`` as far as a cell can hold it, saying so where it is cut; a character beyond U+FFFF counts as two, as in Excel."""
    if len(text) <= _LONGEST // 2:
        return text
    units, room = text.encode("utf-16-le", "surrogatepass"), 2 * (_LONGEST - len(_CUT))
    return text if len(units) <= 2 * _LONGEST else units[:room].decode("utf-16-le", "ignore") + _CUT


def tab_names(names: Iterable[str]) -> list[str]:
    """``names`` as a workbook takes them: no forbidden signs, at most 31 characters, each different."""
    tabs: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\']", " ", cleaned(name)).strip() or "表"
        tab, number = plain[:_LONGEST_TAB], 1
        while tab.casefold() in map(str.casefold, tabs):
            number += 1
            tab = f"{plain[: _LONGEST_TAB - len(str(number))]}{number}"
        tabs.append(tab)
    return tabs
