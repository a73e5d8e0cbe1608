"""A foreign file of which nothing is known yet: where its headings stand, and what stands below each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from duty_cli.errors.file_errors import ChooseSheet, NoSuchSheet, UnreadableFile
from duty_cli.errors.map_errors import NoHeadings, SeveralSeparators
from duty_cli.importing.maps.known_looks import stacked
from duty_cli.importing.open_file import workbook_sheets
from duty_cli.importing.readers.csv_reader import csv_sheet
from duty_cli.importing.readers.file_sheet import FileSheet, Row, blank
from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary, is_remark, is_total
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import Altered, MomentCell
from duty_cli.patterns import pattern

_SOUGHT, _LOOKED_AT = 30, 2000
_FIGURE = pattern(r"[\d\s:./年月日时分秒%-]+")
_SIGNS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class ForeignColumn:
    """A heading of a foreign file, with the different values below it in their order, as far as they were looked at."""

    heading: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignHead:
    """A foreign file: how it is written, on which line its headings stand, and its columns.

    ``first`` are its first rows, ``twice`` the headings that stand there twice; ``unsure``: other rows may be the headings.
    """

    file: str
    encoding: str
    separator: str
    sheet: str
    line: int
    columns: tuple[ForeignColumn, ...]
    first: tuple[Row, ...]
    twice: tuple[str, ...]
    unsure: bool


def foreign_head(
    name: str, data: bytes, lexicon: HeadingVocabulary, *, encoding: str | None, sheet: str | None, line: int | None
) -> ForeignHead:
    """The headings and values of a file. ``line`` says where the headings stand, where that is told.

    Raises UnreadableFile, ChooseSheet, NoSuchSheet, NoHeadings or SeveralSeparators.
    """
    found, separator = _sheet(name, data, lexicon, (encoding, sheet, line))
    rows = list(islice(found.rows(), _LOOKED_AT))
    at = line or likely_head(rows[:_SOUGHT], lexicon)
    if at is not None:
        at, rows = _deep(found, rows, at)
    cells = next((cells for number, cells in rows if number == at), [])
    if at is None or blank(cells):
        raise NoHeadings(name, line)
    headings = [text_cleaning.heading(cell) for cell in cells]
    twice = tuple(dict.fromkeys(one for one in headings if one and headings.count(one) > 1))
    below = [
        cells for number, cells in rows if number > at and not (blank(cells) or is_total(cells) or is_remark(cells))
    ]
    columns = tuple(
        ForeignColumn(heading, tuple(dict.fromkeys(_said(cells[place]) for cells in below if _filled(cells, place))))
        for place, heading in enumerate(headings)
        if heading and heading not in twice
    )
    first = tuple((number, cells) for number, cells in rows if number <= max(at, _SOUGHT) and not blank(cells))
    # A title stands above, or an empty line parts one table from the next.
    unsure = first[0][0] < at or len(first) < first[-1][0] - first[0][0] + 1
    return ForeignHead(name, found.encoding, separator, found.title, at, columns, first, twice, unsure)


def _deep(sheet: FileSheet, rows: list[Row], at: int) -> tuple[int, list[Row]]:
    """The headings of two rows as one, the lower, where some are merged down over both: as a map that asks for them reads them."""
    down = [one for one in sheet.drawn.merged if one.left == one.right and one.bottom == one.top + 1]
    top = next((one.top for one in down if at in (one.top, one.bottom)), None)
    upper = next((cells for line, cells in rows if line == top), None)
    if top is None or upper is None:
        return at, rows
    wanted = {upper[one.left].strip() for one in down if one.top == top and one.left < len(upper)} - {""}
    whole = list(islice(stacked(sheet, wanted).rows(), _LOOKED_AT))
    return (top + 1, whole) if any(line == top and not cells for line, cells in whole) else (at, rows)


def likely_head(rows: Sequence[Row], lexicon: HeadingVocabulary) -> int | None:
    """The line of the headings: that with the most known ones, if two, else the first of the widest rows of words."""
    known = [(len({word for cell in cells if (word := lexicon.known(cell))}), -line) for line, cells in rows]
    if known and max(known)[0] > 1:
        return -max(known)[1]
    wide = [(_words(cells), -line) for line, cells in rows]
    best = max(wide, default=(0, 0))
    return -best[1] if best[0] else None


def _words(cells: Sequence[str]) -> int:
    """How many headings a row may be; none where a cell is a figure or says what another says."""
    said = [text for cell in cells if (text := cell.strip())]
    figures = any(_FIGURE.fullmatch(text) for text in said) or any(isinstance(cell, Altered) for cell in cells)
    return 0 if figures or len({*said}) < len(said) else len(said)


def _sheet(
    name: str, data: bytes, lexicon: HeadingVocabulary, told: tuple[str | None, str | None, int | None]
) -> tuple[FileSheet, str]:
    """The sheet that is meant, and the sign that parts its cells; empty for a workbook."""
    encoding, wanted, line = told
    sheets = workbook_sheets(name, data, encoding)
    if sheets is None:
        if wanted is not None:
            raise NoSuchSheet(name, wanted, ())
        return _text(name, data, lexicon, encoding, line)
    filled = [one for one in sheets if not one.drawn.hidden and any(not blank(cells) for _, cells in one.rows())]
    named = [one for one in sheets if wanted is not None and one.title.strip() == wanted.strip()]
    if wanted is not None and not named:
        raise NoSuchSheet(name, wanted, [one.title for one in sheets])
    if not named and len(filled) > 1:
        raise ChooseSheet(name, [one.title for one in filled])
    if not (named or filled):
        raise UnreadableFile(name, "文件是空的；请核对文件")
    return (named or filled)[0], ""


def _text(
    name: str, data: bytes, lexicon: HeadingVocabulary, encoding: str | None, told: int | None
) -> tuple[FileSheet, str]:
    """A text, parted by the sign that gives the most headings. Raises SeveralSeparators where two give as many."""

    def width(rows: Iterator[Row]) -> int:
        head = [*islice(rows, max(_SOUGHT, told or 0))]
        line = told or likely_head(head, lexicon)
        # A line that is told holds the headings, whatever they look like.
        count = _words if told is None else _filled_cells
        return next((count(cells) for number, cells in head if number == line), 0)

    tried: list[tuple[int, str, FileSheet]] = []
    for sign in _SIGNS:
        sheet = csv_sheet(name, data, separator=sign, encoding=encoding, known=width)
        try:
            tried.append((width(sheet.rows()), sign, sheet))
        except UnreadableFile:
            # Quotes that do not pair speak against the sign, and not the file.
            continue
    most = max((count for count, _, _ in tried), default=0)
    best = [(sheet, sign) for count, sign, sheet in tried if count == most]
    if not most:
        raise NoHeadings(name, told)
    if most > 1 and len(best) > 1:
        raise SeveralSeparators(name, [sign for _, sign in best])
    return best[0]


def _filled_cells(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _filled(cells: Sequence[str], place: int) -> bool:
    return place < len(cells) and bool(cells[place].strip())


def _said(cell: str) -> str:
    return cell.moment.replace("T", " ") if isinstance(cell, MomentCell) else cell.strip()
