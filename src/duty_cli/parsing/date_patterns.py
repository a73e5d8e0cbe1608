"""Days and moments of foreign files by a pattern that a map states, such as 日/月/年 时:分, read exactly or refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from duty_cli.errors.record_errors import BadValue
from duty_cli.model.file_forms import DateOrder
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import MomentCell
from duty_cli.parsing.dates import CLOCK, SERIAL, day_in_file, ordered_day
from duty_cli.patterns import pattern

_TOKENS = pattern("星期|[年月日时分秒]|[^年月日时分秒]")
_PARTS = ("年", "月", "日", "时", "分", "秒")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HAN = "一二三四五六七八九十"
_NAMES = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    rf"|nov(?:ember)?|dec(?:ember)?|十[一二]?|[{_HAN[:9]}]"
)
_UNITS = {"年": "年", "月": r"月|\.", "日": "日|号|st|nd|rd|th", "时": "时|点", "分": "分", "秒": "秒"}
_HALF = r"上午|下午|[ap]\.?m\.?"
_WEEKDAY = rf"(?:星期|周)[{_HAN[:6]}日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_IN_ORDER = [token for token in _PARTS if token in "年月日"]

_USUAL = (
    *("年-月-日 时:分:秒", "年-月-日 时:分", "年-月-日T时:分:秒", "年-月-日T时:分", "年月日 时:分:秒", "年月日 时:分"),
    *("年月日时:分:秒", "年月日时:分", "年月日 时分秒", "年月日 时分", "月-日 时:分:秒", "月-日 时:分"),
    *("时:分:秒", "时:分", "时分秒", "时分"),
)
"""How moments are written where no map states a pattern: none of them can be read as another day."""

_DAYS = pattern(r"([2-6]\d{4})(\.\d+)|0?(\.\d+)", re.ASCII)
"""A number of days with the time as a fraction, or that alone."""

DAY_SECONDS = 86_400
SPANNING = 2000
"""The year in place of one that is not said: only how long something took is asked then."""


class _Read(NamedTuple):
    """The parts of a day and a moment as they are written: 0 where nothing is said, of two digits of a year 20 before them."""

    year: int | None
    month: int
    day: int
    seconds: int
    weekday: str


def pattern_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a pattern, and what to write: nothing where days or moments can be read by it."""
    tokens = [token for token in _TOKENS.findall(text) if token in _PARTS]
    twice = next((token for token in tokens if tokens.count(token) > 1), None)
    if twice is not None:
        return f"“{twice}”写了两次", "各写一次；数字后面的年、月、日、时、分、秒不必写"
    if ("月" in tokens) != ("日" in tokens) or ("年" in tokens and "月" not in tokens):
        return "月和日要一同写明", "如 日/月/年、年月日"
    if ("分" in tokens) != ("时" in tokens) or ("秒" in tokens and "分" not in tokens):
        return "时和分要一同写明", "如 年-月-日 时:分"
    if not tokens:
        return f"“{text}”里没有年、月、日", "用年、月、日、时、分、秒表示各段，如 日/月/年 时:分"
    return None


def day_by_pattern(heading: str, text: str, by: str) -> str:
    """The day that a text names by the pattern, year first; without its year as 3月5日, the number of a day as it is.

    Raises BadValue.
    """
    if SERIAL.fullmatch(text):
        return text
    found = _found(by, text)
    if found is not None and found.month:
        day = _date(heading, text, found)
        return f"{day}" if found.year is not None else f"{found.month}月{found.day}日"
    if by in set(DateOrder):
        return ordered_day(heading, text, DateOrder(by))
    if _beside(by):
        try:
            return day_in_file(heading, text, year=None, epoch=date.min).isoformat()
        except BadValue:
            pass
    raise BadValue(heading, text_cleaning.shown(text), f"对应表写明的日期写法“{by}”")


def _beside(by: str) -> bool:
    """Whether a day with its year first may stand beside a pattern, but not against it: 年/日/月 names other days."""
    order = [token for token in by if token in _IN_ORDER]
    return order[:1] != ["年"] or order == _IN_ORDER


def moment(heading: str, cell: str, by: str | None, epoch: date) -> datetime:
    """The moment a cell names, by the pattern or as moments are usually written. Raises BadValue.

    Without a day it is of the first, without a year of one chosen for all: such moments can but be compared.
    """
    if isinstance(cell, MomentCell):
        return datetime.fromisoformat(cell.moment)
    text = cell.strip()
    if by is None and (plain := _iso(text)) is not None:
        return plain
    counted = _DAYS.fullmatch(text)
    if counted is not None:
        start = epoch + timedelta(int(counted[1])) if counted[1] else date.min
        seconds = round(Fraction(counted[2] or counted[3]) * DAY_SECONDS)
        return datetime.combine(start, time()) + timedelta(seconds=seconds)
    for one in _tried(by):
        found = _found(one, text)
        if found is not None:
            day = _date(heading, text, found) if found.month else date.min
            return datetime.combine(day, time()) + timedelta(seconds=found.seconds)
    wanted = "带时刻的时间，如 2026-03-05 14:30" if by is None else f"对应表写明的时间写法“{by}”"
    raise BadValue(heading, text_cleaning.shown(text), wanted)


@lru_cache(maxsize=64)
def _tried(by: str | None) -> tuple[str, ...]:
    """The patterns with a time by which a moment is read, in their order."""
    ways = _USUAL if by is None else (by, by.removesuffix(":秒"), *(_USUAL[:6] if _beside(by) else ()))
    return tuple(one for one in ways if "时" in one)


def _iso(text: str) -> datetime | None:
    """The moment of 2026-03-05 14:30:00, as most files have it: read without trying the patterns one by one."""
    if len(text) not in (16, 19) or not text.isascii() or text[4:11:3] not in ("-- ", "--T"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _date(heading: str, text: str, found: _Read) -> date:
    try:
        day = date(SPANNING if found.year is None else found.year, found.month, found.day)
    except ValueError:
        raise BadValue(heading, text_cleaning.shown(text), "存在的日期") from None
    if found.weekday and found.year is not None and not _is(found.weekday, day):
        right = "一二三四五六日"[day.weekday()]
        raise BadValue(heading, text_cleaning.shown(text), f"与星期相符的日期（{day} 是星期{right}）")
    return day


def _is(weekday: str, day: date) -> bool:
    said = weekday[:3].lower()
    at = _WEEKDAYS.index(said) if said in _WEEKDAYS else "一二三四五六日".index(weekday[-1].replace("天", "日"))
    return at == day.weekday()


@lru_cache(maxsize=4096)
def _found(by: str, text: str) -> _Read | None:
    """What a text says by a pattern; None where it is not written so."""
    plain = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    match = _compiled(by).fullmatch(plain)
    if match is None:
        return None
    said = match.groupdict()
    year = said.get("年")
    seconds = _seconds(said)
    if seconds is None:
        return None
    return _Read(
        None if year is None else int(year) + 2000 * (len(year) == 2),
        _month(said.get("月")),
        int(said.get("日") or 0),
        seconds,
        said.get("星期") or "",
    )


def _month(said: str | None) -> int:
    if said is None:
        return 0
    if said.isdecimal():
        return int(said)
    if said[:3].lower() in _MONTHS:
        return _MONTHS.index(said[:3].lower()) + 1
    return sum(_HAN.index(sign) + 1 for sign in said)


def _seconds(said: dict[str, str | None]) -> int | None:
    """The seconds since midnight; None where there is no such time."""
    hour, minute, second = int(said.get("时") or 0), int(said.get("分") or 0), int(said.get("秒") or 0)
    half = (said.get("before") or said.get("behind") or "").replace(".", "").lower()
    if half in ("pm", "下午") and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half and hour > 12 and half in ("am", "上午"):
        return None
    fits = hour < 24 and minute < 60 and second < 60
    return hour * 3600 + minute * 60 + second if fits else None


@lru_cache(maxsize=64)
def _compiled(by: str) -> re.Pattern[str]:
    tokens = _TOKENS.findall(unicodedata.normalize("NFKC", by).strip())
    made, separated = [], False
    first_part = next((token for token in tokens if token in _PARTS), "")
    for before, token, behind in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        if token in _PARTS:
            # A year of two digits in front may as well be a day (03/04/26), unless a weekday holds it to be that year's.
            short = first_part != "年" or "星期" in tokens
            made.append(_number(token, tight=before in _PARTS or behind in _PARTS, short=short))
        elif token == "星期":
            made.append(f"(?P<星期>{_WEEKDAY})")
        elif token == "-":
            made.append("(?P=separator)" if separated else "(?P<separator>[-/.])")
            separated = True
        else:
            made.append(r"\s+" if token == " " else re.escape(token))
    body = "".join(made)
    if "时" in tokens:
        body = body.replace("(?P<时>", rf"(?:(?P<before>{_HALF})\s*)?(?P<时>") + rf"(?:\s*(?P<behind>{_HALF}))?"
    elif "日" in tokens:
        # The time beside a day is left out, as it is without a pattern.
        body += rf"(?:(?:T|[\s,]+){CLOCK})?"
    return re.compile(body, re.ASCII | re.IGNORECASE)


def _number(token: str, *, tight: bool, short: bool) -> str:
    """A part of a pattern. Right beside another it has all its digits, or its unit behind it."""
    unit = _UNITS[token]
    if token == "年":
        return rf"(?P<年>\d{{4}}|\d\d)(?:{unit})?" if short and not tight else rf"(?P<年>\d{{4}})(?:{unit})?"
    names = rf"|{_NAMES}" if token == "月" else ""
    digits = r"\d{1,2}" if not tight else rf"\d\d|\d(?={unit})"
    return rf"(?P<{token}>{digits}{names})(?:{unit})?"
