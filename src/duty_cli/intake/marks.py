"""What reading a workbook does not tell: formulas, error values, the day it counts from, and how large it will become.

The XML of xlsx and ods is walked once, element by element, and nothing is kept but what is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.parsers import expat

from duty_cli.intake.sheet import MAX_COLUMNS

MAX_CELLS = 4_000_000
"""Cells of the rectangle that a sheet's cells span; a reader lays out all of it."""

MAX_TEXT = 256 * 1024 * 1024
"""Characters of all cells, each shared text counted wherever it stands."""

EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of serial numbers, in most workbooks and in those of old Macintoshes."""

Attributes = dict[str, str]

_DIGITS = "0123456789"
_CONSTANTS = ("of:=TRUE()", "of:=FALSE()")
"""How an ods writes yes and no."""


class TooLarge(Exception):
    """The sheet would not fit."""


class NotXml(Exception):
    """The part is not well-formed, or holds what a workbook never holds."""


@dataclass(slots=True)
class Marks:
    """The marked cells of one sheet, by row and column from 0; ``formulas`` has the first of each row, with its text."""

    formulas: dict[int, tuple[int, str]] = field(default_factory=dict)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    def reach(self, row: int, column: int) -> None:
        """Take a cell into the rectangle. Raises TooLarge."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS:
            raise TooLarge


def walk(part: bytes, start: Callable[[str, Attributes], None]) -> None:
    """Call ``start`` for each element, by its name without prefix. Raises NotXml."""
    _parse(_parser(), part, start)


def xlsx_marks(part: bytes, shared: Sequence[int]) -> Marks:
    """The marks of one sheet of an xlsx; ``shared`` are the lengths of the shared texts. Raises NotXml or TooLarge."""
    marks, parser = Marks(), _parser()
    row, column, kind, texts = -1, -1, "", 0
    columns: dict[str, int] = {}

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal row, column, kind, texts
        if tag == "c":
            reference, kind = attributes.get("r", ""), attributes.get("t", "")
            letters = reference.rstrip(_DIGITS)
            if letters not in columns:
                columns[letters] = _column(letters)
            row, column = (int(reference[len(letters) :]) - 1, columns[letters]) if reference else (row, column + 1)
            texts += kind == "s"
            if row >= marks.rows or column >= marks.columns:
                marks.reach(row, column)
        elif tag == "row":
            row, column = int(attributes.get("r", row + 2)) - 1, -1
        elif tag == "f" and row not in marks.formulas:
            marks.formulas.setdefault(row, (column, ""))
            _collect(parser, lambda text: marks.formulas.update({row: (column, text)}))
        elif tag == "v" and kind == "e":
            _collect(parser, lambda text: marks.errors.setdefault(row, {}).update({column: text}))

    _parse(parser, part, start)
    if texts * max(shared, default=0) > MAX_TEXT and _spelled_out(part, shared) > MAX_TEXT:
        raise TooLarge
    return marks


def text_lengths(part: bytes) -> list[int]:
    """The length of each shared text of an xlsx."""
    lengths: list[int] = []
    parser = _parser()

    def add(text: str) -> None:
        lengths[-1:] = [lengths[-1] + len(text)]

    def start(tag: str, _: Attributes) -> None:
        if tag == "si":
            lengths.append(0)
        elif tag == "t" and lengths:
            _collect(parser, add)

    _parse(parser, part, start)
    return lengths


def epoch_of(part: bytes) -> date:
    """Day 0 of an xlsx, by its ``workbook.xml``."""
    said: list[str] = []
    walk(part, lambda tag, attributes: said.append(attributes.get("date1904", "")) if tag == "workbookPr" else None)
    return EPOCH_1904 if said[:1] in (["1"], ["true"]) else EPOCH


def ods_marks(part: bytes) -> Mapping[str, Marks]:
    """The marks of each sheet of an ods, by its name. Raises NotXml or TooLarge."""
    found: dict[str, Marks] = {}
    marks, row, column, repeated = Marks(), 0, 0, 0

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal marks, row, column, repeated
        if tag == "table":
            marks, row, column, repeated = Marks(), 0, 0, 0
            found[attributes.get("table:name", "")] = marks
        elif tag == "table-row":
            row, column = row + repeated, 0
            repeated = int(attributes.get("table:number-rows-repeated", 1))
        elif tag in ("table-cell", "covered-table-cell"):
            wide = int(attributes.get("table:number-columns-repeated", 1))
            formula = attributes.get("table:formula", "")
            if formula or "office:value-type" in attributes:
                marks.reach(row + repeated - 1, column + wide - 1)
            if formula and formula not in _CONSTANTS:
                marks.formulas.setdefault(row, (column, formula))
            column += wide

    walk(part, start)
    return found


def cell_name(row: int, column: int) -> str:
    """B7 for row 6, column 1."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _column(letters: str) -> int:
    """1 for B; a number beyond every sheet for what is no column."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1 if 0 < number <= MAX_CELLS else MAX_CELLS


def _spelled_out(part: bytes, shared: Sequence[int]) -> int:
    """The characters of all cells that show a shared text."""
    total, kind, parser = 0, "", _parser()

    def add(text: str) -> None:
        nonlocal total
        total += shared[int(text)] if int(text) < len(shared) else 0

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal kind
        if tag == "c":
            kind = attributes.get("t", "")
        elif tag == "v" and kind == "s":
            _collect(parser, add)

    _parse(parser, part, start)
    return total


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    return parser


def _collect(parser: expat.XMLParserType, take: Callable[[str], object]) -> None:
    """Give ``take`` the text of the element that has just begun."""
    pieces: list[str] = []

    def end(_: str) -> None:
        parser.CharacterDataHandler = parser.EndElementHandler = None
        take("".join(pieces))

    parser.CharacterDataHandler, parser.EndElementHandler = pieces.append, end


def _parse(parser: expat.XMLParserType, part: bytes, start: Callable[[str, Attributes], None]) -> None:
    prefixed: dict[str, str] = {}

    def started(tag: str, attributes: Attributes) -> None:
        bare = prefixed.get(tag)
        if bare is None:
            bare = prefixed[tag] = tag.rpartition(":")[2]
        start(bare, attributes)

    def refuse(*_: object) -> None:
        raise NotXml

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = started, refuse
    whole = True
    try:
        parser.Parse(part, whole)
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
        raise NotXml from error
