"""Days as files hold them: counted by a workbook (45356 is 2024-03-05), or written with a weekday, the time or a zone beside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from duty_cli.errors import BadValue
from duty_cli.model.file_forms import DateOrder
from duty_cli.parsing.dates import parse_day

_SERIAL = re.compile(r"([2-6][0-9]{4})(?:\.[0-9]+)?")
"""1954 to 2091, and the time as a fraction: no other way to write a date has five digits alone."""

WEEKDAY = "(?:星期|礼拜|周)([一二三四五六日天])"
_WEEKDAYS = "一二三四五六日"
_BRACKETED = r"[(\[【]?{}[)\]】]?"
_HALF = "(?:上午|下午|中午|早上|晚上|凌晨|傍晚|夜间|全天|晚)"
_CLOCK = (
    r"(?:[AaPp][Mm]\s*)?(?:[01]?\d|2[0-4])"
    r"(?::[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?|[时点](?:[0-5]?\d分?|半|整)?)"
)
_UNTIL = rf"\s*(?:[-–—~至到])\s*(?:{_HALF}\s*)?{_CLOCK}"
_HERE = r"\s*(?:(?:UTC|GMT)?\+0?8(?::?00)?|北京时间)"
"""The zone of every office here. One of another zone may be of another day, and is refused."""

_MOMENT = re.compile(
    rf"(?:{_BRACKETED.format(WEEKDAY)}[\s,]*)?"
    r"(?P<day>\d.*?[\d日号]|[一二三四五六七八九十〇零○].*?[日号])"
    rf"(?:[\s,]*{_BRACKETED.format(WEEKDAY)})?"
    rf"(?:[\s,]*(?P<half>{_BRACKETED.format(_HALF)}))?"
    rf"(?:(?:T|[\s,]+|(?<!\d))(?P<clock>{_CLOCK}(?:{_UNTIL})?)(?:{_HERE})?)?",
    re.ASCII,
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as it is written, and what stands beside it: the weekdays, and 上午 or 下午 where that is said."""

    day: str
    weekdays: tuple[str, ...] = ()
    half: str = ""

    def checked(self, heading: str, day: date) -> date:
        """``day``, which this moment names. Raises BadValue where its weekday is another."""
        right = _WEEKDAYS[day.weekday()]
        for said in self.weekdays:
            if said.replace("天", "日") != right:
                raise BadValue(heading, f"{self.day} 星期{said}", f"与星期相符的日期（{day} 是星期{right}）")
        return day


def day_in_file(heading: str, text: str, *, year: int | None, epoch: date) -> date:
    """The day a cell names, as people write it or as a number of days since ``epoch``. Raises BadValue."""
    if found := _SERIAL.fullmatch(text):
        return epoch + timedelta(days=int(found[1]))
    return _read(heading, text, partial(parse_day, year=year, heading=heading))


def ordered_day(heading: str, text: str, order: DateOrder) -> str:
    """A day whose parts stand in that order, year first; the number of a day is left as it is. Raises BadValue."""
    if _SERIAL.fullmatch(text):
        return text
    return _read(heading, text, partial(parse_day, order=order, heading=heading)).isoformat()


def moment_of(text: str) -> Moment:
    """A text parted into the day and what stands beside it; a text that has nothing of the kind is all day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _MOMENT.fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None:
        return Moment(text)
    return Moment(
        found["day"], tuple(one for one in (found[1], found[3]) if one), (found["half"] or "").strip("()[]【】")
    )


def _read(heading: str, text: str, read: Callable[[str], date]) -> date:
    moment = moment_of(text)
    return moment.checked(heading, read(moment.day))
