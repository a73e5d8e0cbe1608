"""What of a rulebook no case touches: a rule that nobody has tried may say anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duty_cli.model.conditions import amount_for
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.items import BracketTable, Item, Level, Measure
from duty_cli.model.members import Member
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.rule_case_runner import TriedCase
from duty_cli.scoring.claims import ClaimFinder
from duty_cli.scoring.item_score import held_on
from duty_cli.scoring.matching import holds
from duty_cli.scoring.measures import measured, windows
from duty_cli.scoring.trace import Step

_USED = (Step.COUNTED, Step.TAKEN, Step.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class RulePlace:
    """One part of a rulebook that a case can touch.

    An item or level is touched by a record it counts, a stretch of a table by a value in it, a band by a total in it;
    a minimum by being missed, a veto by a record that bars, a consequence by being due, a joint bound or a multiplier
    by changing the total.
    """

    what: str
    name: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}：{self.what}“{self.name}”"


def untouched(book: Rulebook, cases: Sequence[TriedCase]) -> list[RulePlace]:
    """The parts that none of ``cases`` touches, in the order of the file."""
    seen = {part for one in cases for part in _touched(book, one)}
    return [part for part in _parts(book) if (part.what, part.name) not in seen]


def _parts(book: Rulebook) -> Iterator[RulePlace]:
    for item in _items(book):
        yield RulePlace("计分项", item.id, item.origin.place)
        yield from (RulePlace("档次", _level(item, level), level.place) for level in item.levels)
        yield from (RulePlace("分段", _stretch(item.id, value), item.origin.place) for value in _edges(item.measure))
    for bound in book.joint_bounds:
        yield RulePlace("合并上下限", bound.id, bound.origin.place)
    for multiplier in book.multipliers:
        yield RulePlace("系数", multiplier.id, multiplier.origin.place)
        edges = _edges(multiplier.measure)
        yield from (RulePlace("分段", _stretch(multiplier.id, value), multiplier.origin.place) for value in edges)
    yield from (RulePlace("最低要求", minimum.id, minimum.origin.place) for minimum in book.minimums)
    yield from (RulePlace("否决项", veto.id, veto.origin.place) for veto in book.vetoes)
    yield from (RulePlace("等次", band.grade, band.place) for band in book.bands)
    yield from (RulePlace("后果", rule.id, rule.origin.place) for rule in book.consequences)


def _touched(book: Rulebook, one: TriedCase) -> Iterator[tuple[str, str]]:
    yield from _by_trace(one)
    yield from _by_level(book, one)
    yield from _by_measure(book, one)
    yield "等次", one.outcome.band
    yield from (("最低要求", minimum.id) for minimum in (*one.outcome.missed, *one.term_missed))
    yield from (("否决项", veto.id) for veto in one.outcome.vetoes)
    yield from (("后果", found.consequence.id) for found in one.due)


def _by_trace(one: TriedCase) -> Iterator[tuple[str, str]]:
    for line in one.score.lines:
        if line.step in _USED:
            yield "计分项", line.item
        elif line.step is Step.JOINT:
            yield "合并上下限", line.level
        elif line.step is Step.TIMES:
            yield "系数", line.level


def _by_level(book: Rulebook, one: TriedCase) -> Iterator[tuple[str, str]]:
    """The levels that gave points to a record that was counted."""
    counted = {(line.item, line.seqs) for line in one.score.lines if line.step is Step.COUNTED}
    for item in _items(book):
        for tally in one.case.every:
            if (item.id, tally.seqs) in counted:
                yield from (("档次", _level(item, level)) for level in _deciding(item, tally, one.case.member))


def _deciding(item: Item, tally: Tally, member: Member) -> list[Level]:
    """The levels by which a record is worth what it is: all it reaches where they stack, else the best of them."""
    reached = [level for level in item.levels if holds(level.when, tally)]
    if item.several_levels == "stacked" or not reached:
        return reached
    held = held_on(member, tally.on)
    return [max(reached, key=lambda level: amount_for(level.points, held))]


def _by_measure(book: Rulebook, one: TriedCase) -> Iterator[tuple[str, str]]:
    """The stretches that were reached; one worth nothing leaves no line in a trace, so the values are measured again."""
    year = book.year_ends.of(one.case.year)
    taker = ClaimFinder(book, year)
    claims, _ = taker.claims(one.case.member, one.case.tallies)
    for index, item in enumerate(_items(book)):
        if item.measure is not None and index in claims:
            clock = None if item.window is None else item.window.each
            for days in windows(clock, year, one.case.member, item.applies_to):
                own = (claim.tally for claim in claims[index] if claim.tally.on in days)
                yield from _reached(item.id, item.measure, measured(item.measure, own))
    for rule in book.multipliers:
        if rule.measure is not None and taker.concerns(rule.applies_to, one.case.member, year):
            own = (tally for tally in one.case.tallies if holds(rule.when, tally))
            yield from _reached(rule.id, rule.measure, measured(rule.measure, own))


def _reached(name: str, measure: Measure, value: Points | None) -> Iterator[tuple[str, str]]:
    reached = [edge for edge in _edges(measure) if value is not None and value >= edge]
    yield from (("分段", _stretch(name, edge)) for edge in reached[:1])


def _edges(measure: Measure | None) -> tuple[Points, ...]:
    """The lower edges of a measure's table, the highest first."""
    if measure is None or not isinstance(measure.to, BracketTable):
        return ()
    return tuple(stretch.at_least for stretch in measure.to.stretches)


def _items(book: Rulebook) -> list[Item]:
    return [item for category in book.categories for item in category.items]


def _level(item: Item, level: Level) -> str:
    return f"{item.id}·{level.id}"


def _stretch(name: str, edge: Points) -> str:
    return f"{name}·{show(edge)} 起"
