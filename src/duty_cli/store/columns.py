"""Many rows at once: each column whole, so that what repeats in it is worked out once and what is empty costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeAlias, TypeVar

Cell: TypeAlias = str | int | bytes | None
Columns: TypeAlias = Mapping[str, Sequence[Cell]]
"""Columns of one length by name, labels as their texts."""

_Said = TypeVar("_Said", bound=Hashable)
_Made = TypeVar("_Made")


def each(make: Callable[[_Said], _Made], column: Sequence[_Said]) -> list[_Made]:
    """What ``make`` makes of every value, called once for those that are equal."""
    made = {value: make(value) for value in dict.fromkeys(column)}
    return list(map(made.__getitem__, column))


def is_empty(column: Sequence[Cell]) -> bool:
    """Whether every cell is null."""
    return column == [None] * len(column)
