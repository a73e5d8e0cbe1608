"""届末考评 (§11): the years of a term side by side. A reference for those who nominate, with no verdict of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from duty_cli.errors.lookup_errors import NoSuchTerm
from duty_cli.model.audience import Audience
from duty_cli.model.conditions import concerns
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.grading_rules import About, Minimum
from duty_cli.model.ledger_protocol import EarlierResult, LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey, Tenure
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Term
from duty_cli.model.proceedings import Proceeding, followed_up
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.scoring.assessment_year import (
    MemberYear,
    YearResult,
    closed_years,
    count_grades,
    earlier_of,
    first_book,
    judging_rules_of,
    rules_of,
    years_of,
    years_so_far,
)
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets
from duty_cli.scoring.distribution import mean
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.proposals import Proposal, Results, describe, put_forward
from duty_cli.scoring.verdicts import satisfied


@dataclass(frozen=True, slots=True)
class YearMark:
    """A member's year in the term table; ``score`` is None in a scheme without points, ``missed`` the minimums not met.

    ``ungraded`` says why none was asked of the member; ``paper`` is that which says a mark taken over (沿用).
    """

    score: Points | None
    grade: str
    missed: tuple[str, ...] = ()
    ungraded: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class YearTaken:
    """A year of the term whose results were taken over (沿用), its days, and the papers that say them."""

    year: int
    days: Period
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """A training obligation (§6): in which years it was due and met; for one of the whole term the year is 0."""

    id: str
    due: tuple[int, ...]
    met: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """One member's term. ``total`` is the sum of its years so far (T8); ``mean``, to two decimals, is over the years in office that the ledger holds or took over; both are None where no year gives points."""

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
    follow_ups: tuple[Proceeding, ...] = ()


@dataclass(frozen=True, slots=True)
class YearSum:
    """One year over all in office in it: the mean score to two decimals (None without points), and how many have each grade."""

    year: int
    mean: Points | None
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TermEvaluation:
    """The term table; ``years`` are those the ledger holds records or results of, ``without`` the others of the term.

    ``provisional`` are the years that are not closed; ``graded`` those whose rules give grades, ``scored`` those whose rules
    give points; ``listed`` is the order of members that is not ranked; ``taken_over`` are the years of which it holds results alone;
    ``unjudged`` those whose rules score the groups of a grouping and no member; ``subject`` is the grouping whose groups stand in the
    table, None of members.
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
    taken_over: tuple[YearTaken, ...] = ()
    unjudged: Mapping[int, Facet] = field(default_factory=dict)
    subject: Facet | None = None


def term_evaluation(
    reading: LedgerReader, rules: Rules, identity: Identity, number: int, *, ranked: bool = False
) -> TermEvaluation:
    """Put together every year of term ``number``. A year that nobody has a record or a result in is named and not counted.

    Raises NoSuchTerm; NoRulesForPeriod of groups that no file scores, OnlyGroupsScored of members where groups alone are scored.
    """
    term = _term_of(reading, rules, number)
    known = years_so_far(reading, rules, term, term.period.last.year)
    kept = tuple(year for year in known if _scores_only(rules, year) is None)
    if known and not kept:
        judging_rules_of(rules, known[-1])
    whole = _Whole(term, {year: score_year(reading, rules, year) for year in kept}, earlier_of(reading, term), rules)
    due = [put_forward(reading, whole.results, year) for year in kept]
    marked, proceedings = _marked(reading, whole.results), reading.proceedings()
    members = reading.listed(reading.roster().serving(term.period), term.period)
    sums = _sums(reading, rules, term, whole.results, members)
    rows = []
    for member in members:
        found = tuple(one for of_year in due if member.key in of_year for one in of_year[member.key].proposals)
        row = _row(member, whole, sums[member.key], found, marked.get(member.key, {}))
        rows.append(replace(row, follow_ups=_of_term(followed_up(proceedings, member.key), whole)))
    if ranked:
        rows.sort(key=lambda row: (row.mean is None, -(row.mean or 0)))
    taken = _years_taken(whole)
    years = tuple(sorted({*kept, *(one.year for one in taken)}))
    closed = closed_years(reading)
    return TermEvaluation(
        *(
            term,
            identity,
            years,
            tuple(year for year in years_of(reading.head(), rules, term) if year not in {*years, *known}),
            tuple(rows),
        ),
        tuple(year for year in kept if year not in closed),
        tuple(_year_sum(whole, year) for year in years),
        frozenset(year for year in years if whole.gives_grades(year)),
        frozenset(year for year in years if whole.gives_points(year)),
        listed=tuple(member.key for member in members),
        taken_over=taken,
        unjudged={year: only for year in known if (only := _scores_only(rules, year)) is not None},
        subject=rules.subject,
    )


def _term_of(reading: LedgerReader, rules: Rules, number: int) -> Term:
    """The term of that number, in which somebody can be scored. Raises NoSuchTerm, NoRulesForPeriod."""
    term = next((term for term in reading.head().terms if term.number == number), None)
    if term is None:
        raise NoSuchTerm(number, "、".join(map(str, reading.head().terms)))
    if rules.subject is not None and not rules.books:
        rules_of(rules, term.period.last.year)
    return term


def _scores_only(rules: Rules, year: int) -> Facet | None:
    """The grouping whose groups alone the rules of ``year`` score."""
    return rules_of(rules, year).book.scores_only


def _of_term(proceedings: Iterable[Proceeding], whole: _Whole) -> tuple[Proceeding, ...]:
    """Those about a year of the term."""
    return tuple(one for one in proceedings if one.new.year in whole.results)


@dataclass(frozen=True, slots=True)
class _Whole:
    """All that the years of the term came to: those reckoned here, and the ``earlier`` ones by member (沿用)."""

    term: Term
    results: Mapping[int, YearResult]
    earlier: Mapping[MemberKey, Mapping[int, EarlierResult]]
    rules: Rules

    def taken_over(self, year: int) -> list[EarlierResult]:
        """The results taken over of one year."""
        return [own[year] for own in self.earlier.values() if year in own]

    def gives_grades(self, year: int) -> bool:
        """Whether members have grades in ``year``."""
        if year in self.results:
            return bool(self.results[year].book.bands)
        return any(one.grade is not None for one in self.taken_over(year))

    def gives_points(self, year: int) -> bool:
        """Whether members have points in ``year``."""
        if year in self.results:
            return self.results[year].book.scored
        return any(one.score is not None for one in self.taken_over(year))

    def failing(self, year: int) -> str | None:
        """The grade that fails a year; of one that no file rules, that of the first file."""
        book = self.results[year].book if year in self.results else first_book(self.rules, year)
        return None if book is None else book.failing_grade


def _years_taken(whole: _Whole) -> tuple[YearTaken, ...]:
    found: dict[int, list[EarlierResult]] = {}
    for own in whole.earlier.values():
        for year, one in own.items():
            found.setdefault(year, []).append(one)
    return tuple(
        YearTaken(year, every[0].days, tuple(dict.fromkeys(one.paper for one in every)))
        for year, every in sorted(found.items())
    )


def _year_sum(whole: _Whole, year: int) -> YearSum:
    if year not in whole.results:
        scores = [Fraction(one.score) for one in whole.taken_over(year) if one.score is not None]
        grades = Counter(one.grade for one in whole.taken_over(year) if one.grade is not None)
        return YearSum(
            year, mean(scores) if scores else None, dict(sorted(grades.items(), key=_grade_order(whole, year)))
        )
    result = whole.results[year]
    points = mean([one.score.total for one in result.members.values()]) if result.book.scored else None
    return YearSum(year, points, count_grades(result.book, result.members.values()))


def _grade_order(whole: _Whole, year: int) -> Callable[[tuple[str, int]], int]:
    """The place of a grade: as the rules have them, others last."""
    book = first_book(whole.rules, year)
    names = [] if book is None else [band.grade for band in book.bands]
    return lambda counted: names.index(counted[0]) if counted[0] in names else len(names)


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
    by_year = {
        year: as_counted(result.book, member, (tally for tally in own if tally.on in result.days))
        for year, result in results.items()
    }
    return _Sums(sheets.count(member.key, own), tuple(_trainings(member, term, results, by_year)))


def _row(
    member: Member,
    whole: _Whole,
    sums: _Sums,
    found: tuple[Proposal, ...],
    marked: Mapping[str, tuple[str, ...]],
) -> TermRow:
    marks = _marks_of(member, whole)
    scores = [Fraction(mark.score) for mark in marks.values() if mark.score is not None]
    scored = any(map(whole.gives_points, marks)) or any(result.book.scored for result in whole.results.values())
    return TermRow(
        member,
        member.value(Facet.SECTOR, whole.term.period),
        marks,
        simple(sum(scores, Fraction(0))) if scored or not whole.results else None,
        mean(scores) if scores else None,
        tuple(year for year, mark in marks.items() if mark.grade == whole.failing(year)),
        sums.attendance,
        sums.trainings,
        marked.get("commends", ()),
        marked.get("conduct", ()),
        member.tenures,
        found,
    )


def _marks_of(member: Member, whole: _Whole) -> dict[int, YearMark]:
    """The member's mark of each year, reckoned here or taken over."""
    marks = {
        year: YearMark(one.score, one.grade or "", paper=one.paper)
        for year, one in whole.earlier.get(member.key, {}).items()
    }
    for year, result in whole.results.items():
        if member.key in result.members:
            marks[year] = _mark(result.members[member.key], result.book)
    return dict(sorted(marks.items()))


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
