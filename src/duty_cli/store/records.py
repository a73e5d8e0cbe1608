"""Records: facts to a row and back, and the queries that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from duty_cli.domain.ledger import NewRecord
from duty_cli.domain.members import Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Facts, Record
from duty_cli.store.cells import ATTENDANCE, day_of, number_of, number_text, set_of, set_text
from duty_cli.store.chain import Cells
from duty_cli.store.tables import ACTIVITY, ENTRY, LABEL, MEMBER, RECORD
from duty_cli.store.view import View


def record_cells(new: NewRecord, activity: Seq | None) -> Cells:
    """The row of a new record; ``activity`` is the seq of the activity it names."""
    said = new.facts
    return {
        "member": new.member,
        "kind": said.kind,
        "day": said.on.isoformat(),
        "number": said.number,
        "activity": activity,
        "title": said.title,
        "attendance": said.attendance.value if said.attendance else None,
        "share": number_text(said.share),
        "stages": set_text(said.stages),
        "levels": set_text(said.levels),
        "position": said.position,
        "authors": said.authors,
        "matter": said.matter,
        "source": said.source,
        "quantity": number_text(said.quantity),
        "judged": number_text(said.judged),
        "document": said.document,
        "note": said.note,
    }


def records(view: View, *conditions: ColumnElement[bool]) -> Iterator[Record]:
    """The records known that meet the conditions, reversed or not, by date and seq."""
    query = (
        select(
            *(RECORD.c.seq, ENTRY.c.batch, RECORD.c.member, RECORD.c.kind, RECORD.c.day, RECORD.c.number),
            *(ACTIVITY.c.name, RECORD.c.title, RECORD.c.attendance, RECORD.c.share, RECORD.c.stages),
            *(RECORD.c.levels, RECORD.c.position, RECORD.c.authors, RECORD.c.matter, RECORD.c.source),
            *(RECORD.c.quantity, RECORD.c.judged, RECORD.c.document, RECORD.c.note),
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
    position, authors, matter, source, quantity, judged, document, note = rest
    facts = Facts(
        kind=texts[kind],
        on=day_of(day),
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
    )
    return Record(seq, batch, member, facts)


def within(period: Period) -> ColumnElement[bool]:
    """That a record falls in the period."""
    return RECORD.c.day.between(period.first.isoformat(), period.last.isoformat())


def of_kinds(kinds: tuple[str, ...]) -> ColumnElement[bool]:
    """That a record is of one of the kinds."""
    return RECORD.c.kind.in_(select(LABEL.c.id).where(LABEL.c.text.in_(kinds)))


def record_numbers(view: View) -> dict[str, Seq]:
    """The office's own numbers of the standing records."""
    query = select(RECORD.c.number, RECORD.c.seq).where(RECORD.c.number.is_not(None), *view.standing(RECORD))
    return dict(view.connection.execute(query).all())


def has_records(view: View, period: Period) -> bool:
    """Whether a record of the period stands: looked up member by member, as the index is ordered, up to the first."""
    own = exists().where(RECORD.c.member == MEMBER.c.seq, within(period), *view.standing(RECORD))
    return view.connection.execute(select(MEMBER.c.seq).where(own).limit(1)).first() is not None


def years_with_records(view: View) -> tuple[int, ...]:
    """The calendar years of the standing records."""
    query = select(func.substr(RECORD.c.day, 1, 4)).distinct().where(*view.standing(RECORD))
    return tuple(sorted(int(year) for year in view.connection.scalars(query)))
