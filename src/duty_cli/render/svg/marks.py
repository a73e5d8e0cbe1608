"""What a picture is drawn with: boxes, lines, text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

from duty_cli.render.cells import cell_width
from duty_cli.render.colours import colour
from duty_cli.render.wording import cleaned

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
