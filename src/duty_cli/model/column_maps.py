"""How a foreign file is read as ours: what one mapping file (``--map``) says."""

from __future__ import annotations

from collections import abc
from dataclasses import field
from typing import Literal, TypeAlias

from duty_cli.model.exact_numbers import Points
from duty_cli.model.quick_dataclass import dataclass

Reads = Literal["records", "attendance", "roster", "proposals", "history", "fund"]
"""What the rows of a foreign file are read as."""

Otherwise = Literal["keep", "empty"]
"""What becomes of a value that the value table does not hold: it stays as it is, or nothing is written."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value that the value table does not hold becomes this text."""

    text: str


@dataclass(frozen=True, slots=True)
class ForeignCell:
    """Where a foreign value stands: under a heading in every row, or in the title block, beside or below its label."""

    heading: str
    where: Literal["column", "beside", "below"] = "column"

    @property
    def in_row(self) -> bool:
        """Whether every row has one of its own."""
        return self.where == "column"

    def __str__(self) -> str:
        return self.heading if self.in_row else f"表上方的{self.heading}"


WholeTime: TypeAlias = Points | ForeignCell | tuple[ForeignCell, ForeignCell]
"""How long a meeting took: seconds, where its length stands, or where its beginning and its end do."""


@dataclass(frozen=True, slots=True)
class StayRule:
    """参加比例 by time: how long somebody stayed (``lasted``, or from when until when, ``bounds``) of the ``whole`` meeting.

    With both, ``lasted`` counts, and within ``bounds`` it was: stays at the same time are not added up.
    ``unit`` is that of numbers without one, ``date`` the pattern of moments.
    """

    whole: WholeTime
    lasted: ForeignCell | None = None
    bounds: tuple[ForeignCell, ForeignCell] | None = None
    unit: str = ""
    date: str | None = None

    @property
    def stood(self) -> tuple[ForeignCell, ...]:
        """Where it stands how long somebody stayed."""
        return *(() if self.lasted is None else (self.lasted,)), *(self.bounds or ())

    @property
    def cells(self) -> tuple[ForeignCell, ...]:
        """All that it asks for."""
        match self.whole:
            case ForeignCell() as one:
                return *self.stood, one
            case (first, last):
                return *self.stood, first, last
        return self.stood


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Where one column of ours comes from: one of ``from_``, ``always``, ``row_prefix``, ``title``, ``each``, ``stay``.

    ``from_`` is a heading of the foreign file; with ``also_from`` the cells of several are joined by ``join``. ``title`` is a
    label in the title block. The value of either is parted at ``split``, where it is written, and of the parts ``part`` is
    taken: by number from 1, from the end below 0, "each" for a record for each, "member" the one that is a member's name, None
    for all of them. What is taken passes
    through ``values`` and then ``date``, a pattern. Without ``otherwise`` a value that ``values`` does not hold, or a part
    that is not there, is a problem. ``always`` is the same text in every row. ``row_prefix`` numbers the rows of the file
    from 1, in at least four digits: LS0001, LS0002 … ``each`` is which of the parts a record is of, or how many there are.
    """

    from_: str | None = None
    always: str | None = None
    row_prefix: str | None = None
    values: abc.Mapping[str, str] | None = None
    otherwise: Otherwise | Replaced | None = None
    date: str | None = None
    also_from: tuple[str, ...] = ()
    join: str = ""
    title: ForeignCell | None = None
    split: tuple[str, ...] = ()
    part: int | Literal["each", "member"] | None = None
    each: Literal["place", "count"] | None = None
    stay: StayRule | None = None

    @property
    def origins(self) -> tuple[str, ...]:
        """The headings of the foreign file from which it comes."""
        if self.stay is not None:
            return tuple(dict.fromkeys(one.heading for one in self.stay.cells if one.in_row))
        return () if self.from_ is None else (self.from_, *self.also_from)


@dataclass(frozen=True, slots=True)
class MapLook:
    """By what a file is known that a map reads: all of ``headings`` in one row, each text of ``title`` in some cell above it.

    ``without`` are headings of ours, or words of any heading, that do not stand beside them.
    """

    headings: tuple[str, ...]
    title: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One mapping file: what it reads, how the foreign file is written, and our columns by heading.

    ``only`` and ``without`` say by headings of the foreign file which rows are read: those that have, in every column of
    ``only``, one of its words, and in no column of ``without`` one of its words. A word is the whole cell, trimmed, with narrow
    digits and signs; the empty word is an empty cell. ``sheet`` is the worksheet that is read; the table is sought below the
    line that says ``under``, and ends above the first that says one of ``above``. ``name`` is that of its file.
    """

    reads: Reads
    separator: str
    encoding: str | None
    columns: abc.Mapping[str, ColumnSource]
    only: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheet: str | None = None
    under: str | None = None
    above: tuple[str, ...] = ()
    known: MapLook | None = None
    name: str = ""

    @property
    def stays(self) -> StayRule | None:
        """By what 参加比例 is reckoned, if by time."""
        return next((source.stay for source in self.columns.values() if source.stay is not None), None)

    @property
    def parted(self) -> bool:
        """Whether a row has several records."""
        return any(source.part == "each" for source in self.columns.values())

    @property
    def gathers(self) -> bool:
        """Whether a row is anything but one record."""
        return self.parted or self.stays is not None
