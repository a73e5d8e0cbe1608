"""How long a meeting took, as it is told or as its title says it: 2小时, or 9:00-11:30."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from duty_cli.errors.base import DutyError
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.file_forms import MeetingLength
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.stay_times import duration, seconds_in
from duty_cli.patterns import pattern

_CLOCK = r"(上午|下午|晚上|中午)?\s*(\d{1,2})[:：]([0-5]\d)(?::00)?"
_HOURS = pattern(rf"(?<![\d:：]){_CLOCK}\s*(?:[-–—~～至到]|--)+\s*{_CLOCK}(?![\d:：])")
_LABELLED_LENGTH = pattern(r"(?:会议|活动|培训|学习|累计会议)?(?:时长|全长)[:：]\s*(\S+)")
_LABELLED_HOURS = pattern(r"(?:会议|活动|培训|学习|召开|举办|开会)时间[:：]\s*(.+)")
_BEHIND_DAY = pattern(rf"\d\s*[日号]\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*({_HOURS.pattern})")
_DAY = 24 * 60
_WANTED = "会议时长，如 2小时、150分钟，或起止时间，如 9:00-11:30"


def meeting_length(heading: str, text: str) -> MeetingLength:
    """The length that a text tells. Raises BadValue."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _hours(plain)
    if found is not None:
        return found
    try:
        seconds = duration(heading, plain)
    except BadValue:
        seconds = 0
    if not seconds:
        raise BadValue(heading, text_cleaning.shown(text), _WANTED)
    return MeetingLength(seconds)


def titled_length(titles: Iterable[str]) -> MeetingLength | None:
    """The length of a meeting that titles label as such, or tell right behind its day; None where they name none or several."""
    found = set[MeetingLength]()
    for title in titles:
        plain = unicodedata.normalize("NFKC", title)
        for text in _LABELLED_LENGTH.findall(plain):
            try:
                found.add(meeting_length("会议时长", text))
            except DutyError:
                return None
        behind = [found_at[1] for found_at in _BEHIND_DAY.finditer(plain)]
        for text in (*_LABELLED_HOURS.findall(plain), *behind):
            hours = {one for at in _HOURS.finditer(text) if (one := _of(*at.groups())) is not None}
            found |= hours
    return found.pop() if len(found) == 1 else None


def _hours(text: str) -> MeetingLength | None:
    at = _HOURS.fullmatch(text)
    return None if at is None else _of(*at.groups())


def _of(
    half: str | None, hour: str, minute: str, later: str | None, last_hour: str, last_minute: str
) -> MeetingLength | None:
    """From when until when; None where the end is not after the beginning."""
    begin, end = _clock(half, hour, minute), _clock(later or half, last_hour, last_minute)
    if begin is None or end is None or begin >= end:
        return None
    day = date(2000, 1, 1)
    seconds = seconds_in([(datetime.combine(day, begin), datetime.combine(day, end))])
    return MeetingLength(seconds, (begin, end))


def _clock(half: str | None, hour: str, minute: str) -> time | None:
    late = half in ("下午", "晚上") and int(hour) < 12
    found = timedelta(hours=int(hour) + 12 * late, minutes=int(minute))
    minutes = found // timedelta(minutes=1)
    return None if minutes >= _DAY else time(*divmod(minutes, 60))
