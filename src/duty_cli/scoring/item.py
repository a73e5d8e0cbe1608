"""From what records are worth to the score of one item: same matter, combine, first and further, bounds, rounding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from duty_cli.domain.conditions import Origin
from duty_cli.domain.items import Item
from duty_cli.domain.points import Points, round_half_up, simple
from duty_cli.domain.records import Tally
from duty_cli.scoring.match import Worth
from duty_cli.scoring.trace import Line, Step


@dataclass(frozen=True, slots=True)
class Claim:
    """Some records of one tally that ask for points under one item."""

    tally: Tally
    worth: Worth
    count: int

    @property
    def order(self) -> tuple[object, ...]:
        """By date, then by what the records say: never by the order in which they were entered."""
        t = self.tally
        said = (sorted(t.stages), sorted(t.levels), t.kind, t.matter or "", str(t.attendance), t.position or 0)
        return (t.on, said, self.worth.points, t.seqs)

    def part(self, count: int) -> Claim:
        """The claim of so many of its records."""
        return self if count == self.count else replace(self, count=count)


@dataclass(slots=True)
class Running:
    """The running value of an item, a category or the total, and the lines written on the way."""

    category: str
    item: str
    lines: list[Line] = field(default_factory=list)
    value: Points = 0

    def step(self, step: Step, origin: Origin, after: Points) -> None:
        """Move to ``after``; nothing is written when nothing changes."""
        if after != self.value:
            self.lines.append(Line(step, self.category, self.item, origin, self.value, after))
            self.value = after

    def add(self, gain: Points) -> None:
        """Add what stands in lines of its own."""
        self.value = simple(self.value + gain)

    def bound(self, origin: Origin, cap: Points | None, floor: Points | None) -> None:
        """Keep the value between ``floor`` and ``cap``."""
        if cap is not None:
            self.step(Step.CAP, origin, min(self.value, cap))
        if floor is not None:
            self.step(Step.FLOOR, origin, max(self.value, floor))

    def claim(self, step: Step, origin: Origin, claim: Claim) -> None:
        """Write what becomes of a claim: counted, or set aside for the reason ``step`` names."""
        before, said = self.value, claim.tally
        if step is Step.COUNTED:
            self.add(claim.worth.points * claim.count)
        self.lines.append(
            Line(
                step, self.category, self.item, origin, before, self.value,
                level=claim.worth.level, on=said.on, count=claim.count, seqs=said.seqs,
            )
        )  # fmt: skip


def score_item(category: str, item: Item, claims: list[Claim], places: int) -> Running:
    """The score of one item for one member, with its lines. ``places`` is the rounding that the rule file declares."""
    running = Running(category, item.id)
    for step, claim in _settle(item, sorted(claims, key=lambda claim: claim.order)):
        running.claim(step, item.origin, claim)
    running.bound(item.origin, item.cap, item.floor)
    running.step(Step.ROUNDED, item.origin, round_half_up(running.value, places))
    return running


def _settle(item: Item, claims: list[Claim]) -> Iterator[tuple[Step, Claim]]:
    """Each claim, whole or in parts, with what becomes of it."""
    if item.same_matter == "highest":
        aside, claims = _same_matter(claims)
        yield from ((Step.SAME_MATTER, claim) for claim in aside)
    if item.combine == "highest":
        yield from _one(claims, Step.NOT_HIGHEST, best=True)
    elif item.combine == "once":
        yield from _one(claims, Step.ONLY_ONCE, best=False)
    else:
        yield from _from_nth(claims, item.from_nth)


def _same_matter(claims: list[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Set aside all but the best record of each matter; records without a matter stand for themselves."""
    best: dict[str, Claim] = {}
    for claim in claims:
        matter = claim.tally.matter
        if matter is not None and (matter not in best or claim.worth.points > best[matter].worth.points):
            best[matter] = claim
    aside: list[Claim] = []
    kept: list[Claim] = []
    for claim in claims:
        if claim.tally.matter is None:
            kept.append(claim)
            continue
        chosen = claim is best[claim.tally.matter]
        kept += [claim.part(1)] if chosen else []
        rest = claim.count - chosen
        aside += [claim.part(rest)] if rest else []
    return aside, kept


def _one(claims: list[Claim], aside: Step, *, best: bool) -> Iterator[tuple[Step, Claim]]:
    """One record counts, the best or the first; the others are set aside."""
    if not claims:
        return
    chosen = max(claims, key=lambda claim: claim.worth.points) if best else claims[0]
    for claim in claims:
        if claim is chosen:
            yield Step.COUNTED, claim.part(1)
        rest = claim.count - (claim is chosen)
        if rest:
            yield aside, claim.part(rest)


def _from_nth(claims: list[Claim], nth: int) -> Iterator[tuple[Step, Claim]]:
    """Records from the ``nth`` on count, those before it do not."""
    left = nth - 1
    for claim in claims:
        before = min(left, claim.count)
        left -= before
        if before:
            yield Step.BEFORE_NTH, claim.part(before)
        if claim.count > before:
            yield Step.COUNTED, claim.part(claim.count - before)
