"""Papers on a member say how far what was put forward of him has come; his own only what was carried out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

PUT = "follow-up open 2025 1003 --on 2026-02-10 --person 委员工作室 --meeting 主席会议"
DECIDE = "决定 --on 2026-02-20 --person 主席会议 --meeting 第三次主席会议 --words 同意约谈"
TALK = "落实 --on 2026-03-01 --person 某副主席 --place 政协会议室 --words 已谈话，本人表示改进"
STATE = "2025 年度约谈提醒：决定，待落实（2026-02-20，第三次主席会议）"
OWN = "约谈提醒的办理（序号 {}）：落实。2026-02-20 决定（第三次主席会议，由主席会议）；2026-03-01 落实（政协会议室，由某副主席）"


@pytest.fixture
def decided(duty: Duty) -> Duty:
    """1003 failed 2025, and the meeting decided to talk to him."""
    duty.done("record 1003 提案 --on 2025-03-05 --title 修路")
    duty.close(2025)
    duty.done(PUT)
    duty.done(f"follow-up step {seq(duty)} {DECIDE}")
    return duty


def seq(duty: Duty) -> int:
    found: Any = duty.json("follow-up list 2025")["proceedings"]
    return next(int(one["seq"]) for one in found if one["number"] == "1003")


def test_the_explanation_tells_every_step_inside_and_none_before_it_is_carried_out_to_the_member(decided: Duty) -> None:
    inside = decided.done("explain 1003 --year 2025")
    assert f"约谈提醒的办理（序号 {seq(decided)}）：决定，待落实。2026-02-10 提请（主席会议，由委员工作室）" in inside
    assert "同意约谈" in inside
    own = decided.done("explain 1003 --year 2025 --for 本人")
    assert "约谈提醒" not in own
    assert decided.json("explain 1003 --year 2025 --for 本人")["follow_ups"] == []


def test_what_was_carried_out_is_the_members_to_know_without_what_was_said_of_it(decided: Duty) -> None:
    decided.done(f"follow-up step {seq(decided)} {TALK}")
    own = decided.done("explain 1003 --year 2025 --for 本人")
    assert OWN.format(seq(decided)) in own
    assert not any(word in own for word in ("同意约谈", "表示改进", "提请"))
    found: Any = decided.json("explain 1003 --year 2025 --for 本人")["follow_ups"]
    assert [(one["step"], one["words"]) for one in found[0]["steps"]] == [("决定", None), ("落实", None)]


def test_a_matter_dropped_after_its_decision_never_comes_before_the_member(decided: Duty) -> None:
    decided.done(f"follow-up step {seq(decided)} 不再办理 --on 2026-03-01 --person 主席会议 --words 已离任")
    assert "约谈提醒" not in decided.done("statement 1003 --full")
    assert "不再办理" in decided.done("statement 1003 --full --for 内部")


def test_the_statement_tells_the_state_in_short(decided: Duty) -> None:
    assert STATE in decided.done("statement 1003 --for 内部")
    assert "约谈提醒" not in decided.done("statement 1003")
    decided.done(f"follow-up step {seq(decided)} {TALK}")
    assert "2025 年度约谈提醒：落实（2026-03-01）" in decided.done("statement 1003")


def test_what_was_taken_back_is_told_nowhere(decided: Duty) -> None:
    put = seq(decided) - 1
    decided.done(f"undo {decided.last_batch()} --reason 录错")
    decided.done(f"undo {put} --reason 录错")
    assert "的办理（序号" not in decided.done("explain 1003 --year 2025")


def test_the_term_table_tells_it_inside_alone(decided: Duty) -> None:
    assert "提请研究事项的办理情况" in decided.done("term-evaluation 14")
    own: Any = decided.member("term-evaluation 14", "1003")["follow_ups"]
    assert [(one["about"], one["state"]) for one in own] == [("约谈提醒", "决定，待落实")]
    public = decided.member("term-evaluation 14 --for 公示", "1003")
    assert "follow_ups" not in public
    assert "办理情况" not in decided.done("term-evaluation 14 --for 公示")


@pytest.mark.parametrize(("day", "there"), [("2026-02-20", True), ("2026-02-19", False)])
def test_the_minutes_of_the_meeting_tell_what_it_decided_and_what_came_of_it(
    decided: Duty, day: str, there: bool
) -> None:
    decided.done(f"attend 委员活动日 --on {day} --title 第三次主席会议 --all-present --members 1001、1002")
    decided.done(f"follow-up step {seq(decided)} {TALK}")
    said = decided.done(f"minutes --on {day}")
    told = "孙三禾委员（编号1003）2025年度约谈提醒，决定：同意约谈；目前落实（2026年3月1日）"
    assert (told in said, "研究办理的事项（1件）" in said) == (there, there)
