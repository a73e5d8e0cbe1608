"""Cells of a workbook that are no text, so that what was typed into them may be another text than what they say now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from duty_cli.errors.base import DutyError
from duty_cli.errors.file_errors import DayForText, InexactNumber, TimeForText
from duty_cli.model.records import DAY_HEADINGS, NUMBER_HEADINGS
from duty_cli.patterns import pattern

EXACT = 1 << 53
"""Whole numbers below it are exact in a workbook; from here on several numbers are kept as one."""

_DURATION = pattern("PT[0-9]+H[0-9]+M[0-9.]+S")
_SCIENTIFIC = pattern(r"\d(?:\.\d+)?[Ee]\+\d{1,3}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHOWN_DAY = pattern(
    rf"(?P<day>\d{{1,2}})-(?P<name>{'|'.join(_MONTHS)})|(?P<named>{'|'.join(_MONTHS)})-(?P<short>\d\d)"
    r"|(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<on>\d{1,2})日)?"
)
_CLOCK = pattern("[0-9]{2}:[0-9]{2}:[0-9]{2}")


class Altered(str):
    """Such a cell, which shows as its text. It equals no plain text: what is remembered of a text is not said of it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class DayCell(Altered):
    """A day, as 2026-02-15: in a column of texts 2-15 was typed."""

    __slots__ = ()


class MomentCell(DayCell):
    """A day with the time of day beside it, which shows as its day alone; ``moment`` is all of it, as 2026-02-15T14:30:00."""

    __slots__ = ("moment",)
    moment: str

    def __new__(cls, moment: str) -> MomentCell:
        """The cell of a moment in ISO form."""
        cell = super().__new__(cls, moment[:10])
        cell.moment = moment
        return cell

    def __eq__(self, other: object) -> bool:
        # Two moments of one day are two cells: what is remembered of the one is not said of the other.
        return isinstance(other, MomentCell) and self.moment == other.moment

    __hash__ = str.__hash__


class TimeCell(Altered):
    """A time of day or a duration: in a column of texts 1:30 was typed."""

    __slots__ = ()


class InexactCell(Altered):
    """A number of which not all digits are there any more."""

    __slots__ = ()


class ErrorCell(Altered):
    """What a formula gives that cannot be calculated, as #N/A; what reads the column refuses it, or a mapping names it."""

    __slots__ = ()


class FormulaCell(Altered):
    """What a formula gave when the file was saved. ``why`` says, with its place, why it is not read.

    ``saved`` is the cell that it would be without its formula; None where no result was saved, or perhaps none was calculated.
    """

    __slots__ = ("saved", "why")
    why: str
    saved: str | None


class TenthCell(str):
    """A number with one decimal, which may have been typed with a zero behind it: 3.10 is kept as 3.1."""

    __slots__ = ()


def formula_cell(text: str, why: str, *, worded: bool = False) -> FormulaCell:
    """A cell with a formula that gave this text; ``worded``: the file says that it is a text, be it an empty one."""
    cell = FormulaCell(text)
    # Programs that calculate nothing save nothing, or 0.
    cell.why, cell.saved = why, text if worded or text not in ("", "0") else None
    return cell


def plain(heading: str, cell: str) -> str:
    """What the cell says in a column of that heading. Raises DutyError where that is not what was typed."""
    match cell:
        case DayCell() | TimeCell() if heading == "出席情况":
            return cell  # when somebody signed
        case DayCell() if heading not in DAY_HEADINGS:
            raise DayForText(heading, date.fromisoformat(cell), as_share=heading == "参加比例")
        case TimeCell() if heading not in DAY_HEADINGS:
            raise TimeForText(heading, cell)
        case InexactCell() if heading not in NUMBER_HEADINGS or "." not in cell:
            raise InexactNumber(heading, cell)
    return cell


def as_typed(heading: str, text: str) -> str:
    """``text``, in a column of numbers, shares or marks that things are found by, which no date is.

    Raises DutyError for what a spreadsheet shows and saves as text in the place of what was typed: 1.2E+15, 12-Jul, 7月12日, Jan-26.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise InexactNumber(heading, text)
    if (found := _SHOWN_DAY.fullmatch(text)) and (day := _day_of(found.groupdict())):
        raise DayForText(heading, day, as_share=heading == "参加比例")
    return text


def _day_of(found: Mapping[str, str | None]) -> date | None:
    """The day that is shown; where no year is, that of any leap year."""
    name = found["name"] or found["named"]
    month = _MONTHS.index(name) + 1 if name else int(found["month"] or 0)
    year = int(found["year"] or 0) or (2000 + int(found["short"]) if found["short"] else 2000)
    try:
        return date(year, month, int(found["day"] or found["on"] or 1))
    except ValueError:
        return None


def is_altered(heading: str, cell: str) -> bool:
    """Whether the cell does not say what was typed into a column of that heading."""
    try:
        return type(plain(heading, cell)) is ErrorCell
    except DutyError:
        return True


def held(cell: str) -> str | date | time | float:
    """What the workbook held, so that a file handed back to an office does not turn it into a text for good."""
    match cell:
        case MomentCell():
            return datetime.fromisoformat(cell.moment)
        case DayCell():
            return date.fromisoformat(cell)
        case InexactCell():
            return float(cell)
        case TimeCell() if _CLOCK.fullmatch(cell):
            return time.fromisoformat(cell)
    return str(cell)


def written_out(rows: Sequence[list[Any]]) -> str:
    """Put cells in the place of the values of rows of one length, as a workbook gives them; all that they say together."""
    said = []
    for at, column in enumerate(zip(*rows, strict=True)):
        try:
            # Nearly all are text, and of a column all or none: joining them tells.
            said.append("".join(column))
        except TypeError:
            cells = [_WRITTEN[type(value)](value) for value in column]
            said.append("".join(cells))
            for row, cell in zip(rows, cells, strict=True):
                row[at] = cell
    return "".join(said)


def durations(cells: Sequence[str]) -> list[str]:
    """The cells of a row of an ods, where a duration over 24 hours is handed on as the text PT36H00M00S."""
    return [TimeCell(cell) if cell.startswith("PT") and _DURATION.fullmatch(cell) else cell for cell in cells]


def _number(number: float) -> str:
    if number.is_integer():
        text = str(int(number))
        return text if abs(number) < EXACT else InexactCell(text)
    short = f"{number:.15g}"  # what a spreadsheet shows; the digits beyond come from its own arithmetic
    text = f"{Decimal(short):f}" if "e" in short else short
    if float(short) != number:
        return InexactCell(text)
    return TenthCell(text) if text[-2] == "." else text


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return DayCell(day.isoformat())


def _moment(moment: datetime) -> str:
    # A workbook keeps the time as a fraction of a day, some millionths beside the second that was meant. The day stays its own.
    up = moment.microsecond >= 500_000 and moment.time() < time(23, 59, 59)
    whole = moment.replace(microsecond=0) + timedelta(seconds=up)
    return MomentCell(whole.isoformat()) if whole.time() != time() else _day(moment.date())


_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: str,
    bool: lambda yes: "TRUE" if yes else "FALSE",
    int: lambda number: str(number) if abs(number) < EXACT else InexactCell(number),
    float: _number,
    date: _day,
    datetime: _moment,
    time: lambda moment: TimeCell(moment.isoformat()),
    timedelta: TimeCell,
}
