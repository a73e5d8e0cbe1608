"""A reader who knows the program, the rules and the roster, holds every public paper, and asks what follows for certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations

Member = str
World = Mapping[Member, str]
"""What is so of each member: what the reader would like to know."""

_PRIME = 2**61 - 1
"""Sums are reckoned modulo a prime: exact for what few members differ in, and fast."""


def told(
    worlds: Iterable[World],
    view: Callable[[World], Hashable],
    secret: Callable[[str], bool],
    holding: Callable[[World], Hashable] = lambda world: None,
) -> list[tuple[World, Member]]:
    """Of whom ``secret`` is certain, in which world: it is so in every world in which the papers are the same.

    ``holding`` is what the reader knows beside the public papers, such as how it stands with himself.
    """
    same: dict[Hashable, list[World]] = defaultdict(list)
    for world in worlds:
        same[view(world), holding(world)].append(world)
    return [
        (those[0], member)
        for those in same.values()
        for member in those[0]
        if all(secret(world[member]) for world in those)
    ]


Term = tuple[Member, str]
"""A figure of a member in a stretch of time: what sums are made of."""


def few_in_sums(sums: Sequence[frozenset[Term]], fewest: int) -> list[tuple[Member, ...]]:
    """The sets of fewer than ``fewest`` members about whom alone something can be reckoned from ``sums``, by adding and taking off.

    Something can where the sums are of a lower rank once the figures of those members are struck out.
    """
    terms = sorted(frozenset[Term]().union(*sums))
    members = sorted({member for member, _ in terms})
    whole = _rank(sums, terms)
    few = (those for size in range(1, fewest) for those in combinations(members, size))
    return [those for those in few if _rank(sums, [term for term in terms if term[0] not in those]) < whole]


def _rank(sums: Sequence[frozenset[Term]], terms: Sequence[Term]) -> int:
    rows = [[int(term in one) for term in terms] for one in sums]
    rank = 0
    for column in range(len(terms)):
        pivot = next((at for at in range(rank, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, _PRIME)
        for at in range(rank + 1, len(rows)):
            if rows[at][column]:
                factor = rows[at][column] * inverse % _PRIME
                rows[at] = [(a - factor * b) % _PRIME for a, b in zip(rows[at], rows[rank], strict=True)]
        rank += 1
    return rank
