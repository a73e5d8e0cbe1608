"""The plan of a year as paper and as plain values, for everybody or for one member."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from duty_cli.model.expected_attendance import Range
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.model.plans import PlannedActivity
from duty_cli.model.records import Due
from duty_cli.model.working_days import weekday
from duty_cli.reports.describe_parts import whom
from duty_cli.reports.plan_list import PlanAttendance, PlanLine, PlanList
from duty_cli.reports.report_columns import Document, ledger_document, numbers

NOT_HELD, HELD = "尚未登记出席", "已登记出席"
_EVENT = (
    *numbers("序号"),
    *(Column("日期"), Column("星期"), Column("履职事项"), Column("活动"), Column("地点")),
)
_PLANNED = (
    *(*_EVENT, Column("应出席范围")),
    *numbers("应出席", "出席", "请假", "缺席", "未登记"),
    Column("情况"),
)
_OWN = (*_EVENT, Column("本人"))
_KINDS = (Column("履职事项"), *numbers("计划", "已登记", "尚未登记"))
_OWN_KINDS = (Column("履职事项"), *numbers("计划", "出席", "未出席", "还可参加"))
_CANCELLED = (
    *numbers("序号"),
    *(Column("原定日期"), Column("履职事项"), Column("活动"), Column("取消日期"), Column("取消人"), Column("原因")),
)
_DUE_NOTE = f"应出席是按应出席范围和{MEMBER}名册现在的人数；范围不限定的不列人数；出席含迟到、早退"
_GUEST_NOTE = "列席指不在应出席范围而到会的，不计入出席"
_OWN_NOTE = "列出应由本人参加或本人可以参加的活动；范围由该年度规则文件定的，规则文件备齐后列出"


def plan_list_paper(report: PlanList) -> Paper:
    """What is planned, by day and by kind, and below it what was cancelled."""
    member = report.member
    title = f"{report.committee}{report.year}年度活动计划{'' if member is None else f'（{member}）'}"
    if member is not None:
        rows = tuple((*_event_cells(one), _own(one, report)) for one in report.lines)
        sheets = [Sheet("活动计划", "活动计划", _OWN, rows, (_OWN_NOTE,))]
    else:
        sheets = [Sheet("活动计划", "活动计划", _PLANNED, tuple(map(_row, report.lines)), _notes(report))]
    kinds = _OWN_KINDS if member else _KINDS
    if report.lines:
        sheets.append(Sheet("按履职事项", "按履职事项统计", kinds, tuple(_kind_rows(report))))
    if report.cancelled:
        sheets.append(Sheet("已取消", "已取消的活动", _CANCELLED, tuple(map(_cancelled_row, report.cancelled))))
    return Paper(title, tuple(sheets), str(report.identity))


def _notes(report: PlanList) -> tuple[str, ...]:
    held = sum(one.held is not None for one in report.lines)
    counted = f"共 {len(report.lines)} 次，{HELD} {held} 次，{NOT_HELD} {len(report.lines) - held} 次"
    guests = any(one.held and one.held.guests for one in report.lines)
    return (f"{counted}；{_DUE_NOTE}", *([_GUEST_NOTE] if guests else []))


def _event_cells(one: PlanLine) -> tuple[Cell, ...]:
    new = one.plan.new
    return (one.plan.seq, new.on.isoformat(), weekday(new.on), new.kind, new.name, new.place or "")


def _row(one: PlanLine) -> tuple[Cell, ...]:
    held = one.held
    counts = (None,) * 4 if held is None else (held.present, held.on_leave, held.absent, held.unsigned)
    return (*_event_cells(one), _due(one), one.expected, *counts, "；".join(_state(one)))


def due_in_words(found: Range | None, planned: Due | None) -> str:
    """Whom an activity expects, in words."""
    if found is None:
        return str(planned or "该年度规则文件未备")
    if found.dues:
        return "、".join(map(str, found.dues))
    return "不限定" if found.kind.expects is None else whom(found.kind.expects)


def _due(one: PlanLine) -> str:
    return due_in_words(one.range, one.plan.new.due)


def _state(one: PlanLine) -> Iterator[str]:
    yield NOT_HELD if one.held is None else HELD
    if one.held is not None:
        yield from (f"{said} {count} 人" for said, count in _beside(one.held) if count)
    yield from _moves(one.activity)


def _beside(held: PlanAttendance) -> tuple[tuple[str, int], ...]:
    return (("公假", held.exempt), ("列席", held.guests))


def _moves(activity: PlannedActivity) -> Iterator[str]:
    """What was said before of an activity that was changed, and why it was."""
    for one, after in pairwise((*activity.before, activity.last)):
        changed = {"on": "日期", "name": "名称", "place": "地点", "due": "应出席范围"}
        was = [
            f"{said} {getattr(one.new, name) or '未定'}"
            for name, said in changed.items()
            if getattr(one.new, name) != getattr(after.new, name)
        ]
        why = f"（{one.reversal.reason}）" if one.reversal and one.reversal.reason else ""
        yield f"原定{'、'.join(was)}{why}"


def _own(one: PlanLine, report: PlanList) -> str:
    """What is to be said of the one member."""
    assert report.member is not None, "it is asked of the list of one member"
    if one.open_to(report.member):
        return "还可参加"
    state = None if one.held is None else one.held.states.get(report.member.key)
    return "未登记" if state is None else str(state)


def _kind_rows(report: PlanList) -> Iterator[tuple[Cell, ...]]:
    for kind in dict.fromkeys(one.plan.new.kind for one in report.lines):
        own = [one for one in report.lines if one.plan.new.kind == kind]
        left = sum(one.held is None for one in own)
        came = len(own) - left if report.member is None else sum(_present(one, report) for one in own)
        beside = () if report.member is None else (len(own) - left - came,)
        yield (kind, len(own), came, *beside, left)


def _present(one: PlanLine, report: PlanList) -> bool:
    state = None if one.held is None or report.member is None else one.held.states.get(report.member.key)
    return state is not None and state.present


def _cancelled_row(one: PlannedActivity) -> tuple[Cell, ...]:
    new, gone = one.last.new, one.cancelled
    assert gone is not None, "what was cancelled was reversed"
    said = (one.last.seq, new.on.isoformat(), new.kind, new.name)
    return (*said, gone.at.date().isoformat(), gone.by, gone.reason or "")


def plan_list_document(report: PlanList) -> Document:
    """The same as plain values."""
    return {
        "report": "plan-list",
        "committee": report.committee,
        "year": report.year,
        "from": report.days.first.isoformat(),
        "until": report.days.last.isoformat(),
        "member": None if report.member is None else report.member.number,
        "plans": [_plan_document(one, report) for one in report.lines],
        "cancelled": [_cancelled_document(one) for one in report.cancelled],
        "ledger": ledger_document(report.identity),
    }


def _plan_document(one: PlanLine, report: PlanList) -> Document:
    own: Document = {} if report.member is None else {"own": _own(one, report)}
    return {
        **_event_document(one.activity),
        "due": _due(one),
        "expected": one.expected,
        "held": None if one.held is None else _held_document(one.held),
        "moved": list(_moves(one.activity)),
        **own,
    }


def _held_document(held: PlanAttendance) -> Document:
    return {
        **{"present": held.present, "on_leave": held.on_leave, "absent": held.absent, "exempt": held.exempt},
        **{"unsigned": held.unsigned, "guests": held.guests},
    }


def _event_document(one: PlannedActivity) -> Document:
    new = one.last.new
    said = {"kind": new.kind, "name": new.name, "place": new.place}
    return {"seq": one.last.seq, "on": new.on.isoformat(), **said}


def _cancelled_document(one: PlannedActivity) -> Document:
    gone = one.cancelled
    assert gone is not None, "what was cancelled was reversed"
    return {**_event_document(one), "cancelled": {"by": gone.by, "at": gone.at.isoformat(), "reason": gone.reason}}
