"""One member evaluated alone comes out as among all, whether or not a quota or an earlier year bears on the grade."""

from __future__ import annotations

from typing import Any

from tests.workspace import Duty


def test_an_explanation_has_what_the_evaluation_has_of_every_member(duty: Duty) -> None:
    for number in ("1001", "1002"):
        for day in ("2026-03-02", "2026-03-03"):
            duty.done(f"record {number} 提案 --on {day} --stage 立案")
        duty.done(f"record {number} 年度履职报告 --on 2026-11-02")
        duty.done(f"record {number} 年度述职 --on 2026-11-03 --judged 9")
    duty.done("record 1003 提案 --on 2025-03-02")
    evaluation: Any = duty.json("annual-evaluation 2026")
    assert len(evaluation["members"]) == 7
    for one in evaluation["members"]:
        assert duty.json(f"explain {one['number']} --year 2026")["member"] == one
