"""Workbooks as sheets: xlsx and ods, read by calamine after they were examined."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from duty_cli.errors import UnreadableFile
from duty_cli.intake import marks as marked
from duty_cli.intake.altered import durations, formula_cell, written
from duty_cli.intake.archive import BROKEN, pack, unpack
from duty_cli.intake.decode import FORBIDDEN
from duty_cli.intake.marks import Marks, NotXml, TooLarge
from duty_cli.intake.odf import ods_marks
from duty_cli.intake.sheet import MAX_FIELD, FileSheet, Row, cell_name

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

TOO_LARGE = "表格过大，可能不是正常的表格；请拆分，或另存为 CSV"

T = TypeVar("T")


def zipped_sheets(name: str, data: bytes) -> tuple[FileSheet, ...]:
    """The sheets of an xlsx or ods. Raises UnreadableFile."""
    parts = unpack(name, data)
    try:
        if "xl/workbook.xml" in parts:
            return calamine_sheets(
                name, "xlsx", pack(parts), _xlsx_marks(parts), marked.epoch_of(parts["xl/workbook.xml"])
            )
        if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return calamine_sheets(name, "ods", pack(parts), *ods_marks(*_ods_parts(parts)))
    except NotXml as error:
        raise UnreadableFile(name, BROKEN) from error
    except TooLarge:
        raise UnreadableFile(name, TOO_LARGE) from None
    raise UnreadableFile(name, "是压缩文件或文档，不是 xlsx、ods 工作簿；请解压，或另存为 xlsx")


def _ods_parts(parts: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    return parts.get("content.xml", b""), parts.get("styles.xml", b"<x/>")


def _xlsx_marks(parts: Mapping[str, bytes]) -> dict[str, Marks]:
    """The marks of each sheet by its name, found through the relations of the workbook."""
    there = {file.lower(): part for file, part in parts.items()}
    targets: dict[str, str] = {}
    found: dict[str, bytes] = {}

    def relation(attributes: marked.Attributes) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(attributes: marked.Attributes) -> None:
        related = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        file = posixpath.normpath(posixpath.join("/xl", targets.get(related, ""))).lstrip("/").lower()
        if file in there and found.setdefault(attributes.get("name", ""), there[file]) is not there[file]:
            raise NotXml

    marked.walk(parts.get("xl/_rels/workbook.xml.rels", b"<x/>"), {"Relationship": relation})
    marked.walk(parts["xl/workbook.xml"], {"sheet": sheet})
    shared = marked.text_lengths(parts.get("xl/sharedStrings.xml", b"<x/>"))
    digits = marked.digits_of(parts.get("xl/styles.xml", b"<x/>"))
    return {name: marked.xlsx_marks(part, shared, digits) for name, part in found.items()}


def calamine_sheets(
    name: str, sort: str, data: bytes, marks: Mapping[str, Marks] | Sequence[Marks], epoch: date = marked.EPOCH
) -> tuple[FileSheet, ...]:
    """The sheets of a workbook with their marks, by name or in its order: one without is refused."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = _told(name, lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    of_cells = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if not isinstance(marks, Mapping):
        marks = dict(zip((one.name for one in of_cells), marks, strict=False))
    if not marks.keys() >= {one.name for one in of_cells}:
        raise UnreadableFile(name, BROKEN)
    found = []
    for title, hidden in ((one.name, one.visible != SheetVisibleEnum.Visible) for one in of_cells):
        rows = partial(_rows, name, sort, book, title, marks[title])
        found.append(FileSheet(name, sort, rows, title, epoch, drawn=marks[title].drawn(hidden=hidden)))
    return tuple(found)


def _rows(name: str, sort: str, book: CalamineWorkbook, title: str, marks: Marks) -> Iterator[Row]:
    """The rows of one sheet, and below them those that hold but formulas that nobody has calculated yet."""
    cells = _loaded(name, book, title)
    margin, number = [""] * (cells.start[1] if cells.start else 0), -1
    following = partial(next, cells.iter_rows(), None)
    marked_rows = marks.formulas.keys() | marks.instead.keys() | marks.digits.keys()
    for number, row in enumerate(iter(lambda: _told(name, following), None)):
        said = margin + (durations(written(row)) if sort == "ods" else written(row))
        if number in marked_rows:
            said = _marked(title, number, said, marks)
        yield number + 1, sound(name, title, number, said)
    for below in sorted(row for row in marks.formulas if row > number):
        yield below + 1, _marked(title, below, [], marks)


def _marked(title: str, row: int, cells: list[str], marks: Marks) -> list[str]:
    """The cells of a row with what the reader of workbooks does not tell of them."""
    instead, formulas = marks.instead.get(row, {}), marks.formulas.get(row, {})
    last = max((*instead, *formulas), default=0)
    filled = cells + [""] * (last + 1 - len(cells))
    for column, digits in marks.digits.get(row, {}).items():
        if column < len(filled) and filled[column].isdecimal() and type(filled[column]) is str:
            filled[column] = filled[column].zfill(digits)
    for column, text in instead.items():
        filled[column] = text
    for column, formula in formulas.items():
        filled[column] = formula_cell(filled[column], _formula_at(title, row, column, formula))
    return filled


@lru_cache(maxsize=8)
def _loaded(name: str, book: CalamineWorkbook, title: str) -> CalamineSheet:
    return _told(name, lambda: book.get_sheet_by_name(title))


def _formula_at(title: str, row: int, column: int, formula: str) -> str:
    what = "引用其他文件的公式" if "[" in formula or "file:" in formula else "公式"
    return f"工作表“{title}”的单元格 {cell_name(row, column)} 是{what}；请复制后“选择性粘贴”为数值，再另存"


def sound(name: str, title: str, row: int, cells: list[str]) -> list[str]:
    """The cells of a row, if they are such as a table holds. Raises UnreadableFile."""
    for column, text in enumerate(cells):
        if len(text) > MAX_FIELD:
            why = f"超过 {MAX_FIELD} 字；请核对"
        elif not text.isprintable() and (found := FORBIDDEN.search(text)):
            why = f"含有不可见的控制字符 U+{ord(found[0]):04X}；请删去该字符后重试"
        else:
            continue
        raise UnreadableFile(name, f"工作表“{title}”的单元格 {cell_name(row, column)} {why}")
    return cells


def _told(name: str, call: Callable[[], T]) -> T:
    """What ``call`` gives; whatever the reader of workbooks raises of its own is one refusal."""
    try:
        return call()
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception, and has no name to be caught by
        if type(error).__name__ == "PasswordError":
            raise UnreadableFile(name, "设有密码；请去掉密码后另存") from error
        raise UnreadableFile(name, BROKEN) from error
