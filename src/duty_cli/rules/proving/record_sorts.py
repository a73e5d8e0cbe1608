"""All sorts of record that a rule file tells apart: what a record of each kind can say, as far as any rule asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import chain, islice, pairwise, product
from typing import TypeAlias

from duty_cli.model.conditions import Alternative, Condition, Conditions, Either, alternatives
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.items import Item
from duty_cli.model.records import Attendance, Tally
from duty_cli.model.rulebook import Kind, Rulebook
from duty_cli.scoring.matching import Worth, holds, worth

_ANY_DAY = date.min
_MOST = 2000
"""So many sorts of one kind are looked at; no published scheme asks for more."""

Numbers: TypeAlias = Sequence[Points | None]


def record_sorts(book: Rulebook, apart: Collection[str] = ()) -> list[Tally]:
    """One record of each sort, on no day in particular; of two that no rule tells apart the plainer one.

    The kinds ``apart`` each have records of their own, even where the rules take them as they take others. Records name no
    matter and came of no other.
    """
    items = [item for category in book.categories for item in category.items]
    # Those of an item stand with those of its levels, which leave the kind to it.
    ranges = [item.judged_range for item in items if item.judged_range is not None]
    every = [*_whens(replace(book, categories=())), *(when for one in ranges for when in one.whens)]
    every = list(dict.fromkeys(every))
    asked = [*every, *(item.when for item in items)]
    asked += [item.when + level.when for item in items for level in item.levels]
    found: dict[object, Tally] = {}
    for kind in book.kinds.values():
        for tally in islice(_written(kind, asked, book), _MOST):
            own = kind.id if kind.id in apart else ""
            # What a range goes by may be a rate, which asks more of a record than its conditions say.
            rated = tuple((tally.attendance, tally.part) for one in ranges if holds(one.when, tally))
            found.setdefault((own, _effect(tally, items, every), rated), tally)
    return list(found.values())


def _whens(value: object) -> Iterator[Conditions]:
    """All conditions on records within a frozen value, wherever rules have them."""
    if isinstance(value, tuple):
        if value and all(isinstance(one, Condition | Either) for one in value):
            yield value
        else:
            yield from chain.from_iterable(map(_whens, value))
    elif is_dataclass(value):
        for one in fields(value):
            yield from _whens(getattr(value, one.name))


def _written(kind: Kind, asked: Iterable[Conditions], book: Rulebook) -> Iterator[Tally]:
    """What a record of the kind can say, the plainest first."""
    own = [one for when in asked for way in alternatives(when) if _may_be_of(way, kind.id) for one in way]
    attended = list(Attendance) if kind.attended else [None]
    shares: Numbers = [None, *_between(own, "share", 0, 1)] if kind.attended else [None]
    quantities: Numbers = [None, *(one for one in _between(own, "quantity", 0, None) if one > 0)]
    judged: Numbers = [None]
    if kind.judged is not None:
        judged = list(dict.fromkeys([*kind.judged, *_between(own, "judged", *kind.judged), *_ends(book, kind.id)]))
    for stages, levels, (position, authors), quantity, points, share, state in product(
        _sets(own, "stage", book.stages), _sets(own, "level", book.levels), _authors(own, kind),
        quantities, judged, shares, attended,
    ):  # fmt: skip
        # Who attended too small a part counts as absent, and is among the absent here.
        too_little = share is not None and kind.absent_below is not None and share < kind.absent_below
        if share is None or (state is not None and state.present and not too_little):
            yield Tally(
                kind.id, _ANY_DAY, state, share, stages, levels, position, authors, quantity=quantity, judged=points
            )


def _ends(book: Rulebook, kind: str) -> Iterator[Points]:
    """The ends of the ranges within which values of the kind are judged."""
    for item in (item for category in book.categories for item in category.items):
        if item.judged_range is not None and any(_may_be_of(way, kind) for way in alternatives(item.when)):
            yield from (end for one in item.judged_range.table for end in (one.least, one.most))


def _may_be_of(when: Alternative, kind: str) -> bool:
    own = [one for one in when if one.field == "kind"]
    return all(holds((one,), Tally(kind, _ANY_DAY)) for one in own)


def _sets(own: Iterable[Condition], field: str, order: Sequence[str]) -> list[frozenset[str]]:
    """No word, each word that is asked for by itself, and all of them."""
    words = {word for one in own if one.field == field for word in (*(one.any_of or ()), *(one.none_of or ()))}
    singles = [frozenset({word}) for word in order if word in words]
    return [frozenset(), *singles, *([frozenset(words)] if len(singles) > 1 else [])]


def _numbers(own: Iterable[Condition], field: str) -> set[Points]:
    bounds = ((one.at_least, one.at_most, one.above, one.below) for one in own if one.field == field)
    return {bound for one in bounds for bound in one if bound is not None}


def _between(own: Iterable[Condition], field: str, least: Points, most: Points | None) -> list[Points]:
    """The numbers at which a condition turns, and one between each two of them."""
    edges = sorted({least, *_numbers(own, field), *(() if most is None else (most,))})
    edges += [edges[-1] + 1] if most is None else []
    if not _numbers(own, field):
        return []
    midway = [simple((Fraction(one) + Fraction(other)) / 2) for one, other in pairwise(edges)]
    return sorted({one for one in (*edges, *midway) if one >= least and (most is None or one <= most)})


def _authors(own: Iterable[Condition], kind: Kind) -> list[tuple[int | None, int | None]]:
    """The work of one alone; of several where a rule asks about them, as each of the authors that it tells apart."""
    edges = {int(one) for field in ("position", "authors") for one in _numbers(own, field)}
    if not edges:
        return [(None, None)]
    counts = sorted({near for one in edges for near in (one, one + 1) if near > 1} | {2})
    places = [(place, count) for count in counts for place in sorted({1, 2, *edges, count}) if 0 < place <= count]
    most = kind.authors_at_most
    return [(None, None), *(one for one in places if most is None or one[0] <= most)]


def _effect(tally: Tally, items: Iterable[Item], every: Iterable[Conditions]) -> object:
    """What a record comes to under all rules."""
    found = []
    for at, item in enumerate(items):
        one = worth(item, tally)
        if isinstance(one, Worth):
            counted = (tally.attendance, tally.part, tally.quantity) if item.measure is not None else ()
            found.append((at, one.points, counted))
    return tuple(found), tuple(at for at, when in enumerate(every) if holds(when, tally))


def on_day(tally: Tally, day: date, count: int = 1) -> Tally:
    """So many records of that sort on a day."""
    return replace(tally, on=day, count=count)
