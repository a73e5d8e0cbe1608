"""Distribution of results: histogram of score bands, means by group, small groups merged for privacy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import count
from operator import attrgetter

from duty_cli.model.exact_numbers import Points, round_down, round_half_up
from duty_cli.model.quick_dataclass import dataclass

_MOST_BANDS = 12


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """How many have ``first`` or more and less than ``below``."""

    first: int
    below: int
    members: int


@dataclass(frozen=True, slots=True)
class GroupMeans:
    """Points of a group's members on average, to two decimals: in all, and by category."""

    name: str
    members: int
    mean: Points
    categories: Mapping[str, Points]


def score_bands(totals: Sequence[Points]) -> tuple[ScoreBand, ...]:
    """The bands from the lowest of ``totals`` to the highest: 1, 2, 5, 10, 20 … wide, so that there are few of them."""
    if not totals:
        return ()
    width = _width(min(totals), max(totals))
    places = Counter(round_down(Fraction(total) / width) for total in totals)
    every = range(min(places), max(places) + 1)
    return tuple(ScoreBand(place * width, (place + 1) * width, places[place]) for place in every)


def _width(least: Points, most: Points) -> int:
    widths: Iterator[int] = (step * 10**power for power in count() for step in (1, 2, 5))
    return next(
        width
        for width in widths
        if round_down(Fraction(most) / width) - round_down(Fraction(least) / width) < _MOST_BANDS
    )


def means_by_group(rows: Iterable[tuple[str, Points, Mapping[str, Points]]], no_name: str) -> tuple[GroupMeans, ...]:
    """The means of each group of ``rows`` (group, total, points by category), in the order in which groups first occur.

    Those without a group come last, as ``no_name``.
    """
    groups: dict[str, list[tuple[Points, Mapping[str, Points]]]] = {}
    for name, total, categories in rows:
        groups.setdefault(name, []).append((total, categories))
    return tuple(_means(name or no_name, groups[name]) for name in sorted(groups, key=lambda name: not name))


def _means(name: str, own: Sequence[tuple[Points, Mapping[str, Points]]]) -> GroupMeans:
    names = dict.fromkeys(category for _, categories in own for category in categories)
    return GroupMeans(
        name,
        len(own),
        mean([total for total, _ in own]),
        {category: mean([categories.get(category, 0) for _, categories in own]) for category in names},
    )


def mean(points: Sequence[Points]) -> Points:
    """The mean to two decimals; 0 of nothing."""
    # The sum is exact and rounded once: rounding each member first would shift the mean.
    return round_half_up(Fraction(sum(points), len(points)), 2) if points else 0


FEWEST = 3
"""A figure about fewer members is not public: it would be about persons."""


@dataclass(frozen=True, slots=True)
class GroupSize:
    """How many members a group has, how many of them were expected at anything, and how many did anything."""

    members: int = 0
    expected: int = 0
    active: int = 0

    @classmethod
    def summed(cls, sizes: Iterable[GroupSize]) -> GroupSize:
        """The size of groups that have no member in common, together."""
        every = list(sizes)
        return cls(*(sum(map(part, every)) for part in _PARTS))

    @property
    def enough(self) -> bool:
        """Whether a row about the group is about nobody in it: where nobody was expected, attendance tells nothing."""
        return min(self.members, self.active, self.expected or FEWEST) >= FEWEST


_PARTS = (attrgetter("members"), attrgetter("expected"), attrgetter("active"))


def small_groups(sizes: Mapping[str, GroupSize]) -> tuple[str, ...]:
    """The groups to merge, the smallest first: those not large enough, and more until the merged row is."""
    found: list[str] = []
    # The name decides between equal sizes, so that the same groups are merged at every run.
    for name in sorted(sizes, key=lambda name: (sizes[name].enough, sizes[name].members, name)):
        # A merged row of too few would again be about persons: the next larger group is taken in.
        if sizes[name].enough and (not found or GroupSize.summed(map(sizes.__getitem__, found)).enough):
            break
        found.append(name)
    return tuple(found)


def joined_name(small: Iterable[str]) -> str:
    """The label of the merged groups: 其他（…）."""
    return f"其他（{'、'.join(name or '未分组' for name in sorted(small))}）"
