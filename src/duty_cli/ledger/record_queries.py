"""Records and tallies: fields to a row and back, the GROUP BY over one covering index, and links by 来源编号."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Select, exists, func, select

from duty_cli.ledger.hash_chain import Columns, each
from duty_cli.ledger.row_codec import ATTENDANCE, attendance_text, day_of, number_of, number_text, set_of, set_text
from duty_cli.ledger.snapshot import Snapshot
from duty_cli.ledger.tables import ACTIVITY, ENTRY, LABEL, MEMBER, RECORD
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.record_families import NO_LINKS, Families, Link, families
from duty_cli.model.records import Attendance, Event, Record, RecordFields, Signed, Tally


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


Cells: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FamilyParts:
    """The families of the whole ledger, and how many linked records of which family stand behind the same cells."""

    families: Families
    behind: Mapping[Cells, Counter[str]]

    def parts(self, tally: Tally, cells: Cells) -> Iterator[Tally]:
        """A tally whose cells these are, in parts of one family each."""
        rest = tally.count
        for family, count in sorted(self.behind.get(cells, {}).items()):
            yield replace(tally, count=count, family=family)
            rest -= count
        if rest:
            family_of_rest = None if tally.matter is None else self.families.of_matter.get(tally.matter)
            yield replace(tally, count=rest, family=family_of_rest) if rest < tally.count or family_of_rest else tally


def families_of(view: Snapshot) -> Families:
    """The families of the whole ledger."""
    rows = _linked(view, ())
    return families(map(_link, rows)) if rows else NO_LINKS


def apart_by_family(view: Snapshot, columns: Sequence[Column[Any]]) -> FamilyParts | None:
    """What sets the tallies of ``columns`` apart by family; None where no record has a source."""
    rows = _linked(view, columns)
    if not rows:
        return None
    found = families(map(_link, rows))
    behind: dict[Cells, Counter[str]] = {}
    for row in rows:
        behind.setdefault(tuple(row[4:]), Counter())[found.of_record[row[0]]] += 1
    return FamilyParts(found, behind)


def _linked(view: Snapshot, columns: Sequence[Column[Any]]) -> Sequence[Row[Any]]:
    """The standing records that have a source, and those that are one."""
    asked = select(RECORD.c.seq, RECORD.c.number, RECORD.c.matter, RECORD.c.source, *columns)
    named = select(RECORD.c.source).where(RECORD.c.source.is_not(None), RECORD.c.seq <= view.known)
    having = asked.where(RECORD.c.source.is_not(None), *view.standing(RECORD))
    bearing = asked.where(RECORD.c.number.in_(named), RECORD.c.source.is_(None), *view.standing(RECORD))
    rows = view.connection.execute(having).all()
    return [*rows, *view.connection.execute(bearing)] if rows else []


def _link(row: Sequence[Any]) -> Link:
    seq, number, matter, source, *_ = row
    return Link(seq, number, matter, source)


Cell = TypeVar("Cell")
Value = TypeVar("Value")

# In the order of the index record_tally: so the rows come grouped and sorted without further work.
_COLUMNS = (
    *(RECORD.c.member, RECORD.c.day, RECORD.c.kind, RECORD.c.attendance, RECORD.c.share, RECORD.c.stages),
    *(RECORD.c.levels, RECORD.c.position, RECORD.c.authors, RECORD.c.matter, RECORD.c.quantity, RECORD.c.judged),
)


_CHUNK = 2000
"""Rows fetched at once: few enough to weigh nothing, enough to cost no more than all at once."""


def tallies(
    view: Snapshot, period: Period, member: MemberKey | None, *, by_source: bool
) -> Iterator[tuple[MemberKey, list[Tally]]]:
    """Each member's tallies, one member in memory at a time."""
    tally = _decoder(view.labels.texts)
    apart = apart_by_family(view, _COLUMNS) if by_source else None
    chunks = view.connection.execute(tally_query(view, period, member)).partitions(_CHUNK)
    for key, rows in groupby(chain.from_iterable(chunks), key=itemgetter(0)):
        if apart is None:
            yield MemberKey(key), [tally(row) for row in rows]
        else:
            yield MemberKey(key), [part for row in rows for part in apart.parts(tally(row), tuple(row[:-1]))]


def tally_query(view: Snapshot, period: Period, member: MemberKey | None = None) -> Select[Any]:
    """The GROUP BY: a row a tally, its columns and how many records it stands for."""
    of_member = () if member is None else (RECORD.c.member == member,)
    return (
        select(*_COLUMNS, func.count())
        .where(within(period), *of_member, *view.standing(RECORD))
        .group_by(*_COLUMNS)
        .order_by(*_COLUMNS)
    )


def _decoder(texts: Mapping[int, str]) -> Callable[[Sequence[Any]], Tally]:
    """From a row to its tally; what a cell says is worked out once and remembered."""
    days, numbers = _Remembered(day_of), _Remembered(number_of)
    states = _Remembered[Any, Attendance | None](lambda code: ATTENDANCE[texts.get(code)])
    sets = _Remembered[Any, frozenset[str]](lambda code: set_of(texts.get(code)))

    def tally(row: Sequence[Any]) -> Tally:
        _, day, kind, attendance, share, stages, levels, position, authors, matter, quantity, judged, count = row
        return Tally(
            texts[kind], days[day], states[attendance], numbers[share], sets[stages], sets[levels],
            position, authors, matter, numbers[quantity], numbers[judged], count,
        )  # fmt: skip

    return tally


class _Remembered(dict[Cell, Value]):
    """A function of one argument, asked once for each."""

    def __init__(self, of: Callable[[Cell], Value]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, cell: Cell) -> Value:
        value = self[cell] = self._of(cell)
        return value
