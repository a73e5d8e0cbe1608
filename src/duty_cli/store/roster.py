"""Members, activities and leaves as a view knows them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from duty_cli.domain.members import GROUPINGS, Facet, Member, MemberKey, Person, Roster, Seq, Tenure
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Activity, Leave, LeaveReason
from duty_cli.store.cells import day_of
from duty_cli.store.rows import due_of
from duty_cli.store.tables import ACTIVITY, LEAVE, MEMBER, NAMING, PERSON, SPELL
from duty_cli.store.view import Snapshot

ERASED = Person("（已清除）", "")
"""How a member shows whose name was erased."""


def roster(view: Snapshot) -> Roster:
    """All members enrolled, by number, with the last name and the standing spells of each."""
    persons, spells = _persons(view), _spells(view)
    query = select(MEMBER.c.seq, MEMBER.c.number).where(*view.standing(MEMBER)).order_by(MEMBER.c.number)
    return Roster(
        tuple(
            Member(MemberKey(key), number, persons[key], tuple(spells.get(key, ())))
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


def _spells(view: Snapshot) -> dict[int, list[Tenure]]:
    query = (
        select(SPELL.c.member, SPELL.c.facet, SPELL.c.value, SPELL.c.first, SPELL.c.last, SPELL.c.seq)
        .where(*view.standing(SPELL))
        .order_by(SPELL.c.first, SPELL.c.seq)
    )
    texts = view.labels.texts
    held: dict[int, list[Tenure]] = {}
    for member, facet, value, first, last, seq in view.connection.execute(query):
        until = date.fromisoformat(last) if last else None
        spell = Tenure(Facet(texts[facet]), texts[value], date.fromisoformat(first), until, seq)
        held.setdefault(member, []).append(spell)
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
