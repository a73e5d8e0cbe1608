"""Quotas over everyone: who is within the number of outstanding members, and why each one beyond it is not (§11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from duty_cli.domain.outcomes import Quota, Selection
from duty_cli.domain.points import Points, round_down, round_half_up

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class QuotaCandidate:
    """A member's total and grade as the quota meets them."""

    total: Points
    grade: str


@dataclass(frozen=True, slots=True)
class QuotaCut:
    """How a quota fell in one ``group``, or among all (""): ``edge`` is the lowest total within it (None: nobody is)."""

    quota: Quota
    group: str
    places: int
    candidates: int
    within: int
    edge: Points | None
    tied: Points | None


def places(quota: Quota | Selection, members: int) -> int:
    """How many places ``members`` members give."""
    if quota.unit == "members":
        return int(quota.at_most)
    share = quota.at_most * members
    return round_down(share) if quota.round == "down" else int(round_half_up(share, 0))


def cut(
    quota: Quota, standings: Mapping[Key, QuotaCandidate], members: int, group: str = ""
) -> tuple[QuotaCut, frozenset[Key]]:
    """Where the quota falls among ``standings``, where ``members`` members give the places, and who is beyond it.

    Those of the same total are never told apart: at the edge all of them are in, or none, as the rule file says.
    """
    allowed = places(quota, members)
    totals = sorted((s.total for s in standings.values() if s.grade == quota.grade), reverse=True)
    edge = totals[min(allowed, len(totals)) - 1] if totals and allowed else None
    tied = edge if edge is not None and len(totals) > allowed and totals[allowed] == edge else None
    if tied is not None and quota.ties == "exclude":
        edge = next((total for total in reversed(totals) if total > tied), None)
    beyond = frozenset(
        key for key, s in standings.items() if s.grade == quota.grade and (edge is None or s.total < edge)
    )
    return QuotaCut(quota, group, allowed, len(totals), len(totals) - len(beyond), edge, tied), beyond


def chosen(selection: Selection, totals: Mapping[Key, Points], members: int) -> frozenset[Key]:
    """Who of ``totals`` is selected, where ``members`` members give the places; the same total is never told apart."""
    allowed = places(selection, members)
    sign = 1 if selection.take == "top" else -1
    ordered = sorted((sign * total for total in totals.values()), reverse=True)
    if not allowed or not ordered:
        return frozenset()
    edge = ordered[min(allowed, len(ordered)) - 1]
    none_tied = len(ordered) > allowed and ordered[allowed] == edge and selection.ties == "exclude"
    return frozenset(
        key for key, total in totals.items() if sign * total > edge or (sign * total == edge and not none_tied)
    )
