"""A count set beside those of all others: places, and parts of the mean (P25, V3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar, assert_never

from duty_cli.domain.items import PeerComparison
from duty_cli.domain.points import Points, simple

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PeerCount:
    """What one subject's records count to, and the group in which it is compared; "" where all are compared."""

    value: Points
    group: str = ""


def compared(among: PeerComparison, counts: Mapping[Key, PeerCount]) -> dict[Key, Points]:
    """What each count comes to among those of its group: a place from 1, a part of the number, or a part of the mean."""
    groups: dict[str, dict[Key, Points]] = {}
    for key, one in counts.items():
        groups.setdefault(one.group, {})[key] = one.value
    return {key: value for group in groups.values() for key, value in _in_group(among, group).items()}


def _in_group(among: PeerComparison, counts: Mapping[Key, Points]) -> dict[Key, Points]:
    match among.how:
        case "place":
            return _places(among, counts)
        case "percentile":
            return {key: simple(Fraction(place) / len(counts)) for key, place in _places(among, counts).items()}
        case "mean_ratio":
            mean = Fraction(sum(counts.values(), Fraction(0))) / len(counts)
            return {key: simple(value / mean) for key, value in counts.items()} if mean else {}
        case _:
            assert_never(among.how)


def _places(among: PeerComparison, counts: Mapping[Key, Points]) -> dict[Key, Points]:
    """The most is 1; after equal counts the next place is left a gap or not."""
    values: Iterable[Points] = set(counts.values()) if among.ties == "dense" else counts.values()
    falling = sorted(-value for value in values)
    return {key: bisect_left(falling, -value) + 1 for key, value in counts.items()}
