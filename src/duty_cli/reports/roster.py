"""The members in office on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Facet, Member
from duty_cli.domain.periods import Period


@dataclass(frozen=True, slots=True)
class RosterOn:
    """Those in office on ``day``, in the order of lists; of ``groups`` alone, where some are named."""

    committee: str
    day: date
    members: tuple[Member, ...]
    groups: Mapping[Facet, str] = field(default_factory=dict)


def roster_on(reading: LedgerReader, day: date, groups: Mapping[Facet, str]) -> RosterOn:
    """List the members in office on ``day`` who belong to every group named."""
    found = [
        member
        for member in reading.roster()
        if member.in_office(day) and all(value in member.values(facet, day) for facet, value in groups.items())
    ]
    return RosterOn(reading.head().committee, day, tuple(reading.listed(found, Period(day, day))), groups)
