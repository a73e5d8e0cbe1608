"""What earns points: items, their levels, and the categories that hold them. Meaning is given to them in ``scoring``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from duty_cli.model.conditions import Amount, AppliesTo, Conditions, Origin
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance

if TYPE_CHECKING:
    from duty_cli.model.rule_conditions import Test

Combining = Literal["sum", "highest", "once"]
"""How the records of an item come together."""

Highest = Literal["highest"]
"""Of one matter the best counts alone."""

Once = Literal["once"]
"""Of the works that came of one another one counts alone, with all its records."""

Stacking = Literal["highest", "stacked"]
"""What a record that meets several levels of an item earns."""

Across = Literal["sum", "mean", "highest", "lowest"]
"""How windows reckoned by themselves are put together."""

PeerScale = Literal["place", "percentile", "mean_ratio"]
"""What a count becomes beside those of the others."""

PeerTies = Literal["gap", "dense"]
"""Whether places are left out after equal counts."""

CategorySum = Literal["sum", "highest"]
"""How the items of a category come together."""

OutOfRange = Literal["unassessed", "held"]
"""What a judged value outside its range comes to: nothing until it is judged anew, or the nearest bound."""

PartUnit = Literal["days", "months"]
"""By what the part of a year in office is reckoned."""


class PointBasis(StrEnum):
    """What the points of a record are multiplied by."""

    RECORD = "record"
    QUANTITY = "quantity"
    SHARE = "share"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Level:
    """One value of an item and the records that earn it."""

    id: str
    when: Conditions
    points: Amount
    place: str


@dataclass(frozen=True, slots=True)
class Authorship:
    """How joint work is credited: the first author's part and what the others get, as parts of the points.

    ``others`` is a part each, or ``split_rest``: the rest in equal parts. A sole author has all. Beyond the first
    ``at_most`` authors nobody is credited (A4).
    """

    first: Points
    others: Points | Literal["split_rest"]
    at_most: int | None = None


class WindowUnit(StrEnum):
    """The windows into which a year falls."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Window:
    """An item reckoned in each week, month or quarter by itself, then put together; ``cap`` bounds each by itself."""

    each: WindowUnit
    across: Across
    cap: Points | None = None


class MeasureKind(StrEnum):
    """What a measure counts in a window."""

    RECORDS = "records"
    MATTERS = "matters"
    QUANTITY = "quantity"
    SHARE = "share"
    RATE = "rate"
    RATIO = "ratio"
    MEAN = "mean"
    MET = "met"


MeasureBy = Literal["records", "matters", "quantity", "share", "judged"]
"""In what the two counts of a ratio are counted, and of what a mean is taken."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """Measured values from ``at_least`` up to the next stretch above, and what they earn."""

    at_least: Points
    points: Amount


@dataclass(frozen=True, slots=True)
class BracketTable:
    """Measured values to points (P7, P24): the first stretch that is reached, the highest first; below all of them, 0."""

    stretches: tuple[Bracket, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """``points`` where ``reach`` is reached, and ``above`` for each one more (P9, P11, P30).

    Below it ``below`` is taken off for each one lacking; None: nothing is earned at all.
    """

    reach: Points
    points: Amount
    above: Points = 0
    below: Points | None = None


@dataclass(frozen=True, slots=True)
class PeerComparison:
    """A count set beside those of all others the item is for (P25, V3), or of the same group (``within``).

    ``place``: 1 for the most, and so on; ``percentile``: the place as a part of their number; ``mean_ratio``: the count
    as a part of the mean. After equal counts the next place is left a ``gap`` or not (``dense``).
    """

    how: PeerScale
    within: Facet | None = None
    ties: PeerTies = "gap"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number counted from the records of a window, and how it becomes points.

    ``present`` are the attendance states that a rate counts as present, where at least the part ``share_at_least`` was
    attended (D10); those in ``left_out`` are not counted at all. ``by_source``: matters are told apart by 来源编号 too.

    A ratio is of the records that meet ``count`` to those that meet ``over`` (of all that the item takes, where nothing is
    asked): 采用 ÷ 报送, counted by records, matters or quantity (``by``). A mean is that of the parts attended, of quantities
    or of judged values (``by``), each record alike. ``met`` counts how many of several tests on the records hold (``each``, 六个一).
    """

    of: MeasureKind
    to: BracketTable | Target
    present: frozenset[Attendance] = frozenset()
    left_out: frozenset[Attendance] = frozenset()
    share_at_least: Points = 0
    among: PeerComparison | None = None
    by_source: bool = False
    count: Conditions = ()
    over: Conditions = ()
    by: MeasureBy | None = None
    each: tuple[Test, ...] = ()

    @property
    def asked(self) -> tuple[Conditions, ...]:
        """What it asks of records beside the conditions of its item: the two counts of a ratio, or those of several tests."""
        if self.each:
            # Tests are made of what stands in this module.
            from duty_cli.model.rule_conditions import records_asked

            return tuple(when for one in self.each for when in records_asked(one))
        return (self.count, self.over) if self.of is MeasureKind.RATIO else ()

    @property
    def counts_matters(self) -> bool:
        """Whether it asks which records are of one matter."""
        return self.of is MeasureKind.MATTERS or self.by == "matters"

    @property
    def of_parts(self) -> bool:
        """Whether what it counts is a part of a whole and never more: a rate, or a mean of parts attended."""
        return self.of is MeasureKind.RATE or (self.of is MeasureKind.MEAN and self.by == "share")


@dataclass(frozen=True, slots=True)
class RangeStretch:
    """Measured values from ``at_least`` up to the next stretch above, and from which to which value may be judged there."""

    at_least: Points
    least: Points
    most: Points


@dataclass(frozen=True, slots=True)
class JudgedRange:
    """Within what the judged values of an item must lie, by what a measure of the member's records comes to (P35).

    ``measure`` gives no points: its values pick one stretch of the ``table``, the highest first, of which the last takes all that are
    left. It is of the days over which the item is reckoned: the year, each window by itself, or days of its own. Where there
    is nothing to measure, nothing bounds a value beside its kind. A value ``outside`` is not assessed until it is judged anew
    (未评定), or held at the nearest bound.
    """

    when: Conditions
    measure: Measure
    table: tuple[RangeStretch, ...]
    outside: OutOfRange

    @property
    def whens(self) -> tuple[Conditions, ...]:
        """All that it asks of the records that it measures."""
        return (self.when, *(self.when + asked for asked in self.measure.asked))

    def stretch(self, value: Points) -> RangeStretch:
        """The stretch of a measured value."""
        return next((one for one in self.table if value >= one.at_least), self.table[-1])


@dataclass(frozen=True, slots=True)
class Item:
    """One scored item (计分项): each record earns points, or all of a window are measured together (``measure``).

    ``days`` of its own take the place of the year's (T3): their records earn points in the year in which they end.
    ``by_source``: records linked by 来源编号 are of one matter too. ``converted`` once: of works linked by 来源编号 the best
    one counts alone, with all its records (one 成果标识, or a record without), so that its own tiers still add up. ``needed``: a score that others give; until it is
    entered, what is lacking is not 0 and the year is open (未评定). ``judged_range``: how high and how low others may judge,
    where that depends on something else.
    """

    id: str
    origin: Origin
    when: Conditions
    points: Amount = 0
    combine: Combining = "sum"
    levels: tuple[Level, ...] = ()
    several_levels: Stacking | None = None
    per: PointBasis = PointBasis.RECORD
    applies_to: AppliesTo | None = None
    authors: Authorship | None = None
    same_matter: Highest | None = None
    by_source: bool = False
    converted: Once | None = None
    from_nth: int = 1
    window: Window | None = None
    days: Period | None = None
    measure: Measure | None = None
    cap: Points | None = None
    floor: Points | None = None
    needed: bool = False
    judged_range: JudgedRange | None = None
    note: str = ""

    @property
    def whens(self) -> tuple[Conditions, ...]:
        """All that it asks of records: its own conditions, those of its levels, and those of the counts of a ratio."""
        return (self.when, *(level.when for level in self.levels), *(self.measure.asked if self.measure else ()))


@dataclass(frozen=True, slots=True)
class Category:
    """Items that share a sub-total, with its granted base and bounds.

    ``combine`` highest: the items are alternatives, and only the best of them counts (P13). ``same_matter`` highest: a
    matter scores under one of the items alone, its best (P22), and ``by_source`` records that came of one another are one
    matter; ``converted`` once: of works that came of one another the best counts alone, under whatever items. ``weight`` is the part of the sub-total that enters the total (C10); ``counted`` False shows the sub-total and
    leaves it out of the total (T11).
    """

    id: str
    origin: Origin
    items: tuple[Item, ...]
    base: Amount = 0
    cap: Amount | None = None
    floor: Points | None = None
    combine: CategorySum = "sum"
    same_matter: Highest | None = None
    by_source: bool = False
    converted: Once | None = None
    weight: Points = 1
    counted: bool = True


@dataclass(frozen=True, slots=True)
class JointBound:
    """Bounds of several categories together (C3)."""

    id: str
    origin: Origin
    categories: frozenset[str]
    cap: Points | None = None
    floor: Points | None = None


@dataclass(frozen=True, slots=True)
class Multiplier:
    """A factor on the total: a fixed one, or what a measure of the year's records comes to (a rate, say)."""

    id: str
    origin: Origin
    times: Amount = 1
    when: Conditions = ()
    measure: Measure | None = None
    applies_to: AppliesTo | None = None


@dataclass(frozen=True, slots=True)
class ProRata:
    """For those in office for part of the year: which values are taken in proportion, and by what the part is reckoned.

    ``bases`` names categories, or 总分 for the base of the total; ``reach`` names items whose target is lowered.
    """

    by: PartUnit
    bases: frozenset[str]
    reach: frozenset[str]
    origin: Origin


WHOLE = "总分"
"""What a rule file calls the total where categories are named."""


@dataclass(frozen=True, slots=True)
class Total:
    """The granted base and bounds of the total."""

    base: Amount = 0
    cap: Amount | None = None
    floor: Points | None = None
    place: str = ""
