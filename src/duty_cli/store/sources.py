"""来源编号: the records that come of others, and those they come of, found by two small indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlalchemy import Column, Row, select

from duty_cli.domain.families import NO_LINKS, Families, Link, families
from duty_cli.domain.records import Tally
from duty_cli.store.tables import RECORD
from duty_cli.store.view import Snapshot

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
