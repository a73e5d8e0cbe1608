"""ENTRIES: every sort of row that can be appended to the ledger, once: its table, its name, and whether it can be reversed."""

from __future__ import annotations

from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class EntrySort:
    """``table`` is what the chain hashes and must never change; ``said`` what a clerk calls such rows."""

    table: str
    said: str
    reversible: bool = False


ENTRIES = (
    EntrySort("batch", "批次"),
    EntrySort("founding", "届", reversible=True),
    EntrySort("member", "委员", reversible=True),
    EntrySort("naming", "姓名"),
    EntrySort("spell", "时段", reversible=True),
    EntrySort("activity", "活动", reversible=True),
    EntrySort("record", "记录", reversible=True),
    EntrySort("invitation", "参会身份", reversible=True),
    EntrySort("leave", "请假", reversible=True),
    EntrySort("reversal", "冲正"),
    EntrySort("rules", "规则"),
    EntrySort("issue", "印发"),
    EntrySort("closing", "结账", reversible=True),
    EntrySort("proceeding", "办理事项", reversible=True),
    EntrySort("step", "办理步骤", reversible=True),
    EntrySort("plan", "活动计划", reversible=True),
    EntrySort("numbering", "编号", reversible=True),
    EntrySort("earlier", "往年结果", reversible=True),
    EntrySort("handin", "收件", reversible=True),
    EntrySort("budget", "经费预算", reversible=True),
    EntrySort("spending", "经费支出", reversible=True),
    EntrySort("erasure", "姓名删除"),
    EntrySort("merge", "并入"),
    EntrySort("taken", "并入来历"),
    EntrySort("attribution", "操作人更正"),
)
"""Each after those it refers to."""

SORTS: dict[str, str] = {one.table: one.said for one in ENTRIES}
"""Table → what a clerk calls its rows."""
