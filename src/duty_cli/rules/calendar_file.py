"""The door to the office's calendar (``rules/calendar.yaml``): bytes → :class:`~duty_cli.model.office_calendar.OfficeDuty`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from duty_cli.errors.calendar_errors import CalendarProblems
from duty_cli.model.audience import Audience
from duty_cli.model.grading_rules import About
from duty_cli.model.office_calendar import (
    BeforeTermEnds,
    ClosedYear,
    Decided,
    DueDay,
    Evidence,
    IssuedReport,
    MinimumsMet,
    OfficeDuty,
)
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.proceedings import PathUse
from duty_cli.patterns import pattern
from duty_cli.rules.yaml_reading import validation_messages, yaml_reader
from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Positive, Text, Words, YesNo, refuse
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

_DAY = pattern(r"(次年)?\s*(\d\d)-(\d\d)")
_BEFORE = pattern(r"届满前\s*(\d{1,3})\s*天")
_COMMON = 2026
"""A year without 29 February: a due day must be there in every year."""


def _due(text: object) -> DueDay | BeforeTermEnds:
    """A due day as an office writes it."""
    said = text.strip() if isinstance(text, str) else ""
    if before := _BEFORE.fullmatch(said):
        return BeforeTermEnds(int(before[1]))
    found = _DAY.fullmatch(said)
    wanted = "应写成 04-10、次年 01-10 或 届满前 60 天"
    if found is None:
        refuse(f"“{text}”不是期限", wanted)
    try:
        date(_COMMON, int(found[2]), int(found[3]))
    except ValueError:
        refuse(f"“{text}”不是每年都有的日期", wanted)
    return DueDay(int(found[2]), int(found[3]), found[1] is not None)


DueWritten = Annotated[DueDay | BeforeTermEnds, PlainValidator(_due)]


class DoneForm(ClosedForm):
    """By what the ledger knows that something is done."""

    issued: Literal["quarter-report", "annual-evaluation", "annual-notice", "term-evaluation"] | None = None
    """已印发这一种报表"""
    quarter: Positive | None = None
    """与 issued: quarter-report 同写：哪一季度，1 至 4"""
    for_: Annotated[Literal["内部", "公示"] | None, Field(alias="for")] = None
    """与 issued 同写：印发的是哪一种稿"""
    minimums: About | None = None
    """人人达到了这一类最低要求"""
    closed: YesNo | None = None
    """yes：年度已结账"""
    decided: PathUse | None = None
    """这一种用途的事项都已办结"""


class OfficeDutyForm(ClosedForm):
    """One thing that is owed."""

    duty: Text
    """要办的事"""
    clause: Text
    due: DueWritten
    """期限：04-10（当年）、次年 01-10，或 届满前 60 天（只在一届的最后一年列出）"""
    done: DoneForm | None = None
    """账本凭什么判断已办；不写的，列为“须核对”"""
    hand_in: Words = ()
    """到这一天应提交的履职事项；没有写到的事项以当年年度的最后一日为提交期限"""


class CalendarForm(ClosedForm):
    """A whole calendar."""

    format: Literal["duty-calendar/1"]
    """文件格式"""
    duties: Annotated[tuple[OfficeDutyForm, ...], Field(min_length=1)]
    """一年要办的各件事"""


def load_calendar(name: str, data: bytes) -> tuple[OfficeDuty, ...]:
    """What the file's bytes say. Raises CalendarProblems with all that is wrong."""
    source, problems = yaml_reader.read(name, data)
    form, found = (None, []) if source is None else validation_messages.fill(CalendarForm, source)
    if form is None or source is None or problems:
        raise CalendarProblems([*problems, *found])
    wrong = list(_problems(form, source))
    if wrong:
        raise CalendarProblems(wrong)
    return tuple(OfficeDuty(one.duty, one.clause, one.due, _evidence(one.done), one.hand_in) for one in form.duties)


def _evidence(form: DoneForm | None) -> Evidence | None:
    if form is None:
        return None
    if form.issued is not None:
        return IssuedReport(form.issued, form.quarter, None if form.for_ is None else Audience(form.for_))
    if form.minimums is not None:
        return MinimumsMet(form.minimums)
    return ClosedYear() if form.decided is None else Decided(form.decided)


_KEYS = ("issued", "minimums", "closed", "decided")


def _problems(form: CalendarForm, source: SourceMap) -> Iterator[Problem]:
    """Names given twice, and evidence that says nothing, several things, or a quarter where there is none."""
    for at, one in enumerate(form.duties):
        loc: Loc = ("duties", at)
        if one.duty in {other.duty for other in form.duties[:at]}:
            yield source.problem((*loc, "duty"), f"事项“{one.duty}”写了两次", "请改名或删去一处")
        elsewhere = {kind for other in form.duties[:at] for kind in other.hand_in}
        if twice := sorted(elsewhere.intersection(one.hand_in)):
            yield source.problem((*loc, "hand_in"), f"“{twice[0]}”的提交期限写了两次", "请只留一处")
        if one.hand_in and isinstance(one.due, BeforeTermEnds):
            yield source.problem((*loc, "due"), "提交期限是每年的一天", "应写成 12-20，或 次年 01-15")
        if one.done is None:
            continue
        said = [key for key in _KEYS if getattr(one.done, key)]
        if len(said) != 1:
            what = f"done 写了 {'、'.join(said)}" if said else "done 没有写凭什么判断已办"
            yield source.problem((*loc, "done"), what, f"请只写一项：{'、'.join(_KEYS)}")
        quarterly = one.done.issued == "quarter-report"
        if quarterly != (one.done.quarter is not None) or (one.done.quarter or 1) > _QUARTERS:
            yield source.problem((*loc, "done"), "季度写得不对", "quarter-report 须写 quarter: 1 至 4，其他的不写")
        if one.done.for_ is not None and one.done.issued is None:
            yield source.problem((*loc, "done"), "for 是印发的报表的阅读对象", "请删去 for")


_QUARTERS = 4
