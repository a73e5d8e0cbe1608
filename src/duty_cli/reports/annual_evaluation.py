"""一年一评比 (§11): each member's score by category, grade, minimums, vetoes, the shortlist, and what §12 would propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.model.audience import Audience
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import UNGRADED
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.name_order import NamesBy
from duty_cli.model.office_words import SECTOR
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Term
from duty_cli.model.proceedings import NewStep
from duty_cli.model.publicity import Publicity, publicity_of
from duty_cli.model.rulebook import Rules
from duty_cli.reports.changed_grounds import ChangedGrounds, changed_grounds
from duty_cli.scoring.assessment_year import (
    MemberYear,
    YearResult,
    YearScope,
    closed_years,
    count_grades,
    days_of,
    refuse_taken_over,
    refuse_unjudged,
    rules_of,
    term_of,
    years_so_far,
)
from duty_cli.scoring.commendation import Candidacy
from duty_cli.scoring.distribution import GroupMeans, ScoreBand, means_by_group, score_bands
from duty_cli.scoring.evaluate import score_alone, score_year
from duty_cli.scoring.grading import QuotaCut, SelectionCut
from duty_cli.scoring.proposals import Proposal, PutForward, put_forward
from duty_cli.scoring.year_places import praise_places


@dataclass(frozen=True, slots=True)
class EvaluatedMember:
    """One member's year as the evaluation shows it; ``part`` are the stretches of the year in office, empty for the whole."""

    result: MemberYear
    sector: str
    part: tuple[Period, ...]
    proposals: tuple[Proposal, ...]
    candidacy: Candidacy | None = None
    bars: tuple[str, ...] = ()

    @property
    def member(self) -> Member:
        """The member."""
        return self.result.member


@dataclass(frozen=True, slots=True)
class AnnualEvaluation(YearScope):
    """The evaluation of one year, in the order of lists, or by score with each one's ``places`` where that was asked for.

    ``closed``: the clerk has closed the year; before that all in it is provisional.
    ``changed`` are the proceedings that rest on evidence that is no longer so; ``term`` is the year's, once there are several.
    ``cuts`` and ``chosen`` tell how quotas and selections fell.
    """

    identity: Identity
    members: tuple[EvaluatedMember, ...]
    grades: Mapping[str, int]
    cuts: tuple[QuotaCut, ...]
    known_on: date
    places: Mapping[MemberKey, int] | None
    closed: bool
    by_sector: tuple[MemberKey, ...]
    audience: Audience = Audience.INTERNAL
    whole: int | None = None
    praise_places: int | None = None
    publicity: Publicity = Publicity()
    changed: tuple[ChangedGrounds, ...] = ()
    term: Term | None = None
    chosen: tuple[SelectionCut, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether its results are not final: the year is open, their publication runs or an objection to them is open."""
        return not self.closed or self.publicity.pending

    @property
    def evaluated(self) -> int:
        """How many were evaluated; ``whole`` says it where the grades told to the reader do not."""
        return self.whole or sum(self.grades.values()) or len(self.members)

    @property
    def graded(self) -> int:
        """How many of them were graded."""
        return self.evaluated - self.grades.get(UNGRADED, 0)

    @property
    def candidates(self) -> tuple[EvaluatedMember, ...]:
        """Who comes into question for a commendation, commended or not."""
        return tuple(one for one in self.members if one.candidacy is not None)

    @property
    def commended(self) -> tuple[EvaluatedMember, ...]:
        """Who is commended."""
        return tuple(one for one in self.candidates if one.candidacy is not None and one.candidacy.commended)

    @property
    def choice(self) -> NewStep | None:
        """What the meeting decided of the outstanding, where it has chosen; of one of them, for meeting and day."""
        return next((one.candidacy.choice for one in self.candidates if one.candidacy and one.candidacy.choice), None)

    @property
    def bands(self) -> tuple[ScoreBand, ...]:
        """How the scores spread."""
        return score_bands([one.result.score.total for one in self.members])

    @property
    def sectors(self) -> tuple[GroupMeans, ...]:
        """The means of each sector, sectors in their own order."""
        place = {key: at for at, key in enumerate(self.by_sector)}
        in_order = sorted(self.members, key=lambda one: place[one.member.key])
        return means_by_group((_by_category(one) for one in in_order), f"（未分{SECTOR}）")


def annual_evaluation(
    reading: LedgerReader, rules: Rules, identity: Identity, year: int, *, ranked: bool = False
) -> AnnualEvaluation:
    """Evaluate ``year``. Raises OnlyGroupsScored where its rules judge none of those whom it is asked about."""
    refuse_unjudged(rules, year)
    return evaluation_of(reading, rules, identity, year, ranked=ranked)


def evaluation_of(
    reading: LedgerReader, rules: Rules, identity: Identity, year: int, *, ranked: bool = False
) -> AnnualEvaluation:
    """The same, of members whom no rule judges with nothing but their names: a notice tells what they did all the same."""
    # Earlier years of the term are scored too, because §12 counts failed years.
    refuse_taken_over(reading, days_of(rules, year))
    head = reading.head()
    years = {*years_so_far(reading, rules, term_of(head, year, days_of(rules, year)), year), year}
    results = {at: score_year(reading, rules, at) for at in sorted(years)}
    due = put_forward(reading, results, year)
    result = results[year]
    ordered = reading.listed((one.member for one in result.members.values()), result.days)
    members = tuple(_evaluated(result, member, due.get(member.key, PutForward())) for member in ordered)
    by_sector = tuple(member.key for member in reading.listed(ordered, result.days, NamesBy.SECTOR))
    places = None
    if ranked:
        members = tuple(sorted(members, key=lambda one: -one.result.score.total))
        places = _places(members)
    grades = count_grades(result.book, result.members.values())
    closed, known_on = year in closed_years(reading), head.at.date()
    return AnnualEvaluation(
        *(result.rules, identity, members, grades, result.cuts, known_on, places, closed, by_sector),
        praise_places=praise_places(result),
        publicity=publicity_of(reading.proceedings(), year),
        changed=changed_grounds(reading, results),
        term=term_of(head, year, result.days) if len(head.terms) > 1 else None,
        chosen=result.fell,
    )


def _by_category(one: EvaluatedMember) -> tuple[str, Points, dict[str, Points]]:
    score = one.result.score
    return one.sector, score.total, {category.id: category.score for category in score.categories}


def _places(members: Sequence[EvaluatedMember]) -> dict[MemberKey, int]:
    """The place of each by score; the same score is the same place, and the next is left a gap."""
    first: dict[Points, int] = {}
    return {one.member.key: first.setdefault(one.result.score.total, at) for at, one in enumerate(members, 1)}


def evaluate_member(reading: LedgerReader, rules: Rules, member: Member, year: int) -> EvaluatedMember:
    """One member's part of the evaluation of ``year``, the same as in the whole of it."""
    found = rules_of(rules, year)
    refuse_taken_over(reading, found.days)
    so_far = years_so_far(reading, rules, term_of(reading.head(), year, found.days), year)
    tests = [consequence.test for consequence in found.book.consequences]
    past = [at for at in so_far if at != year and member.serves_in(days_of(rules, at))]
    results = {at: score_alone(reading, rules, member, at, tests) for at in past}
    results[year] = score_alone(reading, rules, member, year)
    due = put_forward(reading, results, year)
    return _evaluated(results[year], member, due.get(member.key, PutForward()))


def _evaluated(result: YearResult, member: Member, found: PutForward) -> EvaluatedMember:
    days = result.days
    part = () if member.serves_all(days) else service(member, days)
    sector = member.value(Facet.SECTOR, days)
    return EvaluatedMember(result.members[member.key], sector, part, found.proposals, found.candidacy, found.bars)


def service(member: Member, days: Period) -> tuple[Period, ...]:
    """The stretches of ``days`` in office, in order."""
    tenures = sorted(
        (tenure for tenure in member.of(Facet.OFFICE) if tenure.within(days)), key=lambda tenure: tenure.first
    )
    return tuple(Period(max(days.first, one.first), min(days.last, one.last or days.last)) for one in tenures)
