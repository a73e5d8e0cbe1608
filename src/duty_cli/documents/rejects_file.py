"""Rows handed back to the office that wrote them: as they stood in its file, with a column of reasons at the end."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from duty_cli.documents.cell_text import cleaned
from duty_cli.documents.csv_writer import WITH_BOM
from duty_cli.documents.worksheet import AS_TEXT, CellFormats, bounded, tab_names

REASON = "原因"

Held = str | date | time | float
_WIDTH, _REASON_WIDTH = 14, 60


@dataclass(frozen=True, slots=True)
class Rejects:
    """Rows of one file, by line: those up to the header and the rows left out, and the reason for each of the latter.

    Cells are texts, or what a workbook held where that was no text.
    """

    name: str
    header_line: int
    rows: Mapping[int, Sequence[Held]]
    reasons: Mapping[int, str]
    separator: str = ","

    def lines(self) -> list[list[Held]]:
        """The rows with their reasons in the column after the widest, under a heading."""
        width = max(map(len, self.rows.values()))
        notes = {**self.reasons, self.header_line: REASON}
        return [[*row, *[""] * (width - len(row)), notes.get(line, "")] for line, row in sorted(self.rows.items())]


def rejects_csv(rejects: Rejects) -> bytes:
    """The rows as CSV, separated as they were."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=rejects.separator, lineterminator="\r\n").writerows(rejects.lines())
    return out.getvalue().encode(WITH_BOM)


def tabs_of(every: Sequence[Rejects]) -> list[str]:
    """What the worksheets of the files are called."""
    return list(tab_names(one.name for one in every))


def rejects_xlsx(every: Sequence[Rejects], mark: str = "", made: datetime | None = None) -> bytes:
    """The rows as a workbook, a worksheet a file; what was text is text, so that every cell is read back as it was.

    ``mark`` is by what they are known when they come back, ``made`` when they were handed back.
    """
    file = BytesIO()
    book = Workbook(file, AS_TEXT)
    if made is not None:
        book.set_properties({"title": "退回改正的行", "comments": mark, "created": made.astimezone(UTC)})
    looks = CellFormats(book)
    day, clock = (looks.look(num_format=form, border=1) for form in ("yyyy-mm-dd", "hh:mm:ss"))
    for tab, rejects in zip(tabs_of(every), every, strict=True):
        sheet = book.add_worksheet(tab)
        lines = rejects.lines()
        sheet.set_column(0, len(lines[0]) - 2, _WIDTH)
        sheet.set_column(len(lines[0]) - 1, len(lines[0]) - 1, _REASON_WIDTH)
        header = sorted(rejects.rows).index(rejects.header_line)
        sheet.freeze_panes(header + 1, 0)
        for at, line in enumerate(lines):
            for place, cell in enumerate(line):
                look = looks.heading if at == header else looks.cells["left"]
                match cell:
                    case str():
                        sheet.write_string(at, place, bounded(cleaned(cell)), look)
                    case date() | time():
                        sheet.write_datetime(at, place, cell, clock if isinstance(cell, time) else day)
                    case _:
                        sheet.write_number(at, place, cell, look)
    book.close()
    return file.getvalue()
