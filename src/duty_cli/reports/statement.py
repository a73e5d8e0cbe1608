"""A member's own record (§13): groups and roles, and every year of the term explained."""

from __future__ import annotations

from dataclasses import dataclass

from duty_cli.domain.circles import Audience
from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Member
from duty_cli.domain.records import Leave, Tally
from duty_cli.domain.rules import Rulebook, Rules, YearRules
from duty_cli.reports.attendance import AttendanceCount, count_attendance
from duty_cli.reports.explanation import Explanation, explain
from duty_cli.reports.year import closed_years, days_of, rules_of, years_kept


@dataclass(frozen=True, slots=True)
class YearSummary:
    """A year's attendance, the rules it is judged by, and whether the clerk has closed it."""

    attendance: AttendanceCount
    book: Rulebook
    closed: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What the ledger holds of one member, year by year; ``figures`` are those of ``years``."""

    member: Member
    identity: Identity
    years: tuple[Explanation, ...]
    figures: tuple[YearSummary, ...]
    leaves: tuple[Leave, ...]
    circle: Audience = Audience.INTERNAL


def statement(reading: LedgerReader, rules: Rules, identity: Identity, member: Member) -> Statement:
    """Explain every year that the ledger holds records of and the member was in office in."""
    years = [year for year in years_kept(reading, rules) if member.serves_in(days_of(rules, year))]
    explained = tuple(explain(reading, rules, identity, member, year) for year in years)
    figures = tuple(_figures(reading, rules_of(rules, year), member) for year in years)
    return Statement(member, identity, explained, figures, reading.leaves(member.key))


def _figures(reading: LedgerReader, year: YearRules, member: Member) -> YearSummary:
    records = reading.records(member=member.key, period=year.days)
    return YearSummary(count_attendance(map(Tally.of, records)), year.book, year.year in closed_years(reading))
