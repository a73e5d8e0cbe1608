"""Dates as people write them and as files hold them, read exactly or refused.

Files count days (45356 is 2024-03-05), or write them with a weekday, the time or a zone beside.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache, partial

from duty_cli.errors.record_errors import BadValue
from duty_cli.model.file_forms import DateOrder
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.parsing import text_cleaning
from duty_cli.patterns import pattern

_YEAR_FIRST = pattern(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = pattern(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_SOLID = pattern(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_HAN = pattern(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]", re.ASCII)
_NUMERALS = pattern(
    r"(?:([〇一二三四五六七八九]{4})年)?([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_TENS = pattern(r"(?:([二三]?)十)?([一二三四五六七八九]?)")

_MONTH_DAY = pattern(r"(\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_ALONE = pattern(r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]")
_FROM_TODAY = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "明天": 1, "明日": 1, "后天": 2}
_WEEKDAY = pattern("(上|本)(?:周|星期)([一二三四五六日天])")
_YEAR_BACK, _YEAR_ON, _NEAR = range(0, -366, -1), range(366), range(-90, 91)
_LEAP_YEAR = 2024

_WANTED = "日期，如 2026-03-05、2026年3月5日或 20260305"
_WANTED_AT_DESK = "日期，如 2026-03-05、3月5日、3.5、5日、昨天或上周五"
_WITH_YEAR = "带年份的日期，如 2026年3月5日"
_WITH_MONTH = "带月份的日期，如 3月5日"
_NO_SUCH_DAY = "存在的日期"
_AMBIGUOUS = "年份在前的日期，如 2026-03-05（日、月的先后无法判断）"

SERIAL = pattern(r"([2-6][0-9]{4})(?:\.[0-9]+)?")
"""1954 to 2091, and the time as a fraction: no other way to write a date has five digits alone."""

WEEKDAY = "(?:星期|礼拜|周)([一二三四五六日天])"
_WEEKDAYS = "一二三四五六日"
_BRACKETED = r"[(\[【]?{}[)\]】]?"
HALF = "(?:上午|下午|中午|早上|晚上|凌晨|傍晚|夜间|全天|晚)"
CLOCK = (
    r"(?:[AaPp][Mm]\s*)?(?:[01]?\d|2[0-4])"
    r"(?::[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?|[时点](?:[0-5]?\d分?|半|整)?)"
)
_UNTIL = rf"\s*(?:[-–—~至到])\s*(?:{HALF}\s*)?{CLOCK}"
_ZONE = r"\s*(?P<zone{}>Z|北京时间|(?:UTC|GMT)?(?:[+-](?:1[0-4]|0?\d)(?::?(?:00|30|45))?)?(?<=[\dCT]))"
"""A zone behind the time; of two in a pattern each has a name of its own."""

_HERE = 8 * 60
"""The minutes by which the time of every office here is ahead of UTC."""

_DAY_LONG = 24 * 60

_MOMENT = pattern(
    rf"(?:{_BRACKETED.format(WEEKDAY)}[\s,]*)?"
    r"(?P<day>\d.*?[\d日号]|[一二三四五六七八九十〇零○].*?[日号])"
    rf"(?:[\s,]*{_BRACKETED.format(WEEKDAY)})?"
    rf"(?:[\s,]*(?P<half>{_BRACKETED.format(HALF)}))?"
    # Behind T a machine writes the time, and what follows a - is the zone; people write until when.
    rf"(?:T(?P<at>{CLOCK})(?:{_ZONE.format(1)})?|(?:[\s,]+|(?<!\d))(?P<clock>{CLOCK})(?P<until>{_UNTIL})?(?:{_ZONE.format(2)})?)?",
    re.ASCII,
)
_LONGEST, _FROM_TO = 60, 2
_AT = pattern(r"(?:([AaPp])[Mm]\s*)?(\d{1,2}):(\d\d)(:[\d.]+)?(?:\s*([AaPp])\.?[Mm]\.?)?", re.ASCII)
_OFFSET = pattern(r"([+-])(1[0-4]|0?\d)(?::?(\d\d))?", re.ASCII)
_SPAN = pattern(r"\s*[至到~—–]\s*|\s-\s")
"""What stands between two moments; the dash of days and zones has no space at both sides."""

_BESIDE = rf"{_BRACKETED.format(WEEKDAY)}|{_BRACKETED.format(HALF)}|{CLOCK}(?:{_UNTIL})?"
_SHORT_DAY = pattern(
    rf"^\d{{1,2}}[-/.]\d{{1,2}}(?=\s|[(\[【,]|$|{HALF}|{WEEKDAY})"
    rf"|^\d{{1,2}}[日号](?=(?:[\s,]*(?:{_BESIDE}))*$)"
    r"|(?<=[\s(])\d{1,2}[-/.]\d{1,2}(?=\)|$)",
    re.ASCII,
)
"""A day without its year at the beginning of a text, or in brackets or behind a space at its end.

5日 is one only with what stands beside a day: 3日 培训 may be a training of three days.
"""

_DAY_FIRST = pattern(r"\d{1,2}[日号](?!\d*[内前后起])", re.ASCII)
_SHORTENED = pattern(r"(\d{1,2})\.([123])", re.ASCII)


def parse_day(text: str, *, year: int | None = None, order: DateOrder | None = None, heading: str = "日期") -> date:
    """The day that ``text`` names; ``year`` completes 3月5日, ``order`` settles 03/04/2024. Raises BadValue."""
    day = _day(text, year, order)
    if isinstance(day, str):
        raise BadValue(heading, text_cleaning.shown(text), day)
    return day


def typed_day(text: str, today: date, *, heading: str = "日期", near: bool = False, since: date | None = None) -> date:
    """The day typed at the desk: what ``parse_day`` reads, and 昨天, 上周五, 11.3, 11月3日, 3日. Raises BadValue.

    Where the year is left out, or year and month, it is the latest such day of the year up to ``today``; with ``since`` the
    first such day of the year from then on; with ``near``, for what may lie ahead, the only such day within 90 days of today.
    """
    plain = _plain(text)
    day = _relative(plain, today) or _completed(plain, _meant(today, near, since), only=near) or _day(text, None, None)
    if isinstance(day, str):
        raise BadValue(heading, text_cleaning.shown(text), _WANTED_AT_DESK if day == _WANTED else day)
    return day


def _relative(plain: str, today: date) -> date | None:
    """今天, 昨天, 上周五 as seen from ``today``; a week begins on Monday."""
    if plain in _FROM_TODAY:
        return today + timedelta(days=_FROM_TODAY[plain])
    if found := _WEEKDAY.fullmatch(plain):
        weeks = 1 if found[1] == "上" else 0
        weekday = "一二三四五六日".index(found[2].replace("天", "日"))
        return today + timedelta(days=weekday - today.weekday() - 7 * weeks)
    return None


def _meant(today: date, near: bool, since: date | None) -> list[date]:
    """The days that may be meant, in the order in which they are tried."""
    start, steps = (today, _NEAR) if near else (since, _YEAR_ON) if since is not None else (today, _YEAR_BACK)
    return [start + timedelta(days=step) for step in steps]


def _completed(plain: str, days: Iterable[date], *, only: bool) -> date | str | None:
    """The first such day of ``days`` (the ``only`` one), or what is wanted instead; None where ``plain`` is no such form."""
    short = _short(plain)
    if short is None:
        return None
    month, number = short
    found = [day for day in days if day.day == number and month in (None, day.month)]
    if found and not (only and len(found) > 1):
        return found[0]
    if not _possible(1 if month is None else month, number):
        return _NO_SUCH_DAY
    return _WITH_MONTH if month is None else _WITH_YEAR


def _short(plain: str) -> tuple[int | None, int] | None:
    """Month (None where it is not said) and day of what leaves out the year."""
    if found := _MONTH_DAY.fullmatch(plain):
        return int(found[1]), int(found[2])
    if found := _DAY_ALONE.fullmatch(plain):
        return None, int(found[1]) if found[1].isdecimal() else _numeral(found[1])
    parts = _parts(plain, None)
    return parts[1:] if parts is not None and parts[0] is None else None


def _possible(month: int, number: int) -> bool:
    """Whether some year has such a day."""
    return 1 <= month <= 12 and 1 <= number <= monthrange(_LEAP_YEAR, month)[1]


@lru_cache(maxsize=4096)
def _day(text: str, year: int | None, order: DateOrder | None) -> date | str:
    """The day, or what is wanted instead."""
    plain = _plain(text)
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
        return _NO_SUCH_DAY


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("○", "〇").replace("零", "〇")


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


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as it is written, and what stands beside it: the weekdays, and 上午 or 下午 where that is said.

    ``timed``: whether a time stands beside it; ``later``: the days by which the day here is a later one than it says, where the
    time is that of another zone.
    """

    day: str
    weekdays: tuple[str, ...] = ()
    half: str = ""
    timed: bool = False
    later: int = 0

    def checked(self, heading: str, day: date) -> date:
        """``day``, which this moment names. Raises BadValue where its weekday is another."""
        right = _WEEKDAYS[day.weekday()]
        for said in self.weekdays:
            if said.replace("天", "日") != right:
                raise BadValue(heading, f"{self.day} 星期{said}", f"与星期相符的日期（{day} 是星期{right}）")
        return day


def day_in_file(heading: str, text: str, *, year: int | None, epoch: date) -> date:
    """The day a cell names, as people write it or as a number of days since ``epoch``. Raises BadValue."""
    if found := SERIAL.fullmatch(text):
        return epoch + timedelta(days=int(found[1]))
    return _read(heading, text, partial(parse_day, year=year, heading=heading))


def ordered_day(heading: str, text: str, order: DateOrder) -> str:
    """A day whose parts stand in that order, year first; the number of a day is left as it is. Raises BadValue."""
    if SERIAL.fullmatch(text):
        return text
    return _read(heading, text, partial(parse_day, order=order, heading=heading)).isoformat()


def spelled_out(text: str, month: int | None) -> str:
    """A text with its short day (3.5, 3/5, 3-5, or 5日 where the month is told) as 3月5日; any other as it stands."""
    found = list(_SHORT_DAY.finditer(text_cleaning.narrow(text)))
    parts = _short(found[0][0]) if len(found) == 1 else None
    if parts is None or (parts[0] is None and month is None):
        return text
    plain = text.strip()
    return f"{plain[: found[0].start()]}{parts[0] or month}月{parts[1]}日{plain[found[0].end() :]}"


def without_month(text: str) -> bool:
    """Whether a text may name a day of which it does not say the month."""
    return _DAY_FIRST.match(text_cleaning.narrow(text)) is not None


def may_be_longer(text: str) -> bool:
    """Whether a short day may have lost a zero: a spreadsheet keeps 3.10 as the number 3.1."""
    found = _SHORTENED.fullmatch(text_cleaning.narrow(text))
    return found is not None and _possible(int(found[1]), 10 * int(found[2]))


def moment_of(text: str) -> Moment:
    """A text parted into the day and what stands beside it; a text that has nothing of the kind is all day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _MOMENT.fullmatch(plain) if len(plain) <= _LONGEST else None
    later = None if found is None else _later(found)
    if found is None or later is None:
        return Moment(text)
    return Moment(
        found["day"],
        tuple(one for one in (found[1], found[3]) if one),
        (found["half"] or "").strip("()[]【】"),
        timed=bool(found["at"] or found["clock"]),
        later=later,
    )


def _later(found: re.Match[str]) -> int | None:
    """The days by which the day here is later than the one written; None where that cannot be told."""
    zone, at, until = found["zone1"] or found["zone2"], found["at"] or found["clock"] or "", found["until"]
    if until and not zone:
        # 22:30:00-05:00 is no stretch of hours, but the time of another zone without the T before it.
        return None if _backwards(at, until.lstrip(" -–—~至到")) else 0
    offset = _HERE if not zone or zone == "北京时间" else _offset(zone)
    if offset == _HERE:
        return 0
    minutes = None if until else _minutes(at)
    return None if minutes is None else (minutes - offset + _HERE) // _DAY_LONG


def _backwards(at: str, until: str) -> bool:
    """Whether a time with seconds stands before an earlier one without, as no hours of one day do."""
    first, last = _AT.fullmatch(at), _AT.fullmatch(until)
    if first is None or last is None or not first[4] or last[4]:
        return False
    return (_minutes(at) or 0) > (_minutes(until) or 0)


def _offset(zone: str) -> int:
    """The minutes by which a zone is ahead of UTC."""
    found = _OFFSET.search(zone)
    if found is None:
        return 0
    minutes = 60 * int(found[2]) + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def _minutes(at: str) -> int | None:
    """The minutes of a day that have gone by at a time; None for one that is not written in hours and minutes."""
    found = _AT.fullmatch(at)
    if found is None:
        return None
    half = (found[1] or found[5] or "").upper()
    hours = int(found[2])
    return 60 * (hours % 12 + 12 * (half == "P") if half else hours) + int(found[3])


def _read(heading: str, text: str, read: Callable[[str], date]) -> date:
    parts = [moment_of(part) for part in _SPAN.split(text)]
    moments = parts if len(parts) == _FROM_TO and all(part.timed for part in parts) else [moment_of(text)]
    try:
        days = [one.checked(heading, read(one.day)) + timedelta(days=one.later) for one in moments]
    except OverflowError:
        raise BadValue(heading, text_cleaning.shown(text), _NO_SUCH_DAY) from None
    if len(set(days)) > 1:
        raise BadValue(heading, text_cleaning.shown(text), f"只有一天的日期（写了 {days[0]} 和 {days[1]} 两天）")
    return days[0]
