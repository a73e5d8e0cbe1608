"""One activity and its attendance sheet: all present except …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.due import EventSheet, ruled
from duty_cli.domain.ledger import Ledger, LedgerReader, NewRecord, Operation
from duty_cli.domain.members import Facet, Member, MemberKey, Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Attendance, Due, RecordFields
from duty_cli.domain.rules import Kind, Rules
from duty_cli.errors import DoesNotFit, DutyError, EventThere, Findings, NotExpected
from duty_cli.office.already import refuse_like_event
from duty_cli.office.content import kind_on
from duty_cli.office.gate import Gate
from duty_cli.office.record import ensure_activities
from duty_cli.office.sheets import sheets_of
from duty_cli.office.standing import whence


@dataclass(frozen=True, slots=True)
class Attended:
    """An attendance sheet as written: how many in each state, and who was put on leave from the leave register.

    ``sheets``: all that stands of the event now, where some are due.
    """

    batch: Seq
    expected: int
    states: Mapping[Attendance, int]
    by_register: tuple[Member, ...]
    sheets: tuple[EventSheet, ...]


def attended_kind(reading: LedgerReader, rules: Rules, today: date, sheet: RecordFields) -> Kind:
    """The kind of a sheet, once it is sure that such an activity can have been held on its day."""
    _, kind = kind_on(reading, rules, today, sheet.kind, sheet.on)
    if not kind.attended:
        raise DoesNotFit(kind.id, "不是按出席情况登记的事项；请用 duty record 逐人登记")
    return kind


def expected_members(
    reading: LedgerReader, rules: Rules, kind: Kind, day: date, groups: Mapping[Facet, frozenset[str]]
) -> list[Member]:
    """Those due at an activity: in office that day, of whom the rule file expects, in the groups asked for."""
    found = ruled(rules.on(day), kind.id, day, (Due(groups),))
    assert found is not None, "the kind was found in the book of the day"
    return [member for member in reading.roster() if found.expects(member)]


def attend(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    today: date,
    sheet: RecordFields,
    expected: Iterable[Member],
    said: Mapping[MemberKey, Attendance],
    *,
    due: Due | None = None,
    again: bool = False,
) -> Attended:
    """Write one record for each member expected. ``said`` names the exceptions; the rest are present.

    A member not named who has granted leave for that day is written as on leave, because the register says so.
    ``due``: who was said to be due, where that is not as the rules have it. An event whose name is like that of another of its kind and day is refused, unless it was said to be another (``again``).
    """
    members = list({member.key: member for member in expected}.values())
    if not members:
        raise DoesNotFit(sheet.kind, "没有应出席的委员；请核对日期与范围")
    with ledger.writing(act) as writing:
        _refuse_strangers(writing, sheet, members, said)
        gate = Gate(writing, rules, today, Period(sheet.on, sheet.on))
        if not again:
            refuse_like_event(writing, sheet)
        if due is not None:
            gate.declare(sheet.occasion, due)
        _refuse_there(writing, gate, sheet, members)
        entries: list[NewRecord] = []
        by_register: list[Member] = []
        faults: list[DutyError] = []
        for member in members:
            leave = None if member.key in said else gate.granted(member.key, sheet.kind, sheet.on)
            state = Attendance.ON_LEAVE if leave else said.get(member.key, Attendance.PRESENT)
            by_register += [member] if leave else []
            verdict = gate.judge(member, _with_state(sheet, state))
            faults += verdict.faults
            entries.append(NewRecord(member.key, verdict.facts))
        if faults:
            raise faults[0] if len(faults) == 1 else Findings(faults)
        ensure_activities(writing, [sheet], due)
        writing.append_all(entries)
        states = Counter(entry.facts.attendance for entry in entries if entry.facts.attendance is not None)
        sheets = sheets_of(writing, rules, [sheet.occasion])
        return Attended(writing.batch_seq, len(members), states, tuple(by_register), sheets)


def _refuse_strangers(
    reading: LedgerReader, sheet: RecordFields, members: Iterable[Member], said: Mapping[MemberKey, Attendance]
) -> None:
    strangers = said.keys() - {member.key for member in members}
    if strangers:
        raise NotExpected([one for one in reading.roster() if one.key in strangers], sheet.kind, sheet.on)


def _refuse_there(reading: LedgerReader, gate: Gate, sheet: RecordFields, members: Iterable[Member]) -> None:
    """Refuse a sheet on which some stand already, in one line and not one for each of them."""
    there = [(member, taken) for member in members if (taken := gate.taken(member, sheet)) is not None]
    if there:
        event = f"{sheet.on} {sheet.kind} {there[0][1][0]}".rstrip()
        raise EventThere(event, [member for member, _ in there], whence(reading, there[0][1][1]))


def _with_state(sheet: RecordFields, state: Attendance) -> RecordFields:
    return RecordFields(sheet.kind, sheet.on, activity=sheet.activity, document=sheet.document, attendance=state)
