"""A sheet: the one form that every table format knows, so that there are reports + formats and not reports × formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from duty_cli.domain.points import Points

Cell = str | Points | None
"""Text, an exact number, or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how its cells stand."""

    heading: str
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One titled table with remarks under it. ``name`` is short (a worksheet's tab).

    ``sums`` are the places of the rows that sum others, counted from 0.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    sums: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a paper; ``level`` 0 is body text, 1 a heading 一、, 2 （一）, 3 1., 4 （1）."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures of a chart, a value a label; None where there is none."""

    name: str
    values: tuple[Points | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that are better seen than read, in ``unit``; a chart holds what the report says and no figure of its own."""

    title: str
    kind: Literal["bar", "stacked", "line", "radar"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report laid out for a reader: a title with a line under it, text if any, sheets, and the identity line at the end.

    ``headline`` are the few figures that say the most, each after its name. ``together``: text and tables stand one under
    another on at most two upright pages, also in a workbook.
    """

    title: str
    sheets: tuple[Sheet, ...]
    identity: str
    text: tuple[Paragraph, ...] = ()
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    headline: tuple[tuple[str, Cell], ...] = ()
    together: bool = False
