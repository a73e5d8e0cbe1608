"""How long somebody stayed, as platforms write it, and what part of a meeting that is: exact, never more than the whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from duty_cli.errors.record_errors import BadValue
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.parsing import text_cleaning
from duty_cli.patterns import pattern

Stretch: TypeAlias = tuple[datetime, datetime]
"""From when until when."""

UNITS = {"小时": 3600, "分钟": 60, "秒": 1, "时:分": 60, "分:秒": 1}
"""What a number without a unit counts, or 1:23 means; in seconds, of the last part."""

_USUAL = "分钟"
_NUMBER = r"(\d+(?:\.\d+)?)"
_SPELLED = pattern(
    rf"(?:{_NUMBER}(?:天|日|days?|d),?)?"
    rf"(?:{_NUMBER}(?:个?小时|时|钟头|hours?|hrs?\.?|h),?(?:零|又)?)?"
    rf"(?:{_NUMBER}(?:分钟?|minutes?|mins?\.?|m),?(?:零)?)?"
    rf"(?:{_NUMBER}(?:秒钟?|seconds?|secs?\.?|s))?",
    re.ASCII | re.IGNORECASE,
)
_ISO = pattern(rf"PT(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?", re.ASCII | re.IGNORECASE)
_CLOCKED = pattern(r"(?:(\d+)days?,)?(\d+):([0-5]\d):([0-5]\d)(?:\.0+)?", re.ASCII)
_SHORT = pattern(r"(\d+):([0-5]\d)", re.ASCII)
_ALONE = pattern(_NUMBER, re.ASCII)
_WANTED = "时长，如 83、1小时23分钟、1h 23m 或 01:23:00"
_UNSURE = "时长，如 01:23:00（分不清是时、分还是分、秒；可在对应表写明 unit: 时:分 或 unit: 分:秒）"


def duration(heading: str, text: str, unit: str = "") -> Points:
    """The seconds that a text names; a number alone counts ``unit``, else minutes. Raises BadValue."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    seconds = _seconds(plain, unit or _USUAL)
    if seconds is None:
        raise BadValue(heading, text_cleaning.shown(text), _UNSURE if _SHORT.fullmatch(plain) else _WANTED)
    return simple(seconds)


def _seconds(plain: str, unit: str) -> Points | None:
    if _ALONE.fullmatch(plain):
        return Fraction(plain) * UNITS[unit] if ":" not in unit else None
    if found := _CLOCKED.fullmatch(plain):
        return _summed(found.groups())
    if found := _SHORT.fullmatch(plain):
        return (Fraction(found[1]) * 60 + int(found[2])) * UNITS[unit] if ":" in unit else None
    if plain and (found := _SPELLED.fullmatch(plain)):
        return _summed(found.groups())
    found = _ISO.fullmatch(plain)
    return _summed((None, *found.groups())) if found and any(found.groups()) else None


def _summed(parts: Sequence[str | None]) -> Points:
    """Days, hours, minutes and seconds as seconds."""
    said = [(part, worth) for part, worth in zip(parts, (86400, 3600, 60, 1), strict=True) if part]
    # Whole numbers, as nearly all are, without a fraction, which takes thirty times as long.
    return sum((Fraction(part) if "." in part else int(part)) * worth for part, worth in said)


def seconds_in(stretches: Sequence[Stretch], within: Stretch | None = None) -> Points:
    """The seconds that lie in any of the stretches, each second once, and inside of ``within``."""
    if within is None and len(stretches) == 1:
        first, last = stretches[0]
        return int((last - first).total_seconds()) if last > first else 0
    total, reached = timedelta(), None
    for first, last in sorted(stretches):
        begin, end = (first, last) if within is None else (max(first, within[0]), min(last, within[1]))
        begin = begin if reached is None else max(begin, reached)
        if end > begin:
            total += end - begin
            reached = end
    return int(total.total_seconds())


# In a meeting of two hours only so many different times can be said.
@lru_cache(maxsize=1 << 13)
def share_of(seconds: Points, whole: Points) -> Points:
    """The part of the whole, 1 at most. The whole is more than 0."""
    return simple(min(Fraction(seconds) / Fraction(whole), Fraction(1)))
