"""What duty log and duty today say of members, kinds and files: rows, and points before and after each batch."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

FILE = "委员编号,履职事项,日期,标题\n1001,年度履职报告,2026-03-05,甲\n1002,年度履职报告,2026-03-06,乙\n"


@pytest.fixture
def kept(duty: Duty) -> Duty:
    """A file of two reports, a proposal, a leave."""
    duty.write("报告.csv", FILE)
    duty.done("import 报告.csv")
    duty.done("record 1001 提案 --on 2026-03-07 --title 丙 --stage 立案")
    duty.done("leave 1003 --from 2026-03-02 --reason 因病 --granted-by 秘书长")
    return duty


def batches(duty: Duty, line: str) -> list[Any]:
    found: Any = duty.json(line)["batches"]
    return list(found)


def test_a_batch_named_tells_its_rows_and_the_points_before_and_after(kept: Duty) -> None:
    seq = batches(kept, "log --last 3")[0]["seq"]
    (told,) = batches(kept, f"log {seq}")
    assert [(row["number"], row["what"]) for row in told["entered"]] == [
        ("1001", "年度履职报告 甲"),
        ("1002", "年度履职报告 乙"),
    ]
    assert [(one["number"], one["before"], one["now"]) for one in told["members"]] == [
        ("1001", "50", "55"),
        ("1002", "50", "55"),
    ]


def test_the_log_of_a_member_has_his_rows_alone(kept: Duty) -> None:
    told = batches(kept, "log --member 1001")
    assert [[row["number"] for row in one["entered"]] for one in told] == [["1001"], ["1001"]]
    assert {member["number"] for one in told for member in one["members"]} == {"1001"}


def test_the_log_of_a_kind_and_of_a_file(kept: Duty) -> None:
    assert [row["what"] for one in batches(kept, "log --kind 提案") for row in one["entered"]] == ["提案 丙 立案"]
    assert [len(one["entered"]) for one in batches(kept, "log --file 报告")] == [2]
    assert batches(kept, "log --file 无此文件") == []


def test_what_was_taken_back_is_in_the_log_of_the_member_with_the_points_that_went(kept: Duty) -> None:
    (row,) = batches(kept, "log --kind 提案")[0]["entered"]
    kept.done(f"void {row['seq']} --reason 重复")
    entered, taken = batches(kept, "log --kind 提案 --member 1001")
    assert [one["seq"] for one in taken["reversed"]] == [row["seq"]]
    assert entered["entered"][0]["reversed_by"] is not None
    (before,), (after,) = entered["members"], taken["members"]
    assert (before["before"], before["now"]) == (after["now"], after["before"])


def test_today_can_be_of_a_member_a_kind_and_a_file(kept: Duty) -> None:
    asked = ("--member 1003", "--kind 提案", "--file 报告.csv", "--member 1002 --file 报告")
    assert [sum(len(one["entered"]) for one in batches(kept, f"today {one}")) for one in asked] == [1, 1, 2, 1]


def test_the_last_batches_of_those_asked_for_are_told(kept: Duty) -> None:
    assert len(batches(kept, "log --member 1001 --last 1")) == 1


def test_a_batch_member_or_kind_that_is_not_there_is_refused(kept: Duty) -> None:
    assert "批次" in kept.refused("log 4")
    assert "9999" in kept.refused("log --member 9999")
    assert "规则文件中没有履职事项“无”" in kept.refused("today --kind 无")
