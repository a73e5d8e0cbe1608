"""What the heading of a column of signs says of its activity: a day, kinds, a name, in one cell or in several."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.importing.sheets.meeting_title import DAY_IN_TEXT, EDGES, EMPTY_BRACKETS, STRETCH, named_kinds
from duty_cli.importing.sheets.state_columns import state_named
from duty_cli.model.records import Attendance
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.dates import day_in_file, moment_of, spelled_out, without_month
from duty_cli.patterns import pattern

_MONTH = pattern(r"(?:(\d{4})\s*年度?)?\s*(?:(\d{1,2})\s*月份?)?", re.ASCII)
"""A heading that is but the year, the month or both, above the days."""

_YEARS = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_OF_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d\s*年(?!\s*\d{1,2}\s*月\s*\d)", re.ASCII)
"""2026年, but not within a day: that may be when the sheet was printed."""

_BRACKETS = "()（）[]【】 "


@dataclass(frozen=True, slots=True)
class ActivityHeading:
    """What one heading says, or all those of one column together."""

    on: date | None = None
    kinds: frozenset[str] = frozenset()
    name: str = ""

    @property
    def bare(self) -> bool:
        """Whether the name is that of a kind alone."""
        return self.name in self.kinds


@dataclass(frozen=True, slots=True)
class Calendar:
    """What completes the days of headings: the year and the month where they are told, and day 0 of serial numbers."""

    year: int | None
    epoch: date
    month: int | None = None


def read_head(text: str, kinds: Collection[str], calendar: Calendar) -> ActivityHeading:
    """What a heading says. Raises BadValue for a date that is none or lacks its month or year, or for several dates."""
    plain = spelled_out(" ".join(text.split()), calendar.month)
    narrow = text_cleaning.narrow(plain)  # of the same length, so that what is found in it is found in the text
    year, epoch = calendar.year, calendar.epoch
    try:
        # The heading may be a day and nothing else, a spreadsheet's serial number included: tried first.
        return ActivityHeading(on=day_in_file("日期", narrow, year=year, epoch=epoch), name=moment_of(narrow).half)
    except BadValue:
        found = list(DAY_IN_TEXT.finditer(narrow))
    # Two days may be a stretch or two meetings: the office has to say which.
    if len(found) > 1 or STRETCH.search(narrow):
        raise BadValue("活动列名", text_cleaning.shown(plain), "只有一个日期的列名")
    if not found and without_month(narrow):
        raise BadValue("活动列名", text_cleaning.shown(plain), "写明月份的日期，如 3月5日（月份也可写在上一行或表题）")
    kinds_named, on, name = named_kinds("".join(plain.split()), kinds), None, plain
    if found:
        on = day_in_file("活动列名", found[0][0], year=year, epoch=epoch)
        name = EMPTY_BRACKETS.sub("", plain[: found[0].start()] + plain[found[0].end() :])
    return ActivityHeading(on, kinds_named, name.strip(EDGES))


def no_activity(head: ActivityHeading, table: FileTable) -> str:
    """What should stand in place of a heading that is no activity of this sheet; "" where nothing is wrong with it."""
    # 3月5日请假 beside 3月5日出席 is no activity: nobody would be told that its ticks mean leave.
    if state_named(table.lexicon.words, head.name.strip(_BRACKETS)) not in (None, Attendance.PRESENT):
        return "日期和活动；出席、请假、缺席各占一列的，一张表只放一次会议，日期写在表题"
    titles = list(map(text_cleaning.narrow, table.titles))
    years = (
        {int(year) for title in titles for year in _YEARS.findall(title)} if any(map(_OF_YEAR.search, titles)) else ()
    )
    # A day of 2025 in a sheet of 2026: one of the two is a slip, and which one, nobody here knows.
    if head.on is not None and len(years) == 1 and head.on.year not in years:
        return f"与表题的年份（{next(iter(years))} 年）一致的日期；请改正列名或表题"
    return ""


def joined(heads: Sequence[ActivityHeading]) -> ActivityHeading:
    """What the headings of one column say together: a cell that is a kind alone settles the kind and is no name.

    Raises BadValue for several days.
    """
    days = {head.on for head in heads if head.on is not None}
    if len(days) > 1:
        raise BadValue("活动列名", "、".join(map(str, sorted(days))), "只有一个日期的列名")
    bare = frozenset(head.name for head in heads if head.bare)
    # A meeting without a name of its own is called by its kind.
    names = [head.name for head in heads if head.name and not head.bare] or sorted(bare)
    kinds = bare or frozenset[str]().union(*(head.kinds for head in heads))
    return ActivityHeading(next(iter(days), None), kinds, " ".join(dict.fromkeys(names)))


def of_month(text: str) -> tuple[int | None, int | None] | None:
    """The year and the month that a heading is, where it is nothing else."""
    found = _MONTH.fullmatch(text_cleaning.narrow(text))
    if found is None or not any(found.groups()):
        return None
    return (int(found[1]) if found[1] else None), (int(found[2]) if found[2] else None)
