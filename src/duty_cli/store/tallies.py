"""Tallies: records alike in everything rules can see, counted by the database from one covering index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select

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


def tallies(view: View, period: Period, member: MemberKey | None) -> Iterator[tuple[MemberKey, list[Tally]]]:
    """Each member's tallies, one member in memory at a time."""
    of_member = () if member is None else (RECORD.c.member == member,)
    query = (
        select(*_COLUMNS, func.count())
        .where(within(period), *of_member, *view.standing(RECORD))
        .group_by(*_COLUMNS)
        .order_by(*_COLUMNS)
    )
    texts = view.labels.texts
    for key, rows in groupby(view.connection.execute(query), key=itemgetter(0)):
        yield MemberKey(key), [_tally(texts, row) for row in rows]


def _tally(texts: dict[int, str], row: Sequence[Any]) -> Tally:
    _, day, kind, attendance, share, stages, levels, position, authors, matter, quantity, judged, count = row
    return Tally(
        kind=texts[kind],
        on=day_of(day),
        attendance=ATTENDANCE[texts.get(attendance)],
        share=number_of(share),
        stages=set_of(texts.get(stages)),
        levels=set_of(texts.get(levels)),
        position=position,
        authors=authors,
        matter=matter,
        quantity=number_of(quantity),
        judged=number_of(judged),
        count=count,
    )
