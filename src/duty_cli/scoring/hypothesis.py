"""A member's total as if further records stood in the ledger: by the one scorer, which scores anew only what they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.records import Tally
from duty_cli.scoring.category_score import CategoryScorer
from duty_cli.scoring.claims import Claims
from duty_cli.scoring.engine import Scorer, entering
from duty_cli.scoring.item_score import ANY, Claim
from duty_cli.scoring.measures import PeerCount, compared, windows

Peers = Mapping[MemberKey, Mapping[str, PeerCount]]
"""What each member's records count to, by item that compares."""


class Hypothesis:
    """What the records of ``member`` come to with further ones, on the day ``until``; the others stay as they are.

    The further records name no matter and came of no other record, so that each stands for itself. ``effort`` is what the
    totals have cost so far, about as their time: an item is scored once for each of its windows and each of its claims.
    """

    def __init__(self, scorer: Scorer, member: Member, tallies: Sequence[Tally], until: date, peers: Peers) -> None:
        self._scorer, self._member, self._tallies, self._until, self._peers = scorer, member, tallies, until, peers
        self._claims = scorer.claims(member, list(tallies))
        self._frame = scorer.frame(member, until=until)
        # Compared with others, everything is scored anew: nothing of it is kept.
        self._known = [] if peers else [one.score(self._claims, self._frame, []) for one in scorer.categories]
        entered = (entering(one.category, own.score) for one, own in zip(scorer.categories, self._known, strict=False))
        self._summed = simple(sum(entered, scorer.opened(self._frame)))
        each = [item.window for one in scorer.categories for item in one.category.items]
        self._windows = [1 if one is None else len(windows(one.each, self._frame.year, member)) for one in each]
        self.effort = 0

    def total(self, further: Sequence[Tally]) -> Points:
        """The total with the ``further`` records."""
        if self._peers or self._scorer.ranges_touched_by(further):
            self.effort += sum(self._cost(one, self._claims) for one in self._scorer.categories)
            self.effort += len(self._tallies) + len(self._peers) * len(self._scorer.compares)
            return self._anew([*self._tallies, *further])
        self.effort += 1
        more = {index: own for index, own in self._scorer.claims(self._member, list(further)).items() if own}
        claims: Claims = {**self._claims, **{at: _joined(self._claims.get(at, []), own) for at, own in more.items()}}
        scores, summed = list(self._known), self._summed
        for at, one in enumerate(self._scorer.categories):
            if not one.places.isdisjoint(more):
                self.effort += self._cost(one, claims)
                scores[at] = one.score(claims, self._frame, [])
                summed += entering(one.category, scores[at].score) - entering(one.category, self._known[at].score)
        return self._scorer.closed(simple(summed), scores, self._frame, [*self._tallies, *further])

    def _cost(self, one: CategoryScorer, claims: Claims) -> int:
        """What it costs to score a category of those claims."""
        return sum(self._windows[at] + len(claims[at]) for at in one.places if at in claims)

    def _anew(self, every: list[Tally]) -> Points:
        """The total of all records, scored as if nothing were known of them."""
        among = self._among_peers(every) if self._peers else None
        return self._scorer.score(self._member, every, until=self._until, among=among, traced=False).total

    def _among_peers(self, every: list[Tally]) -> dict[str, Points]:
        """What the member's counts come to beside those of others."""
        mine = self._scorer.counts(self._member, every)
        among: dict[str, Points] = {}
        for item, rule in self._scorer.compares.items():
            counts = {key: one[item] for key, one in self._peers.items() if item in one and key != self._member.key}
            counts |= {self._member.key: mine[item]} if item in mine else {}
            places = compared(rule, counts)
            among |= {item: places[self._member.key]} if self._member.key in places else {}
        return among


def _joined(known: list[Claim], more: Iterable[Claim]) -> list[Claim]:
    """The claims under one item with further ones; of those that are only counted, one for each worth."""
    found = list(known)
    for claim in more:
        at = next(
            (at for at, one in enumerate(found) if claim.tally is ANY is one.tally and one.worth is claim.worth), None
        )
        if at is None:
            found.append(claim)
        else:
            found[at] = replace(found[at], count=found[at].count + claim.count)
    return found
