"""What the heading of an activity says: 3月5日 读书会（书香政协） names a day, an activity and a kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.errors import BadValue
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.serial_dates import WEEKDAY, day_in_file, moment_of

_DATE = re.compile(
    r"(?:(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
    r"|(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<!\d)(?:19|20)\d{6}(?!\d))"
    rf"(?:\s*(?:\({WEEKDAY}\)|{WEEKDAY}(?=\s|$)))?",
    re.ASCII,
)
"""A day, with the weekday right behind it; in 3月5日周一例会 that is a part of the name."""

_EMPTY_BRACKETS = re.compile(r"[（(【\[]\s*[）)】\]]")
_EDGES = " \t\r\n:：,，、;；-—–_"


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


def read_head(text: str, kinds: Collection[str], *, year: int | None, epoch: date) -> ActivityHeading:
    """What a heading says. Raises BadValue for a date that is none or lacks its year, or for several dates."""
    plain = " ".join(text.split())
    narrow = text_cleaning.narrow(plain)  # of the same length, so that what is found in it is found in the text
    try:
        # The heading may be a day and nothing else, a spreadsheet's serial number included: tried first.
        return ActivityHeading(on=day_in_file("日期", narrow, year=year, epoch=epoch), name=moment_of(narrow).half)
    except BadValue:
        found = list(_DATE.finditer(narrow))
    # Two days may be a stretch or two meetings: the office has to say which.
    if len(found) > 1:
        raise BadValue("活动列名", text_cleaning.shown(plain), "只有一个日期的列名")
    kinds_named, on, name = named_kinds("".join(plain.split()), kinds), None, plain
    if found:
        on = day_in_file("活动列名", found[0][0], year=year, epoch=epoch)
        name = _EMPTY_BRACKETS.sub("", plain[: found[0].start()] + plain[found[0].end() :])
    return ActivityHeading(on, kinds_named, name.strip(_EDGES))


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


def named_kinds(text: str, kinds: Collection[str]) -> frozenset[str]:
    """The kinds that a text names; a name inside a longer one (常委会会议 in 专题议政性常委会会议) is not named by it."""
    rest, found = text, set[str]()
    for kind in sorted(kinds, key=len, reverse=True):
        if kind in rest:
            found.add(kind)
            rest = rest.replace(kind, "\n")
    return frozenset(found)


def kinds_of(parts: Iterable[str], kinds: Collection[str]) -> frozenset[str]:
    """The kinds that several texts name."""
    return frozenset[str]().union(*(named_kinds(part, kinds) for part in parts))
