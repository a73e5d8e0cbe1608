"""一年一评比 (§11): each member's score by category, grade, minimums, vetoes, the shortlist, and what §12 would propose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import Reading
from duty_cli.domain.members import Facet, Member, sector_order
from duty_cli.domain.periods import Period, year_of
from duty_cli.domain.rules import Rulebook, Rules
from duty_cli.reports.proposals import Proposal, proposals
from duty_cli.reports.year import MemberYear, YearResult, score_year, term_of, years_so_far
from duty_cli.scoring.quota import Cut


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One member's year as the evaluation shows it; ``part`` is the part of the year in office, None for the whole."""

    result: MemberYear
    sector: str
    part: Period | None
    proposals: tuple[Proposal, ...]

    @property
    def member(self) -> Member:
        """The member."""
        return self.result.member


@dataclass(frozen=True, slots=True)
class AnnualEvaluation:
    """The evaluation of one year, by sector and number. ``running``: the ledger's last entry is within the year."""

    year: int
    identity: Identity
    book: Rulebook
    members: tuple[Evaluated, ...]
    grades: Mapping[str, int]
    cuts: tuple[Cut, ...]
    known_on: date

    @property
    def running(self) -> bool:
        """Whether the year had not ended when the ledger was last written, so that its figures are provisional."""
        return self.known_on <= year_of(self.year).last


def annual_evaluation(
    reading: Reading, rules: Rules, identity: Identity, year: int, *, ranked: bool = False
) -> AnnualEvaluation:
    """Evaluate ``year``. Earlier years of the term are scored too, because §12 counts failed years."""
    head = reading.head()
    years = {*years_so_far(reading, term_of(head, year), year), year}
    results = {at: score_year(reading, rules, at) for at in sorted(years)}
    due = proposals(reading, results, year)
    days = year_of(year)
    result = results[year]
    ordered = sector_order((one.member for one in result.members.values()), days)
    members = tuple(_evaluated(result, member, due.get(member.key, ())) for member in ordered)
    if ranked:
        members = tuple(sorted(members, key=lambda one: -one.result.score.total))
    counts = Counter(one.result.grade for one in members)
    grades = {band.grade: counts[band.grade] for band in result.book.bands}
    return AnnualEvaluation(year, identity, result.book, members, grades, result.cuts, head.at.date())


def _evaluated(result: YearResult, member: Member, found: tuple[Proposal, ...]) -> Evaluated:
    days = year_of(result.year)
    part = None if member.serves_all(days) else service(member, days)
    return Evaluated(result.members[member.key], member.value(Facet.SECTOR, days), part, found)


def service(member: Member, days: Period) -> Period:
    """From the first to the last day of ``days`` in office."""
    spells = [spell for spell in member.of(Facet.OFFICE) if spell.within(days)]
    last = max(spell.last or days.last for spell in spells)
    return Period(max(days.first, min(spell.first for spell in spells)), min(days.last, last))
