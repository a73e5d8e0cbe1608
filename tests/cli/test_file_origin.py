"""A sheet of another committee, rows that were handed back, a form of last year, a report: each is known for what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest

from duty_cli.cli import clock
from duty_cli.importing.file_origin import HandedBack, _read_mark, rejects_mark
from duty_cli.importing.readers.file_sheet import Properties
from duty_cli.importing.readers.workbook_parts import properties_in
from tests.workspace import NOW, Duty, Enter

HEAD = "委员编号,履职事项,日期,标题,阶段\n"
ROW = "1001,提案,2026-03-08,关于公园的建议,提交\n"
WRONG = HEAD + ROW + "1009,提案,2026-03-09,关于河道的建议,提交\n"


def filled(duty: Duty, name: str, *, title: str | None = None) -> None:
    """A row filled into a form for records, and another title over it."""
    book = openpyxl.load_workbook(duty.folder / name)
    sheet = book.worksheets[0]
    said = dict(zip(HEAD.strip().split(","), ROW.strip().split(","), strict=True))
    for place, cell in enumerate(sheet[3], 1):
        sheet.cell(4, place).value = said.get(str(cell.value))
    if title is not None:
        sheet.cell(1, 1).value = title
    book.save(duty.folder / name)


def next_door(duty: Duty) -> None:
    """A desk to which the forms of the committee next door come."""
    other = "--ledger 邻县/data/ledger.db"
    duty.done("init 邻县 --committee 政协邻县委员会 --term 14 --from 2022-01-01 --until 2026-12-31")
    duty.done(f"{other} member import 名册.csv")
    duty.done(f"{other} template records -o 邻县表.xlsx")
    duty.done(f"{other} record 1001 提案 --on 2026-03-08 --title 关于公园的建议 --stage 提交")
    duty.done(f"{other} quarter-report 2026-Q1 -o 邻县统计.xlsx")


@pytest.fixture
def neighbour(begin: Callable[[Enter], Duty]) -> Duty:
    """A desk to which the forms of the committee next door come."""
    return begin(next_door)


OTHERS = "是“政协邻县委员会”的“委员履职记录登记表”，本账本是“政协示例县委员会”的；两会的委员编号各是各的，没有读取"


def test_a_form_of_another_committee_is_refused(neighbour: Duty) -> None:
    filled(neighbour, "邻县表.xlsx")
    said = neighbour.refused("import 邻县表.xlsx", 2)
    assert OTHERS in said
    assert said.endswith("请把表题改为“政协示例县委员会委员履职记录登记表”后重新导入")


def test_it_is_known_by_its_properties_where_the_title_is_gone(neighbour: Duty) -> None:
    filled(neighbour, "邻县表.xlsx", title="")
    assert f"{OTHERS}；确是本会的，请把各行复制到本会的表里" in neighbour.refused("import 邻县表.xlsx", 2)


def test_with_the_title_of_this_committee_it_is_read(neighbour: Duty) -> None:
    filled(neighbour, "邻县表.xlsx", title="政协示例县委员会委员履职记录登记表")
    assert "新增 1 条" in neighbour.done("import 邻县表.xlsx")


def test_saved_as_csv_it_is_known_by_its_title(duty: Duty) -> None:
    duty.write("表.csv", f"政协邻县委员会委员履职记录登记表,,,,\n{HEAD}{ROW}")
    assert OTHERS in duty.refused("import 表.csv", 2)


@pytest.mark.parametrize(
    "title",
    [
        "政协示例县委员会委员履职记录登记表",
        "政协示例县第十四届委员会委员履职记录登记表",
        "中国人民政治协商会议某省某市示例县委员会 委员履职记录登记表",
        "赴政协邻县委员会考察情况",
        "2026年委员履职记录登记表",
    ],
)
def test_other_ways_to_say_the_same_committee_are_no_other(duty: Duty, title: str) -> None:
    duty.write("表.csv", f"{title},,,,\n{HEAD}{ROW}")
    assert "新增 1 条" in duty.done("import 表.csv")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("member import 表.csv", "政协邻县委员会委员名册登记表,,\n委员编号,姓名,任职日期\n1010,某甲,2026-01-01\n"),
        ("history import 表.csv", "政协邻县委员会委员往年履职结果登记表,,,\n委员编号,年度,积分,文号\n1001,2021,60,x\n"),
        ("fund import 表.csv", "政协邻县委员会委员活动经费支出表,,\n日期,摘要,金额\n2026-03-05,会场,100\n"),
        ("collect 报送", "政协邻县委员会委员提案登记表,,\n编号,标题,第一提案人,日期\nTA-1,停车,赵一鸣,2026-03-05\n"),
    ],
)
def test_whatever_is_imported_is_not_taken_of_another_committee(duty: Duty, line: str, text: str) -> None:
    (duty.folder / "报送").mkdir()
    duty.write("报送/表.csv" if "报送" in line else "表.csv", text)
    before, answer = duty.digest(), duty(line)
    assert answer.code in (1, 2)
    assert (duty.digest(), "是“政协邻县委员会”的“" in answer.err) == (before, True)


def test_a_report_is_told_as_a_report(duty: Duty) -> None:
    duty.done("quarter-report 2026-Q1 -o 统计.xlsx")
    said = duty.refused("import 统计.xlsx", 2)
    assert "是 duty 生成的“政协示例县委员会2026年第1季度委员履职统计”，不是要登记的表" in said


def test_a_sheet_to_sign_of_another_committee_is_refused(neighbour: Duty) -> None:
    line = "--ledger 邻县/data/ledger.db template sign-in -o 签到.xlsx --activity 五次会议@2026-01-20 --kind 全体会议"
    neighbour.done(line)
    assert "是“政协邻县委员会”的“政协邻县委员会五次会议签到表”" in neighbour.refused("import 签到.xlsx", 2)


def test_rows_handed_back_say_out_of_which_file_and_in_which_batch_the_others_are(duty: Duty) -> None:
    duty.write("二季度.csv", WRONG)
    duty("import 二季度.csv --accept-valid --rejects 退回.xlsx")
    duty.done("member add 1009 吴九江 --sector 经济界 --from 2026-01-01")
    answer = duty("import 退回.xlsx")
    assert (
        "退回.xlsx 是 2026-11-23 退回改正的行，来自 二季度.csv；那份文件已登记（批次 56，经办人甲 2026-11-23），这里只读退回的行\n"
        in answer.err
    )
    assert "新增 1 条" in answer.out


def test_rows_handed_back_of_a_file_that_was_not_entered_say_so(duty: Duty) -> None:
    duty.write("二季度.csv", WRONG)
    duty("import 二季度.csv --rejects 退回.xlsx")
    assert "来自 二季度.csv；那份文件没有登记过，没有退回的各行要另行导入" in duty("import 退回.xlsx --dry-run").err


def test_rows_handed_back_as_csv_are_known_by_the_column_of_reasons(duty: Duty) -> None:
    duty.write("二季度.csv", WRONG)
    duty("import 二季度.csv --accept-valid --rejects 退回.csv")
    assert "退回.csv 末列是“原因”，看来是退回改正的行；这里只读这些行" in duty("import 退回.csv --dry-run").err


def test_rows_handed_back_by_another_committee_are_refused(neighbour: Duty) -> None:
    neighbour.write("表.csv", WRONG)
    neighbour("--ledger 邻县/data/ledger.db import 表.csv --accept-valid --rejects 退回.xlsx")
    assert "退回.xlsx 是“政协邻县委员会”的“退回改正的行”" in neighbour.refused("import 退回.xlsx", 2)


def test_a_form_of_last_year_is_told_with_the_days_in_it(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.done("template records -o 表.xlsx")
    filled(duty, "表.xlsx")
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 15, 9, tzinfo=NOW.tzinfo))
    told = "是照 2026-11-23 的账本做的委员履职记录登记表，不是今年的，表中日期 2026-03-08 至 2026-03-08；"
    assert told in duty("import 表.xlsx").err


def test_a_form_of_this_year_is_nothing_to_speak_of(duty: Duty) -> None:
    duty.done("template records -o 表.xlsx")
    filled(duty, "表.xlsx")
    assert "登记表" not in duty("import 表.xlsx").err


def test_a_mark_in_which_somebody_wrote_tells_nothing() -> None:
    mark = rejects_mark("政协示例县委员会", [HandedBack("一", "一.csv", "0" * 64)])
    assert _read_mark(mark) == ("政协示例县委员会", (HandedBack("一", "一.csv", "0" * 64),))
    assert [_read_mark(mark[:-1]), _read_mark(f"{mark}x"), _read_mark("duty-rejects/1 3")] == [("", ())] * 3


def test_an_ods_says_of_itself_what_an_xlsx_does() -> None:
    part = "<office:meta><meta:creation-date>2025-12-31T23:30:00</meta:creation-date><dc:title>表&amp;题</dc:title></office:meta>"
    assert properties_in({"meta.xml": part.encode()}) == Properties("表&题", "", date(2025, 12, 31))
    core = '<a:created xsi:type="x">2025-12-31T23:30:00Z</a:created><dc:title/><dc:description>说明</dc:description>'
    assert properties_in({"docProps/core.xml": core.encode()}) == Properties("", "说明", date(2026, 1, 1))
    assert properties_in({"docProps/core.xml": b"<created>later</created>"}) == Properties()
