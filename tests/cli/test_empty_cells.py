"""An empty cell where attendance is asked for is never presence."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

SIGNED = (
    "委员编号,姓名,日期,活动,签到,备注\n1001,赵一鸣,2026-03-01,五次会议,√,\n1002,钱二南,2026-03-01,五次会议,,请假\n"
)


def test_an_empty_cell_of_a_sign_in_sheet_is_refused_with_the_remark_beside_it(duty: Duty) -> None:
    duty.write("签到.csv", SIGNED)
    answer = duty("import 签到.csv --kind 全体会议 --accept-valid")
    why = "出席情况：出席情况没有填写（备注：请假），空白不作为出席；请写明出席、请假、缺席等状态"
    assert f"签到.csv 第 3 行：不予登记，{why}\n" in answer.out
    assert duty.states() == {"1001": "出席"}


@pytest.mark.parametrize(
    ("head", "row", "states"),
    [
        ("履职事项,日期,活动", "全体会议,2026-03-01,五次会议", {"1001": "出席"}),
        ("履职事项,日期,活动,出席情况", "全体会议,2026-03-01,五次会议,", {}),
        ("履职事项,日期,活动,出席情况", "全体会议,2026-03-01,五次会议,迟到", {"1001": "迟到"}),
    ],
)
def test_a_list_of_those_who_came_has_no_column_for_attendance(
    duty: Duty, head: str, row: str, states: dict[str, str]
) -> None:
    duty.write("名单.csv", f"委员编号,{head}\n1001,{row}\n")
    assert duty("import 名单.csv").code == (0 if states else 1)
    assert duty.states() == states


def test_in_a_mixed_file_only_rows_of_kinds_without_attendance_leave_it_empty(duty: Duty) -> None:
    duty.write(
        "混.csv", "委员编号,履职事项,日期,标题,出席情况\n1001,提案,2026-03-01,停车,\n1001,专题培训,2026-03-02,一期,\n"
    )
    answer = duty("import 混.csv --accept-valid")
    assert "混.csv 第 3 行：不予登记，出席情况：出席情况没有填写，空白不作为出席" in answer.out
    assert [record["履职事项"] for record in duty.records()] == ["提案"]


def test_a_state_that_is_cleared_does_not_become_presence(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-03-01 --activity 五次会议 --attendance 缺席")
    said = duty.refused(f"correct {duty.last_batch() + 2} 出席情况= --reason 有误")
    assert said == "错误：出席情况没有填写，空白不作为出席；请写明出席、请假、缺席等状态"
    duty.done(f"correct {duty.last_batch() + 2} 履职事项=提案 出席情况= 活动= 标题=停车 --reason 有误")
