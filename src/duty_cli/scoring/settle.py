"""What becomes of the claims under one item: same matter, combine, first and further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from duty_cli.domain.amounts import VaryingAmount
from duty_cli.domain.items import Item, PointBasis
from duty_cli.domain.records import Tally
from duty_cli.scoring.match import Worth
from duty_cli.scoring.trace import Step

ANY = Tally("", date.min)
"""Stands for all records of which only the worth and the number matter."""


# Not frozen, for the reason that tallies are not: there is one for each record of a province.
@dataclass(slots=True)
class Claim:
    """Some records of one tally that ask for points under one item; ``aside``: their matter scores under another."""

    tally: Tally
    worth: Worth
    count: int
    aside: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """By date, then by what the records say: never by the order in which they were entered."""
        t = self.tally
        said = (sorted(t.stages), sorted(t.levels), t.kind, t.matter or "", str(t.attendance), t.position or 0)
        return (t.on, said, self.worth.points, t.family or "", t.seqs)

    def part(self, count: int) -> Claim:
        """The claim of so many of its records."""
        return self if count == self.count else replace(self, count=count)


def by_order(item: Item) -> bool:
    """Whether the points, and not the trace alone, depend on which record comes first."""
    uneven = item.levels or item.authors or item.per is not PointBasis.RECORD or isinstance(item.points, VaryingAmount)
    return bool(uneven) and (item.combine == "once" or item.from_nth > 1)


def counted(item: Item, claims: list[Claim]) -> list[Claim]:
    """The claims that count: enough for a score without its trace."""
    if item.combine == "sum" and item.from_nth == 1 and item.same_matter is None:
        return claims
    return [claim for step, claim in settled(item, claims) if step is Step.COUNTED]


def settled(item: Item, claims: list[Claim]) -> Iterator[tuple[Step, Claim]]:
    """Each claim, whole or in parts, with what becomes of it."""
    yield from ((Step.SAME_MATTER, claim) for claim in claims if claim.aside)
    claims = [claim for claim in claims if not claim.aside]
    if item.same_matter == "highest":
        aside, claims = _same_matter(claims, by_source=item.by_source)
        yield from ((Step.SAME_MATTER, claim) for claim in aside)
    if item.combine == "highest":
        yield from _one(claims, Step.NOT_HIGHEST, best=True)
    elif item.combine == "once":
        yield from _one(claims, Step.ONLY_ONCE, best=False)
    else:
        yield from _from_nth(claims, item.from_nth)


def _same_matter(claims: list[Claim], *, by_source: bool) -> tuple[list[Claim], list[Claim]]:
    """Set aside all but the best record of each matter; records without a matter stand for themselves."""
    best: dict[str, Claim] = {}
    for claim in claims:
        matter = claim.tally.matter_by(source=by_source)
        if matter is not None and (matter not in best or claim.worth.points > best[matter].worth.points):
            best[matter] = claim
    aside: list[Claim] = []
    kept: list[Claim] = []
    for claim in claims:
        matter = claim.tally.matter_by(source=by_source)
        if matter is None:
            kept.append(claim)
            continue
        chosen = claim is best[matter]
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
    if not left:
        yield from ((Step.COUNTED, claim) for claim in claims)
        return
    for claim in claims:
        before = min(left, claim.count)
        left -= before
        if before:
            yield Step.BEFORE_NTH, claim.part(before)
        if claim.count > before:
            yield Step.COUNTED, claim.part(claim.count - before)
