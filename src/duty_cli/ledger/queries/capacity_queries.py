"""In which capacity the members of records were at their events (参会身份): invitations, and the records of which they speak.

A record says nothing of it, for it may be said before the record and after. Of a ledger in which nothing was ever said of it,
nothing is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from json import dumps
from typing import Any

from duty_cli.ledger.chain.event_codec import due_cells
from duty_cli.ledger.chain.row_codec import day_of
from duty_cli.ledger.queries.snapshot import Snapshot, days, standing
from duty_cli.model.capacities import Capacity
from duty_cli.model.invitations import Invitation, SaidCapacities
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.records import Due, Event, Record

_NOTHING_SAID = SaidCapacities(())

_NAMED = str(due_cells(Due(named=True))["due"])
"""How a row says that those are due at an event of whom it is said one by one."""


def invitations(view: Snapshot, period: Period | None, member: MemberKey | None = None) -> tuple[Invitation, ...]:
    """The standing invitations to the events of a period, of all members or of one, by seq."""
    query = f"""
        SELECT kind, day, name, member, capacity, seq
        FROM invitation WHERE {_said_within(period, member)} ORDER BY seq
    """
    texts = view.labels.texts
    return tuple(
        Invitation(texts[kind], day_of(day), name, MemberKey(whom), Capacity(texts[capacity]), Seq(seq))
        for kind, day, name, whom, capacity, seq in view.execute(query, member=member, **days(period))
    )


def _said_within(period: Period | None, member: MemberKey | None) -> str:
    within = "" if period is None else "AND invitation.day BETWEEN :first AND :last"
    return f"{standing('invitation')} {within} {'' if member is None else 'AND invitation.member = :member'}"


def said_capacities(view: Snapshot, period: Period, member: MemberKey | None = None) -> SaidCapacities:
    """What was said of members at the events of a period."""
    # The words are in the dictionary as soon as one of them was ever said.
    if not any(word.value in view.labels.numbers for word in Capacity):
        return _NOTHING_SAID
    return SaidCapacities(invitations(view, period, member), _due_one_by_one(view, period))


def _due_one_by_one(view: Snapshot, period: Period) -> frozenset[Event]:
    """The events of a period at which nobody was said to be due but members one by one."""
    named = view.labels.numbers.get(_NAMED)
    if named is None:
        return frozenset()
    within = f"{standing('activity')} AND activity.day BETWEEN :first AND :last"
    rows = view.execute(f"SELECT kind, day, name, due FROM activity WHERE due IS NOT NULL AND {within}", **days(period))
    texts = view.labels.texts
    said = [(Event(day_of(day), texts[kind], name), due == named) for kind, day, name, due in rows]
    return frozenset(event for event, _ in said) - {event for event, one_by_one in said if not one_by_one}


def with_capacities(view: Snapshot, records: Sequence[Record]) -> Sequence[Record]:
    """Records by day, each with what was said of its member at its event."""
    on = [record.fields.on for record in records if record.fields.attendance is not None]
    said = said_capacities(view, Period(min(on), max(on))) if on else _NOTHING_SAID
    if not said:
        return records
    return [
        record if (capacity := _of(said, record)) is None else replace(record, capacity=capacity) for record in records
    ]


def _of(said: SaidCapacities, record: Record) -> Capacity | None:
    return None if record.fields.attendance is None else said.of(record.member, record.fields.occasion)


def told_apart(view: Snapshot, period: Period, member: MemberKey | None = None) -> dict[Seq, Capacity]:
    """The standing records of a period of whose members something was said, and what."""
    said = said_capacities(view, period, member)
    if not said:
        return {}
    # The few that were invited first: each is looked up in the index of tallies, which begins with these three.
    named = view.labels.numbers.get(_NAMED)
    query = f"""
        SELECT record.seq, record.member, record.day, record.kind, coalesce(activity.name, record.title, '')
        FROM (
            SELECT DISTINCT member, day, kind FROM invitation WHERE {_said_within(period, member)}
            {"" if named is None else f"UNION {_everybody_at_those(view, member)}"}
        ) AS said
        {view.dialect.in_order} record ON record.member = said.member AND record.day = said.day AND record.kind = said.kind
        LEFT JOIN activity ON activity.seq = record.activity
        WHERE record.attendance IS NOT NULL AND {standing("record")}
    """
    texts = view.labels.texts
    found = {
        Seq(seq): said.of(MemberKey(whom), Event(day_of(day), texts[kind], name))
        for seq, whom, day, kind, name in view.execute(query, member=member, named=named, **days(period))
    }
    return {seq: capacity for seq, capacity in found.items() if capacity is not None}


def _everybody_at_those(view: Snapshot, member: MemberKey | None) -> str:
    """Every member, or one, at each event of a period at which some are due one by one: the others are guests there."""
    return f"""
        SELECT member.seq, activity.day, activity.kind FROM activity {view.dialect.in_order} member ON true
        WHERE activity.due = :named AND activity.day BETWEEN :first AND :last AND {standing("activity")}
            {"" if member is None else "AND member.seq = :member"}
    """


def rows_of(view: Snapshot, columns: str, those: Collection[Seq], **values: object) -> list[tuple[Any, ...]]:
    """The ``columns`` of those records."""
    query = f"SELECT {columns} FROM record WHERE seq IN ({view.dialect.numbers.format(':seqs')})"
    return view.execute(query, seqs=dumps(list(those)), **values).fetchall() if those else []
