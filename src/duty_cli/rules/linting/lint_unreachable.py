"""What does no harm and can never take effect: caps and floors beyond all that can be scored, grades nobody can reach.

The scores are right with or without it, so that rules in use are not refused for it; but most often it is a slip, and
``duty rules check`` tells of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.conditions import Amount, VaryingAmount
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.items import Item
from duty_cli.model.rule_conditions import ScoreIs, Test, facts_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules import score_range
from duty_cli.rules.linting.lint_registry import IDLE, registered
from duty_cli.rules.score_range import ScoreRange
from duty_cli.rules.yaml_reading.source_map import Complaint, Loc


@registered(IDLE)
def _items(book: Rulebook) -> Iterator[Complaint]:
    for at, category in enumerate(book.categories):
        for place, item in enumerate(category.items):
            yield from _of_item(("categories", at, "items", place), item, book)


@registered(IDLE)
def _sums(book: Rulebook) -> Iterator[Complaint]:
    for at, category in enumerate(book.categories):
        name = f"类别“{category.id}”"
        yield from _cap(("categories", at, "cap"), name, category.cap, score_range.gathered(category, book))
    if book.scored:
        yield from _cap(("total", "cap"), "总分", book.total.cap, score_range.whole(book))
    for at, bound in enumerate(book.joint_bounds):
        yield from _cap(("joint_bounds", at, "cap"), f"“{bound.id}”各类", bound.cap, score_range.jointly(bound, book))


def _of_item(loc: Loc, item: Item, book: Rulebook) -> Iterator[Complaint]:
    name = f"计分项“{item.id}”"
    if item.window is not None:
        yield from _cap((*loc, "window", "cap"), f"{name}每期", item.window.cap, score_range.in_window(item, book))
    span = score_range.earned(item, book)
    yield from _cap((*loc, "cap"), name, item.cap, span)
    if item.floor is not None and span.least is not None and item.floor < span.least:
        what = f"下限 {show(item.floor)} 永远达不到，{name}最低 {show(span.least)} 分"
        yield (*loc, "floor"), what, "请核对分值；不会更低的，请删去 floor"


def _cap(loc: Loc, name: str, cap: Amount | None, span: ScoreRange) -> Iterator[Complaint]:
    for place, value in _values(loc, cap):
        if span.most is None or value <= span.most:
            continue
        what = f"上限 {show(value)} 永远达不到，{name}最多 {show(span.most)} 分"
        deducts = span.least is None or span.least < 0
        advice = (
            f"只扣分的，最多扣多少请写成 floor: {show(-value)}"
            if deducts and span.most == 0
            else "请核对分值；不会更高的，请删去 cap"
        )
        yield place, what, advice


def _values(loc: Loc, cap: Amount | None) -> Iterator[tuple[Loc, Points]]:
    """Each value of a cap, and where it stands."""
    if isinstance(cap, VaryingAmount):
        yield from (((*loc, "values", name), value) for name, value in cap.values)
        yield (*loc, "otherwise"), cap.otherwise
    elif cap is not None:
        yield loc, cap


@registered(IDLE)
def _lines(book: Rulebook) -> Iterator[Complaint]:
    """Consequences of a score that nobody can have."""
    least = score_range.total(book).least
    for at, rule in enumerate(book.consequences):
        for line in _below(rule.test):
            if least is not None and line <= least:
                what = f"后果“{rule.id}”要求总分低于 {show(line)}，总分最低 {show(least)} 分，永远不会提请"
                yield ("consequences", at), what, "请核对 score_below 和总分的 floor"


def _below(test: Test) -> Iterator[Points]:
    for fact in facts_asked(test):
        if isinstance(fact, ScoreIs) and fact.bounds.below is not None:
            yield fact.bounds.below


@registered(IDLE)
def _bands(book: Rulebook) -> Iterator[Complaint]:
    most = score_range.total(book).most
    for at, band in enumerate(book.bands):
        if most is not None and band.min > most:
            what = f"等次“{band.grade}”永远达不到，下限是 {show(band.min)}，总分最高 {show(most)} 分"
            yield ("bands", at, "min"), what, "请核对各项的上限、总分的上限和等次的下限"
