"""What is left of the money of a year (委员活动经费, §13), purse by purse, and what it can be spent on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from duty_cli.model.funds import WHOLE_YEAR, NewBudget, NewSpending, Purse
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import GROUPINGS, Roster
from duty_cli.model.periods import year_of
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """What was set apart (None: nothing ever was) and what was spent, in fen, in ``count`` payments."""

    budget: int | None = None
    spent: int = 0
    count: int = 0

    @property
    def left(self) -> int | None:
        """What is left; below 0 where more was spent. None without a budget."""
        return None if self.budget is None else self.budget - self.spent


@dataclass(frozen=True, slots=True)
class FundYear:
    """The balance of each purse of one year that money was set apart for or spent on.

    ``together``: what was spent, by all that it was charged to together.
    """

    year: int
    balances: Mapping[Purse, Balance]
    together: Mapping[tuple[Purse, ...], int]

    @classmethod
    def made_of(cls, year: int, budgets: Iterable[NewBudget], spending: Iterable[NewSpending]) -> FundYear:
        """The year as its budgets and its spending make it."""
        found: dict[Purse, Balance] = {}
        for budget in budgets:
            old = found.get(budget.purse, Balance())
            found[budget.purse] = replace(old, budget=(old.budget or 0) + budget.fen)
        together: Counter[tuple[Purse, ...]] = Counter()
        for one in spending:
            found |= _charged(found, one)
            together[one.purses] += one.fen
        return cls(year, found, together)

    def of(self, purse: Purse) -> Balance:
        """The balance of a purse."""
        return self.balances.get(purse, Balance())

    def after(self, new: NewSpending) -> FundYear:
        """The year once that is spent as well."""
        together = {**self.together, new.purses: self.together.get(new.purses, 0) + new.fen}
        return FundYear(self.year, {**self.balances, **_charged(self.balances, new)}, together)

    def beyond(self, new: NewSpending) -> tuple[Purse, Balance] | None:
        """The first purse that ``new`` goes beyond; the year, without a budget, where none of its purses has one.

        What is paid back goes beyond nothing.
        """
        if new.fen < 0:
            return None
        known = [(purse, self.of(purse)) for purse in new.purses if self.of(purse).budget is not None]
        if not known:
            return WHOLE_YEAR, self.of(WHOLE_YEAR)
        return next(((purse, one) for purse, one in known if (one.left or 0) < new.fen), None)


def _charged(balances: Mapping[Purse, Balance], new: NewSpending) -> dict[Purse, Balance]:
    known = [(purse, balances.get(purse, Balance())) for purse in new.purses]
    return {purse: Balance(old.budget, old.spent + new.fen, old.count + 1) for purse, old in known}


def fund_year(reading: LedgerReader, year: int) -> FundYear:
    """What the ledger holds of a year."""
    return FundYear.made_of(
        year, (one.new for one in reading.budgets(year)), (one.new for one in reading.spending(year))
    )


def groups_of(roster: Roster, year: int) -> dict[Purse, int]:
    """The groups of the three groupings, and how many members in office belonged to each on any day of the year."""
    days = year_of(year)
    found: dict[Purse, set[int]] = {}
    for member in roster.serving(days):
        for tenure in member.tenures:
            if tenure.facet in GROUPINGS and tenure.within(days):
                found.setdefault(Purse(tenure.facet, tenure.value), set()).add(member.key)
    order = sorted(found, key=lambda one: one.facet is not None and GROUPINGS.index(one.facet))
    return {group: len(found[group]) for group in order}


def activity_names(reading: LedgerReader, year: int) -> tuple[str, ...]:
    """The names of the activities that were held or are planned in the year, by day."""
    days = year_of(year)
    held = [(one.on, one.name) for one in reading.activities(days)]
    planned = [(one.new.on, one.new.name) for one in reading.plans(days)]
    return tuple(dict.fromkeys(name for _, name in sorted([*held, *planned]) if name))
