"""Whole numbers as documents write them: 12, １２, 十二, 一百二十, 两, 二〇二六."""

from __future__ import annotations

from duty_cli.parsing.text_cleaning import narrow

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}

HAN = "〇○零一二两三四五六七八九十百千"
"""The signs of a number in Chinese numerals, as the inside of a regular expression's brackets."""


def whole_number(text: str) -> int | None:
    """The number that ``text`` spells; None for what is none, or is two at once (二三, 两三)."""
    plain = narrow(text)
    if plain.isascii():
        return int(plain) if plain.isdecimal() else None
    if not set(plain) & set(_SCALES):
        return _by_digits(plain)
    total, digit = 0, None
    least = 10_000
    for sign in plain:
        if sign in _SCALES:
            scale = _SCALES[sign]
            if scale >= least:
                return None
            total, digit, least = total + (1 if digit is None else digit) * scale, None, scale
        elif sign not in _DIGITS or digit:
            return None
        else:
            digit = _DIGITS[sign]
    return total + (digit or 0)


def _by_digits(text: str) -> int | None:
    """A single digit, or digits one after another as years have them: 二〇二六."""
    digits = [_DIGITS.get(sign, -1) for sign in text]
    if -1 in digits or (1 < len(digits) < 4 and 0 not in digits):
        return None
    return int("".join(map(str, digits))) if digits else None
