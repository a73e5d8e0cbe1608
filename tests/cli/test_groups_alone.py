"""A workspace whose only rule file scores groups: records are entered by it, and no member has a year of his own."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

GROUPS = "annual-evaluation 2026 --subject 委员联络组"


@pytest.fixture
def alone(duty: Duty) -> Duty:
    """The rules for the groups, and none for the members."""
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8").replace("rounding:", "subject: liaison_group\nrounding:", 1)
    file.write_text(text[: text.index("quotas:")], "utf-8")
    return duty


def test_records_are_entered_imported_and_taken_back(alone: Duty) -> None:
    said = alone.done("record 1001 提案 --on 2026-03-05 --stage 立案 --title 甲")
    assert said.startswith("已登记：1001 赵一鸣 提案 2026-03-05")
    assert "目前" not in said
    alone.write("二.csv", "委员编号,履职事项,日期,标题,阶段\n1002,提案,2026-03-06,乙,立案\n")
    alone.done("import 二.csv")
    alone.done("attend 全体会议 --on 2026-01-20 --title 五次会议 --members 1001、1003 --all-present")
    batch = alone.last_batch()
    scores = {number: alone.member(GROUPS, number)["score"] for number in ("01", "02")}
    assert scores == {"01": "76", "02": "60"}
    alone.done(f"undo {batch} --reason 登记错误")
    assert alone.member(GROUPS, "02")["score"] == "50"


def test_what_the_rules_do_not_know_is_refused_as_ever(alone: Duty) -> None:
    assert alone.refused("record 1001 提安 --on 2026-03-05").endswith("没有履职事项“提安”；是否：提案？")
    assert "阶段“立岸”无法识别" in alone.refused("record 1001 提案 --on 2026-03-05 --stage 立岸")


@pytest.mark.parametrize("report", ["annual-evaluation 2026", "explain 1001 --year 2026", "quarter-report 2026-Q1"])
def test_no_member_is_scored_by_the_rules_of_groups(alone: Duty, report: str) -> None:
    answer = alone(report)
    assert answer.code != 0
    assert "只有以委员联络组为对象的，报表请用 --subject 委员联络组 取用" in answer.err


def test_beside_the_rules_of_members_those_of_groups_enter_nothing(duty: Duty) -> None:
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8").replace("rounding:", "subject: liaison_group\nrounding:", 1)
    groups = text[: text.index("quotas:")].replace("- {id: 座谈交流, clause: 第4条}", "- {id: 组务会, clause: 第4条}")
    (duty.folder / "rules" / "groups.yaml").write_text(groups.replace("kind: 座谈交流", "kind: 组务会"), "utf-8")
    assert "没有履职事项“组务会”" in duty.refused("record 1001 组务会 --on 2026-03-05")
