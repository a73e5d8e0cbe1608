"""Points that may differ by role or by group (C9, D9, P28)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from duty_cli.domain.members import Facet
from duty_cli.domain.points import Points


@dataclass(frozen=True, slots=True)
class VaryingAmount:
    """One value for each role or group named, the first that is held from the top; ``otherwise`` for all others."""

    by: Facet
    values: tuple[tuple[str, Points], ...]
    otherwise: Points


Amount: TypeAlias = Points | VaryingAmount
"""Points, the same for all or differing by role or group."""

Held: TypeAlias = Mapping[Facet, tuple[str, ...]]
"""The roles and groups that a member holds on one day."""


def amount_for(amount: Amount, held: Held) -> Points:
    """The points for one who holds ``held``."""
    if not isinstance(amount, VaryingAmount):
        return amount
    mine = held.get(amount.by, ())
    return next((points for name, points in amount.values if name in mine), amount.otherwise)
