"""A scheme of points and days side by side that only ranks: no grades, and every paper says by what somebody was chosen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

RANKED = """
kinds:
  - {id: 提案, clause: 第3条}
  - {id: 驻会, clause: 第5条}
categories:
  - {id: 提案, clause: 第3条, items: [{id: 提案, clause: 第3条, when: {kind: 提案}, points: 5, combine: sum}]}
  - id: 驻会天数
    clause: 第5条
    counted: no
    items: [{id: 驻会, clause: 第5条, when: {kind: 驻会}, per: quantity, points: 1, combine: sum}]
total: {floor: 0}
selections:
  - {id: 驻会之星, clause: 第8条, take: top, by: 驻会天数, at_most: 1, unit: members, round: down, ties: include, propose: 通报表扬}
  - {id: 末位, clause: 第9条, take: bottom, at_most: 1, unit: members, round: down, ties: exclude, propose: 谈话提醒}
"""


@pytest.fixture
def ranked(duty: Duty) -> Duty:
    """Everybody but 1004 has a proposal; 1002 has most days and 1004 has some."""
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("kinds:")] + RANKED, "utf-8")
    for number in ("1001", "1002", "1003", "1005", "1007", "1008"):
        duty.done(f"record {number} 提案 --on 2026-08-02 --title 甲{number}")
    duty.done("record 1002 驻会 --on 2026-05-02 --quantity 12")
    duty.done("record 1004 驻会 --on 2026-05-02 --quantity 3")
    return duty


def proposals(duty: Duty, number: str) -> list[tuple[str, str]]:
    duty.close(2026)
    found: Any = duty.member("annual-evaluation 2026", number)["proposals"]
    return [(one["propose"], "；".join(one["evidence"])) for one in found]


def test_the_evidence_says_the_points_by_which_somebody_was_chosen(ranked: Duty) -> None:
    assert proposals(ranked, "1002") == [("提请主席会议研究通报表扬事宜", "2026 年度履职分 5，驻会天数 12")]
    assert proposals(ranked, "1004") == [("提请主席会议研究谈话提醒事宜", "2026 年度履职分 0")]


def test_who_is_among_the_last_is_not_commended_by_another_selection(ranked: Duty) -> None:
    ranked.done("record 1004 驻会 --on 2026-06-02 --quantity 30")
    assert proposals(ranked, "1004") == [("提请主席会议研究谈话提醒事宜", "2026 年度履职分 0")]
    assert "另有提请研究事项：谈话提醒" in ranked.done("annual-evaluation 2026")


@pytest.mark.parametrize("report", ["annual-evaluation 2026", "statement 1002", "letter result 1002 --year 2026"])
def test_the_papers_say_what_is_shown_and_not_counted(ranked: Duty, report: str) -> None:
    ranked.close(2026)
    said = ranked.done(report)
    assert "驻会天数另列，不计入年度积分；其余各类之和与年度积分不等的" in said
    assert "等次" not in said
