import json
from typing import Any

from tests.workspace import Duty


def points_of(duty: Duty, report: str) -> str:
    found: Any = json.loads(duty.done(f"{report} --format json"))
    return str(next(one["score"] for one in found["members"] if one["number"] == "1001"))


def test_the_quarters_of_a_year_that_ends_in_december_add_up_to_it(duty: Duty) -> None:
    old = "effective: {from: 2022-01-01, to: 2026-12-31}"
    duty.change_rules(old, "effective: {from: 2021-12-21, to: 2026-12-20}\nyear_ends: 12-20")
    duty.done("record 1001 提案 --on 2025-12-21 --stage 立案")
    quarters = [points_of(duty, f"quarter-report 2026-Q{number}") for number in (1, 2, 3, 4)]
    assert (quarters, points_of(duty, "annual-evaluation 2026")) == (["8", "0", "0", "0"], "58")  # and 50 to begin with
