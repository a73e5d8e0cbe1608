"""Undoing a batch (撤销批次): what it entered is reversed, and what it had reversed is entered again. A void, a correction and an undo are batches too."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from datetime import date

from duty_cli.errors.lookup_errors import NotFound
from duty_cli.errors.record_errors import CannotReverse
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import (
    Ledger,
    LedgerReader,
    LedgerWriter,
    NewRecord,
    NewTenure,
    Operation,
    Reversal,
    Row,
)
from duty_cli.model.members import Member, MemberKey, Roster, Seq
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Activity, Leave, Record
from duty_cli.model.rulebook import Rules
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.corrections import REVERSIBLE, refuse_lost_term, refuse_to_reverse, shared_activities
from duty_cli.recording.enrolment import numbers_apart, overlapping
from duty_cli.recording.leave_entry import refuse_second_leave
from duty_cli.recording.record_entry import ensure_activities
from duty_cli.recording.record_validation import Gate

_ENTER_ANEW = {
    "活动计划": "该批次改了活动计划，撤销不能恢复原计划；未登记出席的请用 duty plan move、已登记的请用 duty activity correct 改回",
    "委员": "该批次冲正了委员的登记，撤销不能恢复；请重新登记或导入名册",
    "结账": "该批次重新开了账，撤销不能恢复结账；请用 duty close-year 再结账",
}
_ANY_SORT = "该批次冲正了{}，撤销不能恢复；请重新登记"


@dataclass(frozen=True, slots=True)
class Undone:
    """A batch undone: rows reversed, tenures and other rows put back that it had reversed, and what was not touched.

    ``left`` were reversed before; ``not_put_back`` are the records that the batch itself had corrected, of members of whom
    something that it made of them was set right since: that would stand beside it.
    """

    batch: Seq
    reversed_rows: int
    tenures: int
    put_back: int
    left: tuple[Row, ...]
    not_put_back: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ReversedContent:
    """What a batch reversed, as it stood before."""

    tenures: tuple[NewTenure, ...] = ()
    activities: tuple[Activity, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    leaves: tuple[Leave, ...] = ()
    records: tuple[Record, ...] = ()
    hand_ins: tuple[HandIn, ...] = ()
    others: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def undo(ledger: Ledger, act: Operation, rules: Rules, today: date, batch: Seq) -> Undone:
    """Reverse every row of a batch that still stands, and enter again what the batch had reversed.

    Rows corrected later are left as corrected, and named. An activity on whose sheet another batch wrote stays as well:
    it is no longer this batch's alone. What is entered again passes the gate as any record does. Raises CannotReverse
    for what cannot be entered again: an enrolment, a closing, a step of a proceeding.
    """
    taken_back = _taken_back_by(ledger, batch)
    with writing_after_closing(ledger, act) as writing, numbers_apart(writing):
        if writing.batch(batch) is None or batch == writing.batch_seq:
            raise NotFound("批次", batch)
        rows = [row for row in writing.rows_of(batch) if row.sort in REVERSIBLE]
        left = tuple(row for row in rows if row.reversed_by is not None)
        taken_back, not_put_back = _without_set_right(writing, taken_back, left)
        standing = {row.seq for row in rows if row.reversed_by is None}
        going = standing - shared_activities(writing, standing)
        if not going and (left or not taken_back):
            raise CannotReverse(batch, "该批次没有可冲正的内容，或已全部冲正")
        for sort in {row.sort for row in taken_back.others}:
            raise CannotReverse(batch, _ENTER_ANEW.get(sort) or _ANY_SORT.format(sort))
        for row in rows:
            if row.seq in going:
                refuse_to_reverse(writing, row, going)
        # The last first, so that no row is reversed while one that rests on it still stands.
        writing.append_all(Reversal(seq) for seq in sorted(going, reverse=True))
        put_back = _put_back(writing, rules, today, batch, taken_back)
        refuse_lost_term(writing, [row for row in rows if row.seq in going])
        return Undone(batch, len(going), len(taken_back.tenures), put_back, left, not_put_back)


def _taken_back_by(ledger: Ledger, batch: Seq) -> ReversedContent:
    """What the batch reversed, read as known before it."""
    with ledger.reading() as reading:
        gone = {row.seq: row for row in reading.reversed_by(batch)}
    if not gone:
        return ReversedContent()
    with ledger.reading(Seq(batch - 1)) as reading:
        tenures = {
            one.seq: NewTenure.of(member.key, one)
            for member in reading.roster()
            for one in member.tenures
            if one.seq in gone
        }
        activities = {one.seq: one for one in reading.activities() if one.seq in gone}
        invitations = {one.seq: one for one in reading.invitations() if one.seq in gone}
        leaves = {one.seq: one for one in reading.leaves() if one.seq in gone}
        found = (reading.record(row.seq) for row in gone.values() if row.sort == "记录")
        records = {record.seq: record for record in found if record is not None}
        receipts = {one.seq: one for one in reading.hand_ins() if one.seq in gone}
    told = {*tenures, *activities, *invitations, *leaves, *records, *receipts}
    others = tuple(row for seq, row in gone.items() if seq not in told)
    return ReversedContent(
        *(tuple(tenures.values()), tuple(activities.values()), tuple(invitations.values()), tuple(leaves.values())),
        *(tuple(records.values()), tuple(receipts.values()), others),
    )


def _without_set_right(
    reading: LedgerReader, gone: ReversedContent, left: Iterable[Row]
) -> tuple[ReversedContent, tuple[Row, ...]]:
    """What may come back, and the records that may not: those of members of whom a record of the batch was reversed since."""
    found = (reading.record(row.seq) for row in left if row.sort == "记录")
    members = {record.member for record in found if record is not None}
    barred = [one for one in gone.records if one.member in members]
    rows = (reading.row(one.seq) for one in barred)
    kept = tuple(one for one in gone.records if one not in barred)
    return replace(gone, records=kept), tuple(row for row in rows if row is not None)


def _put_back(writing: LedgerWriter, rules: Rules, today: date, batch: Seq, gone: ReversedContent) -> int:
    """Enter again all but tenures that the batch had reversed; how many rows beside those. Raises what stands against one."""
    _put_back_tenures(writing, gone.tenures)
    held = [replace(one, seq=Seq(0)) for one in writing.activities()] if gone.activities else []
    activities = [new for one in gone.activities if (new := replace(one, seq=Seq(0))) not in held]
    writing.append_all(activities)
    invited = _invited_again(writing, gone.invitations)
    roster = writing.roster()
    for leave in gone.leaves:
        refuse_second_leave(writing, _member_of(roster, leave.member), leave)
        writing.append(replace(leave, seq=Seq(0)))
    if gone.records:
        _put_back_records(writing, Gate(writing, rules, today, _days(gone.records)), batch, gone.records)
    _put_back_receipts(writing, batch, gone.hand_ins)
    return len(activities) + invited + len(gone.leaves) + len(gone.records) + len(gone.hand_ins)


def _invited_again(writing: LedgerWriter, gone: Iterable[Invitation]) -> int:
    """Say again in which capacity members were invited, where nothing else was said since; of how many."""
    held = {(one.event, one.member) for one in writing.invitations()}
    new = [replace(one, seq=Seq(0)) for one in gone if (one.event, one.member) not in held]
    writing.append_all(new)
    return len(new)


def _days(records: Iterable[Record]) -> Period:
    days = [record.fields.on for record in records]
    return Period(min(days), max(days))


def _put_back_records(writing: LedgerWriter, gate: Gate, batch: Seq, records: Collection[Record]) -> None:
    """Each through the gate again, for leave, rules or other records may have come meanwhile."""
    own = (one for key in {one.member for one in records} for one in writing.records(member=key))
    standing = {(one.member, _said(one)): one.seq for one in own}
    roster = writing.roster()
    # By seq: the source of a record (来源编号) was entered before it.
    for record in sorted(records, key=lambda one: one.seq):
        again = standing.get((record.member, _said(record)))
        # What stood beside it before is another that says the same.
        if again is not None and again > batch:
            raise CannotReverse(batch, f"它冲正的序号 {record.seq} 已重新登记（序号 {again}）")
        verdict = gate.judge(_member_of(roster, record.member), record.fields)
        for problem in verdict.problems:
            raise problem
        gate.refuse_unknown_source(verdict.fields)
        ensure_activities(writing, [verdict.fields])
        writing.append(NewRecord(record.member, verdict.fields))


def _put_back_receipts(writing: LedgerWriter, batch: Seq, receipts: Iterable[HandIn]) -> None:
    standing = writing.hand_ins()
    for receipt in receipts:
        again = next((one for one in standing if one.same_as(receipt)), None)
        if again is not None:
            raise CannotReverse(batch, f"它冲正的收件（序号 {receipt.seq}）已重新登记（序号 {again.seq}）")
        writing.append(replace(receipt, seq=Seq(0)))


def _said(record: Record) -> object:
    """What the clerk said: the day on which it counts is worked out from the rules."""
    return replace(record.fields, counts_on=None)


def _put_back_tenures(writing: LedgerWriter, ended: Iterable[NewTenure]) -> None:
    """Enter tenures again, unless others have taken their days meanwhile."""
    writing.append_all(ended)
    roster = writing.roster()
    for key in {tenure.member for tenure in ended}:
        member = _member_of(roster, key)
        # Checked on the roster as it is with them; an error takes them back.
        overlap = overlapping(member, member.tenures)
        if overlap is not None:
            raise overlap


def _member_of(roster: Roster, key: MemberKey) -> Member:
    try:
        return roster[key]
    except KeyError:
        raise CannotReverse(key, "该委员的登记已冲正，不能恢复其记录、请假和任职分组") from None
