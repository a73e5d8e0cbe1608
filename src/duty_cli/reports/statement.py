"""A member's own record (§13): groups and roles, and every year of the term explained."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import Reading
from duty_cli.domain.members import Member
from duty_cli.domain.periods import year_of
from duty_cli.domain.records import Leave
from duty_cli.domain.rules import Rules
from duty_cli.reports.explanation import Explanation, explain


@dataclass(frozen=True, slots=True)
class Statement:
    """What the ledger holds of one member, year by year."""

    member: Member
    identity: Identity
    years: tuple[Explanation, ...]
    leaves: tuple[Leave, ...]


def statement(reading: Reading, rules: Rules, identity: Identity, member: Member) -> Statement:
    """Explain every year that the ledger holds records of and the member was in office in."""
    years = [year for year in reading.years_with_records() if member.serves_in(year_of(year))]
    explained = tuple(_for_the_member(explain(reading, rules, identity, member, year)) for year in years)
    return Statement(member, identity, explained, reading.leaves(member.key))


def _for_the_member(year: Explanation) -> Explanation:
    """Leave out what is put to the leaders: it is theirs to decide before the member reads of it."""
    return replace(year, evaluated=replace(year.evaluated, proposals=()))
