"""The words that every format shares: cells as text, numbered headings, remarks, and nothing that is not text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from duty_cli.model import exact_numbers
from duty_cli.patterns import pattern

# Only named here: whoever says a line need not load papers.
if TYPE_CHECKING:
    from duty_cli.model.papers import Cell, Paragraph

NONE = "（无）"
"""Stands in a table without rows."""

_BREAKS = pattern(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Controls can drive a terminal, and marks without width or with a direction can reorder a name on the screen.
_UNSEEN = pattern(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_DIGITS = "〇一二三四五六七八九"


def cleaned(text: str) -> str:
    """``text`` on one line and without control characters: breaks become a space, all others a visible ``�``."""
    return text if text.isprintable() else _UNSEEN.sub("�", _BREAKS.sub(" ", text))


def said(cell: Cell) -> str:
    """A cell as text: numbers exact, nothing as nothing."""
    if isinstance(cell, str):
        return cleaned(cell)
    if isinstance(cell, int | exact_numbers.Yuan):
        return str(cell)
    return "" if cell is None else exact_numbers.show(cell)


def numeral(number: int) -> str:
    """``number`` (1 to 99) as headings count: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


_NUMBERS: tuple[Callable[[int], str], ...] = (
    lambda place: f"{numeral(place)}、",
    lambda place: f"（{numeral(place)}）",
    lambda place: f"{place}.",
    lambda place: f"（{place}）",
)
"""How headings are numbered, by level."""


def numbered(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[int, str]]:
    """Each paragraph's level and text; headings are numbered 一、 （一） 1. （1） afresh under each heading above them."""
    counts = [0] * (len(_NUMBERS) + 1)
    for paragraph in paragraphs:
        level, text = paragraph.level, cleaned(paragraph.text)
        if level:
            counts[level:] = [counts[level] + 1] + [0] * (len(_NUMBERS) - level)
            text = _NUMBERS[level - 1](counts[level]) + text
        yield level, text


def remarks(notes: Sequence[str]) -> list[str]:
    """The lines under a table: one note plainly, several numbered."""
    if len(notes) == 1:
        return [f"注：{cleaned(notes[0])}"]
    return [f"注{number}：{cleaned(note)}" for number, note in enumerate(notes, 1)]
