"""Files as offices have them: text, and workbooks written as WPS, Excel and the platforms write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from duty_cli.importing.forms.record_list import read_records
from duty_cli.importing.open_file import open_table
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.model.column_maps import ColumnMapping as DutyMapping
from duty_cli.model.members import Roster
from duty_cli.model.parsed_rows import ParsedRecord, Problem, RejectedRow

Cells = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Padded:
    """A number that is shown with at least so many digits."""

    number: int
    digits: int


@dataclass(frozen=True)
class Filed:
    """All that a file of records says."""

    encoding: str
    passed_over: int
    rows: tuple[ParsedRecord, ...]
    problems: tuple[Problem, ...]


def whole(reading: FileRows[ParsedRecord]) -> Filed:
    """A file read to its end."""
    read = list(reading)
    refused = [problem for row in read if isinstance(row, RejectedRow) for problem in row.problems]
    rows = tuple(row for row in read if not isinstance(row, RejectedRow))
    return Filed(reading.encoding, reading.passed_over, rows, (*reading.problems, *refused))


def filed(
    name: str, data: bytes, people: Roster, *, mapping: DutyMapping | None = None, year: int | None = None
) -> Filed:
    """The records in a file of records."""
    return whole(read_records(open_table(name, data, mapping=mapping), people, year=year))


def workbook(sheets: Mapping[str, Cells] | Cells, *, hidden: Iterable[str] = (), date_1904: bool = False) -> bytes:
    """An xlsx. A row of one text above the others is a merged title; text that begins with = is a formula."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"date_1904": date_1904})
    day, clock = (book.add_format({"num_format": look}) for look in ("yyyy-mm-dd", "hh:mm"))
    for title, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
        sheet = book.add_worksheet(title)
        if title in hidden:
            sheet.hide()
        for line, row in enumerate(rows):
            if line == 0 and len(row) == 1:
                sheet.merge_range(0, 0, 0, 5, row[0])
            for at, cell in enumerate(row):
                if isinstance(cell, Padded):
                    sheet.write_number(line, at, cell.number, book.add_format({"num_format": "0" * cell.digits}))
                elif isinstance(cell, date | time):
                    sheet.write_datetime(line, at, cell, clock if isinstance(cell, time) else day)
                else:
                    sheet.write(line, at, cell)
    book.close()
    return made.getvalue()


def first_sheet(book: Workbook) -> Worksheet:
    """The sheet with which a workbook of openpyxl begins."""
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def merged_xlsx(rows: Cells, blocks: Sequence[str]) -> bytes:
    """An xlsx with those cells merged, such as F3:F4; what a block covers is left out."""
    book, made = Workbook(), io.BytesIO()
    for row in rows:
        first_sheet(book).append(list(row))
    for block in blocks:
        first_sheet(book).merge_cells(block)
    book.save(made)
    return made.getvalue()


def part(data: bytes, name: str) -> str:
    """One part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_part(data: bytes, name: str, text: str | bytes) -> bytes:
    """A workbook with one of its parts written anew."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, text)
    return made.getvalue()


def ods(rows: str, settings: str = "") -> bytes:
    """An ods of one sheet; ``rows`` are its table:table-row elements."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")),
        )
    )
    looks = "".join(
        f'<number:number-style style:name="n{digits}"><number:number number:min-integer-digits="{digits}"/>'
        f'</number:number-style><style:style style:name="c{digits}" style:data-style-name="n{digits}"/>'
        for digits in (3, 5)
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
        f"<office:automatic-styles>{looks}</office:automatic-styles><office:body>"
        f'<office:spreadsheet>{settings}<table:table table:name="表1">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return made.getvalue()


def ods_row(*cells: str) -> str:
    """A row of texts."""
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{written}</table:table-row>"


def ods_cell(cell: object) -> str:
    """A cell of an ods, as LibreOffice writes it."""
    match cell:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            said = f'table:formula="of:={str(cell).upper()}()" office:value-type="float" office:value="{int(cell)}"'
        case datetime() | date():
            said = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        case time():
            said = f'office:value-type="time" office:time-value="PT{cell:%HH%MM%SS}"'
        case Padded(number, digits):
            said = f'table:style-name="c{digits}" office:value-type="float" office:value="{number}"'
        case int() | float():
            said = f'office:value-type="float" office:value="{cell}"'
        case _:
            said = 'office:value-type="string"'
    return f"<table:table-cell {said}><text:p>{cell}</text:p></table:table-cell>"
