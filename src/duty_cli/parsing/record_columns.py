"""Cells to values and back: the one place that knows how each heading of a record is written.

A row is read with everything that is wrong with it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING
from dataclasses import fields as dataclass_fields
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, TypeAlias

from duty_cli.errors.base import DutyError
from duty_cli.errors.file_errors import HiddenByWidth
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import BadValue, MissingValue, OtherMember
from duty_cli.model.column_sorts import ColumnSort
from duty_cli.model.exact_numbers import Points, exact, show, simple
from duty_cli.model.records import COLUMNS, HEADINGS, Attendance, RecordFields
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import as_typed, plain
from duty_cli.parsing.dates import parse_day, typed_day
from duty_cli.patterns import pattern

Parser: TypeAlias = Callable[[str, str], Any]
"""Heading and trimmed text → the value; raises a DutyError."""

Parsers: TypeAlias = Mapping[str, tuple[str, Parser]]
"""Heading → the field it fills and how its text is read."""

Troubles: TypeAlias = tuple[tuple[str, DutyError], ...]
"""What is wrong with one row: each faulty heading and the refusal of its value."""

# What export puts before a text that a spreadsheet would take for a formula; further quotes were in the text itself.
_GUARD = pattern(r"'(?='*(?:[\t\r\n]|\s*[=+\-@＝＋－＠]))")
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#PYTHON!", "#EXTERNAL!"}
)
_KEPT = 1 << 13

_NUMBERED = ("编号", "来源编号")

TITLE_LIMIT = 2000
REQUIRED = tuple(COLUMNS[item.name].heading for item in dataclass_fields(RecordFields) if item.default is MISSING)
"""What every record must say."""

_SEPARATORS = pattern(r"[、,，;；\u250b\s]+")
"""Between words; ┋ is what 问卷星 puts between the answers to one question."""
_YEAR = pattern(r"((?:19|20)[0-9]{2})(?:年|年度)?")
_WHOLE = pattern(r"[0-9]{1,9}")
_ENDLESS = pattern(r"[0-9]+\.[0-9]{10,}%?")
_PLAIN = 10**9
"""From this denominator on, a share cannot be written as the fraction that it is."""
_HEADING_OF = {name: column.heading for name, column in COLUMNS.items()}


def read_cells(
    cells: Mapping[str, str], parsers: Parsers, required: Collection[str]
) -> tuple[dict[str, Any], Troubles]:
    """The values by field, empty cells left out, and the troubles."""
    values: dict[str, Any] = {}
    troubles: list[tuple[str, DutyError]] = []
    for heading, (field, parse) in parsers.items():
        text = cells.get(heading, "").strip()
        try:
            if text:
                values[field] = parse(heading, text)
            elif heading in required:
                raise MissingValue(heading)
        except DutyError as error:
            troubles.append((heading, error))
    return values, tuple(troubles)


def cell_text(cell: str) -> str:
    """What a cell of a file says: trimmed, without the quote that export puts before formulas."""
    return (cell[1:] if cell.startswith("'") and _GUARD.match(cell) else cell).strip()


def text_in(heading: str, cell: str) -> str:
    """What a cell says in a column of that heading. Raises DutyError where that is not what was typed."""
    text = cell_text(cell if type(cell) is str else plain(heading, cell))
    if text.startswith("####") and not text.strip("#"):
        raise HiddenByWidth(heading, text)
    return text


def no_error(heading: str, text: str) -> str:
    """A text of a file, unless it is the error value of a formula, which stays in the file where the formula is gone."""
    if text in _ERRORS:
        raise BadValue(heading, text, "原表中的值（这是公式出错的结果；请核对原表，原表中没有的请清空）")
    return text


class Read(dict[str, Any]):
    """The values of one column by the cells that say them: each different cell is read once, as far as memory allows."""

    def __init__(self, heading: str, parse: Parser, convert: Callable[[str], str] | None, empty: object) -> None:
        super().__init__()
        self.heading = heading
        self._parse, self._convert, self._empty = parse, convert, empty

    def __missing__(self, cell: str) -> Any:  # noqa: ANN401
        """The value of a cell not met before. Raises DutyError, every time anew."""
        text = text_in(self.heading, cell)
        if self._convert is not None:
            text = self._convert(text)
        if not text and self._empty is NOT_EMPTY:
            raise MissingValue(self.heading)
        value = self._parse(self.heading, text) if text else self._empty
        if len(self) < _KEPT:
            self[cell] = value
        return value


NOT_EMPTY = object()
"""In place of what an empty cell says: it must not be empty."""


def read_fields(cells: Mapping[str, str]) -> tuple[RecordFields | None, Troubles]:
    """The facts that ``cells`` (by heading) say, or None and everything that is wrong with them."""
    values, troubles = read_cells(cells, _PARSERS, REQUIRED)
    if troubles:
        return None, troubles
    fields = RecordFields(**values)
    if fields.position is not None and fields.authors is not None and fields.position > fields.authors:
        error = BadValue("作者位次", str(fields.position), f"不大于作者人数 {fields.authors} 的数")
        return None, (("作者位次", error),)
    return fields, ()


def parse_fields(cells: Mapping[str, str]) -> RecordFields:
    """The facts that ``cells`` (by heading) say; raises the first refusal."""
    fields, troubles = read_fields(cells)
    if fields is None:
        raise troubles[0][1]
    return fields


def change_fields(fields: RecordFields, changes: Mapping[str, str], today: date) -> RecordFields:
    """``fields`` with some values typed anew on ``today``, by heading or field name; an empty value clears its field."""
    cells = fields_cells(fields)
    for key, text in changes.items():
        heading = _HEADING_OF.get(key.strip(), text_cleaning.heading(key))
        if heading not in HEADINGS:
            if heading in ("委员编号", "姓名"):
                raise OtherMember
            raise UnknownWord("字段", key, list(HEADINGS))
        cells[heading] = str(typed_day(text, today)) if heading == "日期" and text.strip() else text
    return parse_fields(cells)


def fields_cells(fields: RecordFields) -> dict[str, str]:
    """The cells, by heading, from which the same facts are read again."""
    return {heading: cell_of(getattr(fields, field)) for heading, field in HEADINGS.items()}


def split_words(text: str) -> tuple[str, ...]:
    """The words of a set, each once: separated by 、 or commas, semicolons, ┋ and spaces of either width."""
    return tuple(dict.fromkeys(word for word in _SEPARATORS.split(text) if word))


def cell_of(value: object) -> str:
    """A value of a record as the cell that says it."""
    match value:
        case None:
            return ""
        case frozenset():
            return "、".join(sorted(value))
        case int() | Fraction():
            return show(value)
    return str(value)


def _day(heading: str, text: str) -> date:
    return parse_day(text, heading=heading)


def _title(heading: str, text: str) -> str:
    return text_cleaning.clean_text(heading, text, TITLE_LIMIT)


@lru_cache(maxsize=4096)
def _words(heading: str, text: str) -> frozenset[str]:
    return frozenset(split_words(text_cleaning.clean_text(heading, text)))


def _attendance(heading: str, text: str) -> Attendance:
    try:
        return Attendance(text)
    except ValueError:
        raise UnknownWord(heading, text_cleaning.shown(text), list(Attendance)) from None


def _whole(heading: str, text: str) -> int:
    plain = text_cleaning.narrow(text)
    if not _WHOLE.fullmatch(plain) or int(plain) == 0:
        raise BadValue(heading, text_cleaning.shown(text), "大于 0 的整数")
    return int(plain)


def _year(heading: str, text: str) -> int:
    found = _YEAR.fullmatch(text_cleaning.narrow(text))
    if found is None:
        raise BadValue(heading, text_cleaning.shown(text), "四位年份，如 2025")
    return int(found[1])


def _share(heading: str, text: str) -> Points:
    wanted = "0 到 1 之间的数，如 7/12、0.5 或 50%"
    return _number(
        heading, as_typed(heading, text), wanted, lambda number: 0 <= number <= 1, partial(_exact_share, heading)
    )


def _exact_share(heading: str, text: str) -> Points:
    """A number, or one of many decimals that says a plain fraction, as of the seconds in 17:04. Raises ValueError, BadValue."""
    if not _ENDLESS.fullmatch(text):
        return exact(text)
    number = Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    if number.denominator < _PLAIN:
        return simple(number)
    # What a spreadsheet gives for 1/3: no decimal says it, and a rounded one would be another share.
    raise BadValue(heading, text_cleaning.shown(text), "小数不超过 9 位的数，除不尽的写作分数，如 7/12")


def _key(heading: str, text: str) -> str:
    key = text_cleaning.clean_key(heading, text)
    # A mark (成果标识) may be a month in words; no number is.
    return as_typed(heading, key) if heading in _NUMBERED else key


def _amount(heading: str, text: str) -> Points:
    return _number(heading, text, "大于 0 的数，如 3 或 1.5", lambda number: number > 0)


def _score(heading: str, text: str) -> Points:
    return _number(heading, text, "数，如 5 或 -2.5", lambda _: True)


def _number(
    heading: str, text: str, wanted: str, fits: Callable[[Points], bool], read: Callable[[str], Points] = exact
) -> Points:
    """An exact number that can be written and ``read`` again, which those of more than nine decimals as a rule cannot."""
    try:
        number = read(text_cleaning.narrow(text))
        read(show(number))
    except ValueError:
        raise BadValue(heading, text_cleaning.shown(text), wanted) from None
    if not fits(number):
        raise BadValue(heading, text_cleaning.shown(text), wanted)
    return number


_BY_SORT: Mapping[ColumnSort, Parser] = {
    ColumnSort.TEXT: text_cleaning.clean_text,
    ColumnSort.TITLE: _title,
    ColumnSort.ATTENDANCE: _attendance,
    ColumnSort.WORDS: _words,
    ColumnSort.WHOLE: _whole,
    ColumnSort.KEY: _key,
    ColumnSort.SHARE: _share,
    ColumnSort.AMOUNT: _amount,
    ColumnSort.SCORE: _score,
    ColumnSort.YEAR: _year,
    ColumnSort.DAY: _day,
}

NUMBER: Parser = _score
"""An exact number, below 0 as well."""

YEAR: Parser = _year
"""A calendar year of four digits."""

FACT_PARSERS: Mapping[str, Parser] = {column.heading: _BY_SORT[column.sort] for column in COLUMNS.values()}
"""Heading of a record → how its text is read."""

_PARSERS: Parsers = {heading: (field, FACT_PARSERS[heading]) for heading, field in HEADINGS.items()}
