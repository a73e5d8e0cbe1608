"""The rulebook: one rule file after reading, and all of them by date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from functools import cached_property

from duty_cli.model.conditions import AppliesTo
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import (
    NO_GRADE,
    Band,
    Consequence,
    Graded,
    Minimum,
    Quota,
    Round,
    Selection,
    Ties,
    Veto,
)
from duty_cli.model.items import Category, Combining, JointBound, Multiplier, ProRata, Stacking, Total
from duty_cli.model.members import Facet
from duty_cli.model.periods import Period, YearEnd
from duty_cli.model.quick_dataclass import dataclass

PERSON_TIMES = "人次"
"""The measure word of what is counted by persons: who took part, each time."""

HELD = frozenset({"次", "场", "期"})
"""The measure words of what is counted by how often it was held, whoever took part. All others count works, each once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of participation (履职事项) and what its records may say.

    ``expects``: who is due; an empty one is everybody, None nobody in particular. Of joint work at most ``authors_at_most``
    are named: a further one is refused at entry (A4). Who attended less than ``absent_below`` of it counts as absent. The
    notice tells it, if ``told``, among those of its ``group``, counted by ``unit``.
    """

    id: str
    clause: str
    attended: bool = False
    expects: AppliesTo | None = None
    conduct: bool = False
    commends: bool = False
    judged: tuple[Points, Points] | None = None
    authors_at_most: int | None = None
    place: str = ""
    unit: str = PERSON_TIMES
    told: bool = True
    group: str = ""
    absent_below: Points | None = None


@dataclass(frozen=True, slots=True)
class HeadDefaults:
    """What the head of a file says once, for all rules that do not say it themselves; None and "": it says nothing."""

    clause: str = ""
    combine: Combining | None = None
    several_levels: Stacking | None = None
    round: Round | None = None
    ties: Ties | None = None


@dataclass(frozen=True)
class Rulebook:
    """One rule file: the rules of the years from ``effective.first`` to ``effective.last``.

    ``subject`` is the grouping whose groups it scores; None: the members. ``scores_only``: the grouping whose groups alone are
    scored on these days, so that it judges no member. ``defaults`` and ``sets`` are how the file says its
    rules, and are told beside them; every rule here has them already, and rulebooks that differ in them alone are the same.

    ``text`` is the file, beside its own, of the printed document that it puts into rules; ``without_rule`` says of which articles
    and figures of it no rule is made, and why.
    """

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
    year_ends: YearEnd = YearEnd()
    subject: Facet | None = None
    scores_only: Facet | None = None
    graded: Graded = Graded()
    text: str = ""
    without_rule: tuple[tuple[str, str], ...] = ()
    defaults: HeadDefaults = field(default=HeadDefaults(), compare=False)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @property
    def scored(self) -> bool:
        """Whether it gives points at all; a scheme of minimums alone does not."""
        return bool(self.categories)

    @property
    def without_scores(self) -> Rulebook:
        """What a book of groups says of the records of their members, whom it does not score."""
        assert self.subject is not None, "members are scored by it"
        return replace(
            *(self,),
            **dict.fromkeys(("categories", "minimums", "vetoes", "bands", "quotas", "consequences"), ()),
            **dict.fromkeys(("joint_bounds", "multipliers", "selections"), ()),
            **{"total": Total(), "pro_rata": None, "graded": Graded(), "subject": None, "scores_only": self.subject},
        )

    @property
    def by_source(self) -> bool:
        """Whether any rule asks which records came of one another (来源编号)."""
        items = [item for category in self.categories for item in category.items]
        measures = [*(one.measure for one in items), *(one.measure for one in self.multipliers)]
        measured = any(one is not None and one.by_source for one in measures)
        whole = any(one.by_source or one.converted for one in self.categories)
        return measured or whole or any(one.by_source or one.converted for one in items)

    @cached_property
    def absent_below(self) -> Mapping[str, Points]:
        """The kinds of which a part is not enough, and which part is."""
        return {kind.id: kind.absent_below for kind in self.kinds.values() if kind.absent_below is not None}

    def rank(self, grade: str) -> int:
        """The place of a grade among the bands: 0 is the best."""
        return self._ranks[grade]

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {band.grade: at for at, band in reversed(tuple(enumerate(self.bands)))}

    @property
    def best_grade(self) -> str | None:
        """The best of several grades; None where there is but one, which sets nobody apart."""
        return self.bands[0].grade if len(self.bands) > 1 else None

    @property
    def failing_grade(self) -> str | None:
        """The last of several grades; None where there is but one."""
        return self.bands[-1].grade if len(self.bands) > 1 else None

    def grade(self, points: Points) -> str:
        """The grade of a total: that of the first band whose lower edge it reaches; ``NO_GRADE`` in a scheme without."""
        band = self.band(points)
        return NO_GRADE if band is None else band.grade

    def band(self, points: Points) -> Band | None:
        """The band of a total; None in a scheme without grades."""
        return next((band for band in self.bands if points >= band.min), self.bands[-1] if self.bands else None)

    def lower(self, one: str, other: str) -> str:
        """The lower of two grades."""
        return max(one, other, key=self.rank)


@dataclass(frozen=True, slots=True)
class YearRules:
    """One year of assessment (考核年度): its number, its days, and the book that rules it."""

    year: int
    days: Period
    book: Rulebook


@dataclass(frozen=True)
class Rules:
    """All rule files in use, by date, with the digest that stands on every paper and the bytes it was made from.

    They are asked about one ``subject`` at a time: a grouping, or None for the members.
    """

    every: tuple[Rulebook, ...]
    digest: str
    files: Mapping[str, bytes]
    subject: Facet | None = None

    @cached_property
    def books(self) -> tuple[Rulebook, ...]:
        """The books that score the subject, by date; of days on which none scores members, those of groups without their scores.

        By these records are entered and told there, and nobody is judged.
        """
        own = tuple(book for book in self.every if book.subject is self.subject)
        if self.subject is not None:
            return own
        beside = [book for book in self.every if not any(book.effective.meets(other.effective) for other in own)]
        # Of several groupings the first: their books name the same kinds, or the clerk sees which one lacks it.
        entered = tuple(book.without_scores for book in beside if book.subject is beside[0].subject)
        return tuple(sorted((*own, *entered), key=lambda book: book.effective)) if entered else own

    def about(self, subject: Facet | None) -> Rules:
        """The same rules, asked how they score a subject."""
        return replace(self, subject=subject)

    def on(self, day: date) -> Rulebook | None:
        """The book in force on ``day``."""
        return next((book for book in self.books if day in book.effective), None)

    def of_year(self, year: int) -> YearRules | None:
        """The one book in force throughout ``year``, and the days of the year.

        Where the book before it had another day on which years end, its first year begins on its own first day.
        """
        before: Rulebook | None = None
        for book in self.books:
            days = book.year_ends.of(year)
            turned = before is not None and before.year_ends != book.year_ends
            if days.last in book.effective and (turned or days.first in book.effective):
                return YearRules(year, Period(max(days.first, book.effective.first), days.last), book)
            before = book
        return None

    def covered(self) -> str:
        """The days that the books cover, in words."""
        if self.books:
            return "、".join(f"{book.file}：{book.effective}" for book in self.books)
        return "、".join(f"{book.file}（以{_scores(book)}为对象）：{book.effective}" for book in self.every)


def _scores(book: Rulebook) -> str:
    return "委员" if book.subject is None else book.subject.value
