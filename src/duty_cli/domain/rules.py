"""The rulebook: one rule file after reading, and all of them by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duty_cli.domain.conditions import Who
from duty_cli.domain.items import Category, JointBound, Multiplier, ProRata, Total
from duty_cli.domain.outcomes import Band, Consequence, Minimum, Quota, Selection, Veto
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of participation (履职事项) and what its records may say."""

    id: str
    clause: str
    attended: bool = False
    expects: Who | None = None
    conduct: bool = False
    commends: bool = False
    judged: tuple[Points, Points] | None = None
    place: str = ""


@dataclass(frozen=True)
class Rulebook:
    """One rule file: the rules of the years from ``effective.first`` to ``effective.last``."""

    title: str
    basis: str
    file: str
    effective: Period
    places: int
    kinds: Mapping[str, Kind]
    stages: tuple[str, ...]
    levels: tuple[str, ...]
    categories: tuple[Category, ...]
    total: Total
    minimums: tuple[Minimum, ...]
    vetoes: tuple[Veto, ...]
    bands: tuple[Band, ...]
    quotas: tuple[Quota, ...]
    consequences: tuple[Consequence, ...]
    joint_bounds: tuple[JointBound, ...] = ()
    multipliers: tuple[Multiplier, ...] = ()
    selections: tuple[Selection, ...] = ()
    pro_rata: ProRata | None = None
    notes: tuple[str, ...] = ()

    def rank(self, grade: str) -> int:
        """The place of a grade among the bands: 0 is the best."""
        return [band.grade for band in self.bands].index(grade)

    def grade(self, points: Points) -> Band:
        """The band of a total: the first whose lower edge it reaches."""
        return next((band for band in self.bands if points >= band.min), self.bands[-1])

    def lower(self, one: str, other: str) -> str:
        """The lower of two grades."""
        return max(one, other, key=self.rank)


@dataclass(frozen=True)
class Rules:
    """All rule files in use, by date, with the digest that stands on every paper and the bytes it was made from."""

    books: tuple[Rulebook, ...]
    digest: str
    files: Mapping[str, bytes]

    def covering(self, period: Period) -> Rulebook | None:
        """The one book in force on every day of ``period``."""
        whole = (book for book in self.books if period.first in book.effective and period.last in book.effective)
        return next(whole, None)
