"""What a record of one kind has to say: the fields that the rules look at, so that nobody is asked for any other."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.conditions import Conditions, alternatives, written
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import Category, Item, MeasureKind, PointBasis
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rule_conditions import records_asked
from duty_cli.model.rulebook import Kind, Rulebook
from duty_cli.scoring.matching import kinds_named

_PER = {PointBasis.QUANTITY: "quantity", PointBasis.SHARE: "share"}
_MEASURED = {MeasureKind.QUANTITY: "quantity", MeasureKind.SHARE: "share", MeasureKind.MATTERS: "matter"}

_COUNTED_BY = {"quantity": "quantity", "share": "share", "matters": "matter", "judged": "judged"}


@dataclass(frozen=True, slots=True)
class RequiredFields:
    """The fields of a record that the rules look at; of stages and levels those they name, of a judged value its range."""

    attended: bool
    fields: frozenset[str]
    stages: tuple[str, ...]
    levels: tuple[str, ...]
    judged: tuple[Points, Points] | None


def wanted(book: Rulebook, kind: Kind) -> RequiredFields:
    """What the items and vetoes of ``book`` look at in the records of ``kind``."""
    items = [(category, item) for category in book.categories for item in category.items if _takes(item.when, kind)]
    whens = [when for _, item in items for when in item.whens]
    whens += [when for veto in book.vetoes for when in records_asked(veto.test) if _takes(when, kind)]
    ways = [way for when in whens for way in alternatives(when) if _takes(way, kind)]
    asked = [condition for way in ways for condition in written(way)]
    words = {field: {word for one in asked if one.field == field for word in _named(one.any_of, one.none_of)}
             for field in ("stage", "level")}  # fmt: skip
    fields = {"share"} if kind.absent_below is not None else set[str]()
    fields |= {one.field for one in asked} | {field for category, item in items for field in _reckoned(category, item)}
    # A place among the authors says nothing without their number, nor the number without the place.
    if fields & {"authors", "position"}:
        fields |= {"authors", "position"}
    return RequiredFields(
        kind.attended,
        frozenset(fields),
        tuple(word for word in book.stages if word in words["stage"]),
        tuple(word for word in book.levels if word in words["level"]),
        kind.judged,
    )


def _takes(when: Conditions, kind: Kind) -> bool:
    kinds = kinds_named(when)
    return kinds is None or kind.id in kinds


def _named(*sets: frozenset[str] | None) -> Iterator[str]:
    return (word for one in sets if one is not None for word in one)


def _reckoned(category: Category, item: Item) -> Iterator[str]:
    """What an item looks at beside its conditions."""
    if item.per in _PER:
        yield _PER[item.per]
    if item.measure is not None and item.measure.of in _MEASURED:
        yield _MEASURED[item.measure.of]
    if item.measure is not None and item.measure.by in _COUNTED_BY:
        yield _COUNTED_BY[item.measure.by]
    if item.measure is not None and item.measure.share_at_least:
        yield "share"
    if item.authors is not None:
        yield "authors"
    if any((item.same_matter, category.same_matter, item.converted, category.converted)):
        yield "matter"
