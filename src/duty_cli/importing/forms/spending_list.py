"""A sheet of what was spent, as accounts offices keep it: a row for each payment, problems gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.fund_errors import GroupOfTwoSorts, TwoUnits, UnknownGroup
from duty_cli.importing.maps.apply_mapping import columns_of
from duty_cli.importing.sheets.file_table import Columns, FileTable
from duty_cli.importing.sheets.row_reader import FileRows, read_row
from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary
from duty_cli.model.file_forms import SPENDING_HEADINGS, FileForm, FileVocabulary
from duty_cli.model.fund_balances import groups_of
from duty_cli.model.funds import NewSpending, Purse
from duty_cli.model.members import Roster
from duty_cli.model.parsed_rows import ParsedSpending
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.dates import day_in_file
from duty_cli.parsing.money import UNITS, parse_fen
from duty_cli.parsing.record_columns import NOT_EMPTY, Read
from duty_cli.parsing.text_cleaning import CJK
from duty_cli.patterns import pattern

_ALIASES = {
    "日期": "时间 记账日期 凭证日期 支出日期 报销日期 发生日期 业务日期",
    "摘要": "用途 支出用途 支出内容 事由 报销事由 业务摘要 费用说明",
    "金额": "支出金额 报销金额 借方金额 借方 支出 实报金额",
    "经办人": "报销人 经手人 领款人",
    "组别": "部门 部门/组别 组别/部门 使用部门 报销部门 所属组别 使用组别",
    "活动": "活动名称 活动项目",
    "凭证号": "凭证编号 凭证字号 凭证号码 记账凭证号 凭单号",
    "批准人": "审批人 签批人 超支批准人",
    "备注": "附注",
}
_UNREAD = "余额 贷方 贷方金额 科目 会计科目 科目名称 科目编码 附件 附件数 附件张数 支付方式 结算方式 收款人 收款单位 方向 制单人 记账人"

_TEXTS = {
    "摘要": ("summary", text_cleaning.clean_text, NOT_EMPTY),
    "组别": ("group", text_cleaning.clean_text, None),
    "活动": ("activity", text_cleaning.clean_text, None),
    "经办人": ("handled_by", text_cleaning.clean_text, None),
    "凭证号": ("voucher", text_cleaning.clean_key, NOT_EMPTY),
    "批准人": ("approved_by", text_cleaning.clean_text, None),
    "备注": ("note", text_cleaning.clean_text, None),
}
"""Heading → the field, how its cells are read, and what an empty one says."""

_MONEY = r"(?:人民币)?([千百万十亿]{0,2}元)"
_UNIT = pattern(rf"单位\s*[:：]?\s*{_MONEY}(?![{CJK}])")
_IN_BRACKETS = pattern(rf"[(（](?:单位[:：]?)?{_MONEY}[)）]$")


@dataclass(frozen=True, slots=True)
class SpendingFile:
    """What a sheet of spending says; ``passed_over`` rows were blank or totals, ``unit`` is that of its bare numbers.

    ``remarks`` tell of what is hidden in the file and of the columns that are not read.
    """

    encoding: str
    passed_over: int
    unit: str
    remarks: tuple[str, ...]
    rows: tuple[ParsedSpending, ...]


class SpendingWords(HeadingVocabulary):
    """The headings of accounts offices' sheets, beside what the office itself says: no other sheet has them."""

    def __init__(self, words: FileVocabulary) -> None:
        own = {alias: heading for heading, aliases in _ALIASES.items() for alias in aliases.split()}
        theirs = {alias: heading for alias, heading in words.headings.items() if heading in SPENDING_HEADINGS}
        headings = {**own, **theirs}
        super().__init__(FileVocabulary(headings, unread=(words.unread | {*_UNREAD.split()}) - {*headings}))

    def heading(self, cell: str, among: Any = SPENDING_HEADINGS) -> str | None:  # noqa: ANN401
        """The heading that a cell writes; the unit of an amount in brackets is none of it, whatever unit it is."""
        return super().heading(_IN_BRACKETS.sub("", text_cleaning.heading(cell)), among)


def read_spending(table: FileTable, roster: Roster) -> SpendingFile:
    """What a table says was spent, read whole. Raises Findings with all problems, UnreadableFile or TwoUnits."""
    reading = spending_rows(table, roster)
    unit = _unit(table, reading.under_headings)
    rows = reading.whole("一笔支出")
    return SpendingFile(reading.encoding, reading.passed_over, unit, reading.told, rows)


def spending_rows(table: FileTable, roster: Roster) -> FileRows[ParsedSpending]:
    """What a table says was spent, row by row. Raises TwoUnits."""
    columns = columns_of(table, SPENDING_HEADINGS, FileForm.SPENDING)
    lacking = columns.lacking(("日期",), ("摘要",), ("金额",), ("凭证号",))
    rows = _Rows(columns, roster, _unit(table, columns))
    return FileRows(FileForm.SPENDING, "一行一笔支出", columns, rows, problems=lacking)


def _unit(table: FileTable, columns: Columns) -> str:
    """The unit that the heading of the amounts or a line above the headings names. Raises TwoUnits where they disagree."""
    found = {said[1] for title in table.titles if (said := _UNIT.search(title))}
    at = columns.at.get("金额", len(table.header.cells))
    if at < len(table.header.cells):
        headed = _IN_BRACKETS.search("".join(table.header.cells[at].split()))
        found |= {headed[1]} if headed else set()
    if len(found) > 1 or not found <= set(UNITS):
        raise TwoUnits(table.name, sorted(found))
    return found.pop() if found else "元"


class _Rows:
    """Rows to spending."""

    def __init__(self, columns: Columns, roster: Roster, unit: str) -> None:
        sheet = columns.table.sheet
        parsers: Mapping[str, tuple[str, Any, object]] = {
            "日期": ("on", partial(day_in_file, year=columns.table.year, epoch=sheet.epoch), NOT_EMPTY),
            "金额": ("fen", partial(parse_fen, unit=unit), NOT_EMPTY),
            **_TEXTS,
        }
        self._columns, self._roster = columns, roster
        self._groups: dict[int, tuple[Purse, ...]] = {}
        self._reads = [
            (field, columns.at[heading], Read(heading, parse, columns.converted.get(heading), empty))
            for heading, (field, parse, empty) in parsers.items()
            if heading in columns.at
        ]

    def __call__(self, line: int, cells: Sequence[str]) -> tuple[ParsedSpending]:
        """The spending of a row. Raises Findings."""
        values = read_row(self._columns, self._reads, line, cells)
        group: str | None = values.pop("group", None)
        try:
            charged = None if group is None else self._group(group, values["on"])
        except DutyError as error:
            raise Findings([self._columns.told(line, error.column, error)]) from None
        return (ParsedSpending(line, NewSpending(group=charged, **values)),)

    def _group(self, name: str, day: date) -> Purse:
        """The group of that name, of whatever grouping. Raises UnknownGroup or GroupOfTwoSorts."""
        if day.year not in self._groups:
            self._groups[day.year] = tuple(groups_of(self._roster, day.year))
        every = self._groups[day.year]
        found = [one for one in every if one.name == name]
        if not found:
            raise UnknownGroup("组别", name, day.year, [one.name for one in every])
        if len(found) > 1:
            raise GroupOfTwoSorts(name, [str(one.facet) for one in found])
        return found[0]
