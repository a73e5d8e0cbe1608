"""Which records ask for points under which items, what each is worth there, and which no item takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeAlias

from duty_cli.model import conditions
from duty_cli.model.conditions import AppliesTo, Held, VaryingAmount, ever_concerns
from duty_cli.model.items import Category, Item
from duty_cli.model.members import Facet, Member
from duty_cli.model.periods import Period
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.item_score import ANY, Claim, best_works, by_order, in_best_work
from duty_cli.scoring.judged_ranges import JudgedRanges
from duty_cli.scoring.matching import NOBODY, Worth, kinds_named, worth
from duty_cli.scoring.trace import NotScoredReason, Step, Unscored


# The caches below hold one object for each item and worth, so that identity is equality and hashing costs nothing.
@dataclass(frozen=True, slots=True, eq=False)
class AskedPoints:
    """The points that records ask for under the item at ``index`` of the rule file."""

    index: int
    worth: Worth


@dataclass(frozen=True, slots=True, eq=False)
class FoundWorth:
    """The points a sort of record claims under every item that takes it; ``why`` not, if none does for this member.

    Claims of ``together`` are aggregated: only their number matters; so are those of ``meant``, of items that are for some
    members on some days. Claims of ``alone`` are kept one by one, because their days, their order or their matter count.
    """

    together: tuple[AskedPoints, ...]
    meant: tuple[AskedPoints, ...]
    alone: tuple[AskedPoints, ...]
    why: NotScoredReason


class WorthCache:
    """Cache of what each sort of record is worth under each item, keyed by the fields that rules can see."""

    def __init__(self, items: Sequence[tuple[Category, Item]]) -> None:
        self._items = items
        self._kinds = [kinds_named(item.when) for _, item in items]
        self._who = [item.applies_to for _, item in items]
        self._varying = tuple(sorted({facet for _, item in items for facet in _facets(item)}))
        self._met: dict[object, FoundWorth] = {}
        self._found: dict[tuple[object, ...], FoundWorth] = {}
        self._asked: dict[tuple[int, Worth], AskedPoints] = {}

    def found(self, member: Member, tallies: Iterable[Tally]) -> Iterator[tuple[Tally, FoundWorth]]:
        """Each tally of ``member`` with what it asks for."""
        met, held, on_day = self._met, NOBODY, dict[date, Held]()
        for t in tallies:
            # Everything rules can see but the day and the matter itself. Records alike in it are worth the same,
            # so that the conditions of each item are tested once for a sort and not once for a record.
            said = t.alike
            if said is None:
                # All of TALLIED, said out: this is asked of every tally, and an attrgetter takes twice as long.
                said = (
                    t.kind, t.attendance, t.share, t.stages, t.levels,
                    t.position, t.authors, t.quantity, t.judged, t.matter is None, t.family is None,
                )  # fmt: skip
            # Points that differ by role or group go by what the member held on the day of the record.
            if self._varying:
                held = on_day.get(t.on) or on_day.setdefault(t.on, self._held(member, t.on))
                said = (said, *held.values())
            found = met.get(said)
            if found is None:
                found = met[said] = self._work_out(t, held)
            yield t, found

    def _held(self, member: Member, day: date) -> Held:
        return {facet: member.values(facet, day) for facet in self._varying}

    def _work_out(self, tally: Tally, held: Held) -> FoundWorth:
        named = [at for at, kinds in enumerate(self._kinds) if kinds is None or tally.kind in kinds]
        results = {index: worth(self._items[index][1], tally, held) for index in named}
        worths = [(index, result) for index, result in results.items() if isinstance(result, Worth)]
        asked = [self._asked.setdefault(one, AskedPoints(*one)) for one in worths]
        # An item would give points for it: if it is not scored all the same, the item is not for the member.
        why = NotScoredReason.NOT_FOR_MEMBER if asked else self._why(tally, results.values())
        numbered = [one for one in asked if self._only_counted(one.index, tally)]
        together = tuple(one for one in numbered if self._who[one.index] is None)
        meant = tuple(one for one in numbered if one not in together)
        alone = tuple(one for one in asked if one not in numbered)
        return self._found.setdefault((together, meant, alone, why), FoundWorth(together, meant, alone, why))

    def _only_counted(self, index: int, tally: Tally) -> bool:
        """Whether of such records of an item only the number matters, neither their days, their order nor their matter.

        On which days it is for the member is another question.
        """
        category, item = self._items[index]
        # Each of these needs to know which record it is; all else is a number times a worth.
        by_day = item.window or item.measure or item.judged_range
        if (item.converted or category.converted) and tally.family is not None:
            return False
        by_matter = (item.same_matter and tally.matter_by(source=item.by_source) is not None) or (
            category.same_matter and tally.matter_by(source=category.by_source) is not None
        )
        return not (by_day or by_order(item) or by_matter)

    def _why(self, tally: Tally, results: Iterable[Worth | NotScoredReason]) -> NotScoredReason:
        if NotScoredReason.NO_LEVEL in results:
            return NotScoredReason.NO_LEVEL
        named = any(kinds is not None and tally.kind in kinds for kinds in self._kinds)
        return NotScoredReason.NOT_MET if named else NotScoredReason.NO_ITEM


def _facets(item: Item) -> Iterator[Facet]:
    """The roles and groups by which the points of an item's records differ."""
    for amount in (item.points, *(level.points for level in item.levels)):
        if isinstance(amount, VaryingAmount):
            yield amount.by


Claims: TypeAlias = dict[int, list[Claim]]
"""The claims under each item, by the item's place in the rule file. An item without claims is not in it."""


_OF_ANOTHER = Worth(0, "由它转化的成果，或它由以转化的成果，已经计分")
_ELSEWHERE = Worth(0, "同一成果已在他项计分")


class ClaimFinder:
    """Finds the claims of a member's records under the items of a rulebook."""

    def __init__(self, book: Rulebook, year: Period) -> None:
        self._year = year
        self._items = [(category, item) for category in book.categories for item in category.items]
        self._sorts = WorthCache(self._items)
        self._who = [item.applies_to for _, item in self._items]
        self._always = [
            (index, item)
            for index, (_, item) in enumerate(self._items)
            # A floor gives points without any record, and so may a measure that counts 0.
            if item.measure is not None or (item.floor or 0) > 0
        ]
        self._alone = [(scope, category.by_source) for category, scope in _scopes(self._items) if category.same_matter]
        self._converted = [scope for category, scope in _scopes(self._items) if category.converted]
        self.ranges = JudgedRanges([item for _, item in self._items], year)

    def concerns(self, who: AppliesTo | None, member: Member, days: Period) -> bool:
        """Whether a rule for ``who`` is for ``member`` on any of ``days``."""
        return who is None or conditions.concerns(who, member, days, self._year)

    def claims(self, member: Member, tallies: Sequence[Tally], *, traced: bool = True) -> tuple[Claims, list[Unscored]]:
        """For each item the records that claim points under it, and the records no item takes.

        An item that measures, or has a floor above 0, is scored for all it applies to, records or none. Not ``traced``,
        records that come to the same make one claim, and those that no item takes are left out.
        """
        claims: Claims = {}
        unscored = []
        if traced:
            for tally, found in self._sorts.found(member, tallies):
                if not self._claim(claims, (*found.together, *found.meant, *found.alone), member, tally):
                    unscored.append(Unscored(tally, found.why))
        else:
            self._claim_together(claims, member, tallies)
        for index, item in self._always:
            if item.applies_to is None or ever_concerns(item.applies_to, member, self._year, self._year):
                claims.setdefault(index, [])
        if self.ranges:
            self.ranges.keep(claims, member, tallies)
        for scope, by_source in self._alone:
            _best_of_each_matter(claims, scope, by_source=by_source)
        for scope in self._converted:
            _best_of_each_family(claims, scope)
        return claims, unscored

    def _claim_together(self, claims: Claims, member: Member, tallies: Iterable[Tally]) -> None:
        """Aggregate: one claim, with its count, for all records worth the same to an item of which only the number matters."""
        counted: list[AskedPoints] = []
        days: dict[tuple[int, date], bool] = {}
        for tally, found in self._sorts.found(member, tallies):
            own = found.together
            for one in found.meant:
                day = one.index, tally.on
                if days[day] if day in days else days.setdefault(day, self._is_meant(one.index, member, tally.on)):
                    own = (*own, one)
            counted += own if tally.count == 1 else own * tally.count
            if found.alone:
                self._claim(claims, found.alone, member, tally)
        # Written down one by one and counted at the end: that is done without a step of Python for each.
        asked = Counter(counted)
        for one, count in asked.items():
            claims.setdefault(one.index, []).append(Claim(ANY, one.worth, count))

    def _claim(self, claims: Claims, asked: tuple[AskedPoints, ...], member: Member, tally: Tally) -> bool:
        """Append the claims of a record to ``claims``; whether any item takes it."""
        taken = False
        for one in asked:
            if self._who[one.index] is None or self._is_meant(one.index, member, tally.on):
                claims.setdefault(one.index, []).append(Claim(tally, one.worth, tally.count))
                taken = True
        return taken

    def _is_meant(self, index: int, member: Member, day: date) -> bool:
        return self.concerns(self._who[index], member, Period(day, day))


def _scopes(items: list[tuple[Category, Item]]) -> Iterator[tuple[Category, list[int]]]:
    """Each category with the places of its items."""
    for _, placed in groupby(enumerate(items), key=lambda one: one[1][0].id):
        every = list(placed)
        yield every[0][1][0], [index for index, _ in every]


def _best_of_each_matter(claims: Claims, scope: list[int], *, by_source: bool) -> None:
    """Deduplicate by matter across the items of ``scope`` (P22): keep the highest claim, set the others aside."""
    best: dict[str, Claim] = {}
    for index in scope:
        # By date and content, so that of equal claims the same one wins in whatever order they were entered.
        for claim in sorted(_asking(claims.get(index, ())), key=lambda claim: claim.order):
            matter = claim.tally.matter_by(source=by_source)
            if matter is not None and (matter not in best or claim.worth.points > best[matter].worth.points):
                best[matter] = claim
    for index in scope:
        if index in claims:
            # Claims that yield stay, worth nothing, so that the trace can say that the matter scored elsewhere.
            claims[index] = [
                part
                for claim in claims[index]
                for part in _unless_best(claim, best.get(claim.tally.matter_by(source=by_source) or ""))
            ]


def _best_of_each_family(claims: Claims, scope: list[int]) -> None:
    """Of works that came of one another keep the best across the items of ``scope``, with all its records."""
    ordered = {index: sorted(claims[index], key=lambda claim: claim.order) for index in scope if index in claims}
    best = best_works(claim for index in scope for claim in _asking(ordered.get(index, ())))
    for index, own in ordered.items():
        parted = [part for claim in _asking(own) for part in in_best_work(claim, best)]
        claims[index] = [
            *(claim for claim in own if claim.aside is not None),
            *(claim if kept else replace(claim, worth=_OF_ANOTHER, aside=Step.CONVERTED) for kept, claim in parted),
        ]


def _asking(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims that are not set aside before matters are told apart."""
    return (claim for claim in claims if claim.aside is None)


def _unless_best(claim: Claim, best: Claim | None) -> Iterator[Claim]:
    """Split a claim: one record of the ``best`` claim of its matter counts, all else is set aside."""
    if best is None or claim.aside is not None:
        yield claim
        return
    chosen = claim is best
    if chosen:
        # A tally may hold several records of the matter: one of them scores.
        yield claim.part(1)
    if claim.count > chosen:
        yield replace(claim, worth=_ELSEWHERE, count=claim.count - chosen, aside=Step.SAME_MATTER)
