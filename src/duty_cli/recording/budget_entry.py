"""Budgets of the money for activities (委员活动经费, §13): entered, added to, and when one is not taken back."""

from __future__ import annotations

from collections.abc import Collection

from duty_cli.errors.fund_errors import BudgetSpent, BudgetThere, NotMoney, UnknownActivity, UnknownGroup
from duty_cli.model.fund_balances import Balance, FundYear, activity_names, fund_year, groups_of
from duty_cli.model.funds import WHOLE_YEAR, NewBudget, Purse, yuan
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, Operation
from duty_cli.model.members import Seq
from duty_cli.model.periods import year_of
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.scoring.assessment_year import term_of


@dataclass(frozen=True, slots=True)
class BudgetEntered:
    """A budget as written, the balance of its purse, and what all purses of its sort have together (in fen).

    ``whole`` is what the year has, None where nothing was set apart for it.
    """

    seq: Seq
    new: NewBudget
    balance: Balance
    together: int
    whole: int | None


def set_budget(ledger: Ledger, act: Operation, new: NewBudget, *, further: bool = False) -> BudgetEntered:
    """Enter a budget. Of a purse that has one, only what is said to come to it (``further``)."""
    if new.fen <= 0:
        raise NotMoney(yuan(new.fen), "预算须大于 0")
    with ledger.writing(act) as writing:
        term_of(writing.head(), new.year, year_of(new.year))
        refuse_unknown(writing, new.year, new.purse)
        there = next((one for one in writing.budgets(new.year) if one.new.purse == new.purse), None)
        if there is not None and not further:
            raise BudgetThere(new.year, new.purse, yuan(there.new.fen), there.seq)
        seq = writing.append(new)
        known = fund_year(writing, new.year)
        alike = [
            known.of(one).budget or 0 for one in known.balances if one != WHOLE_YEAR and one.facet is new.purse.facet
        ]
        return BudgetEntered(seq, new, known.of(new.purse), sum(alike), known.of(WHOLE_YEAR).budget)


def refuse_unknown(reading: LedgerReader, year: int, purse: Purse) -> None:
    """Refuse a group that nobody belongs to in the year, and an activity that nobody planned or held."""
    if purse == WHOLE_YEAR:
        return
    if purse.facet is None:
        names = activity_names(reading, year)
        if purse.name not in names:
            raise UnknownActivity(purse.name, year, names)
        return
    groups = [one.name for one in groups_of(reading.roster(), year) if one.facet is purse.facet]
    if purse.name not in groups:
        raise UnknownGroup(str(purse.facet), purse.name, year, groups)


def refuse_spent(reading: LedgerReader, seq: Seq, going: Collection[Seq]) -> None:
    """Refuse to take back a budget on which spending rests, unless what stays is enough. Raises BudgetSpent."""
    gone = next(one.new for one in reading.budgets() if one.seq == seq)
    budgets = [one.new for one in reading.budgets(gone.year) if one.seq not in going]
    spending = [one.new for one in reading.spending(gone.year) if one.seq not in going]
    left = FundYear.made_of(gone.year, budgets, spending).of(gone.purse)
    if left.spent > (left.budget or 0):
        raise BudgetSpent(gone.year, gone.purse, yuan(left.spent), yuan(left.budget or 0))
