"""What a letter says of one member's year: to the member, or to the leaders where the evaluation proposes something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duty_cli.errors import NotInOffice, NotProposed
from duty_cli.model.audience import Audience, Section
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.proposal_matters import Matter
from duty_cli.model.provenance import Identity
from duty_cli.model.rulebook import Rules
from duty_cli.reports.annual_evaluation import EvaluatedMember, evaluate_member
from duty_cli.scoring.assessment_year import YearScope, require_closed, rules_of
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets, participation
from duty_cli.scoring.proposals import Proposal


@dataclass(frozen=True, slots=True)
class MemberYearReport(YearScope):
    """One member's year; ``records`` counts what was done, ``proposals`` are those that the letter is about."""

    identity: Identity
    evaluated: EvaluatedMember
    attendance: AttendanceCount
    records: int
    proposals: tuple[Proposal, ...] = ()

    @property
    def member(self) -> Member:
        """The member."""
        return self.evaluated.member


def one_year(reading: LedgerReader, rules: Rules, identity: Identity, member: Member, year: int) -> MemberYearReport:
    """The member's year, with all that it proposes. Raises NotInOffice; YearOpen before the year is closed."""
    found = rules_of(rules, year)
    require_closed(reading, year)
    if not member.serves_in(found.days):
        raise NotInOffice(member, f"{year} 年度")
    evaluated = evaluate_member(reading, rules, member, year)
    own = [tally for _, tallies in reading.tallies(found.days, member.key, by_source=False) for tally in tallies]
    return MemberYearReport(
        found,
        identity,
        evaluated,
        Sheets(reading, rules, found.days).count(member.key, own),
        sum(tally.count for tally in participation(own, found.book)),
        evaluated.proposals,
    )


def proposed(report: MemberYearReport, matter: Matter) -> MemberYearReport:
    """The year with the proposals about ``matter`` alone. Raises NotProposed where the evaluation makes none."""
    found = tuple(one for one in report.proposals if matter.is_in(one.propose))
    if not found:
        raise NotProposed(report.member, report.year, matter.value)
    return replace(report, proposals=found)


def for_the_member(report: MemberYearReport) -> MemberYearReport:
    """The year without what is put to the leaders: it is theirs to decide before the member reads of it."""
    return replace(report, proposals=Audience.OWN.shown(Section.PROPOSALS, *report.proposals))
