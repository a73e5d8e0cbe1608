"""How many cells of a terminal a text takes, and its lines within so many: Chinese characters are two wide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from duty_cli.patterns import pattern

# A line begins with no closing mark and ends with no opening one; a run of ASCII (a number, a date) stays whole.
_PIECE = pattern(r"[（《〈“‘【〔「『]*(?:[!-~]+|.)[，。；：、！？）》〉”’】〕」』…]*", re.DOTALL)


class _Cells(dict[str, int]):
    """Cells a character takes, looked up once; those of ambiguous width count as narrow, as Unicode advises."""

    def __missing__(self, character: str) -> int:
        unspaced = unicodedata.category(character) in {"Mn", "Me", "Cf"}
        wide = unicodedata.east_asian_width(character) in {"W", "F"}
        self[character] = 0 if unspaced else 2 if wide else 1
        return self[character]


_cells = _Cells()


def cell_width(text: str) -> int:
    """The cells ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cells.__getitem__, text))


def padded(text: str, width: int, align: Literal["left", "right", "center"]) -> str:
    """``text`` filled up with spaces to ``width`` cells; a wider text stays as it is."""
    gap = width - cell_width(text)
    if align == "left":
        return text + " " * gap
    before = gap if align == "right" else gap // 2
    return " " * before + text + " " * (gap - before)


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells, except where a single character is wider."""
    if cell_width(text) <= width:
        return [text]
    lines, line, used = [], "", 0
    for piece in _pieces(text, width):
        wide = cell_width(piece)
        if line and used + wide > width:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        if piece != " " or line or not lines:
            line, used = line + piece, used + wide
    return [*lines, line]


def _pieces(text: str, width: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if cell_width(piece) > width:
            yield from piece
        else:
            yield piece
