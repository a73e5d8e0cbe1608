"""Dates as people write them, read exactly or refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from duty_cli.domain.mapping import DateOrder
from duty_cli.errors import BadValue

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_HAN = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]", re.ASCII)
_NUMERALS = re.compile(
    r"(?:([〇一二三四五六七八九]{4})年)?([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_TENS = re.compile(r"(?:([二三]?)十)?([一二三四五六七八九]?)")

_WANTED = "日期，如 2026-03-05、2026年3月5日或 20260305"
_WITH_YEAR = "带年份的日期，如 2026年3月5日"
_AMBIGUOUS = "年份在前的日期，如 2026-03-05（日、月的先后无法判断）"


def parse_day(text: str, *, year: int | None = None, order: DateOrder | None = None, heading: str = "日期") -> date:
    """The day that ``text`` names; ``year`` completes 3月5日, ``order`` settles 03/04/2024. Raises BadValue."""
    day = _day(text, year, order)
    if isinstance(day, str):
        raise BadValue(heading, text, day)
    return day


@lru_cache(maxsize=4096)
def _day(text: str, year: int | None, order: DateOrder | None) -> date | str:
    """The day, or what is wanted instead."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("○", "〇").replace("零", "〇")
    if _YEAR_LAST.fullmatch(plain) and order not in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST):
        return _AMBIGUOUS
    parts = _parts(plain, order)
    if parts is None:
        return _WANTED
    named = year if parts[0] is None else parts[0]
    if named is None:
        return _WITH_YEAR
    try:
        return date(named, parts[1], parts[2])
    except ValueError:
        return "存在的日期"


def _parts(plain: str, order: DateOrder | None) -> tuple[int | None, int, int] | None:
    """Year (None where it is not said), month and day."""
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _YEAR_LAST.fullmatch(plain):
        day, month = (found[1], found[3]) if order is DateOrder.DAY_FIRST else (found[3], found[1])
        return int(found[4]), int(month), int(day)
    if found := _SOLID.fullmatch(plain) or _HAN.fullmatch(plain):
        return int(found[1]) if found[1] else None, int(found[2]), int(found[3])
    if found := _NUMERALS.fullmatch(plain):
        spelled = found[1]
        return int(spelled.translate(_DIGITS)) if spelled else None, _numeral(found[2]), _numeral(found[3])
    return None


def _numeral(text: str) -> int:
    """三十一 → 31; 0, which no date holds, for what is no numeral below forty."""
    found = _TENS.fullmatch(text)
    if found is None:
        return 0
    tens = 0 if found[1] is None else int(found[1].translate(_DIGITS) or 1)
    return 10 * tens + int(found[2].translate(_DIGITS) or 0)
