"""Records and tallies: fields to a row and back, the GROUP BY over one covering index, and links by 来源编号.

A condition is SQL with named values, which are given beside it; nothing that came from outside stands in the SQL itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from duty_cli.ledger.chain.event_codec import set_of
from duty_cli.ledger.chain.row_codec import ATTENDANCE, day_of, number_of
from duty_cli.ledger.queries.capacity_queries import said_capacities, told_apart, with_capacities
from duty_cli.ledger.queries.snapshot import Snapshot, days, standing
from duty_cli.ledger.queries.sql_connection import SqlRows
from duty_cli.model.capacities import Capacity
from duty_cli.model.column_sorts import EXACT_SORTS, ColumnSort
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.record_families import NO_LINKS, Families, Link, families
from duty_cli.model.records import COLUMNS, TALLIED, Event, Record, RecordFields, Signed, Tally

Cells: TypeAlias = tuple[Any, ...]
"""A row, as the database answers it."""


def _records(view: Snapshot, *conditions: str, **values: object) -> Iterator[Record]:
    """The records known that meet the conditions, reversed or not, by date and seq."""
    rows = view.stream(_RECORDS.format(where=" AND ".join(["record.seq <= :known", *conditions])), **values)
    read = CellReader(view.labels.texts)
    return (one for chunk in _chunks(rows) for one in with_capacities(view, list(_read(read, chunk))))


def _chunks(rows: SqlRows) -> Iterator[Sequence[Cells]]:
    return iter(lambda: rows.fetchmany(_CHUNK), [])


_CHUNK = 2000
"""Rows fetched and read at once: few enough to weigh nothing, enough to cost no more than all at once."""

_READ = tuple(name for name in COLUMNS if name not in {"kind", "on"})
"""What a record says beside kind and day, in the order in which it takes them."""


_SAID = ", ".join("activity.name" if name == "activity" else f"record.{name}" for name in _READ)
_RECORDS = f"""
    SELECT record.seq, entry.batch, record.member, record.day, record.done, record.kind, {_SAID}
    FROM record JOIN entry ON entry.seq = record.seq LEFT JOIN activity ON activity.seq = record.activity
    WHERE {{where}}
    ORDER BY record.day, record.seq
"""


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


def _read(read: CellReader, rows: Sequence[Sequence[Any]]) -> Iterator[Record]:
    seqs, batches, members, days, dones, kinds, *said = zip(*rows, strict=True)
    own = read("on", [done or day for day, done in zip(days, dones, strict=True)])
    counted = [day_of(day) if done else None for day, done in zip(days, dones, strict=True)]
    fields = map(RecordFields, read.kinds(kinds), own, *map(read, _READ, said), counted)
    return map(Record, seqs, batches, members, fields)


WITHIN = "record.day BETWEEN :first AND :last"
"""That a record falls in the period whose :func:`days` are given."""


_BY_MEMBER = "record.member IN (SELECT seq FROM member)"
"""What is true of all records, and lets them be looked up member by member, as the index is ordered."""

_SHORT = timedelta(31)
"""Records of fewer days are looked up by the index; of more, going through the whole table takes no longer."""


def of_kinds(numbers: Mapping[str, int], kinds: Iterable[str]) -> str:
    """That a record is of one of the kinds, by the ``numbers`` of texts; one that no record ever had has none."""
    found = sorted(numbers[kind] for kind in kinds if kind in numbers)
    return f"record.kind IN ({', '.join(map(str, found))})" if found else "false"


_EVENT = "record.day, record.kind, coalesce(activity.name, record.title, '')"
"""Which event a record of attendance is of."""


def _on_sheets(view: Snapshot, whose: str, kinds: Iterable[str]) -> str:
    """FROM and WHERE of the records of attendance of a period and of some kinds; ``whose`` is a condition more."""
    return f"""
        FROM record LEFT JOIN activity ON activity.seq = record.activity
        WHERE {whose} AND {WITHIN} AND {of_kinds(view.labels.numbers, kinds)}
            AND record.attendance IS NOT NULL AND {standing("record")}
    """


@dataclass(frozen=True, slots=True)
class TallyParts:
    """What sets records apart that no column does: how many of which family and capacity stand behind the same cells.

    The families are those of the whole ledger.
    """

    families: Families
    behind: Mapping[Cells, Counter[tuple[str | None, Capacity | None]]]

    def parts(self, tally: Tally, cells: Cells) -> Iterator[Tally]:
        """A tally whose cells these are, in parts of one family and capacity each."""
        rest = tally.count
        for (family, capacity), count in sorted(self.behind.get(cells, {}).items(), key=str):
            yield replace(tally, count=count, family=family, capacity=capacity)
            rest -= count
        if rest:
            family_of_rest = None if tally.matter is None else self.families.of_matter.get(tally.matter)
            yield replace(tally, count=rest, family=family_of_rest) if rest < tally.count or family_of_rest else tally


def tally_parts(
    view: Snapshot, columns: str, period: Period, member: MemberKey | None, *, by_source: bool
) -> TallyParts | None:
    """What sets the tallies of ``columns`` apart; None where nothing does: nothing said of a member at an event, and no record with a source."""
    linked = _linked(view, f", {columns}") if by_source else []
    said = {
        row[0]: (row, of) for row, of in told_apart(view, f"seq, number, matter, source, {columns}", period, member)
    }
    if not linked and not said:
        return None
    found = families(map(_link, linked))
    # A record whose source is not there is of no family.
    rows = {row[0]: (row, None) for row in linked if row[0] in found.of_record} | said
    behind: dict[Cells, Counter[tuple[str | None, Capacity | None]]] = {}
    for (seq, _, matter, _, *cells), capacity in rows.values():
        behind.setdefault(tuple(cells), Counter())[found.family(seq, matter), capacity] += 1
    return TallyParts(found, behind)


def _linked(view: Snapshot, columns: str = "") -> Sequence[Cells]:
    """The standing records that have a source, and those that are one."""
    asked = f"SELECT seq, number, matter, source{columns} FROM record"
    # By name: left to itself, the planner goes through the whole table for the few that have a source.
    by_source = f"{view.dialect.by_index.format('record_source')} WHERE source IS NOT NULL"
    having = view.execute(f"{asked} {by_source} AND {standing('record')}").fetchall()
    named = f"number IN (SELECT source FROM record {by_source} AND seq <= :known)"
    return (
        [*having, *view.execute(f"{asked} WHERE source IS NULL AND {named} AND {standing('record')}")] if having else []
    )


def _link(row: Sequence[Any]) -> Link:
    seq, number, matter, source, *_ = row
    return Link(seq, number, matter, source)


# In the order of the index record_tally: so the rows come grouped and sorted without further work.
_COLUMNS = ", ".join(("member", "day", "kind", *TALLIED))
_IN_ORDER = ", ".join(("member", "day", "kind", *(f"{name} NULLS FIRST" for name in TALLIED)))
"""As SQLite has it, so that the steps of an explanation come in one order whatever holds the ledger."""
_BY_INDEX = ", ".join(f"record.{one}" for one in (*_IN_ORDER.split(", "), "seq"))
"""The order of the index, in which SQLite gives what it looks up there; of two lines of one event the last counts."""


def tally_rows(view: Snapshot, period: Period, member: MemberKey | None = None) -> SqlRows:
    """The GROUP BY: a row a tally, its columns and how many records it stands for."""
    of_member = "" if member is None else "AND record.member = :member"
    query = f"""
        SELECT {_COLUMNS}, count(*) FROM record WHERE {WITHIN} {of_member} AND {standing("record")}
        GROUP BY {_COLUMNS} ORDER BY {_IN_ORDER}
    """
    return view.stream(query, member=member, **days(period))


def _tallies(read: CellReader, rows: Sequence[Cells]) -> Iterator[tuple[int, Tally, Cells]]:
    """The member, tally and row of each of the rows of :func:`tally_rows`."""
    members, days, kinds, *said, counts = zip(*rows, strict=True)
    found = map(Tally, read.kinds(kinds), read("on", days), *map(read, TALLIED, said), counts)
    return zip(members, found, rows, strict=True)


class RecordQueries(Snapshot):
    """What can be asked of records; see the Protocol ``LedgerReader``."""

    def records(
        self,
        *,
        member: MemberKey | None = None,
        period: Period | None = None,
        kinds: tuple[str, ...] | None = None,
        reversed_too: bool = False,
    ) -> Iterator[Record]:
        """Records by date and seq."""
        conditions = [
            *(() if member is None else ("record.member = :member",)),
            *(() if period is None else (WITHIN,)),
            *((_BY_MEMBER,) if member is None and period is not None and period.last - period.first < _SHORT else ()),
            *(() if kinds is None else (of_kinds(self.labels.numbers, kinds),)),
            *(() if reversed_too else (standing("record"),)),
        ]
        return _records(self, *conditions, member=member, **days(period))

    def records_of(self, batch: Seq) -> Iterator[Record]:
        """The records that a batch brought in, reversed or not, by date and seq."""
        return _records(self, "entry.batch = :batch AND record.seq > :batch", batch=batch)

    def record(self, seq: Seq) -> Record | None:
        """The record with that seq, reversed or not."""
        return next(_records(self, "record.seq = :seq", seq=seq), None)

    def numbered(self, number: str) -> Seq | None:
        """The standing record that bears a number; the last, should there be several."""
        query = f"SELECT max(seq) FROM record WHERE number = :number AND {standing('record')}"
        found: Seq | None = self.execute(query, number=number).fetchone()[0]
        return found

    def record_numbers(self) -> dict[str, Seq]:
        """The office's own numbers of the standing records."""
        query = f"SELECT number, seq FROM record WHERE number IS NOT NULL AND {standing('record')} ORDER BY number, seq"
        return dict(self.execute(query))

    def sheets(self, period: Period, kinds: frozenset[str], member: MemberKey | None = None) -> Iterator[Signed]:
        """The lines of the sheets of events, looked up member by member, as the index is ordered."""
        whose = _BY_MEMBER if member is None else "record.member = :member"
        order = f"ORDER BY {_BY_INDEX}" if self.dialect.sorts else ""
        said_of = f"{_EVENT}, record.member, record.attendance, record.seq, record.share"
        query = f"SELECT {said_of} {_on_sheets(self, whose, kinds)} {order}"
        texts, events = self.labels.texts, dict[tuple[str, int, str], Event]()
        said = said_capacities(self, period, member)
        for day, kind, name, whom, attendance, seq, share in self.stream(query, member=member, **days(period)):
            event = events.get((day, kind, name))
            if event is None:
                event = events[day, kind, name] = Event(day_of(day), texts[kind], name)
            state = ATTENDANCE[texts[attendance]]
            assert state is not None, "only records of attendance are asked for"
            yield Signed(event, whom, state, seq, None if share is None else number_of(share), said.of(whom, event))

    def events(self, period: Period, kinds: frozenset[str]) -> tuple[Event, ...]:
        """The events of which there is a sheet: asked of the whole table, for no index tells them."""
        query = f"SELECT DISTINCT {_EVENT} {_on_sheets(self, 'true', kinds)}"
        texts = self.labels.texts
        return tuple(Event(day_of(day), texts[kind], name) for day, kind, name in self.execute(query, **days(period)))

    def has_records(self, period: Period) -> bool:
        """Whether a record of the period stands: looked up member by member, as the index is ordered, up to the first."""
        own = f"SELECT 1 FROM record WHERE record.member = member.seq AND {WITHIN} AND {standing('record')}"
        return self.execute(f"SELECT 1 FROM member WHERE EXISTS ({own}) LIMIT 1", **days(period)).fetchone() is not None

    def years_with_records(self) -> tuple[int, ...]:
        """The calendar years of the standing records."""
        query = f"SELECT DISTINCT substr(day, 1, 4) FROM record WHERE {standing('record')}"
        return tuple(sorted(int(year) for (year,) in self.execute(query)))

    def tallies(
        self, period: Period, member: MemberKey | None = None, *, by_source: bool = True
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Each member's tallies, one member in memory at a time."""
        read = CellReader(self.labels.texts)
        apart = tally_parts(self, _COLUMNS, period, member, by_source=by_source)
        chunks = _chunks(tally_rows(self, period, member))
        found = chain.from_iterable(_tallies(read, rows) for rows in chunks)
        for key, own in groupby(found, key=itemgetter(0)):
            if apart is None:
                yield MemberKey(key), [tally for _, tally, _ in own]
            else:
                yield MemberKey(key), [part for _, tally, row in own for part in apart.parts(tally, row[:-1])]

    def families(self) -> Families:
        """Which records are linked by 来源编号, those of all members and years."""
        rows = _linked(self)
        return families(map(_link, rows)) if rows else NO_LINKS
