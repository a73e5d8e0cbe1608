"""The forms of offices' files, the words in them, and how a foreign file is read as ours."""

from __future__ import annotations

from collections import abc
from collections.abc import Mapping
from dataclasses import field
from datetime import date, time
from enum import StrEnum

from duty_cli.model.exact_numbers import Points
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import RECORD_HEADINGS, ROSTER_HEADINGS, Attendance


class FileForm(StrEnum):
    """What the rows of a file are; the values are what ``--as`` takes."""

    RECORDS = "records"
    ATTENDANCE = "attendance"
    ROSTER = "roster"
    PROPOSALS = "proposals"
    EARLIER = "history"
    SPENDING = "fund"

    @property
    def spec(self) -> FormSpec:
        """All there is to be known of it."""
        return FORMS[self]

    @property
    def called(self) -> str:
        """What offices call it."""
        return FORMS[self].called


ATTENDANCE_HEADINGS: tuple[str, ...] = (
    *("委员编号", "姓名", "界别", "履职事项", "活动", "日期", "出席情况", "参会身份", "参加比例", "文号", "备注"),
)
"""The headings of an attendance sheet that has a row for each member at each activity."""

STAY_HEADINGS: tuple[str, ...] = ("签到时间", "签退时间", "参加时长")
"""What a map may say beside of an attendance sheet: from when until when somebody was there, and for how long in all.

The length of the meeting, against which it is held, is told where the file does not say it.
"""

PROPOSAL_HEADINGS: tuple[str, ...] = (
    *("编号", "标题", "提案人类别", "第一提案人", "联名人", "阶段", "日期", "级别", "所属年度", "文号", "备注"),
)
"""The headings of a list of proposals, a row each: 编号 is the 案号, 标题 the 案由, 阶段 the 立案情况."""


EARLIER_HEADINGS: tuple[str, ...] = ("委员编号", "姓名", "界别", "年度", "积分", "等次", "文号")
"""The headings of results of years before the ledger, a row each; 文号 is the paper that says them."""


SPENDING_HEADINGS: tuple[str, ...] = (*("日期", "摘要", "金额", "组别", "活动", "经办人", "凭证号", "批准人", "备注"),)
"""The headings of a sheet of what was spent, a row each (委员活动经费)."""


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: what offices call it, its headings, and how its blank form reads.

    ``title`` stands above the blank form, ``row`` says what to fill into a row, ``guides`` what is said of a heading otherwise
    than on other forms (what to write, an example), ``read_by`` which command takes it in.
    """

    called: str
    headings: tuple[str, ...]
    title: str
    row: str
    guides: abc.Mapping[str, tuple[str, str]] = field(default_factory=dict)
    read_by: str = "duty import"


FORMS: abc.Mapping[FileForm, FormSpec] = {
    FileForm.RECORDS: FormSpec("履职记录", RECORD_HEADINGS, "委员履职记录登记表", "一行填一名委员的一条记录。"),
    FileForm.ROSTER: FormSpec(
        "名册",
        ROSTER_HEADINGS,
        "委员名册登记表",
        "一行填一名新任委员。一人换组、换职务的另起一行，编号、姓名照写。名册上已有的委员不填在这里。",
        {"委员编号": ("本届内不得重复；编号前面的 0 照写。", "001"), "姓名": ("全名。", "张三")},
        "duty member import",
    ),
    FileForm.ATTENDANCE: FormSpec(
        "出席情况",
        ATTENDANCE_HEADINGS,
        "委员出席情况登记表",
        "一行一名委员，一列一次活动；上面三行填每次活动的履职事项、日期和名称，没有用到的列空着。",
        {
            "出席情况": (
                "从列表选取记号；不在应出席之列的空着，列席到会的选列席；应出席的不能空着，空着的列为未登记。",
                "",
            ),
            "日期": ("活动的日期，写明年、月、日。", "2026-03-05"),
            "活动": ("活动的名称。", "第一期履职培训"),
            "委员编号": ("已填好；增加委员的接着往下填，编号前面的 0 照写。", ""),
            "姓名": ("已填好。", ""),
            "界别": ("已填好。", ""),
        },
    ),
    FileForm.PROPOSALS: FormSpec(
        "提案",
        PROPOSAL_HEADINGS,
        "委员提案登记表",
        "一行填一件提案。",
        {
            "编号": ("案号；同一件提案不得填两行。", "TA-7"),
            "标题": ("提案的案由。", "关于推进课后服务的提案"),
            "日期": ("提交提案的日期，写明年、月、日。", "2026-01-21"),
            "提案人类别": (
                "委员个人和联名的可以空着；党派、团体、界别、专门委员会等集体的写明，并写明执笔、参与的委员。",
                "集体",
            ),
        },
    ),
    FileForm.EARLIER: FormSpec(
        "往年结果",
        EARLIER_HEADINGS,
        "委员往年履职结果登记表",
        "一行填一名委员一个年度的结果。",
        {
            "界别": ("有同名委员的写明；当年年末所属的界别。", ""),
            "年度": ("启用账本以前的年度。", "2024"),
            "积分": ("当年公布的得分，照原文件填写；没有得分的空着。", "58.5"),
            "等次": ("当年公布的等次，照原文件填写；不评定等次的填不评定。", "合格"),
            "文号": ("公布结果的文件的文号。", "示政协〔2025〕3号"),
        },
        "duty history import",
    ),
    FileForm.SPENDING: FormSpec(
        "经费支出", SPENDING_HEADINGS, "委员活动经费支出表", "一行填一笔支出。", read_by="duty fund import"
    ),
}
"""Every form of offices' files. How a table is known to have it stands in ``importing/forms/detect_form.py``."""

HEADINGS: tuple[str, ...] = tuple(
    dict.fromkeys(heading for form, one in FORMS.items() if form is not FileForm.SPENDING for heading in one.headings)
)
"""Every heading that some file about members may have. 金额 or 经办人 is none: beside their tables it heads no column."""


@dataclass(frozen=True, slots=True)
class MeetingLength:
    """How many seconds a meeting took, and from when until when, where that is told."""

    seconds: Points
    hours: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The one meeting of an attendance sheet: its kind, day, name and length, as far as whoever imports the sheet says them.

    ``over``: said of this file alone, so that ``on`` holds also where a map takes the day from when an answer came in.
    """

    kind: str | None = None
    on: date | None = None
    name: str | None = None
    over: bool = False
    length: MeetingLength | None = None


UNTOLD = Meeting()
"""Of which nobody says anything."""


@dataclass(frozen=True, slots=True)
class FileVocabulary:
    """What offices write → what it means.

    ``headings``: another heading → ours. ``marks``: a sign on an attendance sheet → the state. ``stages``: another word for
    how far a proposal got → the stages. ``unread``: headings of columns that say nothing a record holds.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Attendance] = field(default_factory=dict)
    stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


class DateOrder(StrEnum):
    """The order in which a foreign date names its parts; ``-``, ``/`` and ``.`` separate them alike."""

    YEAR_FIRST = "年-月-日"
    DAY_FIRST = "日-月-年"
    MONTH_FIRST = "月-日-年"
