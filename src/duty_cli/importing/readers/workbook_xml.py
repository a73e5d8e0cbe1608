"""What reading a workbook does not tell: formulas, error values, the day it counts from, and how large it will become.

The XML of an xlsx is walked once, element by element, and nothing is kept but what is told, where ``plain_rows`` has left anything
to walk; that of an ods in ``ods_marks``, the records of an xls in ``xls_marks``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from xml.parsers import expat

from duty_cli.importing.readers.file_sheet import MAX_COLUMNS, Block, Drawn, Span
from duty_cli.importing.readers.plain_rows import without_plain_rows, without_plain_texts
from duty_cli.parsing.altered_cells import ErrorCell
from duty_cli.patterns import pattern

MAX_CELLS = 4_000_000
"""Cells of the rectangle that a sheet's cells span; a reader lays out all of it."""

MAX_TEXT = 256 * 1024 * 1024
"""Characters of all cells, each shared text counted wherever it stands."""

EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of serial numbers, in most workbooks and in those of old Macintoshes."""

Attributes = dict[str, str]

Handlers = Mapping[str, Callable[[Attributes], None]]
"""What to do at the start of an element, by its name without prefix; the others are passed over."""

_DIGITS = "0123456789"
_YES = ("1", "true")
_LITERAL = pattern(r'(?:of:)?=?(?:"((?:[^"]|"")*)"|(TRUE|FALSE)\(\))')
"""A formula that calculates nothing: ="001", which keeps zeros, and how an ods writes yes and no."""


class TooLarge(Exception):
    """The sheet would not fit."""


class NotXml(Exception):
    """The part is not well-formed, or holds what a workbook never holds."""


@dataclass(slots=True)
class Marks:
    """The marked cells of one sheet, by row and column from 0.

    ``formulas`` has their texts, ``instead`` what cells say that a reader would not tell: error values and literal texts.
    ``worded`` are the places of formulas of which the result is a text, be it an empty one.
    ``digits`` is how many a number is shown with at least, where zeros are put in front. Beside them what is merged or hidden.
    ``rows`` and ``columns`` are those of the rectangle that its filled cells span, at most.
    """

    formulas: dict[int, dict[int, str]] = field(default_factory=dict)
    instead: dict[int, dict[int, str]] = field(default_factory=dict)
    worded: set[tuple[int, int]] = field(default_factory=set)
    digits: dict[int, dict[int, int]] = field(default_factory=dict)
    merged: list[Block] = field(default_factory=list)
    hidden_lines: list[Span] = field(default_factory=list)
    hidden_columns: list[Span] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def drawn(self, *, hidden: bool) -> Drawn:
        """What the sheet says beside its cells."""
        return Drawn(tuple(self.merged), tuple(self.hidden_lines), tuple(self.hidden_columns), hidden)

    def calculated(self, row: int, column: int, formula: str, *, worded: bool) -> None:
        """Take note of a formula. Raises TooLarge."""
        self.reach(row, column)
        if literal := _LITERAL.fullmatch(formula):
            self.instead.setdefault(row, {})[column] = literal[2] or literal[1].replace('""', '"')
        else:
            self.formulas.setdefault(row, {})[column] = formula
            if worded:
                self.worded.add((row, column))

    def reach(self, row: int, column: int) -> None:
        """Take a cell into the rectangle. Raises TooLarge."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS:
            raise TooLarge


def walk(part: bytes, handlers: Handlers) -> None:
    """Call the handler of each element, by its name without prefix. Raises NotXml."""
    _parse(_parser(), part, handlers)


def xlsx_marks(part: bytes, shared: SharedTexts, digits: Mapping[str, int]) -> Marks:
    """The marks of one sheet of an xlsx. Raises NotXml or TooLarge.

    ``digits`` are the looks that put zeros in front of a number.

    A cell that has a format or a formula and no value takes no room, however far away it is.
    """
    # A rough bound first: only a file that may be too large is walked a second time.
    marks, texts = _without_plain_rows(part, digits) or _XlsxSheet(digits).walked(part)
    if texts * shared.longest > MAX_TEXT and _spelled_out(part, shared.lengths) > MAX_TEXT:
        raise TooLarge
    return marks


def _without_plain_rows(part: bytes, digits: Mapping[str, int]) -> tuple[Marks, int] | None:
    """What a walk over all of it would find, rows and columns of the rectangle and the texts at most; None where it must be made."""
    rest = without_plain_rows(part, digits.keys(), MAX_CELLS)
    if rest is None:
        return None
    try:
        marks, texts = _XlsxSheet(digits).walked(rest.part)
        marks.reach(rest.rows - 1, rest.columns - 1)
    except (NotXml, TooLarge):
        # The walk has the last word: not all that was taken out need reach so far.
        return None
    # No cell with a text takes less room.
    return marks, texts + (len(part) - len(rest.part)) // len('<c r="A1" t="s"><v>0</v></c>')


class SharedTexts:
    """The shared texts of an xlsx, of which as a rule only a bound is asked. Raises NotXml."""

    def __init__(self, part: bytes) -> None:
        self._part, found = part, without_plain_texts(part)
        if found is None:
            self.longest = max(self.lengths, default=0)
        else:
            rest, self.longest = found
            walk(rest, {})

    @cached_property
    def lengths(self) -> list[int]:
        """The length of each."""
        return _text_lengths(self._part)


class _XlsxSheet:
    """One walk over the XML of a sheet, element by element."""

    def __init__(self, digits: Mapping[str, int]) -> None:
        self._marks, self._parser, self._digits, self._shown = Marks(), _parser(), digits, 0
        self._row, self._column, self._kind, self._texts, self._number = -1, -1, "", 0, ""
        self._columns: dict[str, int] = {}
        self._of_cell = False

    def walked(self, part: bytes) -> tuple[Marks, int]:
        """The marks, and how many cells show a shared text."""
        handlers = {
            **{"c": self._cell, "row": self._begin, "f": self._formula, "v": self._value, "is": self._inline},
            **{"mergeCell": self._merge, "col": self._columns_drawn, "extLst": self._beside},
        }
        _parse(self._parser, part, handlers)
        return self._marks, self._texts

    def _beside(self, _: Attributes) -> None:
        # What newer programs add, as lists to choose from, has formulas under the same name, and of no cell.
        self._of_cell = False

    def _begin(self, attributes: Attributes) -> None:
        self._number, self._of_cell = attributes.get("r", ""), False
        self._row, self._column = int(self._number or self._row + 2) - 1, -1
        if attributes.get("hidden") in _YES or ("ht" in attributes and float(attributes["ht"]) == 0):
            self._marks.hidden_lines.append((self._row + 1, self._row + 1))

    def _columns_drawn(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _YES or float(attributes.get("width", 1)) == 0:
            self._marks.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        self._marks.merged.append(Block(top + 1, left, bottom + 1, right))

    def _cell(self, attributes: Attributes) -> None:
        reference, self._kind, self._of_cell = attributes.get("r", ""), attributes.get("t", ""), True
        if self._kind == "s":
            self._texts += 1
        elif self._digits:
            self._shown = self._digits.get(attributes.get("s", ""), 0)
        if not reference:
            self._column += 1
            return
        number = self._number
        # The same letters come in every row: looked up, not reckoned anew.
        column = self._columns.get(reference[: -len(number)]) if number and reference.endswith(number) else None
        self._column = self._placed(reference) if column is None else column

    def _placed(self, reference: str) -> int:
        """The column of a cell in letters not met before, or in another row than it stands in."""
        letters = reference.rstrip(_DIGITS)
        self._number = reference[len(letters) :]
        self._row = int(self._number) - 1
        if letters not in self._columns:
            self._columns[letters] = _column(letters)
        return self._columns[letters]

    def _formula(self, _: Attributes) -> None:
        if self._of_cell:
            _collect(self._parser, self._say_formula)

    def _say_formula(self, text: str) -> None:
        self._marks.calculated(self._row, self._column, text, worded=self._kind == "str")

    def _value(self, _: Attributes) -> None:
        if not self._of_cell:
            return
        if self._shown and self._kind in ("", "n"):
            self._marks.digits.setdefault(self._row, {})[self._column] = self._shown
        # Text is collected only where it matters: of an error, or outside the rectangle so far.
        if self._kind == "e" or self._row >= self._marks.rows or self._column >= self._marks.columns:
            _collect(self._parser, self._say_value)

    def _say_value(self, text: str) -> None:
        if text or self._kind == "str":
            self._reach()
        if self._kind == "e":
            self._marks.instead.setdefault(self._row, {})[self._column] = ErrorCell(text)

    def _inline(self, _: Attributes) -> None:
        if self._of_cell:
            self._reach()

    def _reach(self) -> None:
        self._marks.reach(self._row, self._column)


def _text_lengths(part: bytes) -> list[int]:
    """The length of each shared text of an xlsx."""
    lengths: list[int] = []
    parser = _parser()

    def add(text: str) -> None:
        lengths[-1] += len(text)

    def text(_: Attributes) -> None:
        if lengths:
            _collect(parser, add)

    _parse(parser, part, {"si": lambda _: lengths.append(0), "t": text})
    return lengths


def digits_of(part: bytes) -> Mapping[str, int]:
    """The looks of an xlsx that put zeros in front of a number, by their place in its ``styles.xml``, and the digits shown."""
    codes: dict[str, str] = {}
    looks: list[str] = []

    def code(attributes: Attributes) -> None:
        codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    handlers: dict[str, Callable[[Attributes], None]] = {
        "numFmt": code,
        "xf": lambda attributes: looks.append(attributes.get("numFmtId", "")),
        # Styles of another sort come before, as xf too: cells count from the first within cellXfs.
        "cellXfs": lambda _: looks.clear(),
    }
    walk(part, handlers)
    return {str(at): digits for at, one in enumerate(looks) if (digits := zeros(codes.get(one, "")))}


def zeros(code: str) -> int:
    """How many digits a number format of nothing but zeros shows at least; 0 for every other format."""
    return len(code) if len(code) > 1 and not code.strip("0") else 0


def epoch_of(part: bytes) -> date:
    """Day 0 of an xlsx, by its ``workbook.xml``."""
    said: list[str] = []
    walk(part, {"workbookPr": lambda attributes: said.append(attributes.get("date1904", ""))})
    return EPOCH_1904 if said and said[0] in _YES else EPOCH


def _place(reference: str) -> tuple[int, int]:
    """Row 6 and column 1 for B7."""
    letters = reference.rstrip(_DIGITS)
    return int(reference[len(letters) :]) - 1, _column(letters)


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

    def cell(attributes: Attributes) -> None:
        nonlocal kind
        kind = attributes.get("t", "")

    def value(_: Attributes) -> None:
        if kind == "s":
            _collect(parser, add)

    _parse(parser, part, {"c": cell, "v": value})
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


def _parse(parser: expat.XMLParserType, part: bytes, handlers: Handlers) -> None:
    # Cached by tag: programs differ in prefixes, and a sheet has millions of elements.
    named: dict[str, Callable[[Attributes], None] | None] = {}

    def started(tag: str, attributes: Attributes) -> None:
        try:
            handler = named[tag]
        except KeyError:
            handler = named[tag] = handlers.get(tag.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def refuse(*_: object) -> None:
        raise NotXml

    # A DOCTYPE can define entities that expand without end; no workbook has one.
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = started, refuse
    whole = True
    try:
        parser.Parse(part, whole)
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
        raise NotXml from error
