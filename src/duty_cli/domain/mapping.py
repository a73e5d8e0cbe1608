"""How a foreign file is read as ours: for each of our headings, where its value comes from."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class DateOrder(StrEnum):
    """The order in which a foreign date names its parts; ``-``, ``/`` and ``.`` separate them alike."""

    YEAR_FIRST = "年-月-日"
    DAY_FIRST = "日-月-年"
    MONTH_FIRST = "月-日-年"


Otherwise = Literal["keep", "empty"]
"""What becomes of a value that the value table does not hold: it stays as it is, or nothing is written."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value that the value table does not hold becomes this text."""

    text: str


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Where one column of ours comes from: exactly one of ``from_``, ``always`` and ``row_prefix`` is set.

    ``from_`` is a heading of the foreign file; its value passes through ``values`` and then ``date_order``, where these are
    set. Without ``otherwise`` a value that ``values`` does not hold is a fault. ``always`` is the same text in every row.
    ``row_prefix`` numbers the rows of the file from 1, in at least four digits: LS0001, LS0002 …
    """

    from_: str | None = None
    always: str | None = None
    row_prefix: str | None = None
    values: abc.Mapping[str, str] | None = None
    otherwise: Otherwise | Replaced | None = None
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One mapping file: what it reads, how the foreign file is written, and our columns by heading.

    ``only`` and ``without`` say by headings of the foreign file which rows are read: those that have, in every column of
    ``only``, one of its words, and in no column of ``without`` one of its words. A word is the whole cell, trimmed, with narrow
    digits and signs; the empty word is an empty cell.
    """

    reads: Literal["records", "roster", "proposals"]
    separator: str
    encoding: str | None
    columns: abc.Mapping[str, ColumnSource]
    only: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
