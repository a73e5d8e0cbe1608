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


def test_records_of_the_last_days_of_december_are_of_no_year_before_the_rules(duty: Duty) -> None:
    old = "effective: {from: 2022-01-01, to: 2026-12-31}"
    duty.change_rules(old, "effective: {from: 2022-12-21, to: 2026-12-20}\nyear_ends: 12-20")
    duty.done("record 1001 提案 --on 2022-12-25 --stage 立案")
    assert points_of(duty, "annual-evaluation 2023") == "58"
    # The term began with days of 2022, of which there are no rules and no records.
    told = duty.done("term-evaluation 14")
    assert ("2023积分" in told, "2022积分" in told) == (True, False)
