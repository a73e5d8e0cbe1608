"""What was done and when, and the roster, activities, leaves and issues, as known at a seq."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Subquery, func, select, union_all

from duty_cli.ledger.row_codec import act_of, day_of, due_of, issue_of, moment, rules_of
from duty_cli.ledger.snapshot import Snapshot
from duty_cli.ledger.tables import (
    ACTIVITY,
    BATCH,
    CLOSING,
    ENTRY,
    FOUNDING,
    ISSUE,
    LEAVE,
    MEMBER,
    NAMING,
    PERSON,
    REVERSAL,
    RULES,
    SPELL,
)
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.ledger_protocol import Batch, Issued, LedgerHead, Operation, Row, RulesUsed, YearClosing
from duty_cli.model.members import GROUPINGS, Facet, Member, MemberKey, Person, Roster, Seq, Tenure
from duty_cli.model.periods import Period, Term
from duty_cli.model.records import Activity, Leave, LeaveReason

_ACT = (BATCH.c.at, BATCH.c.by, BATCH.c.command, BATCH.c.source, BATCH.c.source_digest, BATCH.c.reason)


def head(view: Snapshot) -> LedgerHead:
    """The committee with its terms, and the chain at the last seq known."""
    query = (
        select(ENTRY.c.hash, BATCH.c.at)
        .join_from(ENTRY, BATCH, BATCH.c.seq == ENTRY.c.batch)
        .where(ENTRY.c.seq == view.known)
    )
    digest, at = view.connection.execute(query).one()
    committee, terms = _founded(view)
    return LedgerHead(committee, terms, view.known, digest.hex(), moment(at))


def _founded(view: Snapshot) -> tuple[str, tuple[Term, ...]]:
    """The committee's name as last given, and its terms by number; a term given again replaces the former."""
    query = (
        select(FOUNDING.c.committee, FOUNDING.c.term, FOUNDING.c.first, FOUNDING.c.last)
        .where(FOUNDING.c.seq <= view.known)
        .order_by(FOUNDING.c.seq)
    )
    # A ledger may be founded again for a further term; the last word on a term holds.
    founded = view.connection.execute(query).all()
    terms = {
        number: Term(number, Period(date.fromisoformat(first), date.fromisoformat(last)))
        for _, number, first, last in founded
    }
    committee = founded[-1].committee if founded else ""
    return committee, tuple(terms[number] for number in sorted(terms))


def batches(view: Snapshot) -> tuple[Batch, ...]:
    """All batches with the number of their rows, by seq."""
    # The row that opens a batch is not counted among its rows.
    gone = _gone(view)
    counted = (
        select(ENTRY.c.batch, func.count(), func.count(gone.c.by))
        .join(gone, gone.c.seq == ENTRY.c.seq, isouter=True)
        .where(ENTRY.c.seq <= view.known, ENTRY.c.seq != ENTRY.c.batch)
        .group_by(ENTRY.c.batch)
    )
    counts = {batch: (rows, lost) for batch, rows, lost in view.connection.execute(counted)}
    query = select(BATCH.c.seq, *_ACT).where(BATCH.c.seq <= view.known).order_by(BATCH.c.seq)
    return tuple(
        Batch(Seq(seq), act_of(*act), *counts.get(seq, (0, 0))) for seq, *act in view.connection.execute(query)
    )


def batch(view: Snapshot, seq: Seq) -> Operation | None:
    """The deed that opened a batch."""
    query = select(*_ACT).where(BATCH.c.seq == seq, BATCH.c.seq <= view.known)
    found = view.connection.execute(query).one_or_none()
    return act_of(*found) if found else None


def rows(view: Snapshot, *conditions: ColumnElement[bool]) -> tuple[Row, ...]:
    """The known rows that meet the conditions, whatever their sort, by seq."""
    gone = _gone(view)
    query = (
        select(ENTRY.c.seq, ENTRY.c.sort, ENTRY.c.batch, gone.c.by)
        .join(gone, gone.c.seq == ENTRY.c.seq, isouter=True)
        .where(ENTRY.c.seq <= view.known, *conditions)
        .order_by(ENTRY.c.seq)
    )
    return tuple(Row(seq, SORTS[sort], batch, by) for seq, sort, batch, by in view.connection.execute(query))


def reversed_by(view: Snapshot, batch: Seq) -> tuple[Row, ...]:
    """The rows that a batch reversed, by seq."""
    targets = select(REVERSAL.c.target).join_from(REVERSAL, ENTRY, ENTRY.c.seq == REVERSAL.c.seq)
    return rows(view, ENTRY.c.seq.in_(targets.where(ENTRY.c.batch == batch, REVERSAL.c.seq <= view.known)))


def _gone(view: Snapshot) -> Subquery:
    """The rows reversed and by which row; with an enrolment goes every name it was given."""
    known = REVERSAL.c.seq <= view.known
    # A member who was enrolled by mistake takes the names along: nobody is left to bear them.
    named = select(NAMING.c.seq, REVERSAL.c.seq).join_from(NAMING, REVERSAL, REVERSAL.c.target == NAMING.c.member)
    return union_all(
        select(REVERSAL.c.target.label("seq"), REVERSAL.c.seq.label("by")).where(known), named.where(known)
    ).subquery()


def rules_used(view: Snapshot) -> RulesUsed | None:
    """The rule files last used."""
    query = select(RULES.c.digest, RULES.c.files).where(RULES.c.seq <= view.known).order_by(RULES.c.seq.desc()).limit(1)
    found = view.connection.execute(query).one_or_none()
    return rules_of(*found) if found else None


def issues(view: Snapshot) -> tuple[Issued, ...]:
    """The papers issued, by seq."""
    said = [column for column in ISSUE.columns if column.name != "seq"]
    query = (
        select(ISSUE.c.seq, BATCH.c.by, BATCH.c.at, *said)
        .join_from(ISSUE, ENTRY, ENTRY.c.seq == ISSUE.c.seq)
        .join(BATCH, BATCH.c.seq == ENTRY.c.batch)
        .where(ISSUE.c.seq <= view.known)
        .order_by(ISSUE.c.seq)
    )
    return tuple(
        Issued(Seq(seq), issue_of(*row), by, moment(at)) for seq, by, at, *row in view.connection.execute(query)
    )


def closings(view: Snapshot) -> tuple[YearClosing, ...]:
    """The years that are closed, in order."""
    query = select(CLOSING.c.year, CLOSING.c.first, CLOSING.c.last, CLOSING.c.seq).where(*view.standing(CLOSING))
    found = view.connection.execute(query.order_by(CLOSING.c.year, CLOSING.c.seq))
    return tuple(
        YearClosing(year, Period(date.fromisoformat(first), date.fromisoformat(last)), Seq(seq))
        for year, first, last, seq in found
    )


ERASED = Person("（已清除）", "")
"""How a member shows whose name was erased."""


def roster(view: Snapshot) -> Roster:
    """All members enrolled, by number, with the last name and the standing tenures of each."""
    persons, tenures = _persons(view), _tenures(view)
    query = select(MEMBER.c.seq, MEMBER.c.number).where(*view.standing(MEMBER)).order_by(MEMBER.c.number)
    return Roster(
        tuple(
            Member(MemberKey(key), number, persons[key], tuple(tenures.get(key, ())))
            for key, number in view.connection.execute(query)
        )
    )


def _persons(view: Snapshot) -> dict[int, Person]:
    query = (
        select(NAMING.c.member, PERSON.c.name, PERSON.c.initials, PERSON.c.phone)
        .join_from(NAMING, PERSON, PERSON.c.seq == NAMING.c.seq)
        .where(NAMING.c.seq <= view.known)
        .order_by(NAMING.c.seq)
    )
    return {
        member: ERASED if name is None else Person(name, initials, phone)
        for member, name, initials, phone in view.connection.execute(query)
    }


def _tenures(view: Snapshot) -> dict[int, list[Tenure]]:
    query = (
        select(SPELL.c.member, SPELL.c.facet, SPELL.c.value, SPELL.c.first, SPELL.c.last, SPELL.c.seq)
        .where(*view.standing(SPELL))
        .order_by(SPELL.c.first, SPELL.c.seq)
    )
    texts = view.labels.texts
    held: dict[int, list[Tenure]] = {}
    for member, facet, value, first, last, seq in view.connection.execute(query):
        until = date.fromisoformat(last) if last else None
        tenure = Tenure(Facet(texts[facet]), texts[value], date.fromisoformat(first), until, seq)
        held.setdefault(member, []).append(tenure)
    return held


def activities(view: Snapshot, period: Period | None) -> tuple[Activity, ...]:
    """The standing activities, by date and seq."""
    due = (ACTIVITY.c.due, *(ACTIVITY.c[facet.name.lower()] for facet in GROUPINGS))
    columns = (ACTIVITY.c.kind, ACTIVITY.c.day, ACTIVITY.c.name, ACTIVITY.c.seq)
    query = select(*columns, *due).where(*view.standing(ACTIVITY))
    if period is not None:
        query = query.where(ACTIVITY.c.day.between(period.first.isoformat(), period.last.isoformat()))
    texts = view.labels.texts
    return tuple(
        Activity(texts[kind], day_of(day), name, Seq(seq), due_of(*map(texts.get, due)))
        for kind, day, name, seq, *due in view.connection.execute(query.order_by(ACTIVITY.c.day, ACTIVITY.c.seq))
    )


def leaves(view: Snapshot, member: MemberKey | None) -> tuple[Leave, ...]:
    """The standing leaves, by first day and seq."""
    columns = (LEAVE.c.member, LEAVE.c.first, LEAVE.c.last, LEAVE.c.reason, LEAVE.c.granted, LEAVE.c.decided_by)
    query = select(*columns, LEAVE.c.kind, LEAVE.c.seq).where(*view.standing(LEAVE))
    if member is not None:
        query = query.where(LEAVE.c.member == member)
    texts = view.labels.texts
    return tuple(
        Leave(
            *(key, date.fromisoformat(first), date.fromisoformat(last), LeaveReason(texts[reason])),
            *(bool(granted), decided_by, texts.get(kind), seq),
        )
        for key, first, last, reason, granted, decided_by, kind, seq in view.connection.execute(
            query.order_by(LEAVE.c.first, LEAVE.c.seq)
        )
    )
