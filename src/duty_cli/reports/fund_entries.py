"""The budgets and the spending of a year, entry by entry (经费台账): each with its seq, and who entered it."""

from __future__ import annotations

from dataclasses import dataclass

from duty_cli.model.exact_numbers import Yuan
from duty_cli.model.funds import WHOLE_YEAR, Budget, Purse, Spending
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.reports.report_columns import Document, ledger_document, numbers

SPENDING = (
    *numbers("序号"),
    *(Column("日期"), Column("摘要"), *numbers("金额（元）"), Column("组别"), Column("活动")),
    *(Column("经办人"), Column("凭证号"), Column("批准人"), Column("备注"), Column("录入")),
)
_BUDGETS = (
    *numbers("序号"),
    *(Column("预算项目"), *numbers("金额（元）"), Column("文号"), Column("备注"), Column("录入")),
)


@dataclass(frozen=True, slots=True)
class FundEntries:
    """All that stands of a year."""

    committee: str
    identity: Identity
    year: int
    budgets: tuple[Budget, ...]
    spending: tuple[Spending, ...]


def fund_entries(reading: LedgerReader, identity: Identity, year: int) -> FundEntries:
    """The entries of ``year``."""
    return FundEntries(identity.committee, identity, year, reading.budgets(year), reading.spending(year))


def fund_entries_paper(report: FundEntries) -> Paper:
    """Budgets, and below them what was spent, by day."""
    budgets, spent = [one.new.fen for one in report.budgets], [one.new.fen for one in report.spending]
    whole = [one.new.fen for one in report.budgets if one.new.purse == WHOLE_YEAR]
    notes = (f"共 {len(budgets)} 条，其中全年经费 {Yuan(sum(whole))} 元；组别、活动的预算包括在全年经费之内",)
    sheets = (
        Sheet("预算", "预算", _BUDGETS, tuple(map(_budget_cells, report.budgets)), notes if budgets else ()),
        Sheet("支出", "支出", SPENDING, tuple(map(spending_cells, report.spending)), _spent_notes(spent)),
    )
    return Paper(f"{report.committee}{report.year}年度委员活动经费台账", sheets, str(report.identity))


def _spent_notes(spent: list[int]) -> tuple[str, ...]:
    return (f"共 {len(spent)} 笔，合计 {Yuan(sum(spent))} 元；负数为冲减",) if spent else ()


def _budget_cells(one: Budget) -> tuple[Cell, ...]:
    new = one.new
    return (one.seq, str(new.purse), Yuan(new.fen), new.paper or "", new.note or "", _entered(one))


def spending_cells(one: Spending) -> tuple[Cell, ...]:
    """The cells under :data:`SPENDING`."""
    new = one.new
    said = (new.handled_by, new.voucher, new.approved_by, new.note)
    charged = (new.group.name if new.group else "", new.activity or "")
    return (
        *(one.seq, new.on.isoformat(), new.summary, Yuan(new.fen), *charged),
        *(text or "" for text in said),
        _entered(one),
    )


def _entered(one: Budget | Spending) -> str:
    return f"{one.by} {one.at:%Y-%m-%d}"


def fund_entries_document(report: FundEntries) -> Document:
    """The same as plain values, money in yuan as text."""
    return {
        "report": "fund-list",
        "committee": report.committee,
        "year": report.year,
        "budgets": [_budget_document(one) for one in report.budgets],
        "spending": [spending_document(one) for one in report.spending],
        "ledger": ledger_document(report.identity),
    }


def _budget_document(one: Budget) -> Document:
    new = one.new
    return {
        **{"seq": one.seq, **_purse_document(new.purse), "amount": Yuan(new.fen).plain},
        **{"paper": new.paper, "note": new.note, "by": one.by, "at": one.at.isoformat()},
    }


def _purse_document(purse: Purse) -> Document:
    return {"facet": purse.facet, "name": purse.name or None}


def spending_document(one: Spending) -> Document:
    """Spending as plain values."""
    new = one.new
    return {
        **{"seq": one.seq, "on": new.on.isoformat(), "summary": new.summary, "amount": Yuan(new.fen).plain},
        **{"group": None if new.group is None else _purse_document(new.group), "activity": new.activity},
        **{"handled_by": new.handled_by, "voucher": new.voucher, "approved_by": new.approved_by, "note": new.note},
        **{"by": one.by, "at": one.at.isoformat()},
    }
