"""Records and tallies: fields to a row and back, the GROUP BY over one covering index, and links by 来源编号."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Select, exists, func, select

from duty_cli.ledger.hash_chain import Cell, Columns, each
from duty_cli.ledger.row_codec import ATTENDANCE, attendance_text, day_of, number_of, number_text, set_of, set_text
from duty_cli.ledger.snapshot import Snapshot
from duty_cli.ledger.tables import ACTIVITY, ENTRY, LABEL, MEMBER, RECORD
from duty_cli.model.column_sorts import EXACT_SORTS, ColumnSort
from duty_cli.model.exact_numbers import Points
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.record_families import NO_LINKS, Families, Link, families
from duty_cli.model.records import COLUMNS, TALLIED, Event, Record, RecordFields, Signed, Tally


def record_columns(new: Sequence[NewRecord], activities: Sequence[Seq | None]) -> Columns:
    """The rows of new records; ``activities`` are the seqs of the activities they name."""
    said = [record.fields for record in new]
    return {
        "member": [record.member for record in new],
        "day": each(date.isoformat, [fields.counts_on or fields.on for fields in said]),
        "done": [_done(fields) for fields in said],
        **{name: _column(name, said) for name in _PLAIN},
        "activity": activities,
    }


def _column(name: str, said: Sequence[RecordFields]) -> Sequence[Cell]:
    """The cells of one column, which hold what the field of that name says."""
    values, encode = list(map(attrgetter(name), said)), _ENCODED.get(COLUMNS[name].sort)
    return values if encode is None else each(encode, values)


def _done(fields: RecordFields) -> str | None:
    """The day of the act itself, where it counts on another."""
    return None if fields.counts_on is None else fields.on.isoformat()


_PLAIN = tuple(name for name in COLUMNS if name not in {"on", "activity"})
"""The fields that have a column of their name and say what is in it. The day is two columns, and the activity a row."""

_ENCODED: Mapping[ColumnSort, Callable[[Any], Cell]] = {
    ColumnSort.ATTENDANCE: attendance_text,
    ColumnSort.WORDS: set_text,
    **dict.fromkeys(EXACT_SORTS, number_text),
}
"""How a value is kept; those of all other sorts as they are, and labels as numbers besides, which the writer gives them."""


def records(view: Snapshot, *conditions: ColumnElement[bool]) -> Iterator[Record]:
    """The records known that meet the conditions, reversed or not, by date and seq."""
    query = (
        select(
            RECORD.c.seq,
            ENTRY.c.batch,
            RECORD.c.member,
            RECORD.c.day,
            RECORD.c.done,
            RECORD.c.kind,
            *map(_told_in, _READ),
        )
        .join_from(RECORD, ENTRY, ENTRY.c.seq == RECORD.c.seq)
        .join(ACTIVITY, ACTIVITY.c.seq == RECORD.c.activity, isouter=True)
        .where(RECORD.c.seq <= view.known, *conditions)
        .order_by(RECORD.c.day, RECORD.c.seq)
    )
    read = CellReader(view.labels.texts)
    return (one for rows in view.connection.execute(query).partitions(_CHUNK) for one in _records(read, rows))


_CHUNK = 2000
"""Rows fetched and read at once: few enough to weigh nothing, enough to cost no more than all at once."""

_READ = tuple(name for name in COLUMNS if name not in {"kind", "on"})
"""What a record says beside kind and day, in the order in which it takes them."""


def _told_in(name: str) -> Column[Any]:
    return ACTIVITY.c.name if name == "activity" else RECORD.c[name]


Key = TypeVar("Key")
Value = TypeVar("Value")


class _Remembered(dict[Key, Value]):
    """A function of one argument, asked once for each."""

    def __init__(self, of: Callable[[Key], Value]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._of(key)
        return value


class CellReader:
    """From cells to what they say, a column at a time; each different cell is worked out once and remembered."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts
        number = _Remembered[Any, Points | None](number_of)
        self._of: dict[ColumnSort, _Remembered[Any, Any]] = {
            ColumnSort.DAY: _Remembered(day_of),
            ColumnSort.ATTENDANCE: _Remembered(lambda code: ATTENDANCE[texts.get(code)]),
            ColumnSort.WORDS: _Remembered(lambda code: set_of(texts.get(code))),
            **dict.fromkeys(EXACT_SORTS, number),
        }

    def kinds(self, cells: Iterable[Any]) -> Iterable[str]:
        """The kinds that the labels in ``cells`` stand for."""
        return map(self._texts.__getitem__, cells)

    def __call__(self, name: str, cells: Iterable[Any]) -> Iterable[Any]:
        """What the field of that name says in each record."""
        sort = COLUMNS[name].sort
        return map(self._of[sort].__getitem__, cells) if sort in self._of else cells


def _records(read: CellReader, rows: Sequence[Sequence[Any]]) -> Iterator[Record]:
    seqs, batches, members, days, dones, kinds, *said = zip(*rows, strict=True)
    own = read("on", [done or day for day, done in zip(days, dones, strict=True)])
    counted = [day_of(day) if done else None for day, done in zip(days, dones, strict=True)]
    fields = map(RecordFields, read.kinds(kinds), own, *map(read, _READ, said), counted)
    return map(Record, seqs, batches, members, fields)


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


# In the order of the index record_tally: so the rows come grouped and sorted without further work.
_COLUMNS = (RECORD.c.member, RECORD.c.day, RECORD.c.kind, *(RECORD.c[name] for name in TALLIED))


def tallies(
    view: Snapshot, period: Period, member: MemberKey | None, *, by_source: bool
) -> Iterator[tuple[MemberKey, list[Tally]]]:
    """Each member's tallies, one member in memory at a time."""
    read = CellReader(view.labels.texts)
    apart = apart_by_family(view, _COLUMNS) if by_source else None
    chunks = view.connection.execute(tally_query(view, period, member)).partitions(_CHUNK)
    found = chain.from_iterable(_tallies(read, rows) for rows in chunks)
    for key, own in groupby(found, key=itemgetter(0)):
        if apart is None:
            yield MemberKey(key), [tally for _, tally, _ in own]
        else:
            yield MemberKey(key), [part for _, tally, row in own for part in apart.parts(tally, tuple(row[:-1]))]


def tally_query(view: Snapshot, period: Period, member: MemberKey | None = None) -> Select[Any]:
    """The GROUP BY: a row a tally, its columns and how many records it stands for."""
    of_member = () if member is None else (RECORD.c.member == member,)
    return (
        select(*_COLUMNS, func.count())
        .where(within(period), *of_member, *view.standing(RECORD))
        .group_by(*_COLUMNS)
        .order_by(*_COLUMNS)
    )


def _tallies(read: CellReader, rows: Sequence[Row[Any]]) -> Iterator[tuple[int, Tally, Row[Any]]]:
    """The member, tally and row of each of the rows of :func:`tally_query`."""
    members, days, kinds, *said, counts = zip(*rows, strict=True)
    found = map(Tally, read.kinds(kinds), read("on", days), *map(read, TALLIED, said), counts)
    return zip(members, found, rows, strict=True)
