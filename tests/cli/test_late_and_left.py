"""Late and gone early on one day: one record, read from one cell, counted once, scored as the rules say or refused."""

from __future__ import annotations

import pytest

from tests.workspace import Duty


@pytest.mark.parametrize(
    "cell", ["迟到并早退", "迟到、早退", "早退,迟到", "迟到早退", "迟早", "迟 早", "迟到；早退", "迟到\n早退"]
)
def test_both_in_one_cell_are_one_record(duty: Duty, cell: str) -> None:
    duty.write("签到.csv", f'委员编号,履职事项,日期,活动,签到\n1001,全体会议,2026-01-20,五次会议,"{cell}"\n')
    duty.done("import 签到.csv")
    assert [one["出席情况"] for one in duty.records()] == ["迟到并早退"]


@pytest.mark.parametrize("cell", ["迟到、缺席", "出席、早退", "迟到、早退、请假", "迟到、"])
def test_any_other_two_states_of_one_cell_are_refused(duty: Duty, cell: str) -> None:
    duty.write("签到.csv", f"委员编号,履职事项,日期,活动,签到\n1001,全体会议,2026-01-20,五次会议,{cell}\n")
    assert cell in duty("import 签到.csv").out
    assert duty.records() == []


def test_it_counts_once_as_present_and_once_as_late_or_left(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 迟到并早退")
    row = duty.member("quarter-report 2026-Q1", "1001")["attendance"]
    assert (row["expected"], row["present"], row["late_or_left_early"]) == (1, 1, 1)


def test_the_minutes_name_it(duty: Duty) -> None:
    duty.done("attend 全体会议 --on 2026-01-20 --title 五次会议 --all-present --except 迟到并早退=1001")
    assert "迟到并早退（已列入出席）" in duty.done("minutes --on 2026-01-20")


def test_where_the_rules_have_two_points_for_it_and_choose_none_it_is_refused(duty: Duty) -> None:
    duty.change_rules(
        "{attendance: [出席, 迟到, 早退]}, points: 10}",
        "{attendance: [出席, 迟到]}, points: 10}\n          - {id: 早退, when: {attendance: 早退}, points: 8}",
    )
    said = duty.refused("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 迟到并早退", 3)
    assert "计分项“全体会议”的“出席”和“早退”都符合；请在规则文件写明 several_levels" in said
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 早退")
