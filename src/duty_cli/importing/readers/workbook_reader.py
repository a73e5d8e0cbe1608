"""Workbooks as sheets: xlsx and ods, whose zip is counted before it is unpacked, read by calamine after a look of our own."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.readers import workbook_xml as marked
from duty_cli.importing.readers.csv_reader import FORBIDDEN
from duty_cli.importing.readers.file_sheet import BROKEN, MAX_COLUMNS, MAX_FIELD, Block, FileSheet, Row, cell_name
from duty_cli.importing.readers.other_files import LOCKED, other_archive
from duty_cli.importing.readers.plain_table_rows import with_plain_rows_together
from duty_cli.importing.readers.workbook_parts import BOOK, properties_in, sheets_of, xlsx_parts
from duty_cli.importing.readers.workbook_xml import EPOCH, MAX_CELLS, Attributes, Marks, NotXml, TooLarge, walk
from duty_cli.parsing.altered_cells import ErrorCell, durations, formula_cell, written_out
from duty_cli.parsing.text_cleaning import shown
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_NOTHING = pattern(r"0*(?:\.0*)?[a-z]*")
"""A height or width of 0, in whatever unit."""

_ELSEWHERE = pattern(r"(?<![\w\]])\[(?:\d+|[^\[\]]+\.\w+)\][^\[\](),]*!|'file:", re.IGNORECASE)
"""A reference to another file: [1]Sheet1!A1, 'D:\\[名册.xlsx]一'!A1, 'file:///…'#$表1.A1. Tables have brackets as well."""

MAX_UNPACKED = 128 * 1024 * 1024
"""What the parts that are read may come to: some 300,000 rows of ten columns."""

_MAX_PARTS = 10_000
_TOGETHER = 128
"""Rows that are looked at together."""

_WANTED = (".xml", ".rels", "mimetype")


def ods_marks(part: bytes, styles: bytes = b"<x/>") -> tuple[Mapping[str, Marks], date]:
    """The marks of each sheet by its name, and day 0 of its serial numbers; ``styles`` are those the whole book shares.

    Raises NotXml or TooLarge.
    """
    together = with_plain_rows_together(part, styles, MAX_CELLS)
    if together is not None:
        # The walk over all has the last word: of rows that were put together not all need reach so far.
        with suppress(NotXml, TooLarge):
            return _Content().walked(together, styles)
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
            self._marks.calculated(row, column, formula, worded=attributes.get("office:value-type") == "string")
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


def unpack(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of the archive that hold text, by name. Pictures and macros are left where they are.

    Some platforms part the folders in a name by backslashes; every office program reads them as if it were slashes.
    Raises UnreadableFile for what is damaged, encrypted or too large.
    """
    with _refusing_damage(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [part for part in archive.infolist() if part.filename.lower().endswith(_WANTED)]
        # By the sizes that the archive declares, before unpacking: a small file can expand to gigabytes.
        if len(archive.infolist()) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableFile(
                name, f"展开后超过 {MAX_UNPACKED // 1024 // 1024} MiB，可能不是正常的表格；请拆分，或另存为 CSV"
            )
        if any(part.flag_bits & 1 for part in archive.infolist()):
            raise UnreadableFile(name, LOCKED)
        return {part.filename.replace("\\", "/"): archive.read(part) for part in parts}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """An archive of exactly these parts: what was examined, so that no other reader can find anything else in the file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()


@contextmanager
def _refusing_damage(name: str) -> Iterator[None]:
    """Translate all that a damaged archive can raise to UnreadableFile."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(name, BROKEN) from error


TOO_LARGE = "表格过大，可能不是正常的表格；请拆分，或另存为 CSV"


def zipped_sheets(name: str, data: bytes) -> tuple[FileSheet, ...]:
    """The sheets of an xlsx or ods. Raises UnreadableFile."""
    parts = unpack(name, data)
    told = properties_in(parts)
    return tuple(replace(sheet, properties=told) for sheet in _sheets(name, data, parts))


def _sheets(name: str, data: bytes, parts: Mapping[str, bytes]) -> tuple[FileSheet, ...]:
    try:
        if book := xlsx_parts(parts):
            return calamine_sheets(name, "xlsx", pack(book), _xlsx_marks(book), marked.epoch_of(book[BOOK]))
        if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
                raise UnreadableFile(name, LOCKED)
            return calamine_sheets(name, "ods", pack(parts), *ods_marks(*_ods_parts(parts)))
    except NotXml as error:
        raise UnreadableFile(name, BROKEN) from error
    except TooLarge:
        raise UnreadableFile(name, TOO_LARGE) from None
    raise UnreadableFile(name, other_archive(_names(name, data), parts.get("mimetype", b"")))


def _names(name: str, data: bytes) -> list[str]:
    """The names of all parts, also of those that hold no text."""
    with _refusing_damage(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [part.filename.replace("\\", "/") for part in archive.infolist()]


def _ods_parts(parts: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    return parts.get("content.xml", b""), parts.get("styles.xml", b"<x/>")


def _xlsx_marks(parts: Mapping[str, bytes]) -> dict[str, Marks]:
    """The marks of each sheet by its name, found through the relations of the workbook."""
    found: dict[str, bytes] = {}
    for title, file in sheets_of(parts):
        # Two sheets of one name would be given each other's formulas and merged cells.
        if file in parts and found.setdefault(title, parts[file]) is not parts[file]:
            raise NotXml
    shared = marked.SharedTexts(parts.get("xl/sharedStrings.xml", b"<x/>"))
    digits = marked.digits_of(parts.get("xl/styles.xml", b"<x/>"))
    return {name: marked.xlsx_marks(part, shared, digits) for name, part in found.items()}


def calamine_sheets(
    name: str, sort: str, data: bytes, marks: Mapping[str, Marks] | Sequence[Marks], epoch: date = marked.EPOCH
) -> tuple[FileSheet, ...]:
    """The sheets of a workbook with their marks, by name or in its order: one without is refused."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with _refusing_panic(name):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    of_cells = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if not isinstance(marks, Mapping):
        marks = dict(zip((one.name for one in of_cells), marks, strict=False))
    # A sheet without marks was not examined: its formulas and merged cells would go unseen.
    if not marks.keys() >= {one.name for one in of_cells}:
        raise UnreadableFile(name, BROKEN)
    found = []
    for title, hidden in ((one.name, one.visible != SheetVisibleEnum.Visible) for one in of_cells):
        rows = partial(_rows, name, sort, book, title, marks[title])
        found.append(FileSheet(name, sort, rows, title, epoch, drawn=marks[title].drawn(hidden=hidden)))
    return tuple(found)


def _rows(name: str, sort: str, book: CalamineWorkbook, title: str, marks: Marks) -> Iterator[Row]:
    """The rows of one sheet, and below them those that hold but formulas that nobody has calculated yet."""
    sheet = _loaded(name, book, title)
    # The reader leaves out empty columns at the left, and all places would be shifted.
    margin, before = [""] * (sheet.start[1] if sheet.start else 0), 0
    marked_rows = marks.formulas.keys() | marks.instead.keys() | marks.digits.keys()
    for rows in _stretches(name, sheet):
        text = written_out(rows)
        # What holds of all cells together holds of each, and nearly always does.
        clean = len(text) <= MAX_FIELD and not _forbidden(text) and not margin and not (sort == "ods" and "PT" in text)
        if clean and not marked_rows:
            yield from enumerate(rows, before + 1)
            before += len(rows)
            continue
        for number, row in enumerate(rows, before):
            if clean and number not in marked_rows:
                yield number + 1, row
                continue
            said = margin + (durations(row) if sort == "ods" else row)
            if number in marked_rows:
                said = _marked(title, number, said, marks)
            yield number + 1, sound(name, title, number, said)
        before += len(rows)
    for below in sorted(row for row in marks.formulas if row >= before):
        yield below + 1, _marked(title, below, [], marks)


def _stretches(name: str, sheet: CalamineSheet) -> Iterator[list[list[Any]]]:
    """The values of the rows of a sheet that is laid out, some rows at a time. Raises UnreadableFile."""
    rows = iter(sheet.iter_rows())
    with _refusing_panic(name):
        while stretch := list(islice(rows, _TOGETHER)):
            yield stretch


def _marked(title: str, row: int, cells: list[str], marks: Marks) -> list[str]:
    """Overlay a row with its marks: formulas, errors, literal texts, leading zeros, which the reader does not tell."""
    instead, formulas = marks.instead.get(row, {}), marks.formulas.get(row, {})
    last = max((*instead, *formulas), default=0)
    filled = cells + [""] * (last + 1 - len(cells))
    for column, digits in marks.digits.get(row, {}).items():
        # str itself and no subclass: zfill gives a plain str, and an altered cell would pass for one as typed.
        if column < len(filled) and filled[column].isdecimal() and type(filled[column]) is str:
            filled[column] = filled[column].zfill(digits)
    for column, text in instead.items():
        filled[column] = text
    for column, formula in formulas.items():
        why = _formula_at(title, row, column, formula, filled[column])
        filled[column] = formula_cell(filled[column], why, worded=(row, column) in marks.worded)
    return filled


# A file is gone through several times, and the reader lays out a sheet anew at every load.
@lru_cache(maxsize=8)
def _loaded(name: str, book: CalamineWorkbook, title: str) -> CalamineSheet:
    with _refusing_panic(name):
        return book.get_sheet_by_name(title)


def _formula_at(title: str, row: int, column: int, formula: str, saved: str) -> str:
    what = "引用其他文件的公式" if _ELSEWHERE.search(formula) else "公式"
    # Programs that calculate nothing save 0 for every formula.
    gave = f"，存盘时的结果是“{shown(saved)}”" if saved not in ("", "0") else ""
    return f"工作表“{title}”的单元格 {cell_name(row, column)} 是{what}{gave}；请复制后“选择性粘贴”为数值，再另存"


def sound(name: str, title: str, row: int, cells: list[str]) -> list[str]:
    """Validate the cells of a row: length, no control characters. Raises UnreadableFile."""
    for column, text in enumerate(cells):
        if len(text) > MAX_FIELD:
            why = f"超过 {MAX_FIELD} 字；请核对"
        elif found := _forbidden(text):
            why = f"含有不可见的控制字符 U+{ord(found):04X}；请删去该字符后重试"
        else:
            continue
        raise UnreadableFile(name, f"工作表“{title}”的单元格 {cell_name(row, column)} {why}")
    return cells


def _forbidden(text: str) -> str:
    """The first control character, or nothing."""
    # isprintable is quick and true of nearly every text; the pattern decides on the others.
    found = None if text.isprintable() else FORBIDDEN.search(text)
    return found[0] if found else ""


@contextmanager
def _refusing_panic(name: str) -> Iterator[None]:
    """Translate whatever the reader of workbooks raises, panics included, to UnreadableFile."""
    try:
        yield
    except (KeyboardInterrupt, MemoryError, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception, and has no name to be caught by
        if type(error).__name__ == "PasswordError":
            raise UnreadableFile(name, LOCKED) from error
        raise UnreadableFile(name, BROKEN) from error
