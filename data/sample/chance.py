"""Chance that falls the same way on every platform and in every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance named by a text. Only raw bits are drawn: ``choice`` and ``sample`` may change between versions."""

    def __init__(self, name: str) -> None:
        self._random = Random(f"政协示例市委员会 {name}")

    def below(self, bound: int) -> int:
        """A whole number from 0 up to, not including, ``bound``."""
        return self._random.getrandbits(32) % bound

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens ``percent`` times in a hundred."""
        return self.below(100) < percent

    def pick(self, items: Sequence[T]) -> T:
        """One of ``items``."""
        return items[self.below(len(items))]

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """One of ``choices``, each as likely as its weight."""
        left = self.below(sum(weight for _, weight in choices))
        for item, weight in choices:
            left -= weight
            if left < 0:
                return item
        return choices[-1][0]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """So many different ones of ``items`` (all, if there are fewer), in no order."""
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(min(count, len(rest)))]
