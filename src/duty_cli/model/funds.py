"""Money for members' activities (委员活动经费, §13): budgets and spending by year, group and activity, in whole fen.

A year of funds is the calendar's, whatever days a year of assessment has. Nothing here touches a score.
"""

from __future__ import annotations

from datetime import date, datetime

from duty_cli.model.exact_numbers import Yuan
from duty_cli.model.members import Facet, Seq
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Purse:
    """What money is set apart for: a whole year, a group of a ``facet``, or, without a facet, the activities of a name."""

    facet: Facet | None = None
    name: str = ""

    def __str__(self) -> str:
        if not self.name:
            return "全年经费"
        return f"活动“{self.name}”" if self.facet is None else self.name


WHOLE_YEAR = Purse()


@dataclass(frozen=True, slots=True)
class NewBudget:
    """预算: ``fen`` for a purse in a year, by the paper of that number. Several for one purse add up (追加)."""

    year: int
    purse: Purse
    fen: int
    paper: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class NewSpending:
    """支出: what was spent on a day and for what, charged to at most one ``group`` and one ``activity``.

    ``fen`` below 0 was paid back (冲减). ``approved_by`` let it go beyond a budget.
    """

    on: date
    fen: int
    summary: str
    group: Purse | None = None
    activity: str | None = None
    handled_by: str | None = None
    voucher: str | None = None
    approved_by: str | None = None
    note: str | None = None

    @property
    def purses(self) -> tuple[Purse, ...]:
        """All that it is charged to, the year last."""
        own = (self.group, Purse(name=self.activity) if self.activity else None)
        return (*(one for one in own if one is not None), WHOLE_YEAR)

    def repeats(self, other: NewSpending) -> bool:
        """Whether the two are one: of one voucher, or, where either has none, alike in all that is told.

        Offices number their vouchers anew each year, many each month: of another month it is one if amount and words agree.
        """
        alike = (self.fen, self.summary) == (other.fen, other.summary)
        if self.voucher is None or other.voucher is None:
            return alike and (self.on, self.purses) == (other.on, other.purses)
        same_month = self.on.month == other.on.month
        return (self.voucher, self.on.year) == (other.voucher, other.on.year) and (same_month or alike)

    def says_as(self, other: NewSpending) -> bool:
        """Whether a sheet says the same of the payment in ``other``; what it does not say, this office told beside it."""
        charged = other.group in (None, self.group) and other.activity in (None, self.activity)
        return charged and (self.on, self.fen, self.summary) == (other.on, other.fen, other.summary)


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget as entered: its seq, by whom and when."""

    seq: Seq
    new: NewBudget
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Spending:
    """Spending as entered: its seq, by whom and when."""

    seq: Seq
    new: NewSpending
    by: str
    at: datetime


def yuan(fen: int | None) -> Yuan | None:
    """Fen as they are told; None stays None."""
    return None if fen is None else Yuan(fen)
