"""Money for members' activities (委员活动经费, §13): budgets, spending, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.import_sources import called, read_file, refuse_of_others, words_of
from duty_cli.cli.known_maps import mapping_of
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import (
    AS_SAVED,
    ENCODING,
    LIAISON_GROUP,
    MAP,
    SECTOR,
    SHEET,
    SPECIAL_COMMITTEE,
    YEAR_OPTION,
    desk_of,
)
from duty_cli.cli.output import remark, say
from duty_cli.cli.report_registry import BY_NAME

if TYPE_CHECKING:
    from duty_cli.model.fund_balances import Balance
    from duty_cli.model.funds import Purse
    from duty_cli.recording.budget_entry import BudgetEntered
    from duty_cli.recording.spending_import import SpendingImported

fund_app = command_group("委员活动经费：登记预算和支出，导入财务的支出表，列出使用情况。登错的用 duty void 冲正。")

_AMOUNT = Annotated[
    str, typer.Argument(metavar="金额", help="以元为单位，精确到分，如 1234.50、1,234.50、￥1200、1.2万元")
]
_ACTIVITY = Annotated[str | None, typer.Option("--activity", metavar="活动", help="活动名称；须已列入计划或登记过出席")]
APPROVED_BY = Annotated[
    str | None, typer.Option("--approved-by", metavar="批准人", help="预算不足或没有预算时，批准列支的人或会议")
]
_NOTE = Annotated[str | None, typer.Option("--note", metavar="备注", help="其他要说明的")]


@fund_app.command("budget", cls=Command)
def budget(
    ctx: typer.Context,
    amount: _AMOUNT,
    year: YEAR_OPTION,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    activity: _ACTIVITY = None,
    further: Annotated[bool, typer.Option("--further", help="追加：加到已有的预算上")] = False,
    paper: Annotated[str | None, typer.Option("--paper", metavar="文号", help="下达预算的文件")] = None,
    note: _NOTE = None,
) -> None:
    """登记一年的预算：全年的，或者一个组别、一次活动的；已有预算的须写明是追加。"""
    from duty_cli.errors.fund_errors import SeveralPurses
    from duty_cli.model.funds import WHOLE_YEAR, NewBudget, Purse
    from duty_cli.parsing.money import parse_fen
    from duty_cli.recording.budget_entry import set_budget

    desk = desk_of(ctx)
    group, named = _group((sector, liaison_group, special_committee)), _said("活动", activity)
    if group is not None and named is not None:
        raise SeveralPurses("预算不能既是组别的，又是活动的")
    purse = Purse(name=named) if named is not None else group or WHOLE_YEAR
    new = NewBudget(year, purse, parse_fen("金额", amount), _said("文号", paper), _said("备注", note))
    done = set_budget(desk.ledger, desk.act("经费预算"), new, further=further)
    say(f"已登记：{year} 年{_balance(purse, done.balance)}（序号 {done.seq}）")
    _warn(done)


@fund_app.command("spend", cls=Command)
def spend(
    ctx: typer.Context,
    amount: _AMOUNT,
    summary: Annotated[str, typer.Argument(metavar="摘要", help="用在什么上")],
    on: Annotated[str, typer.Option("--on", metavar="日期", help="支出日期，如 2026-03-05、3.5、昨天")],
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    activity: _ACTIVITY = None,
    person: Annotated[str | None, typer.Option("--person", metavar="经办人", help="由谁经办")] = None,
    voucher: Annotated[str | None, typer.Option("--voucher", metavar="凭证号", help="记账凭证的编号")] = None,
    refund: Annotated[bool, typer.Option("--refund", help="冲减：退回的钱，从支出中减去")] = False,
    approved_by: APPROVED_BY = None,
    note: _NOTE = None,
) -> None:
    """登记一笔支出：列入哪个组别、哪次活动；超出预算的须写明批准人。"""
    from duty_cli.errors.fund_errors import NotMoney
    from duty_cli.errors.record_errors import MissingValue
    from duty_cli.model.funds import NewSpending, yuan
    from duty_cli.parsing.money import parse_fen
    from duty_cli.parsing.text_cleaning import clean_key
    from duty_cli.recording import spending_entry

    desk = desk_of(ctx)
    fen, what = parse_fen("金额", amount), _said("摘要", summary)
    if fen < 0:
        raise NotMoney(yuan(fen), "请写大于 0 的金额，退回、冲减的加 --refund")
    if what is None:
        raise MissingValue("摘要")
    new = NewSpending(
        *(desk.day(on), -fen if refund else fen, what, _group((sector, liaison_group, special_committee))),
        *(_said("活动", activity), _said("经办人", person), clean_key("凭证号", voucher or "") or None),
        *(_said("批准人", approved_by), _said("备注", note)),
    )
    done = spending_entry.spend(desk.ledger, desk.act("经费支出"), desk.today, new)
    now = "；".join(_balance(purse, balance) for purse, balance in done.balances)
    say(f"已登记：{spending_entry.said_shortly(new)}（序号 {done.seq}）；{now}")


@fund_app.command("import", cls=Command)
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="财务的支出表，CSV、xlsx、xls 或 ods")],
    approved_by: APPROVED_BY = None,
    map_: MAP = None,
    encoding: ENCODING = None,
    sheet: SHEET = None,
    as_saved: AS_SAVED = False,
) -> None:
    """导入财务的支出表：一行一笔，凭证号已有的不重复登记；整份导入或整份不导入。"""
    from duty_cli.importing.forms.spending_list import SpendingWords, read_spending
    from duty_cli.importing.open_file import open_table
    from duty_cli.importing.sheets import saved_formulas as saved
    from duty_cli.recording.spending_import import import_spending

    desk = desk_of(ctx)
    name, (data, digest) = called(file), read_file(file)
    words, mapping = SpendingWords(words_of(desk)), mapping_of(desk, map_)
    table = open_table(name, data, lexicon=words, mapping=mapping, encoding=encoding, sheet=sheet)
    refuse_of_others(desk, table)
    with desk.ledger.reading() as reading:
        read = read_spending(saved.as_saved(table) if as_saved else table, reading.roster())
    for told in read.remarks:
        remark(told)
    act = desk.act("导入支出", source=name, digest=digest)
    done = import_spending(desk.ledger, act, desk.today, read.rows, _said("批准人", approved_by))
    over = f"，略过空行和合计行 {read.passed_over} 行" if read.passed_over else ""
    say(f"{_headline(name, done)}{over}（编码 {read.encoding}，金额单位 {read.unit}）")
    for line in _fates(name, done):
        say(line)


fund_app.command("report", cls=Command)(BY_NAME["fund report"].command())
fund_app.command("list", cls=Command)(BY_NAME["fund list"].command())


def _headline(name: str, done: SpendingImported) -> str:
    """How many payments came in, of how much, and how many were there."""
    from duty_cli.model.funds import yuan

    if done.batch is None:
        return f"{name} 没有新的支出：已有 {len(done.present)} 笔"
    came = f"新增 {len(done.new)} 笔，合计 {yuan(sum(one.new.fen for one in done.new))} 元"
    there = f"，已有 {len(done.present)} 笔" if done.present else ""
    return f"已导入 {name}：{came}{there}，批次 {done.batch}"


def _fates(name: str, done: SpendingImported) -> Iterator[str]:
    """What came of each row, by line."""
    from duty_cli.recording.spending_entry import said_shortly

    told = {line: f"已有（序号 {seq}）" for line, seq in done.present}
    for one in done.new:
        approved = f"，超出预算，由{one.new.approved_by}批准" if one.new.approved_by else ""
        told[one.line] = f"新增，{said_shortly(one.new)}{approved}"
    yield from (f"{name} 第 {line} 行：{fate}" for line, fate in sorted(told.items()))


def _said(heading: str, text: str | None) -> str | None:
    from duty_cli.errors.record_errors import MissingValue
    from duty_cli.parsing.text_cleaning import clean_text

    if text is None:
        return None
    cleaned = clean_text(heading, text)
    # An option that is given says something: an empty name is no name.
    if not cleaned:
        raise MissingValue(heading)
    return cleaned


def _group(said: tuple[str | None, ...]) -> Purse | None:
    """The one group that is named; None where none is. Raises SeveralPurses."""
    from duty_cli.errors.fund_errors import SeveralPurses
    from duty_cli.model.funds import Purse
    from duty_cli.model.members import GROUPINGS

    given = [
        Purse(facet, _said(facet.value, name) or "")
        for facet, name in zip(GROUPINGS, said, strict=True)
        if name is not None
    ]
    if len(given) > 1:
        raise SeveralPurses("界别、委员联络组、专门委员会写了不止一项")
    return given[0] if given else None


def _balance(purse: Purse, one: Balance) -> str:
    """What a purse comes to now, in words."""
    from duty_cli.model.funds import yuan

    if one.left is None:
        return f"{purse}没有预算，已支出 {yuan(one.spent)} 元"
    left = f"结余 {yuan(one.left)} 元" if one.left >= 0 else f"超支 {yuan(-one.left)} 元"
    return f"{purse}预算 {yuan(one.budget)} 元，已支出 {yuan(one.spent)} 元，{left}"


def _warn(done: BudgetEntered) -> None:
    """Tell where the parts have come to more than the whole."""
    from duty_cli.model.funds import yuan

    if done.whole is None or done.together <= done.whole:
        return
    sort = "各项活动" if done.new.purse.facet is None else f"各{done.new.purse.facet}"
    parts, whole = yuan(done.together), yuan(done.whole)
    remark(f"{done.new.year} 年{sort}的预算合计 {parts} 元，多于全年经费 {whole} 元；请核对")
