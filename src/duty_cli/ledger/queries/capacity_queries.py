"""In which capacity the members of records were at their events (参会身份): invitations, and the records of which they speak.

A record says nothing of it, for it may be said before the record and after. Of a ledger in which nothing was ever said of it,
nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
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
    members = {record.member for record in records}
    # Whoever explains one member needs not go through what was said of all others.
    alone = next(iter(members)) if len(members) == 1 else None
    said = said_capacities(view, Period(min(on), max(on)), alone) if on else _NOTHING_SAID
    if not said:
        return records
    return [
        record if (capacity := _of(said, record)) is None else replace(record, capacity=capacity) for record in records
    ]


def _of(said: SaidCapacities, record: Record) -> Capacity | None:
    return None if record.fields.attendance is None else said.of(record.member, record.fields.occasion)


def told_apart(
    view: Snapshot, columns: str, period: Period, member: MemberKey | None = None, **values: object
) -> Iterator[tuple[tuple[Any, ...], Capacity]]:
    """The ``columns`` of each standing record of a period of whose member something was said at its event, and what that is."""
    said, texts, numbers = said_capacities(view, period, member), view.labels.texts, view.labels.numbers
    named = {(whom, on.isoformat(), numbers[kind]) for whom, on, kind in said.invited}
    alone = [(on.isoformat(), numbers[kind]) for on, kind in said.alone_on]
    for where, one_by_one in (
        *((one, True) for one in _at(named)),
        *((one, False) for one in _at_those(alone, member)),
    ):
        query = f"""
            SELECT member, day, kind, {_NAME}, {columns} FROM record
            WHERE {where} AND day BETWEEN :first AND :last AND attendance IS NOT NULL AND {standing("record")}
        """
        for whom, day, kind, name, *cells in view.execute(query, **days(period) | values):
            # Who was invited to an event at which the others are guests was found before.
            if one_by_one or (whom, day, kind) not in named:
                capacity = said.of(MemberKey(whom), Event(day_of(day), texts[kind], name))
                if capacity is not None:
                    yield tuple(cells), capacity


_NAME = "coalesce((SELECT activity.name FROM activity WHERE activity.seq = record.activity), title, '')"
"""The name of the event of a record of attendance."""

_MOST = 5000
"""So many members and events are named in one query. They are numbers and days, which every engine looks up by its own means."""


def _at(those: Iterable[tuple[int, str, int]]) -> Iterator[str]:
    """That a record is of one of these members, days and kinds; some of them at a time."""
    every = sorted(those)
    for first in range(0, len(every), _MOST):
        part = every[first : first + _MOST]
        # The members by themselves too: the index of tallies begins with them.
        members = ", ".join(map(str, sorted({member for member, _, _ in part})))
        triples = ", ".join(f"({member}, '{day}', {kind})" for member, day, kind in part)
        yield f"member IN ({members}) AND (member, day, kind) IN (VALUES {triples})"


def _at_those(events: Iterable[tuple[str, int]], member: MemberKey | None) -> Iterator[str]:
    """That a record is of one of these days and kinds, anybody's or of one member."""
    whose = "" if member is None else f"member = {member} AND "
    pairs = ", ".join(f"('{day}', {kind})" for day, kind in sorted(events))
    if pairs:
        yield f"{whose}(day, kind) IN (VALUES {pairs})"
