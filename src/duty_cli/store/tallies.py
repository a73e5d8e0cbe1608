"""Tallies: records alike in everything rules can see, counted by the database from one covering index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, func, select

from duty_cli.domain.members import MemberKey
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Tally
from duty_cli.store.cells import ATTENDANCE, day_of, number_of, set_of
from duty_cli.store.records import within
from duty_cli.store.tables import RECORD
from duty_cli.store.view import View

# In the order of the index record_tally: so the rows come grouped and sorted without further work.
_COLUMNS = (
    *(RECORD.c.member, RECORD.c.day, RECORD.c.kind, RECORD.c.attendance, RECORD.c.share, RECORD.c.stages),
    *(RECORD.c.levels, RECORD.c.position, RECORD.c.authors, RECORD.c.matter, RECORD.c.quantity, RECORD.c.judged),
)


_CHUNK = 2000
"""Rows fetched at once: few enough to weigh nothing, enough to cost no more than all at once."""


def tallies(view: View, period: Period, member: MemberKey | None) -> Iterator[tuple[MemberKey, list[Tally]]]:
    """Each member's tallies, one member in memory at a time."""
    texts = view.labels.texts
    chunks = view.connection.execute(tally_query(view, period, member)).partitions(_CHUNK)
    for key, rows in groupby(chain.from_iterable(chunks), key=itemgetter(0)):
        yield MemberKey(key), [_tally(texts, row) for row in rows]


def tally_query(view: View, period: Period, member: MemberKey | None = None) -> Select[Any]:
    """The GROUP BY: a row a tally, its columns and how many records it stands for."""
    of_member = () if member is None else (RECORD.c.member == member,)
    return (
        select(*_COLUMNS, func.count())
        .where(within(period), *of_member, *view.standing(RECORD))
        .group_by(*_COLUMNS)
        .order_by(*_COLUMNS)
    )


def _tally(texts: dict[int, str], row: Sequence[Any]) -> Tally:
    _, day, kind, attendance, share, stages, levels, position, authors, matter, quantity, judged, count = row
    return Tally(
        texts[kind], day_of(day), ATTENDANCE[texts.get(attendance)], number_of(share), set_of(texts.get(stages)),
        set_of(texts.get(levels)), position, authors, matter, number_of(quantity), number_of(judged), count,
    )  # fmt: skip
