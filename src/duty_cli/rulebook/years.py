"""The years that the files of one body cover: every one of them once, and whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from duty_cli.domain.faults import Problem
from duty_cli.rulebook.forms.rules import RulesForm
from duty_cli.rulebook.source import SourceMap

Read = tuple[RulesForm, SourceMap]
"""One file, read."""

_DAY = timedelta(days=1)


def overlaps_and_gaps(read: Sequence[Read]) -> Iterator[Problem]:
    """Where files that score the same subject overlap, or leave days between them uncovered."""
    for files in _by_subject(read):
        before, source = files[0]
        for form, later in files[1:]:
            start, end = form.effective.from_, before.effective.to
            if start <= end:
                days = f"{start} 至 {min(end, form.effective.to)}"
                what = f"与 {source.file} 的适用日期重叠（{days}）"
                yield later.fault(("effective",), what, "请核对两个文件的起止日期")
            elif start > end + _DAY:
                what = f"与 {source.file} 之间有日期没有规则（{end + _DAY} 至 {start - _DAY}）"
                yield later.fault(("effective",), what, "请使起始日紧接前一文件的截止日")
            if form.effective.to > end:
                before, source = form, later


def parts_of_years(read: Sequence[Read]) -> Iterator[Problem]:
    """Years at either end of a file that it covers in part: no one file rules them, and they cannot be evaluated."""
    for files in _by_subject(read):
        form, source = files[0]
        year = form.year_ends.year_on(form.effective.from_)
        first = form.year_ends.of(year).first
        if form.effective.from_ != first:
            what = f"{year} 年度从 {first} 起，这里从 {form.effective.from_} 起，全年没有一份完整的规则"
            yield source.fault(("effective", "from"), what, f"请写 from: {first}")
        for form, source in files:
            year = form.year_ends.year_on(form.effective.to)
            last = form.year_ends.of(year).last
            if form.effective.to != last:
                what = f"{year} 年度到 {last} 止，这里到 {form.effective.to} 止，全年没有一份完整的规则"
                yield source.fault(("effective", "to"), what, f"请写 to: {last}；规则修改的，从下一年度起用新文件")


def _by_subject(read: Sequence[Read]) -> list[list[Read]]:
    """The files that score the same subject, by date."""
    subjects = dict.fromkeys(form.subject for form, _ in read)
    by_date = sorted(read, key=lambda one: one[0].effective.from_)
    return [[one for one in by_date if one[0].subject == subject] for subject in subjects]
