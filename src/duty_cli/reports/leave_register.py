"""The register of leave (请假登记表, §12): who asked for which days, what was decided, and what the sheets of those days say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.records import Leave, Record
from duty_cli.model.rulebook import Rules
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, numbers
from duty_cli.scoring.assessment_year import days_of

_COLUMNS = (
    *numbers("序号"),
    *MEMBER_COLUMNS,
    *(Column(h) for h in ("起日", "止日", "请假事由", "履职事项", "批准情况", "批准人", "所涉活动和出席情况")),
)
_ANY_KIND = "各项活动"


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """A leave, whose it is, his sector on its first day, and the records of events that it speaks of."""

    leave: Leave
    member: Member
    sector: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class LeaveRegister:
    """The leaves that touch a year, of everybody or of one member, by first day."""

    committee: str
    year: int
    days: Period
    member: Member | None
    lines: tuple[LeaveLine, ...]
    identity: Identity


def leave_register(
    reading: LedgerReader, rules: Rules, identity: Identity, year: int, member: Member | None
) -> LeaveRegister:
    """The standing leaves any day of which lies in ``year``, of one ``member`` where one is named."""
    days, roster = days_of(rules, year), reading.roster()
    leaves = reading.leaves(None if member is None else member.key)
    touching = [one for one in leaves if days.meets(Period(one.first, one.last))]
    lines = tuple(_line(reading, roster[one.member], one) for one in touching)
    return LeaveRegister(identity.committee, year, days, member, lines, identity)


def _line(reading: LedgerReader, member: Member, leave: Leave) -> LeaveLine:
    days = Period(leave.first, leave.last)
    records = tuple(
        one
        for one in reading.records(member=member.key, period=days)
        if one.fields.attendance is not None and leave.covers(one.fields.kind, one.fields.on)
    )
    return LeaveLine(leave, member, member.value(Facet.SECTOR, days), records)


def leave_paper(report: LeaveRegister) -> Paper:
    """Lay the register out, a leave a line."""
    whose = "" if report.member is None else f"（{report.member.name}）"
    title = f"{report.committee}{report.year}年度请假登记表{whose}"
    granted = sum(line.leave.granted for line in report.lines)
    note = f"请假 {len(report.lines)} 次：准假 {granted} 次，未准 {len(report.lines) - granted} 次"
    rows = tuple(map(_row, report.lines))
    return Paper(
        title, (Sheet("请假", "请假登记", _COLUMNS, rows, (note,)),), str(report.identity), subtitle=str(report.days)
    )


def _row(line: LeaveLine) -> tuple[Cell, ...]:
    leave = line.leave
    days = (leave.first.isoformat(), leave.last.isoformat(), leave.reason.value, leave.kind or _ANY_KIND)
    decided = "准假" if leave.granted else "未准"
    return (
        *(leave.seq, *member_cells(line.member, line.sector), *days, decided, leave.decided_by),
        "；".join(_events(line)),
    )


def _events(line: LeaveLine) -> Iterator[str]:
    for one in line.records:
        assert one.fields.attendance is not None, "only records of events are kept"
        yield f"{one.fields.occasion} {one.fields.attendance.value}"


def leave_document(report: LeaveRegister) -> Document:
    """The register as plain values."""
    return {
        "report": "leave-list",
        "committee": report.committee,
        "year": report.year,
        "leaves": list(map(_line_document, report.lines)),
        "ledger": ledger_document(report.identity),
    }


def _line_document(line: LeaveLine) -> Document:
    leave = line.leave
    return {
        **{"seq": leave.seq, "number": line.member.number, "name": line.member.name, "sector": line.sector},
        **{"first": leave.first.isoformat(), "last": leave.last.isoformat(), "reason": leave.reason.value},
        **{"kind": leave.kind, "granted": leave.granted, "decided_by": leave.decided_by, "events": list(_events(line))},
    }
