"""What the secretariat owes in a year and by when (§11), as the office has it in ``rules/calendar.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from duty_cli.model.audience import Audience
from duty_cli.model.grading_rules import About
from duty_cli.model.periods import Term
from duty_cli.model.proceedings import PathUse
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day of the year, or of the year after it."""

    month: int
    day: int
    next_year: bool = False

    def on(self, year: int) -> date:
        """The day for ``year``."""
        return date(year + self.next_year, self.month, self.day)

    def of(self, year: int, term: Term) -> date:
        """The day that is meant in ``year``, of whatever term."""
        return self.on(year)


@dataclass(frozen=True, slots=True)
class BeforeTermEnds:
    """So many days before the last day of a term: owed in its last year alone."""

    days: int

    def of(self, year: int, term: Term) -> date:
        """The day that is meant, whatever the ``year``."""
        return term.period.last - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """Done when the report was issued: of ``quarter``, else of the year or term; for ``audience``, else for anybody."""

    report: str
    quarter: int | None = None
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class MinimumsMet:
    """Done when everybody has met the minimums about this: a line each."""

    about: About


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """Done when the year is closed."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Done when the proceedings of that use about the year have come to their end."""

    use: PathUse


Evidence = IssuedReport | MinimumsMet | ClosedYear | Decided


@dataclass(frozen=True, slots=True)
class OfficeDuty:
    """One thing that is owed: ``done`` is by what the ledger knows that it is done, None where people have to look.

    ``hand_ins``: the kinds that members hand in by that day (§11).
    """

    name: str
    clause: str
    due: DueDay | BeforeTermEnds
    done: Evidence | None = None
    hand_ins: tuple[str, ...] = ()


def hand_in_days(duties: Iterable[OfficeDuty]) -> dict[str, DueDay]:
    """By which day of the year each kind is to be handed in, where the calendar says."""
    return {kind: one.due for one in duties for kind in one.hand_ins if isinstance(one.due, DueDay)}
