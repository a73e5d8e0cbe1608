"""Days as workbooks count them, where a cell of dates lost its format: 45356 is 2024-03-05."""

from __future__ import annotations

import re
from datetime import date, timedelta

from duty_cli.intake.dates import parse_day

_SERIAL = re.compile("[2-6][0-9]{4}")
"""1954 to 2091: no other way to write a date has five digits alone."""

_TIME = re.compile(r"(?<=[\d日号])(?:\s+|T)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$", re.ASCII)
"""The time of day that platforms write after a day. One of another time zone may be of another day, and is refused."""


def day_in_file(heading: str, text: str, *, year: int | None, epoch: date) -> date:
    """The day a cell names, as people write it or as a number of days since ``epoch``. Raises BadValue."""
    if _SERIAL.fullmatch(text):
        return epoch + timedelta(days=int(text))
    return parse_day(without_time(text), year=year, heading=heading)


def without_time(text: str) -> str:
    """A day with the time of day left out, which no record holds."""
    return _TIME.sub("", text.strip())
