"""One member's year by quarters, the same as in the quarterly statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Member
from duty_cli.domain.periods import Period, Quarter, quarters_in
from duty_cli.domain.points import Points, simple
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import YearRules
from duty_cli.reports.scores import standings
from duty_cli.scoring.score import Scorer


@dataclass(frozen=True, slots=True)
class QuarterPoints:
    """What the quarter added to the year's score, its base left out, and what the year amounted to at its end."""

    quarter: Quarter
    points: Points
    so_far: Points


def by_quarter(
    reading: LedgerReader, scorer: Scorer, rules: YearRules, member: Member, tallies: Iterable[Tally]
) -> Iterator[QuarterPoints]:
    """The quarters of the year that had begun when the ledger was last written and in which the member served."""
    own, days, ends = list(tallies), rules.days, rules.book.year_ends
    before = scorer.granted(member).total
    for quarter in quarters_in(days.until(reading.head().at.date()), ends):
        whole = quarter.under(ends)
        part = Period(max(whole.first, days.first), min(whole.last, days.last))
        if member.serves_in(days.until(part.last)):
            so_far = _so_far(reading, scorer, days, member, part.last, own)
            if member.serves_in(part):
                yield QuarterPoints(quarter, simple(so_far - before), so_far)
            before = so_far


def _so_far(
    reading: LedgerReader, scorer: Scorer, days: Period, member: Member, last: date, own: list[Tally]
) -> Points:
    among = standings(reading, scorer, days, last).get(member.key)
    return scorer.score(member, [tally for tally in own if tally.on <= last], until=last, among=among).total
