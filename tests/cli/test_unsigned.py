"""Who is due and stands on no sheet is neither present nor absent: 未登记, listed until it is settled; a guest is never absent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty

STANDING = "1001,2026-07-08,第二十次会议,√\n"
GROUP = "1003,2026-03-02,走进企业,√\n1001,2026-03-02,走进企业,√\n"
OPEN = (
    "未登记 2026-07-08 常委会会议 第二十次会议：应出席 2 人，1 人不在表上：1002 钱二南；"
    "可用 duty settle 常委会会议 --on 2026-07-08 --title 第二十次会议 --missing 缺席 登记\n"
)


def brought(duty: Duty, rows: str, options: str = "--kind 常委会会议") -> str:
    """What an import of a sheet remarks."""
    duty.write("签到.csv", "委员编号,日期,活动,签到\n" + rows)
    answer = duty(f"import 签到.csv {options}")
    assert answer.code == 0, answer
    return answer.err


def counts(duty: Duty, quarter: str = "2026-Q3") -> dict[str, dict[str, Any]]:
    report: Any = duty.json(f"quarter-report {quarter}")
    return {one["number"]: one["attendance"] for one in report["members"]}


def test_who_was_due_and_is_on_no_sheet_is_listed_and_is_neither_present_nor_absent(duty: Duty) -> None:
    assert OPEN in brought(duty, STANDING)
    one = counts(duty)["1002"]
    assert (one["expected"], one["present"], one["absent"], one["unsigned"], one["rate"]) == (1, 0, 0, 1, "")
    assert "100%（未登记1）" in duty.done("quarter-report 2026-Q3")
    assert duty.json("minutes 第二十次会议")["expected"] == 2
    assert "未登记1人" in duty.done("minutes 第二十次会议")
    assert "1002 钱二南" in duty.done("today")
    assert "应出席而没有登记出席情况的活动" in duty.done("explain 1002 --year 2026")


def test_the_rate_of_the_year_is_of_what_is_known(duty: Duty) -> None:
    brought(duty, STANDING)
    assert "未登记1人次，出席率100%" in duty.done("annual-notice 2026 --for 内部")


@pytest.mark.parametrize("way", ["settle", "sheet", "missing"])
def test_it_is_settled_in_one_step_or_by_a_later_sheet_alike(duty: Duty, way: str) -> None:
    duty.done("leave 1002 --from 2026-07-08 --reason 因病 --granted-by 秘书长")
    if way == "missing":
        assert "依据请假登记列为请假：1002 钱二南" in brought(duty, STANDING, "--kind 常委会会议 --missing 缺席")
    else:
        assert "（已准假：1002 钱二南）" in brought(duty, STANDING)
    if way == "settle":
        duty.done("settle 常委会会议 --on 2026-07-08 --missing 缺席")
    if way == "sheet":
        assert "未登记" not in brought(duty, "1002,2026-07-08,第二十次会议,请假\n")
    assert duty.states() == {"1001": "出席", "1002": "请假"}
    assert counts(duty)["1002"]["on_leave"] == 1
    assert "没有应出席而未登记的委员" in duty.done("settle")


def test_nobody_is_settled_as_present(duty: Duty) -> None:
    brought(duty, STANDING)
    said = duty.refused("settle 常委会会议 --on 2026-07-08 --missing 出席")
    assert said.startswith("错误：--missing 的状态“出席”无法识别")


def test_an_event_that_expects_nobody_in_particular_leaves_nobody_open(duty: Duty) -> None:
    assert "未登记" not in brought(duty, GROUP, "--kind 委员活动日")
    assert duty.done("settle 委员活动日 --on 2026-03-02").endswith("没有应出席而未登记的委员\n")


@pytest.mark.parametrize("said", ["option", "sheet", "later"])
def test_a_group_that_is_named_is_due_and_others_are_guests(duty: Duty, said: str) -> None:
    above = "应出席范围：城西联络组,,,\n" if said == "sheet" else ""
    duty.write("签到.csv", f"{above}委员编号,日期,活动,签到\n{GROUP}")
    duty.done("import 签到.csv --kind 委员活动日" + (" --liaison-group 城西联络组" if said == "option" else ""))
    if said == "later":
        duty.done("settle 委员活动日 --on 2026-03-02 --liaison-group 城西联络组")
    found = counts(duty, "2026-Q1")
    assert {number for number, one in found.items() if one["unsigned"]} == {"1004", "1008"}
    assert [(one["expected"], one["present"], one["guest"]) for one in (found["1001"], found["1003"])] == [
        (0, 0, 1),
        (1, 1, 0),
    ]
    minutes: Any = duty.json("minutes 走进企业")
    assert (minutes["expected"], [one["number"] for one in minutes["guests"]]) == (3, ["1001"])


def test_who_is_said_to_be_due_adds_up_and_can_be_taken_back(duty: Duty) -> None:
    brought(duty, GROUP, "--kind 委员活动日 --liaison-group 城西联络组")
    brought(duty, GROUP, "--kind 委员活动日 --sector 科技界")
    assert {number for number, one in counts(duty, "2026-Q1").items() if one["unsigned"]} == {"1004", "1005", "1008"}
    duty.done(f"undo {duty.last_batch()} --reason 范围有误")
    assert {number for number, one in counts(duty, "2026-Q1").items() if one["unsigned"]} == {"1004", "1008"}


def test_a_guest_is_not_entered_as_absent_and_is_marked_where_present(duty: Duty) -> None:
    brought(duty, STANDING)
    line = "record 1003 常委会会议 --on 2026-07-08 --activity 第二十次会议"
    said = duty.refused(f"{line} --attendance 缺席")
    assert said.startswith(
        "错误：1003 孙三禾 不在应出席范围（2026-07-08 常委会会议 第二十次会议），没有到会的不登记为“缺席”"
    )
    assert "，列席，不计入应出席）" in duty.done(line)
    assert "第二十次会议 出席（列席）" in duty.done("explain 1003 --year 2026")


def test_all_are_due_where_the_rules_say_so(duty: Duty) -> None:
    duty.change_rules(
        "全体会议, clause: 第6条, attended: yes}", "全体会议, clause: 第6条, attended: yes, expects: all}"
    )
    assert "应出席 6 人，5 人不在表上" in brought(duty, "1001,2026-03-01,五次会议,√\n", "--kind 全体会议")


def test_those_on_the_sheet_alone_may_be_said_to_be_due(duty: Duty) -> None:
    assert "未登记" not in brought(duty, STANDING + "1003,2026-07-08,第二十次会议,缺\n", "--kind 常委会会议 --listed")
    assert counts(duty)["1003"]["absent"] == 1


def test_a_form_of_our_own_that_comes_back_with_empty_cells_leaves_them_open(duty: Duty) -> None:
    duty.done(
        "template attendance --liaison-group 城西联络组 --activity 走进企业@2026-03-02 --kind 委员活动日 -o 表.xlsx"
    )
    book = openpyxl.load_workbook("表.xlsx")
    book.worksheets[0]["D8"] = "√"
    book.save("表.xlsx")
    assert "应出席 3 人，2 人不在表上" in duty("import 表.xlsx").err
    duty.done("settle 委员活动日 --on 2026-03-02 --missing 缺席 --except 公假=1008")
    assert sorted(duty.states().values()) == ["公假", "出席", "缺席"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("settle 常委会会议", "错误：请写明事项和日期，如 duty settle 全体会议 --on 2026-01-20 --missing 缺席"),
        ("settle 常委会会议 --on 2026-07-09 --missing 缺席", "错误：账本中没有“2026-07-09 常委会会议”的出席登记"),
        ("settle 常委会会议 --on 2026-07-08 --missing 缺席 --except 请假=1003", "的未登记的委员之内；请核对名单"),
        ("settle 常委会会议 --on 2026-07-08 --all --listed", "错误：应出席范围写了几种"),
    ],
)
def test_what_cannot_be_settled_is_refused(duty: Duty, line: str, sentence: str) -> None:
    brought(duty, STANDING)
    assert sentence in duty.refused(line, 2 if "请写明" in sentence or "几种" in sentence else 5)


def test_a_range_that_no_group_bears_is_refused(duty: Duty) -> None:
    duty.write("签到.csv", "应出席范围：城北联络组,,,\n委员编号,日期,活动,签到\n" + STANDING)
    answer = duty("import 签到.csv --kind 常委会会议")
    assert "应出席范围“城北联络组”不是名册上的一个组；是否：" in answer.out


def test_an_empty_cell_is_as_the_register_has_it_or_as_told_but_never_against_its_remark(duty: Duty) -> None:
    duty.write("签到.csv", "委员编号,日期,活动,签到,备注\n1001,2026-07-08,会,,请假\n1002,2026-07-08,会,,\n")
    answer = duty("import 签到.csv --kind 常委会会议 --missing 缺席")
    assert "第 2 行：不予登记，出席情况：出席情况没有填写（备注：请假）" in answer.out
    duty.done("leave 1001 --from 2026-07-08 --reason 因事 --granted-by 秘书长")
    duty.done("import 签到.csv --kind 常委会会议 --missing 缺席")
    assert duty.states() == {"1001": "请假", "1002": "缺席"}


def test_a_year_is_not_closed_unawares_while_somebody_is_on_no_sheet(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(duty, STANDING)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=60))
    assert "未登记 2026-07-08 常委会会议 第二十次会议：1002 钱二南" in duty("close-year 2026").err.splitlines()


WEST = "应出席范围：城西联络组,,,\n委员编号,日期,活动,签到\n1003,2026-03-02,走进企业,√\n"


def test_those_on_the_sheet_alone_are_as_many_as_the_minutes_say(duty: Duty) -> None:
    brought(duty, "1001,2026-02-10,二月会议,√\n1002,2026-02-10,二月会议,假\n1008,2026-02-10,二月会议,公假\n")
    said = duty.done("settle 常委会会议 --on 2026-02-10 --listed")
    assert said.startswith("已登记：2026-02-10 常委会会议 二月会议；应出席 2 人（批次 ")
    assert duty.json("minutes 二月会议")["expected"] == 2
    assert "已写明应出席范围：只有表上各人" in duty.refused("settle 常委会会议 --on 2026-02-10 --listed")
    assert "没有应出席而未登记的委员" in duty.refused("settle 常委会会议 --on 2026-02-10 --listed --missing 缺席")


def test_a_range_is_not_narrowed_by_saying_so_and_the_way_out_works(duty: Duty) -> None:
    duty.write("签到.csv", WEST)
    duty.done("import 签到.csv --kind 委员活动日")
    said = duty.refused("settle 委员活动日 --on 2026-03-02 --listed")
    start = "错误：2026-03-02 委员活动日 走进企业 已写明应出席范围：城西联络组；几处写明的范围合并计算，再写明“只有表上各人”不起作用；"
    assert said.startswith(start)
    way = re.search(r"duty (void \d+ --reason \S+) 冲正", said)
    assert way is not None
    duty.done(way[1])
    assert {number for number, one in counts(duty, "2026-Q1").items() if one["unsigned"]} == set()
    assert "应出席 1 人" in duty.done("settle 委员活动日 --on 2026-03-02 --listed")
    assert duty.json("minutes 走进企业")["expected"] == 1
    duty.done("check")


def test_a_part_of_the_range_adds_nothing_and_another_group_does(duty: Duty) -> None:
    duty.write("签到.csv", WEST)
    duty.done("import 签到.csv --kind 委员活动日")
    assert "应出席 4 人" in duty.done("settle 委员活动日 --on 2026-03-02 --sector 中共界")
    assert "再写明“教育界”不起作用" in duty.refused("settle 委员活动日 --on 2026-03-02 --sector 教育界")
    assert "再写明“中共界”不起作用" in duty.refused("settle 委员活动日 --on 2026-03-02 --sector 中共界")


def test_an_event_whose_range_was_not_said_is_not_voided_from_under_its_records(duty: Duty) -> None:
    brought(duty, STANDING)
    assert "还有出席记录属于这次活动" in duty.refused(f"void {duty.last_batch() + 1} --reason 登错")
