"""What an ods holds beside the values of its cells: the same marks as an xlsx, from its one ``content.xml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from duty_cli.importing.file_sheet import MAX_COLUMNS, Block
from duty_cli.importing.workbook_xml import EPOCH, Attributes, Marks, walk
from duty_cli.parsing.altered_cells import ErrorCell

_NOTHING = re.compile(r"0*(?:\.0*)?[a-z]*")
"""A height or width of 0, in whatever unit."""


def ods_marks(part: bytes, styles: bytes = b"<x/>") -> tuple[Mapping[str, Marks], date]:
    """The marks of each sheet by its name, and day 0 of its serial numbers; ``styles`` are those the whole book shares.

    Raises NotXml or TooLarge.
    """
    return _Content().walked(part, styles)


class _Content:
    """One walk over the content."""

    def __init__(self) -> None:
        self._found: dict[str, Marks] = {}
        self._marks, self._row, self._column, self._repeated, self._beside = Marks(), 0, 0, 0, 0
        self._epoch, self._style, self._flat = EPOCH, "", set[str]()
        self._number, self._digits = "", dict[str, int]()
        self._defaults: dict[int, int] = {}

    def walked(self, part: bytes, shared: bytes) -> tuple[Mapping[str, Marks], date]:
        """The marks and the day."""
        cells = {"table-cell": self._cell, "covered-table-cell": self._cell}
        styles = {"style": self._begin_style, "table-row-properties": self._size, "table-column-properties": self._size}
        tables = {"table": self._begin_table, "table-row": self._begin_row, "table-column": self._begin_column}
        others = ("percentage-style", "currency-style", "boolean-style", "date-style", "time-style", "text-style")
        numbers = dict.fromkeys(others, self._begin_other) | {"number-style": self._begin_number, "number": self._count}
        # First, because cells of the content refer to these styles.
        walk(shared, {**styles, **numbers})
        walk(part, {**cells, **styles, **tables, **numbers, "null-date": self._count_from})
        return self._found, self._epoch

    def _count_from(self, attributes: Attributes) -> None:
        self._epoch = date.fromisoformat(attributes.get("table:date-value", str(EPOCH))[:10])

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = attributes.get("style:name", "")
        if digits := self._digits.get(attributes.get("style:data-style-name", ""), 0):
            self._digits[self._style] = digits

    def _begin_number(self, attributes: Attributes) -> None:
        self._number = attributes.get("style:name", "")

    def _begin_other(self, _: Attributes) -> None:
        self._number = ""

    def _count(self, attributes: Attributes) -> None:
        if self._number and attributes.get("number:decimal-places", "0") == "0":
            self._digits[self._number] = int(attributes.get("number:min-integer-digits", 1))

    def _size(self, attributes: Attributes) -> None:
        size = attributes.get("style:row-height", attributes.get("style:column-width", "1"))
        if _NOTHING.fullmatch(size):
            self._flat.add(self._style)

    def _begin_table(self, attributes: Attributes) -> None:
        self._marks, self._row, self._column, self._repeated, self._beside = Marks(), 0, 0, 0, 0
        self._defaults = {}
        self._found[attributes.get("table:name", "")] = self._marks

    def _begin_column(self, attributes: Attributes) -> None:
        first = self._beside
        self._beside += int(attributes.get("table:number-columns-repeated", 1))
        if digits := self._digits.get(attributes.get("table:default-cell-style-name", ""), 0):
            # A file may give a style to any number of columns: no more than a sheet can have.
            self._defaults |= dict.fromkeys(range(first, min(self._beside, MAX_COLUMNS)), digits)
        if self._hidden(attributes):
            self._marks.hidden_columns.append((first, self._beside - 1))

    def _begin_row(self, attributes: Attributes) -> None:
        self._row, self._column = self._row + self._repeated, 0
        self._repeated = int(attributes.get("table:number-rows-repeated", 1))
        if self._hidden(attributes):
            self._marks.hidden_lines.append((self._row + 1, self._row + self._repeated))

    def _hidden(self, attributes: Attributes) -> bool:
        """Whether a row or column is filtered out, hidden, or drawn without any height or width."""
        shown = attributes.get("table:visibility", "visible")
        return shown in ("filter", "collapse") or attributes.get("table:style-name") in self._flat

    def _cell(self, attributes: Attributes) -> None:
        wide, row, column = int(attributes.get("table:number-columns-repeated", 1)), self._row, self._column
        formula = attributes.get("table:formula", "")
        # Empty cells are often repeated to the edge of the sheet: only filled ones make it large.
        if formula or "office:value-type" in attributes:
            self._marks.reach(row + self._repeated - 1, column + wide - 1)
        if formula:
            self._marks.calculated(row, column, formula)
        elif attributes.get("calcext:value-type") == "error":
            self._marks.instead.setdefault(row, {})[column] = ErrorCell("#N/A")
        if self._digits and attributes.get("office:value-type") == "float":
            self._pad(attributes, row, range(column, column + wide))
        across = int(attributes.get("table:number-columns-spanned", 1))
        down = int(attributes.get("table:number-rows-spanned", 1))
        if across > 1 or down > 1:
            self._marks.merged.append(Block(row + 1, column, row + down, column + across - 1))
        self._column += wide

    def _pad(self, attributes: Attributes, row: int, columns: range) -> None:
        """Take note of numbers that are shown with zeros in front."""
        style = attributes.get("table:style-name")
        for column in columns:
            digits = self._defaults.get(column, 0) if style is None else self._digits.get(style, 0)
            if digits > 1:
                for line in range(row, row + self._repeated):
                    self._marks.digits.setdefault(line, {})[column] = digits
