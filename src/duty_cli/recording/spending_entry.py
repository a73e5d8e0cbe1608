"""Spending of the money for activities (委员活动经费, §13): nothing beyond a budget unless somebody approved it."""

from __future__ import annotations

from datetime import date

from duty_cli.errors.fund_errors import NoBudget, NotMoney, OverBudget, PaidBackMore, SpendingLater, SpendingThere
from duty_cli.model.fund_balances import Balance, FundYear, fund_year
from duty_cli.model.funds import NewSpending, Purse, yuan
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, Operation
from duty_cli.model.members import Seq
from duty_cli.model.periods import year_of
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.recording.budget_entry import refuse_unknown
from duty_cli.scoring.assessment_year import term_of


@dataclass(frozen=True, slots=True)
class SpendingEntered:
    """Spending as written, and the balances of all that it is charged to."""

    seq: Seq
    new: NewSpending
    balances: tuple[tuple[Purse, Balance], ...]


def spend(ledger: Ledger, act: Operation, today: date, new: NewSpending) -> SpendingEntered:
    """Enter what was spent; who approved it stands in ``new``."""
    with ledger.writing(act) as writing:
        there = next((one for one in writing.spending(new.on.year) if one.new.repeats(new)), None)
        if there is not None:
            raise SpendingThere(said_shortly(there.new), f"已登记（序号 {there.seq}）")
        refuse_spending(writing, fund_year(writing, new.on.year), today, new)
        seq = writing.append(new)
        known = fund_year(writing, new.on.year)
        return SpendingEntered(seq, new, tuple((purse, known.of(purse)) for purse in new.purses))


def refuse_spending(reading: LedgerReader, known: FundYear, today: date, new: NewSpending) -> None:
    """Refuse spending that cannot be, or that goes beyond what is ``known`` of the year and was approved by nobody."""
    if new.fen == 0:
        raise NotMoney(yuan(0), "支出不能为 0")
    if new.on > today:
        raise SpendingLater(new.on, today)
    term_of(reading.head(), new.on.year, year_of(new.on.year))
    for purse in new.purses:
        # One that has a balance was known when it came to have it.
        if purse not in known.balances:
            refuse_unknown(reading, known.year, purse)
    # By the very group and activity: what is paid back is taken off where it was spent.
    alike = known.together.get(new.purses, 0)
    if new.fen < 0 and alike + new.fen < 0:
        raise PaidBackMore(yuan(new.fen), yuan(alike))
    beyond = known.beyond(new)
    if beyond is not None and new.approved_by is None:
        purse, balance = beyond
        if balance.left is None:
            raise NoBudget(known.year)
        raise OverBudget(known.year, purse, yuan(new.fen), yuan(balance.left))


def said_shortly(new: NewSpending) -> str:
    """Spending in a few words."""
    voucher = f"凭证号 {new.voucher}，" if new.voucher else ""
    return f"{voucher}{new.on} {new.summary} {yuan(new.fen)} 元"
