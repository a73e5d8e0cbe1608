"""From a score to a grade: minimums missed, vetoes, the band; and quotas over everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from duty_cli.model.conditions import concerns, ever_concerns
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.exact_numbers import Points, round_down, round_half_up
from duty_cli.model.grading_rules import NO_GRADE, UNGRADED, Graded, Minimum, Quota, Round, Selection, Ties, Unit, Veto
from duty_cli.model.items import WindowUnit
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import only_more
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.category_score import CategoryScore
from duty_cli.scoring.matching import ByKind
from duty_cli.scoring.measures import months_in_office, windows
from duty_cli.scoring.verdicts import OwnDays, YearStanding, satisfied, verdict

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class QuotaCandidate:
    """A member's total and grade as the quota meets them."""

    total: Points
    grade: str


@dataclass(frozen=True, slots=True)
class QuotaCut:
    """How a quota fell in one ``group``, or among all (""): ``edge`` is the lowest total within it (None: nobody is)."""

    quota: Quota
    group: str
    places: int
    candidates: int
    within: int
    edge: Points | None
    tied: Points | None


def places(quota: Quota | Selection, members: int) -> int:
    """How many places ``members`` members give."""
    return _so_many(quota.at_most, quota.unit, quota.round, members)


def _so_many(number: Points, unit: Unit, how: Round, members: int) -> int:
    if unit == "members":
        return int(number)
    share = number * members
    return round_down(share) if how == "down" else int(round_half_up(share, 0))


def cut(
    quota: Quota, standings: Mapping[Key, QuotaCandidate], members: int, group: str = "", more: int = 0
) -> tuple[QuotaCut, frozenset[Key]]:
    """Apply a quota: the cut-off among ``standings``, and who is beyond it; ``members`` is the base of the places.

    ``more`` are places that other quotas left unfilled.

    Those of the same total are never told apart: at the edge all of them are in, or none, as the rule file says.
    """
    allowed = places(quota, members) + more
    totals = sorted((s.total for s in standings.values() if s.grade == quota.grade), reverse=True)
    edge, tied = _edge(totals, allowed, quota.ties)
    beyond = frozenset(
        key for key, s in standings.items() if s.grade == quota.grade and (edge is None or s.total < edge)
    )
    return QuotaCut(quota, group, allowed, len(totals), len(totals) - len(beyond), edge, tied), beyond


@dataclass(frozen=True, slots=True)
class SelectionCut:
    """How a selection fell in one ``group``, or among all (""): ``edge`` is the last total within it (None: nobody is).

    ``kept`` are the edges of the places kept for some, in the order of the rule. Of ``places`` places ``taken`` are filled.
    ``stood`` are the totals of all who might be chosen, the first place first, where places are told.
    """

    selection: Selection
    group: str
    edge: Points | None
    kept: tuple[Points | None, ...] = ()
    places: int = 0
    taken: int = 0
    stood: tuple[Points, ...] = ()

    def takes(self, total: Points, held: Sequence[bool] = ()) -> bool:
        """Whether a member of that total is chosen, who may be; ``held``: for whom of those places are kept the member is one."""
        of_own = (edge for edge, own in zip(self.kept, held, strict=True) if own)
        return any(self._within(total, edge) for edge in (self.edge, *of_own))

    def _within(self, total: Points, edge: Points | None) -> bool:
        if edge is None:
            return False
        return total >= edge if self.selection.take == "top" else total <= edge

    def place(self, total: Points) -> int:
        """The place of a total among all who might be chosen; equal totals share one, and leave a gap."""
        return self.stood.index(total) + 1


def select(
    selection: Selection,
    totals: Iterable[Points],
    members: int,
    group: str = "",
    *,
    less: int = 0,
    held: Sequence[Sequence[bool]] = (),
) -> SelectionCut:
    """Where a selection falls among ``totals``, ``members`` members giving the places; the same total is never told apart.

    ``less`` places are taken already. ``held`` tells of each total for whom of those places are kept it is one.
    """
    # Negated for the last ones, so that one comparison serves both ends.
    sign = 1 if selection.take == "top" else -1
    signed = [sign * total for total in totals]
    allowed = max(0, places(selection, members) - less)
    kept: list[Points | None] = []
    gone, chosen = 0, set[int]()
    for number, rule in enumerate(selection.reserve):
        own = [at for at in range(len(signed)) if held[at][number] and at not in chosen]
        wanted = min(_so_many(rule.at_least, rule.unit, rule.round, allowed), allowed - gone)
        edge, _ = _edge(sorted((signed[at] for at in own), reverse=True), wanted, selection.ties)
        kept.append(None if edge is None else sign * edge)
        inside = {at for at in own if edge is not None and signed[at] >= edge}
        chosen |= inside
        gone = min(allowed, gone + (len(inside) if rule.if_short == "others" else max(wanted, len(inside))))
    rest = [at for at in range(len(signed)) if at not in chosen]
    edge, _ = _edge(sorted((signed[at] for at in rest), reverse=True), allowed - gone, selection.ties)
    taken = len(chosen) + len([at for at in rest if edge is not None and signed[at] >= edge])
    stood = tuple(sign * one for one in sorted(signed, reverse=True)) if selection.show_place else ()
    return SelectionCut(selection, group, None if edge is None else sign * edge, tuple(kept), allowed, taken, stood)


def _edge(ordered: Sequence[Points], allowed: int, ties: Ties) -> tuple[Points | None, Points | None]:
    """The last of ``ordered``, the best first, within so many places (None: nobody is); and the total tied over their edge."""
    edge = ordered[min(allowed, len(ordered)) - 1] if ordered and allowed else None
    tied = edge if edge is not None and len(ordered) > allowed and ordered[allowed] == edge else None
    if tied is not None and ties == "exclude":
        edge = next((total for total in reversed(ordered) if total > tied), None)
    return edge, tied


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a score amounts to before quotas: the band of the points, and the grade after minimums and vetoes.

    ``ungraded`` says why the member is not graded; then band and grade are ``UNGRADED``, and nothing is missed.
    """

    band: str
    grade: str
    missed: tuple[Minimum, ...]
    vetoes: tuple[Veto, ...]
    ungraded: str = ""


def judge(
    book: Rulebook,
    member: Member,
    year: Period,
    total: Points,
    tallies: Iterable[Tally],
    until: date = date.max,
    categories: tuple[CategoryScore, ...] = (),
) -> Outcome:
    """The outcome of ``total`` for the records of the year; edges are inclusive, on exact values.

    Months and quarters that begin after ``until`` have not come, and nothing is missed in them. ``categories`` are the
    sub-totals, where the book asks for them.
    """
    own = tallies if isinstance(tallies, ByKind) else ByKind(as_counted(book, member, tallies))
    # Found for the ungraded too: conduct speaks against a commendation even where there is no grade.
    standing = YearStanding(total, NO_GRADE, None, categories=categories)
    vetoes = tuple(veto for veto in book.vetoes if _barred(veto, member, year, own, standing))
    ungraded = why_ungraded(book.graded, member, year)
    if ungraded:
        # A scheme without grades has no word for a grade that is withheld either.
        grade = UNGRADED if book.bands else NO_GRADE
        return Outcome(grade, grade, (), vetoes, ungraded)
    missed = tuple(
        minimum
        for minimum in book.minimums
        # One year cannot miss what is due once in a term.
        if minimum.within != "term"
        and concerns(minimum.applies_to, member, year, year)
        and not all(satisfied(minimum.need, part, standing) for part in by_window(minimum, member, year, own, until))
    )
    band = book.grade(total)
    bounds = [minimum.grade_at_most for minimum in missed if minimum.grade_at_most is not None]
    return Outcome(band, _lowest(book, band, [*bounds, *(veto.grade_at_most for veto in vetoes)]), missed, vetoes)


def why_ungraded(rule: Graded, member: Member, year: Period) -> str:
    """Why ``member`` is not graded for ``year``, in words; empty where graded."""
    if rule.in_office == "last_day" and not member.in_office(year.last):
        return "年末已不在任"
    # 12 where nothing is asked or the year was served whole: counting days for everybody would be slow.
    months = months_in_office(member, year) if rule.at_least_months and not member.serves_all(year) else 12
    return f"当年在任 {months} 个月，不足 {rule.at_least_months} 个月" if months < rule.at_least_months else ""


def by_window(
    minimum: Minimum, member: Member, year: Period, tallies: ByKind, until: date
) -> Iterator[Iterable[Tally]]:
    """The records of each window in which the minimum must be met: the year, or each of its months or quarters."""
    if minimum.within in ("year", "term"):
        yield tallies
    else:
        for days in windows(WindowUnit(minimum.within), year, member, minimum.applies_to, until):
            yield [tally for tally in tallies if tally.on in days]


def _barred(veto: Veto, member: Member, year: Period, own: ByKind, standing: YearStanding) -> bool:
    """Whether a veto bounds the grade of ``member``: of records roles and groups are those of their day."""
    who = veto.applies_to
    barred = verdict(veto.test, OwnDays(own, standing)) is True
    if who is not None and (barred or not only_more(veto.test)):
        if not ever_concerns(who, member, year, year):
            return False
        own = ByKind(tally for tally in own if concerns(who, member, Period(tally.on, tally.on), year))
        return verdict(veto.test, OwnDays(own, standing)) is True
    return barred


def _lowest(book: Rulebook, grade: str, bounds: Iterable[str]) -> str:
    for bound in bounds:
        grade = book.lower(grade, bound)
    return grade
