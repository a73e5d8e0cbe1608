"""How text in a .docx looks to its reader: there in full, struck out, there but not to be made out, or hidden."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from duty_cli.importing.readers.docx_parts import Element, child, is_on, last, local, value

Colour = tuple[int, int, int]

_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)
# The other colours of a theme differ between documents: they are left unknown.
_THEME = {
    **dict.fromkeys(("background1", "bg1", "light1", "lt1"), _WHITE),
    **dict.fromkeys(("text1", "tx1", "dark1", "dk1"), _BLACK),
}
_NAMED = {
    **{"black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000"},
    **{"yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000"},
    **{
        "darkMagenta": "800080",
        "darkRed": "800000",
        "darkYellow": "808000",
        "darkGray": "808080",
        "lightGray": "C0C0C0",
    },
}
"""The colours that are said by a name, as those of a marker are."""

_CONTRAST = 1.5
"""The least contrast of text and what is behind it that can be read, as it is reckoned for pages of the web."""

_TINY = 6
"""In half points: no eye reads it."""

_USUAL = 21
"""The size of text that nothing is said of, in half points."""

_TWIPS = 10
"""Of a half point."""

_NARROW = 20
"""Percent of its width below which no sign is read."""


class Seen(Enum):
    """What a reader sees of a run."""

    PLAIN = auto()
    STRUCK = auto()
    """Crossed out: it is there, and does not hold."""
    FAINT = auto()
    """There, and nobody sees it: of the colour of what is behind it, tiny, squeezed, or off its line."""
    HIDDEN = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """Where text stands: the properties of the table and the cell around it, and how high its row is at most, in twips."""

    table: Element | None = None
    cell: Element | None = None
    room: int | None = None


def exact_height(row: Element | None) -> int | None:
    """How high a row with such properties is at most, in twips; None where it grows with its text."""
    height = last(row, "trHeight")
    return _number(value(height)) if value(height, "hRule") == "exact" else None


class TextLooks:
    """The styles of a document."""

    def __init__(self, styles: Element | None) -> None:
        every = [one for one in (styles if styles is not None else ()) if local(one) == "style"]
        self._by_id = {value(one, "styleId"): one for one in every}
        self._default = {value(one, "type"): one for one in every if value(one, "default") in ("1", "true", "on")}
        self._plain = child(styles, "docDefaults", "rPrDefault", "rPr")
        self._plain_paragraph = child(styles, "docDefaults", "pPrDefault", "pPr")

    def of(self, paragraph: Element | None, run: Element | None, place: Place) -> Seen:
        """What is seen of a run with such properties, in a paragraph with such properties at that place."""
        named = (("table", child(place.table, "tblStyle")), ("paragraph", child(paragraph, "pStyle")))
        around = [list(self._chain(sort, style)) for sort, style in (*named, ("character", child(run, "rStyle")))]
        if self._switched("vanish", run, around):
            return Seen.HIDDEN
        nearest = (one for chain in reversed(around) for one in chain)
        order = [one for one in (run, *nearest, self._plain) if one is not None]
        paragraphs = [paragraph, *self._chain("paragraph", child(paragraph, "pStyle"), "pPr"), self._plain_paragraph]
        lines = [one for one in paragraphs if one is not None]
        if _too_small(order, lines, place) or _of_one_colour(order, self._behind(order, lines, place)):
            return Seen.FAINT
        struck = any(self._switched(name, run, around) for name in ("strike", "dstrike"))
        return Seen.STRUCK if struck else Seen.PLAIN

    def _switched(self, name: str, run: Element | None, around: list[list[Element]]) -> bool:
        """Whether a switch is on. The run decides; else its styles, of which two undo each other."""
        own = is_on(last(run, name))
        if own is not None:
            return own
        said = ((is_on(last(one, name)) for one in chain) for chain in around)
        nearest = [next((switch for switch in one if switch is not None), False) for one in said]
        # Toggle properties (ECMA-376 part 1, 17.7.3): on in two styles is off again.
        return sum(nearest) % 2 == 1 or bool(is_on(last(self._plain, name)))

    def _behind(self, order: list[Element], lines: list[Element], place: Place) -> Colour | None:
        """The colour behind a run: of the marker, else the nearest shade, else of the paper. None where nobody knows it."""
        marker = _first(order, "highlight")
        if marker is not None and value(marker) not in (None, "none"):
            return _colour(value(marker))
        styled = (cell for cell in self._chain("table", child(place.table, "tblStyle"), "tcPr"))
        shades = (
            _first(order, "shd"),
            _first(lines, "shd"),
            last(place.cell, "shd"),
            *(last(one, "shd") for one in styled),
        )
        for one in (*shades, last(place.table, "shd")):
            if one is not None and not _clear(one):
                return _shade(one)
        return _WHITE

    def _chain(self, sort: str, named: Element | None, properties: str = "rPr") -> Iterator[Element]:
        """The properties of a style, then of those it is based on."""
        style = self._by_id.get(value(named)) if named is not None else None
        style = self._default.get(sort) if style is None else style
        # In a damaged file styles may be based on one another in a circle.
        met: set[str | None] = set()
        while style is not None and value(style, "styleId") not in met:
            met.add(value(style, "styleId"))
            found = child(style, properties)
            if found is not None:
                yield found
            style = self._by_id.get(value(child(style, "basedOn")))


def _first(order: list[Element], name: str) -> Element | None:
    """The property in the nearest of several that has it."""
    return next((found for one in order if (found := last(one, name)) is not None), None)


def _number(said: str | None) -> int | None:
    return int(said) if said is not None and said.lstrip("+-").isdecimal() else None


def _said(order: list[Element], name: str, usual: int) -> int:
    found = _number(value(_first(order, name)))
    return usual if found is None else found


def _too_small(order: list[Element], lines: list[Element], place: Place) -> bool:
    """Whether a run is tiny, off its line, narrowed to nothing, or stands in a line or row that no text fits in."""
    size = _said(order, "sz", _USUAL)
    if size <= _TINY or abs(_said(order, "position", 0)) > 2 * size or _said(order, "w", 100) < _NARROW:
        return True
    half = size * _TWIPS // 2
    line = _first(lines, "spacing")
    exact = _number(value(line, "line")) if value(line, "lineRule") == "exact" else None
    return _said(order, "spacing", 0) < -half or any(room is not None and room < half for room in (place.room, exact))


def _of_one_colour(order: list[Element], behind: Colour | None) -> bool:
    """Whether the colours of a run and of what is behind it cannot be told apart."""
    filled = _first(order, "textFill")
    if child(filled, "noFill") is not None:
        return True
    colour = child(filled, "solidFill", "srgbClr")
    if colour is None:
        colour = _first(order, "color")
    own = _BLACK if colour is None else _colour(value(colour), value(colour, "themeColor"))
    # Faint only where both colours are known: a guess would accuse an honest document.
    if own is None or behind is None:
        return False
    # The contrast ratio of WCAG 2, from relative luminance.
    dark, light = sorted((_brightness(own), _brightness(behind)))
    return (light + 0.05) / (dark + 0.05) < _CONTRAST


def _colour(said: str | None, theme: str | None = None, automatic: Colour = _BLACK) -> Colour | None:
    """A colour by its figures or its name; None where only the theme knows it."""
    if theme is not None and theme != "none":
        return _THEME.get(theme)
    figures = _NAMED.get(said or "", said or "auto")
    if figures == "auto":
        return automatic
    try:
        return (int(figures[:2], 16), int(figures[2:4], 16), int(figures[4:6], 16))
    except ValueError:
        return _THEME.get(figures)


def _clear(shade: Element) -> bool:
    """Whether a shade lets through what is behind it."""
    empty = value(shade) in (None, "clear", "nil") and value(shade, "fill") in (None, "auto")
    return value(shade) == "nil" or (empty and value(shade, "themeFill") in (None, "none"))


def _shade(shade: Element) -> Colour | None:
    """The colour of a shade, of which a pattern covers a part."""
    ground = _colour(value(shade, "fill"), value(shade, "themeFill"), _WHITE)
    pattern = value(shade) or "clear"
    part = 100 if pattern == "solid" else int(pattern[3:]) if pattern[:3] == "pct" and pattern[3:].isdecimal() else 0
    ink = _colour(value(shade, "color"), value(shade, "themeColor")) if part else _BLACK
    if ground is None or ink is None:
        return None
    red, green, blue = (round(under + (over - under) * part / 100) for under, over in zip(ground, ink, strict=True))
    return red, green, blue


def _brightness(colour: Colour) -> float:
    parts = zip((0.2126, 0.7152, 0.0722), colour, strict=True)
    return sum(weight * math.pow(one / 255, 2.2) for weight, one in parts)
