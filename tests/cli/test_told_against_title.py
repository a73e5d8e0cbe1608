"""A kind that is told, and another that the title of the sheet names."""

from __future__ import annotations

import pytest

from tests.workspace import Duty


def lay(duty: Duty, title: str) -> str:
    (duty.folder / "签到.csv").write_text(f"{title}\n姓名,签到\n赵一鸣,√\n", encoding="utf-8")
    return "import 签到.csv --kind 全体会议 --on 2026-03-05"


@pytest.mark.parametrize("title", ["常委会会议签到表", "第二十次常委会会议（扩大）签到表", "会议名称：三月常委会会议"])
def test_a_sheet_that_is_called_otherwise_is_not_taken_for_the_kind_told(duty: Duty, title: str) -> None:
    said = duty(lay(duty, title)).err
    assert "签到.csv 的表题写着 常委会会议，与 --kind 全体会议 不同；请去掉 --kind，或改正表题" in said
    assert duty.records() == []


@pytest.mark.parametrize(
    ("title", "told"),
    [("常委会会议专题讲座签到表", True), ("全体会议暨常委会会议签到表", False), ("春季讲座签到表", False)],
)
def test_what_the_title_names_beside_is_said(duty: Duty, title: str, told: bool) -> None:
    answer = duty(lay(duty, title))
    assert ("表题写着 常委会会议，按 --kind 登记为 全体会议" in answer.err) == told
    assert [one["履职事项"] for one in duty.records()] == ["全体会议"]
