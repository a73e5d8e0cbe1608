"""The cells of one row to values, by heading, with everything that is wrong with the row at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from duty_cli.errors import BadValue, DutyError, MissingValue
from duty_cli.parsing.altered_cells import plain

Parser: TypeAlias = Callable[[str, str], Any]
"""Heading and trimmed text → the value; raises a DutyError."""

Parsers: TypeAlias = Mapping[str, tuple[str, Parser]]
"""Heading → the field it fills and how its text is read."""

Troubles: TypeAlias = tuple[tuple[str, DutyError], ...]
"""What is wrong with one row: each faulty heading and the refusal of its value."""

# What export puts before a text that a spreadsheet would take for a formula; further quotes were in the text itself.
_GUARD = re.compile(r"'(?='*(?:[\t\r\n]|\s*[=+\-@＝＋－＠]))")
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#PYTHON!", "#EXTERNAL!"}
)
_KEPT = 1 << 13


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
        text = cell_text(plain(self.heading, cell))
        if self._convert is not None:
            text = self._convert(text)
        if not text and self._empty is REQUIRED:
            raise MissingValue(self.heading)
        value = self._parse(self.heading, text) if text else self._empty
        if len(self) < _KEPT:
            self[cell] = value
        return value


REQUIRED = object()
"""In place of what an empty cell says: it must not be empty."""
