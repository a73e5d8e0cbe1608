"""Where a value stands on an axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from duty_cli.domain.points import Points, round_down, simple

_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of ``length`` units from the first of its ticks to the last."""

    ticks: tuple[Points, ...]
    length: int

    def at(self, value: Points) -> int:
        """How far from the first tick ``value`` stands."""
        low, high = self.ticks[0], self.ticks[-1]
        return round(Fraction(value - low) * self.length / (high - low))


def scale(values: Iterable[Points], length: int) -> Scale:
    """An axis that holds nought and all ``values``, with ticks at round numbers; counts have none between two."""
    known = [0, *values]
    low, high = min(known), max(known)
    step = _step(high - low, whole=all(isinstance(value, int) for value in known))
    first, last = round_down(Fraction(low) / step), -round_down(-Fraction(high) / step)
    return Scale(tuple(simple(place * step) for place in range(first, max(last, first + 1) + 1)), length)


def _step(spread: Points, *, whole: bool) -> Fraction:
    steps: Iterator[Fraction] = (
        Fraction(one) * Fraction(10) ** power for power in count(0 if whole else -2) for one in (1, 2, 5)
    )
    return next(step for step in steps if spread <= step * _MOST_STEPS)
