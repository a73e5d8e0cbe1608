"""What a member can still do as the rules see it: sorts of act, and whether they rest with the member alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeAlias

from duty_cli.model.conditions import VaryingAmount, single_conditions
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import Item
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance, Tally
from duty_cli.model.rule_conditions import records_asked
from duty_cli.model.rulebook import Kind, Rulebook
from duty_cli.scoring.matching import Worth, holds, kinds_named, worth
from duty_cli.scoring.seen_by_rules import judged_ranges

Effect: TypeAlias = tuple[object, ...]
"""What a record comes to under every rule of the file: of equal effects any one is as good as the other."""


@dataclass(frozen=True, slots=True)
class Act:
    """A sort of act: the kinds that the rules take alike, and what its record says.

    ``own``: it rests with the member, who need not wait for a meeting to be called or for others to file or adopt it.
    ``most``: what its record is worth to the total before any bound; None where no single record is worth anything.
    """

    kinds: tuple[str, ...]
    attendance: Attendance | None = None
    stages: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    authors: int | None = None
    unit: str = ""
    own: bool = True
    most: Points | None = None

    def tally(self, on: date, count: int = 1) -> Tally:
        """So many of them on a day; of joint work as the first author."""
        first = None if self.authors is None else 1
        return Tally(
            self.kinds[0], on, self.attendance, stages=self.stages, levels=self.levels, position=first,
            authors=self.authors, count=count,
        )  # fmt: skip


_ANY_DAY = date.min


class OwnActs:
    """The acts that a rule file gives something for: points, or a part of a minimum.

    Never commendation, conduct, nor what others judge or supply. Of a kind the lowest stage and level that give anything.
    """

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        placed = [(category, item) for category in book.categories for item in category.items]
        self._items = [item for _, item in placed]
        self._weights = [category.weight if category.counted else 0 for category, _ in placed]
        self._asking = [kinds_named(item.when) for item in self._items]
        self._supplied = [item.when for item in self._items if item.needed]
        self._asked = list(dict.fromkeys(when for one in book.minimums for when in records_asked(one.need)))
        multiplied = [
            when
            for one in book.multipliers
            if one.measure is not None
            for when in (one.when, *(one.when + asked for asked in one.measure.asked))
        ]
        divided = [item.when + asked for item in self._items if item.measure for asked in item.measure.asked]
        self._ranging = [when for one in judged_ranges(book) for when in one.whens]
        tested = [when for one in book.consequences for when in records_asked(one.test)]
        self._beside = list(dict.fromkeys([*multiplied, *divided, *self._ranging, *tested]))
        self._ready: dict[tuple[frozenset[str], bool], tuple[Act, ...]] = {}

    def acts(self, without: frozenset[str] = frozenset(), *, every: bool = False) -> tuple[Act, ...]:
        """The acts in the order of the rule file, but of the kinds ``without``; ``every``: also those that rest with others."""
        key = (without, every)
        if key not in self._ready:
            self._ready[key] = tuple(self._joined(without, every=every))
        return self._ready[key]

    def _joined(self, without: frozenset[str], *, every: bool) -> Iterator[Act]:
        """The acts, those of one effect together."""
        alike: dict[object, Act] = {}
        for kind in self._book.kinds.values():
            if kind.id in without or kind.conduct or kind.commends or kind.judged is not None:
                continue
            for act, effect in self._of(kind, every=every):
                key = (effect, replace(act, kinds=(), unit=""))
                known = alike.get(key)
                alike[key] = act if known is None else replace(known, kinds=(*known.kinds, *act.kinds))
        return iter(alike.values())

    def _of(self, kind: Kind, *, every: bool) -> Iterator[tuple[Act, Effect]]:
        """The acts of one kind: the lowest that gives points, the lowest that meets each minimum; or all that give anything."""
        convened = kind.expects is not None
        if convened and not every:
            return
        found: list[tuple[Act, Effect, bool, frozenset[int]]] = []
        for act in self._written(kind):
            tally = act.tally(_ANY_DAY)
            if any(holds(when, tally) for when in self._supplied):
                continue
            effect, pays, meets, most = self._effect(kind, tally)
            new = meets.difference(*(met for *_, met in found))
            lowest = bool(new) or (pays and not any(paid for *_, paid, _ in found))
            if (lowest or every) and effect not in (known for _, known, *_ in found):
                found.append((replace(act, own=lowest and not convened, most=most), effect, pays, meets))
        for act, effect, pays, meets in found:
            # What pays nothing and meets no more than another gives nothing that the other does not.
            if pays or not any(meets <= met for other, _, _, met in found if other is not act):
                yield act, effect

    def _written(self, kind: Kind) -> Iterator[Act]:
        """What a record of the kind may say as far as any rule asks, the least first."""
        bare = Act((kind.id,), Attendance.PRESENT if kind.attended else None, unit=kind.unit)
        asked = self._words(kind)
        stages = [frozenset({one}) for one in self._book.stages if one in asked["stage"]]
        levels = [frozenset({one}) for one in self._book.levels if one in asked["level"]]
        yield bare
        yield from (replace(bare, stages=one) for one in stages)
        yield from (replace(bare, levels=one) for one in levels)
        yield from (replace(bare, stages=stage, levels=level) for stage in stages for level in levels)
        if asked["authors"] or asked["position"]:
            yield replace(bare, authors=2)

    def _words(self, kind: Kind) -> Mapping[str, set[str]]:
        """The words that any rule on the kind asks for, by field; of a number, that it is asked for."""
        found: dict[str, set[str]] = {"stage": set(), "level": set(), "authors": set(), "position": set()}
        items = (
            item for item, kinds in zip(self._items, self._asking, strict=True) if kinds is None or kind.id in kinds
        )
        whens = chain.from_iterable(item.whens for item in items)
        for one in chain.from_iterable(map(single_conditions, chain(whens, self._asked))):
            if one.field in found:
                found[one.field] |= one.any_of or one.none_of or {""}
        return found

    def _effect(self, kind: Kind, tally: Tally) -> tuple[Effect, bool, frozenset[int], Points | None]:
        """What such a record comes to, whether it may pay, which counts of minimums it is one of, and its most points."""
        asking = (at for at, kinds in enumerate(self._asking) if kinds is None or kind.id in kinds)
        found = [(at, one) for at in asking if isinstance(one := worth(self._items[at], tally), Worth)]
        meets = frozenset(at for at, when in enumerate(self._asked) if holds(when, tally))
        beside = tuple(at for at, when in enumerate(self._beside) if holds(when, tally))
        effect = (*((at, one.points, one.level) for at, one in found), tuple(sorted(meets)), beside)
        if any(_differs(self._items[at]) for at, _ in found):
            return effect, True, meets, None
        most = sum((one.points * self._weights[at] for at, one in found if one.points > 0), 0)
        # What it does to the range of a judged value is no part of its own worth.
        unknown = meets or any(holds(when, tally) for when in self._ranging)
        return effect, most > 0, meets, None if unknown else most


def _differs(item: Item) -> bool:
    """Whether the points of a record differ by who has it, or stand only for all of them together."""
    amounts = (item.points, *(own.points for own in item.levels))
    return item.measure is not None or any(isinstance(points, VaryingAmount) for points in amounts)
