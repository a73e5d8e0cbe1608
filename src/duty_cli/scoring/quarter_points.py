"""What quarters come to in points: of one member, and of everybody in office in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from duty_cli.errors.rule_errors import NoRulesForPeriod
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.periods import Period, Quarter, quarters_in
from duty_cli.model.progress import in_progress
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rules, YearRules
from duty_cli.scoring.assessment_year import quarter_days, rules_on
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.peer_standings import standings


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
    # The base is no quarter's work: left in, the first quarter would show all of it.
    before = scorer.granted(member).total
    # Up to the ledger's last entry and not by the clock, so that one ledger gives one paper.
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
    before = [tally for tally in own if tally.on <= last]
    return scorer.score(member, before, until=last, among=among, traced=False).total


class PointsByQuarter:
    """Points by quarter: what the year amounts to at a quarter's end, less what it did the day before it began.

    The base of the year stands by itself and is in no quarter: base and quarters together are the year. Where a year
    ends within a quarter, what each of the two years adds in its part of it is summed.

    Known are ``quarter``, whose days and book these are, and the one before it; or else ``earlier`` ones of the same year.
    """

    def __init__(
        self, reading: LedgerReader, rules: Rules, quarter: Quarter, earlier: Sequence[Quarter] | None = None
    ) -> None:
        known = (quarter.before, quarter) if earlier is None else (*earlier, quarter)
        self._days = {each: quarter_days(rules, each) for each in known}
        self._pieces = {each: _pieces(rules, days) for each, days in self._days.items()}
        days = self._days[quarter]
        if days is None or not self._pieces[quarter]:
            raise NoRulesForPeriod(quarter, rules.covered(), rules.subject)
        self.days = days
        self.book = self._pieces[quarter][-1].rules.book
        # Nothing beside a quarter is better than the zeros of a year that was not kept.
        if earlier is None and not all(reading.has_records(one.rules.days) for one in self._pieces[quarter.before]):
            self._pieces[quarter.before] = []
        self._scorers: dict[int, Scorer] = {}
        self._tallies: dict[int, dict[MemberKey, list[Tally]]] = {}
        # The quarter itself last: where both lie in one year, its end is the later.
        ends = {piece.rules.year: piece for each in known for piece in self._pieces[each]}
        for year, piece in ends.items():
            self._scorers[year] = Scorer(piece.rules.book, piece.rules.days)
            until = self._scorers[year].needs.until(piece.days.last)
            groups = reading.tallies(until, by_source=piece.rules.book.by_source)
            self._tallies[year] = dict(
                in_progress(f"汇总 {year} 年度记录", "名委员", groups, lambda: len(reading.roster()))
            )
        self._reading = reading
        self._among: dict[date, dict[MemberKey, dict[str, Points]]] = {}
        self._known: dict[tuple[MemberKey, date], Score] = {}
        self._bases: dict[tuple[MemberKey, int], Score] = {}

    def tallies(self, member: MemberKey, quarter: Quarter) -> list[Tally]:
        """The member's tallies of one quarter."""
        pieces = [(piece.days, self._tallies[piece.rules.year]) for piece in self._pieces[quarter]]
        return [tally for days, of_year in pieces for tally in of_year.get(member, []) if tally.on in days]

    def year_until(self, quarter: Quarter) -> Period:
        """The days of the year in which a known quarter ends, up to its end."""
        piece = self._pieces[quarter][-1]
        return piece.rules.days.until(piece.days.last)

    def year_so_far(self, member: Member, quarter: Quarter) -> Score:
        """What the year in which the quarter ends amounts to at its end."""
        piece = self._pieces[quarter][-1]
        return self._so_far(member, piece.rules.year, piece.days.last)

    def base(self, member: Member, quarter: Quarter) -> Points:
        """The base of the year in which the quarter ends."""
        return self._granted(member, self._pieces[quarter][-1].rules.year).total

    def _granted(self, member: Member, year: int) -> Score:
        known = self._bases.get((member.key, year))
        if known is None:
            known = self._bases[member.key, year] = self._scorers[year].granted(member)
        return known

    def _so_far(self, member: Member, year: int, last: date) -> Score:
        """The year's score up to ``last``; cached, because two quarters share the boundary."""
        known = self._known.get((member.key, last))
        if known is None:
            own = [tally for tally in self._tallies[year].get(member.key, []) if tally.on <= last]
            among = self._standings(year, last).get(member.key)
            known = self._known[member.key, last] = self._scorers[year].score(
                member, own, until=last, among=among, traced=False
            )
        return known

    def _standings(self, year: int, last: date) -> dict[MemberKey, dict[str, Points]]:
        """What everybody's counts come to among all on the day ``last``."""
        if last not in self._among:
            days = next(
                piece.rules.days for each in self._pieces.values() for piece in each if piece.rules.year == year
            )
            self._among[last] = standings(self._reading, self._scorers[year], days, last)
        return self._among[last]

    def in_quarter(self, member: Member, quarter: Quarter) -> tuple[dict[str, Points], Points] | None:
        """Points by category and in all; None for who was not in office, or where rules or records of the year are lacking."""
        served = [piece for piece in self._pieces[quarter] if member.serves_in(piece.days)]
        if not served:
            return None
        categories: dict[str, Points] = {category.id: 0 for category in self.book.categories}
        total: Points = 0
        for piece in served:
            for sign, score in self._ends(member, piece):
                total += sign * score.total
                for one in score.categories:
                    # The piece of the year before may be under another file, with categories that this one lacks.
                    categories[one.id] = simple(categories.get(one.id, 0) + sign * one.score)
        return categories, simple(total)

    def _ends(self, member: Member, piece: _Piece) -> Iterator[tuple[int, Score]]:
        """The year at the end of the piece, and, to be taken off, the day before the piece began, or else its base."""
        year, start = piece.rules.year, piece.days.first - timedelta(days=1)
        yield 1, self._so_far(member, year, piece.days.last)
        if start in piece.rules.days and member.serves_in(piece.rules.days.until(start)):
            yield -1, self._so_far(member, year, start)
        else:
            yield -1, self._granted(member, year)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The days of one quarter that lie in one year of assessment."""

    rules: YearRules
    days: Period


def _pieces(rules: Rules, days: Period | None) -> list[_Piece]:
    """The days of a quarter by years; nothing where one of them has no rules."""
    if days is None:
        return []
    found = []
    first, last = days.first, days.last
    while first <= last:
        year = rules_on(rules, first)
        if year is None:
            return []
        found.append(_Piece(year, Period(first, min(last, year.days.last))))
        first = found[-1].days.last + timedelta(days=1)
    return found
