"""The cells of one row to values, by heading, with everything that is wrong with the row at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from duty_cli.errors import DutyError, MissingValue

Parser: TypeAlias = Callable[[str, str], Any]
"""Heading and trimmed text → the value; raises a DutyError."""

Parsers: TypeAlias = Mapping[str, tuple[str, Parser]]
"""Heading → the field it fills and how its text is read."""

Troubles: TypeAlias = tuple[tuple[str, DutyError], ...]
"""What is wrong with one row: each heading at fault and the refusal of its value."""


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
