"""How text looks: whether a reader sees it, by what stands at the text and by the styles it has."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from duty_cli.intake.document.parts import Element, child, is_on, local, value

_WHITE = {"FFFFFF", "white", "background1", "bg1", "light1", "lt1"}
_TINY = 4
"""In half points: no eye reads it."""


class Seen(Enum):
    """What a reader sees of a run."""

    PLAIN = auto()
    FAINT = auto()
    """White or tiny: it is there, and nobody sees it on white paper."""
    HIDDEN = auto()


class TextLooks:
    """The styles of a document."""

    def __init__(self, styles: Element | None) -> None:
        every = [one for one in (styles if styles is not None else ()) if local(one) == "style"]
        self._by_id = {value(one, "styleId"): one for one in every}
        self._default = {value(one, "type"): one for one in every if value(one, "default") in ("1", "true", "on")}
        self._plain = child(styles, "docDefaults", "rPrDefault", "rPr")

    def of(self, paragraph: Element | None, run: Element | None, table: Element | None = None) -> Seen:
        """What is seen of a run with such properties, in a paragraph and a table with such properties."""
        named = (("table", child(table, "tblStyle")), ("paragraph", child(paragraph, "pStyle")))
        around = [list(self._chain(sort, style)) for sort, style in (*named, ("character", child(run, "rStyle")))]
        if self._hides(run, around):
            return Seen.HIDDEN
        nearest = (one for chain in reversed(around) for one in chain)
        order = [one for one in (run, *nearest, self._plain) if one is not None]
        colour = next((found for one in order if (found := child(one, "color")) is not None), None)
        size = next((said for one in order if (said := value(child(one, "sz"))) is not None), "")
        white = value(colour) in _WHITE or value(colour, "themeColor") in _WHITE
        return Seen.FAINT if white or (size.isdecimal() and int(size) <= _TINY) else Seen.PLAIN

    def _hides(self, run: Element | None, around: list[list[Element]]) -> bool:
        """A switch at the run decides; else those of its styles, of which two undo each other."""
        own = is_on(child(run, "vanish"))
        if own is not None:
            return own
        said = ((is_on(child(one, "vanish")) for one in chain) for chain in around)
        nearest = [next((switch for switch in one if switch is not None), False) for one in said]
        return sum(nearest) % 2 == 1 or bool(is_on(child(self._plain, "vanish")))

    def _chain(self, sort: str, named: Element | None) -> Iterator[Element]:
        """The properties of text of a style, then of those it is based on."""
        style = self._by_id.get(value(named)) if named is not None else None
        style = self._default.get(sort) if style is None else style
        met: set[str | None] = set()
        while style is not None and value(style, "styleId") not in met:
            met.add(value(style, "styleId"))
            found = child(style, "rPr")
            if found is not None:
                yield found
            style = self._by_id.get(value(child(style, "basedOn")))
