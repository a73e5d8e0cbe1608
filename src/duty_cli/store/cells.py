"""How a value stands in a table cell: exact numbers and days as text, sets as one text joined by 、."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from duty_cli.domain.points import Points, show, simple
from duty_cli.domain.records import Attendance

# The same few numbers, sets and days stand in very many rows.
_remembered = lru_cache(maxsize=4096)

ATTENDANCE: dict[str | None, Attendance | None] = {None: None} | {state.value: state for state in Attendance}
"""Text → attendance."""


def attendance_text(state: Attendance | None) -> str | None:
    """A state of attendance as text."""
    return None if state is None else state.value


def number_text(number: Points | None) -> str | None:
    """An exact number as text."""
    return None if number is None else show(number)


@_remembered
def number_of(text: str | None) -> Points | None:
    """The number of such a text; ``points.exact`` reads only what people type."""
    return None if text is None else simple(Fraction(text))


def set_text(words: frozenset[str]) -> str | None:
    """A set as one text, None where it is empty."""
    return "、".join(sorted(words)) if words else None


@_remembered
def set_of(text: str | None) -> frozenset[str]:
    """The set of such a text."""
    return frozenset(text.split("、")) if text else frozenset()


@_remembered
def day_of(text: str) -> date:
    """The day of an ISO date."""
    return date.fromisoformat(text)
