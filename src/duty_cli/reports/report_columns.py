"""Columns and cells that several papers share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from duty_cli.model.audience import Audience, Section
from duty_cli.model.column_sorts import ColumnSort, RecordColumn
from duty_cli.model.exact_numbers import Points, percent, show
from duty_cli.model.ledger_protocol import Operation
from duty_cli.model.members import Facet, Member, Tenure
from duty_cli.model.office_words import MEMBER, SECTOR, named
from duty_cli.model.papers import Cell, Column, Identity
from duty_cli.model.periods import Period
from duty_cli.model.records import COLUMNS, Event, RecordFields
from duty_cli.parsing.record_columns import cell_of
from duty_cli.scoring.attendance_counts import AttendanceCount, Beyond

Document = dict[str, object]
"""A report as plain values, points as decimal strings, for JSON."""

MEMBER_COLUMNS = (Column(f"{MEMBER}编号"), Column("姓名"), Column(SECTOR))
NO_SECTOR = f"未分{SECTOR}"
ATTENDANCE = tuple(Column(h, "right") for h in ("应出席", "出席", "迟到早退", "请假", "缺席", "出席率"))
UNDIVIDED = tuple(Column(h, "right") for h in ("应出席", "出席", "未出席", "出席率"))
"""The same for readers who do not see how those are divided who did not come."""

EVENT = (Column("日期"), Column("履职事项"), Column("活动"))

RATE_NOTE = "出席率＝出席÷应出席，请假计入应出席；迟到、早退计入出席；请假指已获准的请假，与缺席分列；请假未准的计为缺席；公假不计入应出席"
UNDIVIDED_NOTE = "出席率＝出席÷应出席，请假、缺席均计入应出席；迟到、早退计入出席；未出席为请假和缺席，公示稿不分列；公假不计入应出席"
WITHOUT_LEAVE = "不计请假的出席率，即出席÷（应出席－请假）"
UNSIGNED_NOTE = "未登记指应出席而没有登记出席情况的，列入应出席，不计为出席或缺席，计算出席率时从应出席中减去"
GUEST_NOTE = "列席指不在应出席范围而到会的，另列，不计入应出席和出席"


def attendance_notes(count: AttendanceCount, audience: Audience = Audience.INTERNAL) -> tuple[str, ...]:
    """The remarks under columns of attendance: of what occurs in them; with the rate without granted leave, of all of them."""
    divided = audience.sees(Section.ABSENCES)
    apart = rate_without_leave(count) if divided and count.on_leave else ""
    more = ((UNSIGNED_NOTE, count.unsigned), (GUEST_NOTE, count.guest), (f"{WITHOUT_LEAVE}：合计 {apart}", apart))
    return (RATE_NOTE if divided else UNDIVIDED_NOTE, *(note for note, there in more if there))


def not_named(
    audience: Audience, subject: Facet | None = None, *, graded: bool = True, scored: bool = True
) -> tuple[str, ...]:
    """The remark on a paper whose readers do not see the figures of members: points (``scored``) and grades (``graded``)."""
    results = "、".join([*(["积分"] if scored else []), *(["等次"] if graded else [])])
    figures = f"{results}和出席情况" if results else "出席情况"
    said = f"公示稿不列{f'{MEMBER}个人' if subject is None else '各组'}的{figures}"
    return () if audience.sees(Section.FIGURES) else (said,)


def numbers(*headings: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(heading, "right") for heading in headings)


def member_cells(member: Member, sector: str) -> tuple[Cell, ...]:
    """The cells under :data:`MEMBER_COLUMNS`."""
    return (member.number, member.name, sector)


def attendance_columns(audience: Audience) -> tuple[Column, ...]:
    """The columns of attendance for ``audience``."""
    return ATTENDANCE if audience.sees(Section.ABSENCES) else UNDIVIDED


def attendance_cells(count: AttendanceCount, audience: Audience = Audience.INTERNAL) -> tuple[Cell, ...]:
    """The cells under :func:`attendance_columns`."""
    if not audience.sees(Section.ABSENCES):
        return (count.expected, count.present, count.stayed_away, rate(count))
    return (count.expected, count.present, count.late_or_left, count.on_leave, count.absent, rate(count))


def sums_note(apart: Iterable[str]) -> str:
    """Why the categories need not add up to the points; ``apart`` are those that are shown and not counted."""
    names = "、".join(dict.fromkeys(apart))
    first = f"{names}另列，不计入年度积分；其余" if names else ""
    return f"{first}各类之和与年度积分不等的，是总分的基础分、上限或下限所致"


def rate(count: AttendanceCount) -> str:
    """The rate of attendance over what is known, and how often nothing is."""
    known = percent(count.present, count.known)
    return f"{known}（未登记{count.unsigned}）" if count.unsigned else known


def rate_without_leave(count: AttendanceCount) -> str:
    """The rate of attendance where granted leave is as if the member had not been expected; empty where nothing is left."""
    return percent(count.present, count.known - count.on_leave)


def event_cells(event: Event) -> tuple[Cell, ...]:
    """The cells under :data:`EVENT`."""
    return (event.on.isoformat(), event.kind, event.name)


def event_document(event: Event) -> Document:
    """An event as plain values."""
    return {"on": event.on.isoformat(), "kind": event.kind, "activity": event.name or None}


def sector_of(one: Beyond) -> str:
    """The sector of the member on the day of the event."""
    return one.member.value(Facet.SECTOR, Period(one.event.on, one.event.on))


def who(subject: Facet | None) -> tuple[Column, ...]:
    """The columns that name a subject: a member, or a group of a grouping."""
    return MEMBER_COLUMNS if subject is None else (Column("序号"), Column(named(subject)))


def who_cells(subject: Facet | None, member: Member, sector: str) -> tuple[Cell, ...]:
    """The cells under :func:`who`."""
    return member_cells(member, sector) if subject is None else (member.number, member.name)


def not_judged(scores_only: Facet) -> str:
    """That nothing is said of a member's year where the rules score groups alone."""
    return f"规则以{named(scores_only)}为对象计分，{MEMBER}个人不计分、不评定"


def details(said: RecordFields) -> str:
    """What a record says beside its day, in one line."""
    return " ".join(filter(None, (tell(said) for tell in _TELLING)))


def _telling(name: str, told: str | Callable[[RecordFields], str]) -> Callable[[RecordFields], str]:
    """What tells of one column: nothing, where its cell is empty."""
    if not isinstance(told, str):
        return told

    def tell(said: RecordFields) -> str:
        value = getattr(said, name)
        return "" if not value and value != 0 else told.format(cell_of(value))

    return tell


def _place(column: RecordColumn) -> tuple[bool, bool]:
    """Bare words come first, marks by which records are known last, and others in the order of the fields."""
    return column.told != "{}" and column.sort is not ColumnSort.TITLE, column.sort is ColumnSort.KEY


_TELLING = tuple(
    _telling(name, column.told)
    for name, column in sorted(COLUMNS.items(), key=lambda item: _place(item[1]))
    if column.told
)


def signed(number: Points | None) -> str:
    """A change, with its sign; empty where there is nothing to compare with."""
    return "" if number is None else ("+" if number > 0 else "") + show(number)


def attendance_document(count: AttendanceCount, audience: Audience = Audience.INTERNAL) -> Document:
    """Attendance as plain values, as far as ``audience`` sees it."""
    divided = {
        **{"late_or_left_early": count.late_or_left, "on_leave": count.on_leave, "absent": count.absent},
        "rate_without_leave": rate_without_leave(count),
    }
    return {
        "expected": count.expected,
        "present": count.present,
        **(divided if audience.sees(Section.ABSENCES) else {"not_present": count.stayed_away}),
        "rate": percent(count.present, count.known),
        **{"unsigned": count.unsigned, "guest": count.guest},
    }


def tenures_document(tenures: Iterable[Tenure]) -> list[Document]:
    """Stretches of office and groups as plain values."""
    return [
        {
            **{"facet": named(tenure.facet), "value": tenure.value},
            **{"from": tenure.first.isoformat(), "until": tenure.last and tenure.last.isoformat()},
        }
        for tenure in tenures
    ]


def told_by(act: Operation) -> str:
    """Who entered it; with the name under which it was entered, where that was put right."""
    return act.by if act.entered_as is None else f"{act.by}（更正，原登记为 {act.entered_as}）"


def name_document(act: Operation) -> Document:
    """The name under which it was entered, where that was put right, as plain values; empty elsewhere."""
    return {} if act.entered_as is None else {"entered_as": act.entered_as}


def ledger_document(identity: Identity) -> Document:
    """The identity line as plain values."""
    return {"seq": identity.seq, "head": identity.head, "rules": identity.rules, "version": identity.version}
