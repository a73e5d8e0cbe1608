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
from duty_cli.reports.year import MemberYear, YearResult, book_for, score_alone, score_year, term_of, years_so_far
from duty_cli.scoring.quota import Cut


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One member's year as the evaluation shows it; ``part`` are the stretches of the year in office, empty for the whole."""

    result: MemberYear
    sector: str
    part: tuple[Period, ...]
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


def evaluate_member(reading: Reading, rules: Rules, member: Member, year: int) -> Evaluated:
    """One member's part of the evaluation of ``year``, the same as in the whole of it."""
    so_far = years_so_far(reading, term_of(reading.head(), year), year)
    tests = [consequence.test for consequence in book_for(rules, year_of(year)).consequences]
    past = [at for at in so_far if at != year and member.serves_in(year_of(at))]
    results = {at: score_alone(reading, rules, member, at, tests) for at in past}
    results[year] = score_alone(reading, rules, member, year)
    due = proposals(reading, results, year)
    return _evaluated(results[year], member, due.get(member.key, ()))


def _evaluated(result: YearResult, member: Member, found: tuple[Proposal, ...]) -> Evaluated:
    days = year_of(result.year)
    part = () if member.serves_all(days) else service(member, days)
    return Evaluated(result.members[member.key], member.value(Facet.SECTOR, days), part, found)


def service(member: Member, days: Period) -> tuple[Period, ...]:
    """The stretches of ``days`` in office, in order."""
    spells = sorted((spell for spell in member.of(Facet.OFFICE) if spell.within(days)), key=lambda spell: spell.first)
    return tuple(Period(max(days.first, one.first), min(days.last, one.last or days.last)) for one in spells)
