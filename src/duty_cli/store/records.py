"""Records: facts to a row and back, and the queries that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from duty_cli.domain.ledger import NewRecord
from duty_cli.domain.members import Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Event, Record, RecordFields, Signed
from duty_cli.store.cells import ATTENDANCE, attendance_text, day_of, number_of, number_text, set_of, set_text
from duty_cli.store.columns import Columns, each
from duty_cli.store.tables import ACTIVITY, ENTRY, LABEL, MEMBER, RECORD
from duty_cli.store.view import Snapshot


def record_columns(new: Sequence[NewRecord], activities: Sequence[Seq | None]) -> Columns:
    """The rows of new records; ``activities`` are the seqs of the activities they name."""
    said = [record.facts for record in new]
    return {
        "member": [record.member for record in new],
        "kind": [facts.kind for facts in said],
        "day": each(date.isoformat, [facts.counted for facts in said]),
        "number": [facts.number for facts in said],
        "activity": activities,
        "title": [facts.title for facts in said],
        "attendance": each(attendance_text, [facts.attendance for facts in said]),
        "share": each(number_text, [facts.share for facts in said]),
        "stages": each(set_text, [facts.stages for facts in said]),
        "levels": each(set_text, [facts.levels for facts in said]),
        "position": [facts.position for facts in said],
        "authors": [facts.authors for facts in said],
        "matter": [facts.matter for facts in said],
        "source": [facts.source for facts in said],
        "quantity": each(number_text, [facts.quantity for facts in said]),
        "judged": each(number_text, [facts.judged for facts in said]),
        "document": [facts.document for facts in said],
        "note": [facts.note for facts in said],
        "year": [facts.year for facts in said],
        "done": each(_done, said),
    }


def _done(facts: RecordFields) -> str | None:
    """The day of the act itself, where it counts on another."""
    return None if facts.counts_on is None else facts.on.isoformat()


def records(view: Snapshot, *conditions: ColumnElement[bool]) -> Iterator[Record]:
    """The records known that meet the conditions, reversed or not, by date and seq."""
    query = (
        select(
            *(RECORD.c.seq, ENTRY.c.batch, RECORD.c.member, RECORD.c.kind, RECORD.c.day, RECORD.c.number),
            *(ACTIVITY.c.name, RECORD.c.title, RECORD.c.attendance, RECORD.c.share, RECORD.c.stages),
            *(RECORD.c.levels, RECORD.c.position, RECORD.c.authors, RECORD.c.matter, RECORD.c.source),
            *(RECORD.c.quantity, RECORD.c.judged, RECORD.c.document, RECORD.c.note),
            *(RECORD.c.year, RECORD.c.done),
        )
        .join_from(RECORD, ENTRY, ENTRY.c.seq == RECORD.c.seq)
        .join(ACTIVITY, ACTIVITY.c.seq == RECORD.c.activity, isouter=True)
        .where(RECORD.c.seq <= view.known, *conditions)
        .order_by(RECORD.c.day, RECORD.c.seq)
    )
    texts = view.labels.texts
    return (_record(texts, row) for row in view.connection.execute(query))


def _record(texts: dict[int, str], row: Sequence[Any]) -> Record:
    seq, batch, member, kind, day, number, activity, title, attendance, share, stages, levels, *rest = row
    position, authors, matter, source, quantity, judged, document, note, year, done = rest
    facts = RecordFields(
        kind=texts[kind],
        on=day_of(done or day),
        number=number,
        activity=activity,
        title=title,
        attendance=ATTENDANCE[texts.get(attendance)],
        share=number_of(share),
        stages=set_of(texts.get(stages)),
        levels=set_of(texts.get(levels)),
        position=position,
        authors=authors,
        matter=matter,
        source=source,
        quantity=number_of(quantity),
        judged=number_of(judged),
        document=document,
        note=note,
        year=year,
        counts_on=day_of(day) if done else None,
    )
    return Record(seq, batch, member, facts)


def sheets(view: Snapshot, period: Period, kinds: frozenset[str]) -> Iterator[Signed]:
    """The lines of the sheets of events, looked up member by member, as the index is ordered."""
    query = (
        select(
            *(RECORD.c.day, RECORD.c.kind, func.coalesce(ACTIVITY.c.name, RECORD.c.title, "")),
            *(RECORD.c.member, RECORD.c.attendance, RECORD.c.seq),
        )
        .join_from(RECORD, ACTIVITY, ACTIVITY.c.seq == RECORD.c.activity, isouter=True)
        .where(
            RECORD.c.member.in_(select(MEMBER.c.seq)),
            within(period),
            of_kinds(tuple(kinds)),
            RECORD.c.attendance.is_not(None),
            *view.standing(RECORD),
        )
    )
    texts, events = view.labels.texts, dict[tuple[str, int, str], Event]()
    for day, kind, name, member, attendance, seq in view.connection.execute(query):
        event = events.get((day, kind, name))
        if event is None:
            event = events[day, kind, name] = Event(day_of(day), texts[kind], name)
        state = ATTENDANCE[texts[attendance]]
        assert state is not None, "only records of attendance are asked for"
        yield Signed(event, member, state, seq)


def within(period: Period) -> ColumnElement[bool]:
    """That a record falls in the period."""
    return RECORD.c.day.between(period.first.isoformat(), period.last.isoformat())


def of_kinds(kinds: tuple[str, ...]) -> ColumnElement[bool]:
    """That a record is of one of the kinds."""
    return RECORD.c.kind.in_(select(LABEL.c.id).where(LABEL.c.text.in_(kinds)))


def record_numbers(view: Snapshot) -> dict[str, Seq]:
    """The office's own numbers of the standing records."""
    query = select(RECORD.c.number, RECORD.c.seq).where(RECORD.c.number.is_not(None), *view.standing(RECORD))
    return dict(view.connection.execute(query).all())


def numbered(view: Snapshot, number: str) -> Seq | None:
    """The standing record that bears a number; the last, should there be several."""
    query = select(func.max(RECORD.c.seq)).where(RECORD.c.number == number, *view.standing(RECORD))
    found: Seq | None = view.connection.execute(query).scalar_one()
    return found


def has_records(view: Snapshot, period: Period) -> bool:
    """Whether a record of the period stands: looked up member by member, as the index is ordered, up to the first."""
    own = exists().where(RECORD.c.member == MEMBER.c.seq, within(period), *view.standing(RECORD))
    return view.connection.execute(select(MEMBER.c.seq).where(own).limit(1)).first() is not None


def years_with_records(view: Snapshot) -> tuple[int, ...]:
    """The calendar years of the standing records."""
    query = select(func.substr(RECORD.c.day, 1, 4)).distinct().where(*view.standing(RECORD))
    return tuple(sorted(int(year) for year in view.connection.scalars(query)))
