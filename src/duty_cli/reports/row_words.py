"""A row of whatever sort in the words of its columns: what each column is called, and how its cell is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from duty_cli.model.exact_numbers import Yuan
from duty_cli.model.ledger_protocol import WholeReader
from duty_cli.model.legal_time import BEIJING
from duty_cli.model.members import Facet, Member, MemberKey, Seq
from duty_cli.model.office_words import LIAISON_GROUP, MEMBER, SECTOR, SPECIAL_COMMITTEE, named, spoken
from duty_cli.model.records import COLUMNS, Record
from duty_cli.model.row_search import Cell
from duty_cli.parsing.command_words import quoted_word
from duty_cli.parsing.member_lookup import label
from duty_cli.parsing.record_columns import cell_of
from duty_cli.reports.report_columns import details

Pair = tuple[str, str]
"""A heading, and what stands under it."""

_DAYS = {"first": "起日", "last": "止日"}
_DUE = {
    "due": "应出席",
    "sector": SECTOR,
    "liaison_group": LIAISON_GROUP,
    "special_committee": SPECIAL_COMMITTEE,
}
_EVENT = {"kind": "履职事项", "day": "日期", "name": "活动"}
_WHOSE = {"member": MEMBER}
_NUMBER = {"number": f"{MEMBER}编号"}

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "批次": {
        **{"at": "时间", "by": "操作人", "command": "操作", "source": "来源文件"},
        **{"source_digest": "来源文件摘要（SHA-256）", "reason": "原因"},
        **{"entered_by": "原操作人", "entered_at": "原登记时间", "after_wrong_clock": "此前时钟有误"},
    },
    "届": {"committee": "委员会", "term": "届次", **_DAYS},
    "委员": _NUMBER,
    "姓名": {**_WHOSE, "name": "姓名", "initials": "拼音首字母", "phone": "电话"},
    "时段": {
        **{**_WHOSE, "facet": "类别", "value": "内容", **_DAYS},
        **{"begun": "开始原因", "begun_number": "开始依据文号", "ended": "结束原因", "ended_number": "结束依据文号"},
    },
    "活动": {**_EVENT, **_DUE},
    "参会身份": {**_WHOSE, **_EVENT, "capacity": "参会身份"},
    "记录": {**_WHOSE, **{name: column.heading for name, column in COLUMNS.items()}},
    "请假": {
        **{**_WHOSE, **_DAYS, "reason": "事由", "granted": "是否准假", "decided_by": "批准人", "kind": "履职事项"},
    },
    "冲正": {"target": "冲正的序号"},
    "规则": {"digest": "规则摘要（SHA-256）", "files": "规则文件"},
    "印发": {
        **{"report": "报表", "printed": "文号和日期", "format": "格式", "digest": "文件摘要（SHA-256）"},
        **{"revision": "稿次", "known": "依据序号", "head": "账首", "rules": "规则", "version": "程序版本"},
        "elsewhere": "另一副本的序号",
    },
    "结账": {"year": "年度", **_DAYS},
    "办理事项": {
        **{"path": "办理路径", "about": "事项", **_WHOSE, "year": "年度", "target": "所指序号", "grounds": "依据"},
    },
    "办理步骤": {
        **{"proceeding": "办理事项序号", "name": "步骤", "day": "日期", "by": "由谁", "meeting": "会议"},
        **{"place": "地点", "number": "文号", "words": "内容", "until": "期限", "note": "备注"},
    },
    "活动计划": {**_EVENT, "place": "地点", **_DUE, "origin": "最初计划的序号"},
    "编号": {**_WHOSE, **_NUMBER, "first": "起日"},
    "往年结果": {**_WHOSE, "year": "年度", **_DAYS, "score": "得分", "grade": "等次", "paper": "依据文件"},
    "收件": {
        **{**_WHOSE, "kind": "履职事项", "year": "年度", "day": "日期", "received_by": "收件人"},
        **{"digest": "文件摘要（SHA-256）"},
    },
    "经费预算": {
        **{"year": "年度", "facet": "组别", "name": "预算项目", "fen": "金额（元）", "paper": "文号", "note": "备注"},
    },
    "经费支出": {
        **{"day": "日期", "summary": "摘要", "fen": "金额（元）", "facet": "组别类别", "name": "组别"},
        **{"activity": "活动", "handled_by": "经办人", "voucher": "凭证号", "approved_by": "批准人", "note": "备注"},
    },
    "姓名删除": _WHOSE,
    "并入": {"last": "另一副本的最后序号", "head": "账首", "common": "共同的最后序号", "batches": "并入批次数"},
    "操作人更正": {"target": "批次", "by": "操作人"},
    "并入来历": {"merge": "并入的序号", "first": "另一副本的首行序号", "last": "另一副本的末行序号", "head": "账首"},
}
"""What the columns of each sort of row are called, in the order in which they are told. A test holds that none is lacking."""

_LONG = frozenset({"来源文件摘要（SHA-256）", "规则摘要（SHA-256）", "文件摘要（SHA-256）", "账首", "程序版本", "规则"})
"""What a line leaves out."""


class RowTeller:
    """Tells rows of one reading; whom a row is of is looked up once for each member."""

    def __init__(self, reading: WholeReader) -> None:
        self._reading = reading
        self._numbers: dict[MemberKey, str] | None = None
        self._members: dict[MemberKey, Member | None] = {}

    def member(self, key: int | None) -> Member | None:
        """The member of that key; None where the enrolment was reversed."""
        if key is None:
            return None
        if self._numbers is None:
            self._numbers = {one.member: one.number for one in self._reading.called()}
        whose = MemberKey(key)
        if whose not in self._members:
            number = self._numbers.get(whose)
            bearers = () if number is None else self._reading.bearers(number)
            self._members[whose] = next((one for one in bearers if one.key == whose), None)
        return self._members[whose]

    def whose(self, sort: str, seq: Seq, cells: Mapping[str, Cell]) -> Member | None:
        """Whom a row is of; None where it is of nobody."""
        key = seq if sort == "委员" else cells.get("member")
        return self.member(key) if isinstance(key, int) else None

    def pairs(self, sort: str, seq: Seq, cells: Mapping[str, Cell]) -> list[Pair]:
        """What a row says, column by column; columns that say nothing are left out."""
        if sort == "记录":
            record = self._reading.record(seq)
            assert record is not None, "the row is there"
            return self._of_record(record)
        told = ((heading, self._told(sort, name, cells.get(name))) for name, heading in HEADINGS[sort].items())
        return [*self._said_besides(sort, seq), *((heading, text) for heading, text in told if text)]

    def _said_besides(self, sort: str, seq: Seq) -> Iterator[Pair]:
        """Of an enrolment who it is: the name stands in rows of its own."""
        if sort == "委员":
            member = self.member(seq)
            yield MEMBER, label(member) if member else "（登记已冲正）"

    def _of_record(self, record: Record) -> list[Pair]:
        said = ((column.heading, cell_of(getattr(record.fields, name))) for name, column in COLUMNS.items())
        member = self.member(record.member)
        return [(MEMBER, label(member) if member else ""), *((heading, text) for heading, text in said if text)]

    def _told(self, sort: str, name: str, cell: Cell) -> str:
        if cell is None:
            return "（姓名已删除）" if (sort, name) == ("姓名", "name") else ""
        if name == "member":
            member = self.member(int(cell))
            return label(member) if member else f"序号 {cell}（登记已冲正）"
        return _CELLS.get((sort, name), _CELLS.get(("", name), _plain))(cell)

    def line(self, sort: str, seq: Seq, cells: Mapping[str, Cell]) -> str:
        """What a row says in one line, beside its day and whose it is."""
        if sort == "记录":
            record = self._reading.record(seq)
            return "" if record is None else details(record.fields)
        if sort == "委员":
            return _belonging(self.member(seq))
        if sort == "请假":
            until = "" if cells["last"] == cells["first"] else f"至 {cells['last']} "
            return f"{until}{cells['reason']}请假 {cells['kind'] or ''}{_granted(cells['granted'])}"
        if sort == "时段":
            value = "在任" if cells["facet"] == Facet.OFFICE else cells["value"]
            return f"{_facet(cells['facet'])} {value}，{cells['first']} 至 {cells['last'] or '今'}"
        beside = {MEMBER, "日期", "时间", "操作人"} | _LONG
        return " ".join(text for heading, text in self.pairs(sort, seq, cells) if heading not in beside)


def _belonging(member: Member | None) -> str:
    """Groups and roles that a member holds still, or held last where the member has left."""
    tenures = () if member is None else tuple(one for one in member.tenures if one.facet is not Facet.OFFICE)
    return "、".join(one.value for one in [one for one in tenures if one.last is None] or tenures)


def day_of_row(cells: Mapping[str, Cell]) -> str:
    """The day of a row, or that on which it begins; empty where it has none."""
    return str(cells.get("done") or cells.get("day") or cells.get("first") or "")


def goes_on(sort: str, seq: Seq, cells: Mapping[str, Cell], member: Member | None) -> str:
    """The command with which a clerk goes on from a row that was found."""
    match sort:
        case "委员" if member is not None:
            return f"duty statement {quoted_word(member.number)}"
        case "活动":
            return f"duty minutes {quoted_word(str(cells['name']))} --on {cells['day']}"
        case "活动计划":
            return f"duty plan sheet {seq}"
        case "批次":
            return f"duty log {seq}"
    return f"duty show {seq}"


def _plain(cell: Cell) -> str:
    return str(cell)


def _granted(cell: Cell) -> str:
    return "准假" if cell else "未准"


def _words(cell: Cell) -> str:
    return "、".join(map(str, json.loads(str(cell))))


def _command(cell: Cell) -> str:
    return " ".join(quoted_word(str(word)) for word in json.loads(str(cell)))


def _moment(cell: Cell) -> str:
    return f"{datetime.fromisoformat(str(cell)).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def _facet(cell: Cell) -> str:
    return named(Facet(str(cell)))


_CELLS: Mapping[tuple[str, str], Callable[[Cell], str]] = {
    ("", "fen"): lambda cell: str(Yuan(int(cell or 0))),
    ("", "granted"): _granted,
    ("", "grounds"): _words,
    ("", "printed"): _command,
    ("", "report"): lambda cell: f"duty {_command(cell)}",
    ("", "at"): _moment,
    ("", "entered_at"): _moment,
    ("", "after_wrong_clock"): lambda _: "是",
    ("", "facet"): _facet,
    ("批次", "command"): lambda cell: spoken(str(cell)),
}
"""How cells are told that do not say themselves, by sort and column, or by column alone."""
