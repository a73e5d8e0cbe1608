"""What earns points: items, their levels, and the categories that hold them. Meaning is given to them in ``scoring``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from duty_cli.domain.conditions import Origin, When, Who
from duty_cli.domain.points import Points


class Per(StrEnum):
    """What the points of a record are multiplied by."""

    RECORD = "record"
    QUANTITY = "quantity"
    SHARE = "share"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Level:
    """One value of an item and the records that earn it."""

    id: str
    when: When
    points: Points
    place: str


@dataclass(frozen=True, slots=True)
class Authorship:
    """How joint work is credited: the first author's part and what the others get, as parts of the points.

    ``others`` is a part each, or ``split_rest``: the rest in equal parts. A sole author has all.
    """

    first: Points
    others: Points | Literal["split_rest"]


@dataclass(frozen=True, slots=True)
class Item:
    """One scored item (计分项)."""

    id: str
    origin: Origin
    when: When
    points: Points
    combine: Literal["sum", "highest", "once"]
    levels: tuple[Level, ...] = ()
    several_levels: Literal["highest", "stacked"] | None = None
    per: Per = Per.RECORD
    applies_to: Who | None = None
    authors: Authorship | None = None
    same_matter: Literal["highest"] | None = None
    from_nth: int = 1
    cap: Points | None = None
    floor: Points | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """Items that share a sub-total, with its granted base and bounds."""

    id: str
    origin: Origin
    items: tuple[Item, ...]
    base: Points = 0
    cap: Points | None = None
    floor: Points | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """The granted base and bounds of the total."""

    base: Points = 0
    cap: Points | None = None
    floor: Points | None = None
    place: str = ""
