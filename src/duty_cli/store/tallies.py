"""Tallies: records alike in everything rules can see, counted by the database from one covering index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Select, func, select

from duty_cli.domain.members import MemberKey
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Attendance, Tally
from duty_cli.store.cells import ATTENDANCE, day_of, number_of, set_of
from duty_cli.store.records import within
from duty_cli.store.sources import apart_by_family
from duty_cli.store.tables import RECORD
from duty_cli.store.view import Snapshot

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
