"""Exact numbers. Points are never floats: whole numbers are ``int``, all others ``Fraction``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from duty_cli.patterns import pattern

Points: TypeAlias = int | Fraction

_NUMBER = pattern(r"[+-]?\d{1,9}(\.\d{1,9})?(/[1-9]\d{0,8})?%?")


def exact(text: str) -> Points:
    """The number that ``text`` spells: ``5``, ``-2.5``, ``7/12``, ``20%``. Raises ValueError for anything else."""
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise ValueError(text)
    number = Fraction(text.rstrip("%"))
    return simple(number / 100 if text.endswith("%") else number)


def simple(number: Points) -> Points:
    """``number`` as an ``int`` where it is whole."""
    return number if isinstance(number, int) or number.denominator != 1 else int(number)


def summed(numbers: Iterable[Points]) -> Points:
    """The sum of ``numbers``."""
    whole, broken = 0, []
    for one in numbers:
        if isinstance(one, int):
            whole += one
        else:
            broken.append(one)
    # Whole numbers first: every sum with a fraction in it takes thirty times as long.
    return simple(sum(broken, Fraction(whole))) if broken else whole


def show(number: Points) -> str:
    """``number`` as an exact decimal (``12.5``); a number no decimal can say exactly stays a fraction (``25/3``)."""
    top, bottom = number.numerator, number.denominator
    scale, places = 1, 0
    while scale % bottom:
        if places == bottom.bit_length():  # 2 in the power of n, the worst of those that can be said, needs n places
            return f"{top}/{bottom}"
        scale, places = scale * 10, places + 1
    digits = str(abs(top) * scale // bottom).rjust(places + 1, "0")
    sign = "-" if top < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def round_half_up(number: Points, places: int) -> Points:
    """``number`` rounded to ``places`` decimals, halves away from zero, as offices round (四舍五入)."""
    if isinstance(number, int):
        return number
    scale = 10**places
    scaled = abs(number) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return simple(Fraction(whole if number >= 0 else -whole, scale))


def round_down(number: Points) -> int:
    """The greatest whole number not above ``number``."""
    return number.numerator // number.denominator


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` as a percentage with one decimal; empty where there is no whole."""
    return f"{show(round_half_up(Fraction(part * 100, whole), 1))}%" if whole else ""


@dataclass(frozen=True, slots=True, order=True)
class Yuan:
    """An amount of money, kept in whole fen and told in yuan: always two decimals, as accounts are."""

    fen: int

    @property
    def plain(self) -> str:
        """The amount without separators (``-12345.60``), for whatever reckons on with it."""
        return f"{'-' if self.fen < 0 else ''}{abs(self.fen) // 100}.{abs(self.fen) % 100:02}"

    def __str__(self) -> str:
        return f"{'-' if self.fen < 0 else ''}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02}"
