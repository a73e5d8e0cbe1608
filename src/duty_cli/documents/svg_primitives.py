"""What pictures are drawn with: colours, boxes, lines, text, and where a value stands on an axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import count
from typing import Literal

from duty_cli.documents.cell_text import cleaned
from duty_cli.documents.cell_widths import cell_width
from duty_cli.model.exact_numbers import Points, round_down, simple

_COLOURS = (
    *(("#0072B2", "#fff"), ("#E69F00", "#000"), ("#009E73", "#fff"), ("#CC79A7", "#000")),
    *(("#56B4E9", "#000"), ("#D55E00", "#fff"), ("#F0E442", "#000"), ("#666666", "#fff")),
    *(("#882255", "#fff"), ("#999933", "#000"), ("#332288", "#fff"), ("#44AA99", "#000")),
)


def colour(place: int) -> str:
    """The colour of a series."""
    return _COLOURS[place % len(_COLOURS)][0]


def ink(place: int) -> str:
    """What is read on that colour."""
    return _COLOURS[place % len(_COLOURS)][1]


_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of ``length`` units from the first of its ticks to the last."""

    ticks: tuple[Points, ...]
    length: int

    def at(self, value: Points) -> int:
        """How far from the first tick ``value`` stands."""
        low, high = self.ticks[0], self.ticks[-1]
        return round(Fraction(value - low) * self.length / (high - low))


def scale(values: Iterable[Points], length: int) -> Scale:
    """An axis that holds nought and all ``values``, with ticks at round numbers; counts have none between two."""
    known = [0, *values]
    low, high = min(known), max(known)
    step = _step(high - low, whole=all(isinstance(value, int) for value in known))
    first, last = round_down(Fraction(low) / step), -round_down(-Fraction(high) / step)
    return Scale(tuple(simple(place * step) for place in range(first, max(last, first + 1) + 1)), length)


def _step(spread: Points, *, whole: bool) -> Fraction:
    steps: Iterator[Fraction] = (
        Fraction(one) * Fraction(10) ** power for power in count(0 if whole else -2) for one in (1, 2, 5)
    )
    return next(step for step in steps if spread <= step * _MOST_STEPS)


WIDTH = 420
"""Every picture is so wide, that its text can still be read on a telephone."""
TEXT = 13
"""Size of type."""
CELL = 7
"""What a Latin letter or digit takes; a Chinese character takes two."""

_DASHES = ("", "6 3", "2 2", "8 3 2 3")
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def dashes(place: int) -> str:
    """How the line of a series is broken, so that it is known without colour; empty for a whole one."""
    return _DASHES[place % len(_DASHES)]


def plain(text: str) -> str:
    """``text`` as it may stand in a page: nothing in it is markup or drives anything."""
    return escape(cleaned(text))


def wide(text: str) -> int:
    """The units ``text`` takes."""
    return cell_width(cleaned(text)) * CELL


def widest(texts: Iterable[str]) -> int:
    """The units the widest takes."""
    return max(map(wide, texts), default=0)


def words(
    x: int, y: int, text: str, align: Literal["left", "center", "right"] = "left", fill: str = "currentColor"
) -> str:
    """``text`` with its middle line at ``y``."""
    return (
        f'<text x="{x}" y="{y}" dominant-baseline="central" text-anchor="{_ANCHORS[align]}" '
        f'font-size="{TEXT}" fill="{fill}">{plain(text)}</text>'
    )


def box(x: int, y: int, width: int, height: int, place: int, told: str) -> str:
    """A box in the colour of a series, that says ``told`` when pointed at."""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour(place)}" stroke="#fff" '
        f'stroke-width="1"><title>{plain(told)}</title></rect>'
    )


def rule(x: int, y: int, to_x: int, to_y: int, *, strong: bool = False) -> str:
    """A line of the axes; ``strong`` at nought."""
    stroke = "#555" if strong else "#ccc"
    return f'<line x1="{x}" y1="{y}" x2="{to_x}" y2="{to_y}" stroke="{stroke}" stroke-width="1"/>'


def trail(points: Sequence[tuple[int, int]], place: int, *, closed: bool = False) -> str:
    """The line of a series through its points; a closed one is filled lightly."""
    name, fill = ("polygon", colour(place)) if closed else ("polyline", "none")
    dash = f' stroke-dasharray="{dashes(place)}"' if dashes(place) else ""
    return (
        f'<{name} points="{corners(points)}" fill="{fill}" fill-opacity="0.12" stroke="{colour(place)}" '
        f'stroke-width="2" stroke-linejoin="round"{dash}/>'
    )


def ring(points: Sequence[tuple[int, int]]) -> str:
    """A closed line of the axes."""
    return f'<polygon points="{corners(points)}" fill="none" stroke="#ccc" stroke-width="1"/>'


def dot(x: int, y: int, place: int, told: str) -> str:
    """A point of a series, that says ``told`` when pointed at."""
    return f'<circle cx="{x}" cy="{y}" r="4" fill="{colour(place)}"><title>{plain(told)}</title></circle>'


def corners(points: Sequence[tuple[int, int]]) -> str:
    """Points as SVG lists them."""
    return " ".join(f"{x},{y}" for x, y in points)
