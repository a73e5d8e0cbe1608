"""What the columns of a foreign file may be: proposed by their headings and values, decided by whoever writes the map."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.foreign_head import ForeignColumn, ForeignHead
from duty_cli.importing.maps.mapped_cells import parts_of
from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary
from duty_cli.model.column_maps import ColumnSource, Reads
from duty_cli.model.file_forms import HEADINGS, FileVocabulary
from duty_cli.model.members import Roster
from duty_cli.model.records import DAY_HEADINGS, Attendance
from duty_cli.parsing.date_patterns import day_by_pattern
from duty_cli.parsing.dates import day_in_file
from duty_cli.parsing.record_columns import split_words

_PATTERNS = (
    "日-月-年",
    "月-日-年",
    "月 日, 年",
    "月 日 年",
    "日 月 年",
    "星期, 日 月 年",
    "年-日-月",
    "日-月",
    "月-日",
)
"""Days that are not read without a pattern, in the order in which they are proposed; - stands for / and . as well."""

_NAMING = ("姓名", "第一提案人")
_BETWEEN_NAMES = ("、", "，", ",", "；", ";", "/", "┋", " ")
_WITHIN = ("-", "—", "_", "丨", "|", "(", "+", " ")
_SOME_YEAR = 2000
_MOST = 30
"""Of more different words nobody wants to be asked one by one."""

_SIGNS: tuple[tuple[Reads, str], ...] = (
    *(("proposals", "第一提案人"), ("roster", "任职日期"), ("records", "履职事项")),
    *(("attendance", "出席情况"), ("history", "等次"), ("fund", "金额")),
)
"""By which of our columns a form is known, where a file has one for it."""

WITH_MEMBERS = ("records", "attendance", "proposals", "history")
"""The forms whose names are those of members."""

REQUIRED: dict[Reads, tuple[str, ...]] = {
    "records": ("姓名", "履职事项", "日期"),
    "attendance": ("姓名", "出席情况"),
    "roster": ("委员编号", "姓名", "任职日期"),
    "proposals": ("编号", "标题", "第一提案人", "日期"),
    "history": ("姓名", "年度", "等次", "文号"),
    "fund": ("日期", "摘要", "金额", "凭证号"),
}
"""What a map must fill."""


def likely_form(head: ForeignHead, lexicon: HeadingVocabulary) -> Reads:
    """What the rows of a file may be; records, where no column tells."""
    known = (HEADINGS, ("金额",))
    means = {lexicon.heading(column.heading, among) for column in head.columns for among in known}
    return next((form for form, heading in _SIGNS if heading in means), "records")


def likely_columns(
    head: ForeignHead, lexicon: HeadingVocabulary, ours: Sequence[str], roster: Roster | None
) -> dict[str, str]:
    """Their headings and which of ours each may be: by the headings that are known, each of ours once, the first.

    Where none is known for 姓名, it may be the first column of which most cells name members of the ``roster``.
    """
    found: dict[str, str] = {}
    for column in head.columns:
        heading = lexicon.heading(column.heading, ours)
        if heading is not None and heading not in found.values():
            found[column.heading] = heading
    if roster is not None and not {"委员编号", *_NAMING} & {*found.values()}:
        naming = next(heading for heading in _NAMING if heading in ours)
        free = (column for column in head.columns if column.heading not in found)
        by_name = next((column.heading for column in free if _names_members(column, roster)), None)
        found |= {by_name: naming} if by_name is not None else {}
    return found


def _names_members(column: ForeignColumn, roster: Roster) -> bool:
    """Whether most cells of a column name members, whole or in part."""
    signs = (*_WITHIN, *_BETWEEN_NAMES)
    named = sum(any(map(roster.named, (value, *parts_of(value, signs)))) for value in column.values)
    return 2 * named > len(column.values)


def likely_source(ours: str, column: ForeignColumn, roster: Roster | None) -> ColumnSource:
    """How such a column may be read: a part of the cell where its names are members only so, days by the only pattern that fits."""
    source = ColumnSource(column.heading)
    if ours == "姓名" and roster is not None:
        return likely_parts(source, column.values, roster)
    if ours in DAY_HEADINGS and len(fitting := day_patterns(column.values)) == 1:
        return replace(source, date=fitting[0])
    return source


def likely_parts(source: ColumnSource, values: Sequence[str], roster: Roster) -> ColumnSource:
    """A source with the sign by which most cells name members, one or several, where they do not as they stand."""

    def named(split: str) -> int:
        parts = (parts_of(value, (split,)) for value in values)
        return sum(any(map(roster.named, found)) for found in parts)

    whole = sum(bool(roster.named(value)) for value in values)
    best, split = max(((named(sign), sign) for sign in _WITHIN), key=lambda one: one[0])
    lists = ((_listed(values, sign, roster), sign) for sign in _BETWEEN_NAMES)
    several, between = max(lists, key=lambda one: one[0])
    # Each name of a list is a member's: what may be a list of authors is proposed before a part of it.
    if several > max(whole, best - 1):
        return replace(source, split=(between,), part="each")
    if best <= whole:
        return source
    return replace(source, split=(split,), part="member")


def _listed(values: Sequence[str], sign: str, roster: Roster) -> int:
    """How many cells name members alone, if any of them names several."""
    lists = [parts_of(value, (sign,)) for value in values]
    if all(len(found) < 2 for found in lists):
        return 0
    return sum(bool(found) and all(map(roster.named, found)) for found in lists)


def day_patterns(values: Sequence[str]) -> list[str]:
    """The patterns by which all values are days; none, where they are without one, or are not by any."""
    if not values or all(map(_is_day, values)):
        return []
    return [one for one in _PATTERNS if all(_is_by(value, one) for value in values)]


def _is_day(value: str) -> bool:
    try:
        day_in_file("日期", value, year=_SOME_YEAR, epoch=date(1899, 12, 30))
    except BadValue:
        return False
    return True


def _is_by(value: str, by: str) -> bool:
    try:
        day_by_pattern("日期", value, by)
    except BadValue:
        return False
    return True


def unknown_words(
    ours: str, source: ColumnSource, values: Sequence[str], words: FileVocabulary, known: Collection[str]
) -> list[str]:
    """The words of a column that nobody has given a meaning: kinds, states or stages of others; none, where they are too many."""
    said = [
        part for value in values for part in (parts_of(value, source.split) if source.split else _words(ours, value))
    ]
    meant: set[str] = {*known}
    if ours == "出席情况":
        meant = {*words.marks, *Attendance}
    elif ours == "阶段":
        meant |= {*words.stages}
    found = list(dict.fromkeys(word for word in said if word not in meant))
    return found if len(found) <= _MOST else []


def _words(ours: str, value: str) -> Iterator[str]:
    yield from split_words(value) if ours == "阶段" else (value,)
