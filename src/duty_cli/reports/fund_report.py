"""The money for activities (委员活动经费, §13) of a year: what was spent against what budget, by group, per head, by activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from duty_cli.model.exact_numbers import Yuan, percent, round_half_up
from duty_cli.model.fund_balances import Balance, FundYear, activity_names, fund_year, groups_of
from duty_cli.model.funds import WHOLE_YEAR, Purse, Spending, yuan
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.periods import year_of
from duty_cli.reports.fund_entries import SPENDING, spending_cells, spending_document
from duty_cli.reports.report_columns import Document, ledger_document, numbers

_MONEY = numbers("笔数", "预算（元）", "支出（元）", "结余（元）", "执行率", "人均支出（元）")
_GROUPS = (Column("类别"), Column("组别"), *numbers("人数"), *_MONEY, Column("情况"))
_ACTIVITIES = (Column("活动"), Column("日期"), *numbers("参加人次"), *_MONEY, Column("情况"))
_NOTES = (
    "金额单位为元，精确到分；年度按公历年；结余＝预算－支出，执行率＝支出÷预算；没有登记预算的，这几栏空着",
    f"人数为本年度内任职并属于该组的{MEMBER}；人均支出＝支出÷人数，四舍五入到分；一笔支出只列入一个组别",
)
_ACTIVITY_NOTE = "同名的活动合并计算；参加人次含迟到、早退，尚未登记出席的空着；人均支出＝支出÷参加人次，四舍五入到分"
_APPROVED_NOTE = "支出时预算不足或没有预算，经所列批准人同意列支"


@dataclass(frozen=True, slots=True)
class FundLine:
    """A purse with its balance; ``heads``: how many share in it (None: not known), ``when``: the days of an activity."""

    purse: Purse
    balance: Balance
    heads: int | None
    when: str = ""

    @property
    def state(self) -> str:
        """What is to be looked at."""
        left = self.balance.left
        if left is None:
            return "没有预算" if self.balance.spent else ""
        return "超支" if left < 0 else ""


@dataclass(frozen=True, slots=True)
class FundReport:
    """A year's money: the ``whole``, the lines of groups and of activities, and what was spent beyond a budget.

    ``ungrouped`` and ``unnamed``: what is charged to no group, to no activity.
    """

    committee: str
    identity: Identity
    year: int
    whole: FundLine
    groups: tuple[FundLine, ...]
    ungrouped: Balance
    activities: tuple[FundLine, ...]
    unnamed: Balance
    approved: tuple[Spending, ...]


def fund_report(reading: LedgerReader, identity: Identity, year: int) -> FundReport:
    """The money of ``year``."""
    known, spending = fund_year(reading, year), reading.spending(year)
    whole = FundLine(WHOLE_YEAR, known.of(WHOLE_YEAR), len(reading.roster().serving(year_of(year))))
    apart = [one.new.fen for one in spending if one.new.group is None]
    beside = [one.new.fen for one in spending if one.new.activity is None]
    return FundReport(
        *(identity.committee, identity, year, whole),
        *(tuple(_groups(reading, known)), Balance(None, sum(apart), len(apart))),
        *(tuple(_activities(reading, known)), Balance(None, sum(beside), len(beside))),
        tuple(one for one in spending if one.new.approved_by is not None),
    )


def _groups(reading: LedgerReader, known: FundYear) -> Iterator[FundLine]:
    """The groups of each grouping in which any has a budget or spent something."""
    heads = groups_of(reading.roster(), known.year)
    # A tenure may have been reversed after money was spent on its group.
    every = [*heads, *(one for one in known.balances if one.facet is not None and one not in heads)]
    used = {one.facet for one in known.balances}
    for group in every:
        if group.facet in used:
            yield FundLine(group, known.of(group), heads.get(group))


def _activities(reading: LedgerReader, known: FundYear) -> Iterator[FundLine]:
    days, names = year_of(known.year), activity_names(reading, known.year)
    charged = [one for one in known.balances if one.facet is None and one != WHOLE_YEAR]
    held = [one for one in reading.activities(days) if Purse(name=one.name) in charged]
    came = Counter(
        line.event.name for line in reading.sheets(days, frozenset(one.kind for one in held)) if line.state.present
    )
    planned = [(one.new.on, one.new.name) for one in reading.plans(days)]
    on = {*((one.on, one.name) for one in held), *planned}
    for purse in sorted(charged, key=lambda one: (one.name not in names, one.name in names and names.index(one.name))):
        when = "、".join(sorted({day.isoformat() for day, name in on if name == purse.name}))
        yield FundLine(purse, known.of(purse), came.get(purse.name), when)


def fund_report_paper(report: FundReport) -> Paper:
    """The year in a line, its groups, its activities, and what somebody had to approve."""
    title = f"{report.committee}{report.year}年度委员活动经费使用情况"
    whole = report.whole.balance
    sheets = [
        Sheet(
            "总体", "总体情况", _GROUPS[2:], ((*_figures(whole, report.whole.heads), report.whole.state),), _NOTES[:1]
        ),
        _group_sheet(report),
        _activity_sheet(report),
    ]
    if report.approved:
        rows = tuple(map(spending_cells, report.approved))
        sheets.append(Sheet("超预算支出", "经批准的超预算支出", SPENDING, rows, (_APPROVED_NOTE,)))
    figures = (("预算（元）", yuan(whole.budget)), ("支出（元）", yuan(whole.spent)), ("结余（元）", yuan(whole.left)))
    return Paper(title, tuple(sheets), str(report.identity), headline=figures)


def _group_sheet(report: FundReport) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for one in report.groups:
        assert one.purse.facet is not None, "a group is one of a grouping"
        rows.append((named(one.purse.facet), one.purse.name, *_figures(one.balance, one.heads), one.state))
    return _summed(
        "按组别", "按组别统计", _GROUPS, rows, report.groups, report.ungrouped, ("", "未列入组别"), _NOTES[1:]
    )


def _activity_sheet(report: FundReport) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for one in report.activities:
        rows.append((one.purse.name, one.when, *_figures(one.balance, one.heads), one.state))
    return _summed(
        *("按活动", "按活动统计", _ACTIVITIES, rows, report.activities, report.unnamed),
        *(("未列入活动", ""), (_ACTIVITY_NOTE,)),
    )


def _summed(
    name: str,
    title: str,
    columns: tuple[Column, ...],
    rows: list[tuple[Cell, ...]],
    lines: tuple[FundLine, ...],
    rest: Balance,
    called: tuple[str, str],
    notes: tuple[str, ...],
) -> Sheet:
    """The lines, what belongs to none of them, and the sum: all that was spent, each payment once."""
    if rest.count:
        rows = [*rows, (*called, *_figures(rest), "")]
    if not rows:
        return Sheet(name, title, columns, ())
    spent, count = (sum(of(one) for one in (*(line.balance for line in lines), rest)) for of in (_spent, _count))
    return Sheet(
        name, title, columns, (*rows, ("合计", "", *_figures(Balance(None, spent, count)), "")), notes, (len(rows),)
    )


def _spent(one: Balance) -> int:
    return one.spent


def _count(one: Balance) -> int:
    return one.count


def _per_head(had: Balance, heads: int | None) -> int | None:
    """What was spent per head, rounded to the fen; None without heads."""
    return int(round_half_up(Fraction(had.spent, heads), 0)) if heads else None


def _figures(had: Balance, heads: int | None = None) -> tuple[Cell, ...]:
    rate = percent(had.spent, had.budget) if had.budget else ""
    each = yuan(_per_head(had, heads))
    return (heads, had.count, yuan(had.budget), yuan(had.spent), yuan(had.left), rate, each)


def fund_report_document(report: FundReport) -> Document:
    """The same as plain values, money in yuan as text."""
    return {
        "report": "fund-report",
        "committee": report.committee,
        "year": report.year,
        "whole": _line_document(report.whole),
        "groups": [_line_document(one) for one in report.groups],
        "ungrouped": _balance_document(report.ungrouped),
        "activities": [_line_document(one) for one in report.activities],
        "unnamed": _balance_document(report.unnamed),
        "approved": [spending_document(one) for one in report.approved],
        "ledger": ledger_document(report.identity),
    }


def _line_document(one: FundLine) -> Document:
    purse = {"facet": one.purse.facet, "name": one.purse.name or None}
    return {**purse, **_balance_document(one.balance, one.heads)}


def _balance_document(had: Balance, heads: int | None = None) -> Document:
    figures = {"budget": had.budget, "spent": had.spent, "left": had.left, "per_head": _per_head(had, heads)}
    return {
        **{"heads": heads, "count": had.count},
        **{name: None if fen is None else Yuan(fen).plain for name, fen in figures.items()},
    }
