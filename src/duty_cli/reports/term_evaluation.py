"""届末考评 (§11): the years of a term side by side. A reference for those who nominate, with no verdict of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from duty_cli.errors.lookup_errors import NoSuchTerm
from duty_cli.model.audience import Audience
from duty_cli.model.conditions import concerns
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.grading_rules import About, Minimum
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey, Tenure
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Term
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.scoring.assessment_year import MemberYear, YearResult, closed_years, count_grades, years_of, years_so_far
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets
from duty_cli.scoring.distribution import mean
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.matching import satisfied
from duty_cli.scoring.proposals import Proposal, Results, describe, put_forward


@dataclass(frozen=True, slots=True)
class YearMark:
    """A member's year in the term table; ``score`` is None in a scheme without points, ``missed`` the minimums not met.

    ``ungraded`` says why none was asked of the member.
    """

    score: Points | None
    grade: str
    missed: tuple[str, ...] = ()
    ungraded: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    """A training obligation (§6): in which years it was due and met; for one of the whole term the year is 0."""

    id: str
    due: tuple[int, ...]
    met: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """One member's term. ``total`` is the sum of its years so far (T8); ``mean``, to two decimals, is over the years in office that the ledger holds; both are None where no year gives points."""

    member: Member
    sector: str
    years: Mapping[int, YearMark]
    total: Points | None
    mean: Points | None
    failed: tuple[int, ...]
    attendance: AttendanceCount
    trainings: tuple[Training, ...]
    commendations: tuple[str, ...]
    conduct: tuple[str, ...]
    tenures: tuple[Tenure, ...]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class YearSum:
    """One year over all in office in it: the mean score to two decimals (None without points), and how many have each grade."""

    year: int
    mean: Points | None
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TermEvaluation:
    """The term table; ``years`` are those the ledger holds records of, ``without`` the others of the term.

    ``provisional`` are the years that are not closed; ``graded`` those whose rules give grades, ``scored`` those whose rules
    give points; ``listed`` is the order of members that is not ranked.
    """

    term: Term
    identity: Identity
    years: tuple[int, ...]
    without: tuple[int, ...]
    members: tuple[TermRow, ...]
    provisional: tuple[int, ...]
    by_year: tuple[YearSum, ...]
    graded: frozenset[int]
    scored: frozenset[int]
    audience: Audience = Audience.INTERNAL
    listed: tuple[MemberKey, ...] = ()


def term_evaluation(
    reading: LedgerReader, rules: Rules, identity: Identity, number: int, *, ranked: bool = False
) -> TermEvaluation:
    """Put together every year of term ``number``. A year that nobody has a record in is named and not counted."""
    term = next((term for term in reading.head().terms if term.number == number), None)
    if term is None:
        raise NoSuchTerm(number, "、".join(map(str, reading.head().terms)))
    years = years_so_far(reading, rules, term, term.period.last.year)
    results = {year: score_year(reading, rules, year) for year in years}
    due = [put_forward(reading, results, year) for year in years]
    marked = _marked(reading, results)
    members = reading.listed(reading.roster().serving(term.period), term.period)
    sums = _sums(reading, rules, term, results, members)
    rows = []
    for member in members:
        found = tuple(one for of_year in due if member.key in of_year for one in of_year[member.key].proposals)
        rows.append(_row(member, term, results, sums[member.key], found, marked.get(member.key, {})))
    if ranked:
        rows.sort(key=lambda row: (row.mean is None, -(row.mean or 0)))
    without = tuple(year for year in years_of(rules, term) if year not in years)
    closed = closed_years(reading)
    provisional = tuple(year for year in years if year not in closed)
    by_year = tuple(_year_sum(result) for result in results.values())
    graded = frozenset(year for year, result in results.items() if result.book.bands)
    scored = frozenset(year for year, result in results.items() if result.book.scored)
    listed = tuple(member.key for member in members)
    return TermEvaluation(
        term, identity, years, without, tuple(rows), provisional, by_year, graded, scored, listed=listed
    )


def _year_sum(result: YearResult) -> YearSum:
    grades = count_grades(result.book, result.members.values())
    points = mean([one.score.total for one in result.members.values()]) if result.book.scored else None
    return YearSum(result.year, points, grades)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the table keeps of a member's records: they are read member by member and let go."""

    attendance: AttendanceCount
    trainings: tuple[Training, ...]


def _sums(
    reading: LedgerReader, rules: Rules, term: Term, results: Results, members: Iterable[Member]
) -> dict[MemberKey, _Sums]:
    serving = {member.key: member for member in members}
    every = _whole(term, results)
    sheets = Sheets(reading, rules, every)
    summed = {
        key: _summed(serving[key], term, results, own, sheets)
        for key, own in reading.tallies(every, by_source=False)
        if key in serving
    }
    return {key: summed.get(key) or _summed(member, term, results, [], sheets) for key, member in serving.items()}


def _whole(term: Term, results: Results) -> Period:
    """The term with all days of its years."""
    stretches = [term.period, *(result.days for result in results.values())]
    return Period(min(one.first for one in stretches), max(one.last for one in stretches))


def _summed(member: Member, term: Term, results: Results, own: list[Tally], sheets: Sheets) -> _Sums:
    by_year = {year: [tally for tally in own if tally.on in result.days] for year, result in results.items()}
    return _Sums(sheets.count(member.key, own), tuple(_trainings(member, term, results, by_year)))


def _row(
    member: Member,
    term: Term,
    results: Results,
    sums: _Sums,
    found: tuple[Proposal, ...],
    marked: Mapping[str, tuple[str, ...]],
) -> TermRow:
    years = {year: result.members[member.key] for year, result in results.items() if member.key in result.members}
    marks = {year: _mark(one, results[year].book) for year, one in years.items()}
    scores = [Fraction(mark.score) for mark in marks.values() if mark.score is not None]
    scored = any(result.book.scored for result in results.values())
    return TermRow(
        member,
        member.value(Facet.SECTOR, term.period),
        marks,
        simple(sum(scores, Fraction(0))) if scored or not results else None,
        mean(scores) if scores else None,
        tuple(year for year, one in years.items() if one.grade == results[year].book.failing_grade),
        sums.attendance,
        sums.trainings,
        marked.get("commends", ()),
        marked.get("conduct", ()),
        member.tenures,
        found,
    )


def _mark(one: MemberYear, book: Rulebook) -> YearMark:
    missed = tuple(minimum.id for minimum in one.outcome.missed)
    return YearMark(one.score.total if book.scored else None, one.grade, missed, one.outcome.ungraded)


def _trainings(member: Member, term: Term, results: Results, tallies: Mapping[int, list[Tally]]) -> list[Training]:
    """The training duties by id, over the years; those on the term's clock are judged over all of it."""
    due: dict[str, list[int]] = {}
    met: dict[str, list[int]] = {}
    every = [tally for own in tallies.values() for tally in own]
    for year, result in results.items():
        for minimum in _about_training(result.book):
            at, days, own = (year, result.days, tallies[year]) if minimum.within == "year" else (0, term.period, every)
            if not member.serves_in(days) or not concerns(minimum.applies_to, member, days, days):
                continue
            due.setdefault(minimum.id, []).append(at)
            if satisfied(minimum.need, own):
                met.setdefault(minimum.id, []).append(at)
    return [Training(id_, tuple(sorted(set(at))), tuple(sorted(set(met.get(id_, []))))) for id_, at in due.items()]


def _about_training(book: Rulebook) -> list[Minimum]:
    return [minimum for minimum in book.minimums if minimum.about is About.TRAINING]


def _marked(reading: LedgerReader, results: Results) -> dict[object, dict[str, tuple[str, ...]]]:
    """Commendations and conduct by member, in words."""
    found: dict[object, dict[str, tuple[str, ...]]] = {}
    for result in results.values():
        kinds = [kind for kind in result.book.kinds.values() if kind.conduct or kind.commends]
        sorts = {kind.id: "conduct" if kind.conduct else "commends" for kind in kinds}
        for record in reading.records(period=result.days, kinds=tuple(sorts)):
            own = found.setdefault(record.member, {})
            sort = sorts[record.fields.kind]
            own[sort] = (*own.get(sort, ()), describe(record))
    return found
