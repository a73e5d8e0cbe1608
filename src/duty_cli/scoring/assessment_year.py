"""One year of assessment (考核年度): its days, its rules, its term, and what scoring everybody in it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from duty_cli.errors.lookup_errors import YearOutOfTerm
from duty_cli.errors.record_errors import YearOpen, YearTakenOver
from duty_cli.errors.rule_errors import NoRulesForPeriod, OnlyGroupsScored
from duty_cli.model.grading_rules import OPEN, UNGRADED
from duty_cli.model.ledger_protocol import EarlierResult, LedgerHead, LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.periods import Period, Quarter, Term, year_of
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rulebook, Rules, YearRules

if TYPE_CHECKING:
    # Whoever asks what a year is need not load what scores it.
    from duty_cli.model.grading_rules import Selection
    from duty_cli.scoring.engine import Score
    from duty_cli.scoring.grading import Outcome, QuotaCut, SelectionCut
    from duty_cli.scoring.trace import Lacking
    from duty_cli.scoring.verdicts import Counts

# A day well inside a quarter, however far the year's end in the rule file shifts its first and last day.
_MIDST = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class MemberYear:
    """A member's year. ``grade`` is final, or 未评定 or 不评定; ``passed_over`` says why a quota did not take the member in.

    Of the records it keeps what is asked after they are scored: the ``counts`` of the consequences, what they say to each count
    in the ``needs`` of the selections, and the kinds of ``conduct`` among them. The records themselves are let go, so that a
    year fits in memory.
    """

    member: Member
    score: Score
    outcome: Outcome
    grade: str
    counts: Counts
    needs: Mapping[str, tuple[bool | None, ...]]
    passed_over: str = ""
    conduct: tuple[str, ...] = ()

    @property
    def lacking(self) -> tuple[Lacking, ...]:
        """The scores that are needed and not there yet; of one who is not graded none is needed."""
        return () if self.outcome.ungraded else self.score.lacking

    @property
    def ungraded(self) -> str:
        """Why there is no grade, in words; empty where there is one."""
        if self.outcome.ungraded:
            return self.outcome.ungraded
        return f"{'；'.join(lacking_said(self.lacking))}，得分为暂计" if self.lacking else ""


def lacking_said(every: Iterable[Lacking]) -> Iterator[str]:
    """The scores that are lacking, in words: those that nobody has entered, then those that are to be judged anew."""
    found = [*every]
    if absent := "、".join(_item_said(one) for one in found if not one.outside):
        yield f"{absent}尚未登记"
    for one in found:
        if one.outside:
            yield f"{_item_said(one)}评定分 {'，'.join(map(str, one.outside))}，须提请重新评定"


def as_values(one: Lacking) -> dict[str, object]:
    """A score that is lacking as plain values; where it was judged outside its range, which value, range and rate."""
    outside: dict[str, object] = {"outside": [*map(str, one.outside)]} if one.outside else {}
    return {"item": one.item, "clause": one.origin.clause, **outside}


def _item_said(one: Lacking) -> str:
    """An item with its clause, and the windows where there are several."""
    days = f"，{'、'.join(map(str, one.days))}" if one.days else ""
    return f"{one.item}（{one.origin.clause}{days}）"


def count_grades(book: Rulebook, members: Iterable[MemberYear]) -> dict[str, int]:
    """How many have each grade, the best first, and how many none, yet or at all, where there are such."""
    counts = Counter(one.grade for one in members)
    return {band.grade: counts[band.grade] for band in book.bands} | {
        without: counts[without] for without in (OPEN, UNGRADED) if counts[without]
    }


@dataclass(frozen=True, slots=True)
class YearScope:
    """Base of all that is computed for one year: its number, days and rulebook."""

    rules: YearRules

    @property
    def year(self) -> int:
        """The year."""
        return self.rules.year

    @property
    def days(self) -> Period:
        """Its days."""
        return self.rules.days

    @property
    def book(self) -> Rulebook:
        """The book that rules it."""
        return self.rules.book


QuartersByMember: TypeAlias = Mapping[MemberKey, Mapping[str, tuple[Quarter, ...]]]
"""Of each member who was chosen by a selection of each quarter, in which quarters, by the id of the selection."""


@dataclass(frozen=True, slots=True)
class YearResult(YearScope):
    """Everybody's year, by member key, and how the quotas and the selections fell.

    ``quarters``: whom the selections of each quarter chose in the quarters that are over, where a rule asks for it.
    """

    members: Mapping[MemberKey, MemberYear]
    cuts: tuple[QuotaCut, ...]
    selected: Mapping[MemberKey, tuple[Selection, ...]]
    fell: tuple[SelectionCut, ...] = ()
    quarters: QuartersByMember = field(default_factory=dict)


def closed_years(reading: LedgerReader) -> frozenset[int]:
    """The years whose results are final: those that the clerk has closed. All others are 暂计."""
    return frozenset(one.year for one in reading.closings())


def require_closed(reading: LedgerReader, year: int) -> None:
    """Raise YearOpen where the results of ``year`` are not final."""
    if year not in closed_years(reading):
        raise YearOpen(year)


def rules_of(rules: Rules, year: int) -> YearRules:
    """The rules of ``year``; a year that no file covers whole is an error, never scored by the last one known."""
    found = rules.of_year(year)
    if found is None:
        raise NoRulesForPeriod(year_of(year), rules.covered(), rules.subject)
    return found


def judging_rules_of(rules: Rules, year: int) -> YearRules:
    """The rules of ``year``, by which members are judged. Raises OnlyGroupsScored where they judge groups alone."""
    refuse_unjudged(rules, year)
    return rules_of(rules, year)


def refuse_unjudged(rules: Rules, year: int) -> None:
    """Raise OnlyGroupsScored where the rules of ``year`` judge groups alone; a year without any is left to who asks for them."""
    found = rules.of_year(year)
    if found is not None and found.book.scores_only is not None:
        raise OnlyGroupsScored(year, found.book.scores_only)


def rules_on(rules: Rules, day: date) -> YearRules | None:
    """The year to which ``day`` belongs, with its rules."""
    # A year bears the number of the calendar year in which it ends: a late day may belong to the next number.
    found = (rules.of_year(year) for year in (day.year, day.year + 1))
    return next((one for one in found if one is not None and day in one.days), None)


def quarter_days(rules: Rules, quarter: Quarter) -> Period | None:
    """The days of a quarter under the book in force in its midst; None where there is none."""
    book = rules.on(quarter.period.first + _MIDST)
    if book is None:
        return None
    days = quarter.under(book.year_ends)
    # Days that another rule file rules are scored by that file, not by this one.
    return Period(max(days.first, book.effective.first), min(days.last, book.effective.last))


def days_of(rules: Rules, year: int) -> Period:
    """The days of ``year``; of one without rules as years end in the file before it, else in the first, else in the calendar."""
    found = rules.of_year(year)
    if found is not None:
        return found.days
    # By the calendar it would share days with the year beside it, and have records that are of that year.
    before = [book for book in rules.books if book.effective.first.year <= year]
    book = next(iter(before[-1:] or rules.books), None)
    return year_of(year) if book is None else book.year_ends.of(year)


def days_around(rules: Rules, day: date) -> Period:
    """The days of the year to which ``day`` belongs; where it has no rules, those of the calendar."""
    found = rules_on(rules, day)
    return year_of(day.year) if found is None else found.days


def term_of(head: LedgerHead, year: int, days: Period) -> Term:
    """The term that the year of those days belongs to: the one in which it ends, else the one in which it begins."""
    ending = (term for term in head.terms if days.last in term.period)
    meeting = (term for term in head.terms if term.period.meets(days))
    found = next(ending, None) or next(meeting, None)
    if found is None:
        raise YearOutOfTerm(year, "、".join(map(str, head.terms)))
    return found


def earlier_of(reading: LedgerReader, term: Term) -> dict[MemberKey, dict[int, EarlierResult]]:
    """The results taken over (沿用) of the years of ``term``, by member and year."""
    head = reading.head()
    found: dict[MemberKey, dict[int, EarlierResult]] = {}
    for one in reading.earlier_results():
        if term_of(head, one.year, one.days) == term:
            found.setdefault(one.member, {})[one.year] = one
    return found


def first_book(rules: Rules, year: int) -> Rulebook | None:
    """The book of ``year``; of a year that none covers the first, which came next: its grades are those that were compared."""
    found = rules.of_year(year)
    return found.book if found is not None else next(iter(rules.books), None)


def refuse_taken_over(reading: LedgerReader, days: Period) -> None:
    """Raise YearTakenOver where the results of a year within ``days`` were taken over: there are no records to score."""
    found = next((one for one in reading.earlier_results() if one.days.meets(days)), None)
    if found is not None:
        raise YearTakenOver(found.year, found.paper)


def years_so_far(reading: LedgerReader, rules: Rules, term: Term, last: int) -> tuple[int, ...]:
    """The years of ``term`` up to ``last`` in which the ledger holds any record of anybody.

    A year without a single record was not kept in this ledger, and nobody is failed for it. Groups are judged from the first
    of their own rule files on: the records before it are of years in which members were.
    """
    begun = rules.books[0].effective.first if rules.subject is not None and rules.books else date.min

    def found() -> tuple[int, ...]:
        years = (
            year
            for year in years_of(reading.head(), rules, term)
            if year <= last and days_of(rules, year).last >= begun
        )
        return tuple(year for year in years if reading.has_records(days_of(rules, year)))

    # That nobody has a record of a year is only known once everybody was asked.
    return reading.kept("years", (rules.digest, rules.subject, term.number, last), tuple, found)


def years_of(head: LedgerHead, rules: Rules, term: Term) -> tuple[int, ...]:
    """The years that share a day with ``term``, but one that begins with its last days and ends in the year after.

    A year that ends in another term is that one's.
    """
    days = {year: days_of(rules, year) for year in term.years()}
    return tuple(year for year, own in days.items() if own.meets(term.period) and not _elsewhere(head, term, own.last))


def last_year(head: LedgerHead, term: Term, year: int, days: Period) -> int:
    """The last year of ``term``, as ``year``, one of its own, shows by its ``days`` when years end."""
    ends = {at: _years_later(days.last, at - year) for at in term.years()}
    return max((at for at, end in ends.items() if not _elsewhere(head, term, end)), default=year)


def _elsewhere(head: LedgerHead, term: Term, day: date) -> bool:
    return day not in term.period and any(day in other.period for other in head.terms)


def _years_later(day: date, years: int) -> date:
    # 29 February has no like in most years.
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def years_kept(reading: LedgerReader, rules: Rules) -> tuple[int, ...]:
    """The years in which the ledger holds any record, in order; the last may end in the calendar year after."""
    # One calendar year may hold days of two years of assessment.
    touched = {year + more for year in reading.years_with_records() for more in (0, 1)}
    return tuple(year for year in sorted(touched) if reading.has_records(days_of(rules, year)))
