"""What comes of plans: the calendar, the sheet to sign on, the form to be filled in."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.workspace import Duty

VISIT = "plan add 委员活动日 --on 2026-12-09 --title 走进企业 --place 码头 --liaison-group 城东联络组"
STANDING = "plan add 常委会会议 --on 2026-12-16 --title 第二十五次会议"


def planned(duty: Duty, line: str = VISIT) -> int:
    """The seq of a plan just entered."""
    duty.done(line)
    return duty.last_batch() + 1


def calendar(duty: Duty, more: str = "") -> list[Any]:
    """The events of the calendar, as a calendar reads them."""
    return list(Calendar.from_ical(duty(f"plan export --format ics {more}").raw).walk("VEVENT"))


def test_a_calendar_has_the_day_the_place_and_who_is_due(duty: Duty) -> None:
    planned(duty)
    [event] = calendar(duty)
    assert (str(event["dtstart"].dt), str(event["dtend"].dt)) == ("2026-12-09", "2026-12-10")
    assert (event["summary"], event["location"]) == ("走进企业", "码头")
    assert event["description"] == "委员活动日；应出席：城东联络组"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)


def test_a_plan_moved_or_cancelled_is_the_same_event_revised(duty: Duty) -> None:
    seq = planned(duty)
    [first] = calendar(duty)
    duty.done(f"plan move {seq} --on 2026-12-10")
    [moved] = calendar(duty)
    assert (moved["uid"], moved["sequence"], str(moved["dtstart"].dt)) == (first["uid"], 1, "2026-12-10")
    duty.done(f"plan cancel {duty.last_batch() + 2} --reason 防汛")
    [gone] = calendar(duty)
    assert (gone["uid"], gone["sequence"], gone["status"]) == (first["uid"], 2, "CANCELLED")


def test_the_calendar_of_a_member_or_a_year_has_no_other_plans(duty: Duty) -> None:
    planned(duty)
    planned(duty, STANDING)
    assert [event["summary"] for event in calendar(duty, "--member 1008")] == []
    assert [event["summary"] for event in calendar(duty, "--member 1007")] == ["走进企业"]
    assert [event["summary"] for event in calendar(duty, "2026 --member 1001")] == ["走进企业", "第二十五次会议"]
    assert calendar(duty, "2025") == []


def test_the_calendar_says_whom_in_the_words_of_the_office(duty: Duty) -> None:
    planned(duty, STANDING)
    duty.write("rules/style.yaml", "format: duty-style/1\nmember: 代表\n")
    duty.change_rules("expects: {role: 常委}", "expects: all")
    assert calendar(duty)[0]["description"] == "常委会会议；应出席：全体代表"


def test_the_same_plans_make_the_same_calendar_in_a_file_too(duty: Duty) -> None:
    planned(duty)
    duty.done("plan export -o 计划.ics")
    assert (duty.folder / "计划.ics").read_bytes() == duty("plan export").raw


def test_the_sheet_to_sign_on_has_those_due_and_who_is_on_leave(duty: Duty) -> None:
    seq = planned(duty)
    duty.done("leave 1002 --from 2026-12-09 --reason 因公 --granted-by 秘书长")
    found: Any = duty.json(f"plan sheet {seq}")
    signs = {one["number"]: one["excused"] for one in found["members"]}
    assert signs == {"1001": False, "1002": True, "1005": False, "1007": False}
    said = duty.done(f"plan sheet {seq}")
    assert said.startswith(
        "政协示例县委员会走进企业签到表\n活动名称：走进企业　履职事项：委员活动日　日期：2026-12-09 星期三　地点：码头　应出席 4 人　"
    )
    assert "已准假" in said


@pytest.mark.parametrize("due", ["", "--listed"])
def test_where_nobody_in_particular_is_due_all_in_office_may_sign(duty: Duty, due: str) -> None:
    seq = planned(duty, f"plan add 委员活动日 --on 2026-12-09 --title 走进企业 {due}")
    found: Any = duty.json(f"plan sheet {seq}")
    assert (len(found["members"]), found["due"]) == (7, None)


def test_a_form_made_of_plans_has_their_columns_and_those_due(duty: Duty) -> None:
    one, other = planned(duty), planned(duty, STANDING)
    duty.done(f"template attendance --plan {other} --plan {one} -o 表.xlsx")
    rows = [[cell.value for cell in row] for row in load_workbook(duty.folder / "表.xlsx").worksheets[0]]
    assert any("走进企业" in row and "第二十五次会议" in row for row in rows)
    assert [row[0] for row in rows if str(row[0]).startswith("10")] == ["1001", "1005", "1007", "1002"]


@pytest.mark.parametrize(
    ("due", "scope"),
    [("--liaison-group 城东联络组", "应出席范围：城东联络组"), ("--all", "应出席范围：全体"), ("--listed", None)],
)
def test_a_form_of_a_plan_tells_who_is_due_as_an_import_reads_it(duty: Duty, due: str, scope: str | None) -> None:
    seq = planned(duty, f"plan add 委员活动日 --on 2026-12-09 --title 走进企业 {due}")
    duty.done(f"template attendance --plan {seq} -o 表.xlsx")
    cells = [str(cell.value) for row in load_workbook(duty.folder / "表.xlsx").worksheets[0] for cell in row]
    assert [cell.rpartition("　　")[2] for cell in cells if "应出席范围" in cell] == ([scope] if scope else [])


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("plan sheet 999", 5, "错误：账本中没有序号 999 的活动计划"),
        ("template attendance --plan 999 -o 表.xlsx", 5, "错误：账本中没有序号 999 的活动计划"),
        ("template attendance --plan 1 --kind 全体会议 -o 表.xlsx", 2, "--plan 已写明活动、事项和应出席范围"),
        ("plan export --member 9999", 5, "9999"),
        ("plan export --format csv", 2, "--format 不能是“csv”；可用的有：ics"),
    ],
)
def test_what_there_is_no_plan_for_is_refused_in_a_line(duty: Duty, line: str, code: int, sentence: str) -> None:
    assert sentence in duty.refused(line, code)
    assert not (duty.folder / "表.xlsx").exists()


def test_a_plan_of_a_kind_that_the_rules_lack_has_no_sheet(duty: Duty) -> None:
    seq = planned(duty)
    duty.change_rules(
        "- {id: 委员活动日, clause: 第5条, attended: yes}", "- {id: 活动日, clause: 第5条, attended: yes}"
    )
    duty.change_rules("[常委会会议, 委员活动日]", "[常委会会议, 活动日]")
    assert "规则文件中没有履职事项“委员活动日”" in duty(f"plan sheet {seq}").err
