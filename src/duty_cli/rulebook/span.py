"""Spans of points: the arithmetic of how low and how high a score can come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from duty_cli.domain.points import Points, round_half_up, simple


@dataclass(frozen=True, slots=True)
class Span:
    """All values from ``least`` to ``most``; None: there is no limit on that side."""

    least: Points | None
    most: Points | None

    def __add__(self, other: Span) -> Span:
        least = None if self.least is None or other.least is None else simple(self.least + other.least)
        most = None if self.most is None or other.most is None else simple(self.most + other.most)
        return Span(least, most)

    def times(self, factor: Points) -> Span:
        """Every value multiplied by ``factor``."""
        ends = [None if end is None else simple(end * factor) for end in (self.least, self.most)]
        return Span(*ends) if factor > 0 else Span(*reversed(ends)) if factor < 0 else NOTHING

    def bounded(self, cap: Points | None, floor: Points | None) -> Span:
        """Every value kept between ``floor`` and ``cap``."""
        return Span(_clipped(self.least, floor, cap, floor), _clipped(self.most, cap, cap, floor))

    def rounded(self, places: int) -> Span:
        """Every value rounded as the rule file declares."""
        ends = [None if end is None else round_half_up(end, places) for end in (self.least, self.most)]
        return Span(*ends)


NOTHING = Span(0, 0)
ANYTHING = Span(None, None)


def _clipped(end: Points | None, limit: Points | None, cap: Points | None, floor: Points | None) -> Points | None:
    """An end of a span kept between the bounds; one without limit has ``limit`` for its own."""
    if end is None:
        return limit
    end = end if cap is None else min(end, cap)
    return end if floor is None else max(end, floor)


def either(*spans: Span) -> Span:
    """The values of all of them."""
    least = [span.least for span in spans if span.least is not None]
    most = [span.most for span in spans if span.most is not None]
    return Span(min(least) if len(least) == len(spans) else None, max(most) if len(most) == len(spans) else None)


def together(spans: Iterable[Span]) -> Span:
    """What they add up to."""
    return sum(spans, NOTHING)


def again(span: Span) -> Span:
    """What any number of such values add up to, none among them."""
    grows = span.most is None or span.most > 0
    falls = span.least is None or span.least < 0
    return Span(None if falls else 0, None if grows else 0)


def multiplied(one: Span, factor: Span) -> Span:
    """Every value of ``one`` times every value of ``factor``; any number of times where the factor has no limit above."""
    if one.least is None or one.most is None or factor.least is None:
        return ANYTHING
    if factor.most is None:
        return again(one)
    corners = [simple(a * b) for a, b in product((one.least, one.most), (factor.least, factor.most))]
    return Span(min(corners), max(corners))
