"""Spans of points: the arithmetic of how low and how high a score can come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from duty_cli.domain.points import Points, round_half_up, simple


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """All values from ``least`` to ``most``; None: there is no limit on that side."""

    least: Points | None
    most: Points | None

    def __add__(self, other: ScoreRange) -> ScoreRange:
        least = None if self.least is None or other.least is None else simple(self.least + other.least)
        most = None if self.most is None or other.most is None else simple(self.most + other.most)
        return ScoreRange(least, most)

    def times(self, factor: Points) -> ScoreRange:
        """Every value multiplied by ``factor``."""
        ends = [None if end is None else simple(end * factor) for end in (self.least, self.most)]
        return ScoreRange(*ends) if factor > 0 else ScoreRange(*reversed(ends)) if factor < 0 else NOTHING

    def bounded(self, cap: Points | None, floor: Points | None) -> ScoreRange:
        """Every value kept between ``floor`` and ``cap``."""
        return ScoreRange(_clipped(self.least, floor, cap, floor), _clipped(self.most, cap, cap, floor))

    def rounded(self, places: int) -> ScoreRange:
        """Every value rounded as the rule file declares."""
        ends = [None if end is None else round_half_up(end, places) for end in (self.least, self.most)]
        return ScoreRange(*ends)


NOTHING = ScoreRange(0, 0)
ANYTHING = ScoreRange(None, None)


def _clipped(end: Points | None, limit: Points | None, cap: Points | None, floor: Points | None) -> Points | None:
    """An end of a span kept between the bounds; one without limit has ``limit`` for its own."""
    if end is None:
        return limit
    end = end if cap is None else min(end, cap)
    return end if floor is None else max(end, floor)


def either(*spans: ScoreRange) -> ScoreRange:
    """The values of all of them."""
    least = [span.least for span in spans if span.least is not None]
    most = [span.most for span in spans if span.most is not None]
    return ScoreRange(min(least) if len(least) == len(spans) else None, max(most) if len(most) == len(spans) else None)


def together(spans: Iterable[ScoreRange]) -> ScoreRange:
    """What they add up to."""
    return sum(spans, NOTHING)


def again(span: ScoreRange) -> ScoreRange:
    """What any number of such values add up to, none among them."""
    grows = span.most is None or span.most > 0
    falls = span.least is None or span.least < 0
    return ScoreRange(None if falls else 0, None if grows else 0)


def multiplied(one: ScoreRange, factor: ScoreRange) -> ScoreRange:
    """Every value of ``one`` times every value of ``factor``; any number of times where the factor has no limit above."""
    if one.least is None or one.most is None or factor.least is None:
        return ANYTHING
    if factor.most is None:
        return again(one)
    corners = [simple(a * b) for a, b in product((one.least, one.most), (factor.least, factor.most))]
    return ScoreRange(min(corners), max(corners))
