"""Days as workbooks count them, where a cell of dates lost its format: 45356 is 2024-03-05."""

from __future__ import annotations

import re
from datetime import date, timedelta

from duty_cli.intake.dates import parse_day

_SERIAL = re.compile("[2-6][0-9]{4}")
"""1954 to 2091: no other way to write a date has five digits alone."""


def day_in_file(heading: str, text: str, *, year: int | None, epoch: date) -> date:
    """The day a cell names, as people write it or as a number of days since ``epoch``. Raises BadValue."""
    if _SERIAL.fullmatch(text):
        return epoch + timedelta(days=int(text))
    return parse_day(text, year=year, heading=heading)
