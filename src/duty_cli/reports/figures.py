"""What all did together, kind by kind: works each once, deeds by persons, activities by how often they were held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from duty_cli.domain.points import Points, simple
from duty_cli.domain.records import Record, RecordFields
from duty_cli.domain.rules import HELD, PERSON_TIMES, Kind, Rulebook

Handle = tuple[str, object]
"""One thing by which a work is known."""


@dataclass(frozen=True, slots=True)
class KindFigure:
    """A kind in a year: ``count`` in its measure word, and how often its activity was ``held`` (0: it is no activity).

    ``reached``: how many of its works reached each stage, or of its honours each level, in the order in which they are told.
    """

    kind: Kind
    count: Points
    held: int
    reached: Mapping[str, int]


def kind_figures(records: Iterable[Record], book: Rulebook) -> dict[str, KindFigure]:
    """The figures of the kinds that were done, in the order of the rule file; absences and conduct are no deeds."""
    by_kind: dict[str, list[RecordFields]] = {}
    for record in records:
        said = record.facts
        if said.attendance is None or said.attendance.present:
            by_kind.setdefault(said.kind, []).append(said)
    done = (kind for kind in book.kinds.values() if kind.id in by_kind and not kind.conduct)
    return {kind.id: _figure(kind, by_kind[kind.id], book) for kind in done}


def _figure(kind: Kind, said: list[RecordFields], book: Rulebook) -> KindFigure:
    held = len({(one.on, one.event) for one in said if one.attendance is not None})
    if kind.unit in HELD:
        return KindFigure(kind, len(set(_events(said))), 0, {})
    if kind.unit == PERSON_TIMES:
        levels = Counter(level for one in said for level in one.levels) if kind.commends else Counter[str]()
        return KindFigure(kind, len(said), held, _in_order(levels, tuple(reversed(book.levels)), len(said)))
    works = list(works_of(said))
    count = simple(sum((Fraction(max(one.quantity or 1 for one in work)) for work in works), Fraction(0)))
    stages = Counter(stage for work in works for stage in frozenset().union(*(one.stages for one in work)))
    return KindFigure(kind, count, held, _in_order(stages, book.stages, len(works)))


def _in_order(counts: Mapping[str, int], order: Iterable[str], whole: int) -> dict[str, int]:
    """Those that say something: what all of them reached does not."""
    return {word: counts[word] for word in order if 0 < counts.get(word, 0) < whole}


def _events(said: Iterable[RecordFields]) -> Iterator[Handle]:
    """One for each event; what has no name is one by itself."""
    for place, one in enumerate(said):
        yield (one.event, one.on) if one.event or one.attendance else ("", place)


def works_of(said: Iterable[RecordFields]) -> Iterator[list[RecordFields]]:
    """The records put together by work: of one matter; else of one number; else, joint or without number, of one title."""
    group_of: dict[Handle, int] = {}
    groups: list[list[RecordFields]] = []
    for one in said:
        handles = list(_handles(one))
        known = sorted({group_of[handle] for handle in handles if handle in group_of})
        at = known[0] if known else len(groups)
        if not known:
            groups.append([])
        for other in known[1:]:
            groups[at] += groups[other]
            groups[other] = []
            group_of.update({handle: at for handle, place in group_of.items() if place == other})
        groups[at].append(one)
        group_of.update(dict.fromkeys(handles, at))
    yield from (group for group in groups if group)


def _handles(one: RecordFields) -> Iterator[Handle]:
    if one.matter:
        yield "matter", one.matter
        return
    if one.number:
        yield "number", one.number
    if one.title and (not one.number or (one.authors or 1) > 1):
        yield "title", "".join(one.title.split())
