"""未评定 is not 0: while a score that is needed has not been entered, a year has no grade and leads to nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty


@pytest.fixture
def needed(duty: Duty) -> Duty:
    """A workspace whose yearly account must be judged; the plenary of two years has been held."""
    duty.change_rules("        per: judged\n", "        per: judged\n        needed: yes\n")
    for year in (2025, 2026):
        duty.done(f"attend 全体会议 --on {year}-01-20 --title 全会 --all-present")
    return duty


def year_of(duty: Duty, number: str, year: int = 2025) -> dict[str, Any]:
    return duty.member(f"annual-evaluation {year}", number)


def test_a_year_is_open_until_the_score_is_there(needed: Duty) -> None:
    one = year_of(needed, "1001")
    assert (one["score"], one["grade"], one["proposals"]) == ("60", "未评定", [])
    assert one["lacking"] == [{"item": "年度述职评定", "clause": "第11条"}]
    needed.done("record 1001 年度述职 --on 2025-12-03 --judged 0")
    assert (year_of(needed, "1001")["grade"], year_of(needed, "1001")["lacking"]) == ("合格", [])


def test_open_years_lead_to_no_interview_and_no_resignation(needed: Duty) -> None:
    needed.done("record 1003 变相商业活动 --on 2025-05-06 --title 甲")
    needed.done("record 1003 变相商业活动 --on 2026-05-06 --title 乙")
    needed.close(2025, 2026)
    assert year_of(needed, "1003", 2026)["proposals"] == []
    for year in (2025, 2026):
        needed.done(f"close-year {year} --reopen --reason 补登评定分")
        needed.done(f"record 1003 年度述职 --on {year}-11-03 --judged 9")
    needed.close(2025, 2026)
    proposed = [one["id"] for one in year_of(needed, "1003", 2026)["proposals"]]
    assert proposed == ["约谈提醒", "责令辞去委员"]


def test_a_year_that_lacks_a_score_is_not_one_of_two_failed_years(needed: Duty) -> None:
    for year in (2025, 2026):
        needed.done(f"record 1003 变相商业活动 --on {year}-05-06 --title 甲")
    needed.done("record 1003 年度述职 --on 2026-11-03 --judged 9")
    needed.close(2025, 2026)
    assert [one["id"] for one in year_of(needed, "1003", 2026)["proposals"]] == ["约谈提醒"]


def test_what_rests_on_records_alone_does_not_wait_for_a_score(needed: Duty) -> None:
    for day in ("2025-03-02", "2025-06-02"):
        needed.done(f"record 1001 常委会会议 --on {day} --attendance 缺席 --title {day}")
    needed.close(2025)
    assert [one["id"] for one in year_of(needed, "1001")["proposals"]] == ["责令辞去常委"]


def test_every_paper_says_what_is_lacking(needed: Duty) -> None:
    said = "年度述职评定（第11条）尚未登记，得分为暂计"
    for line in (
        "annual-evaluation 2025",
        "explain 1001 --year 2025",
        "statement 1001",
        "annual-notice 2025 --for 内部",
    ):
        assert said in needed.done(line).replace("\n", ""), line
    counts = needed.json("annual-evaluation 2025")["grades"]
    assert counts == {"优秀": 0, "合格": 0, "不合格": 0, "未评定": 6, "不评定": 1}


def test_a_role_that_is_not_held_lacks_nothing(duty: Duty) -> None:
    judged = "        per: judged\n"
    duty.change_rules(judged, f"{judged}        needed: yes\n        applies_to: {{role: 常委}}\n")
    duty.done("attend 全体会议 --on 2025-01-20 --title 全会 --all-present")
    assert [year_of(duty, number)["grade"] for number in ("1001", "1003")] == ["未评定", "合格"]


def test_the_open_are_chosen_by_no_selection(needed: Duty) -> None:
    needed.change_rules(
        "consequences:\n",
        "selections:\n  - {id: 末位, clause: 第11条, take: bottom, at_most: 1, unit: members, round: down, "
        "ties: include, propose: 列为末位}\nconsequences:\n",
    )
    needed.done("record 1002 年度述职 --on 2025-11-03 --judged 9")
    needed.close(2025)
    found: Any = needed.json("annual-evaluation 2025")["members"]
    assert [one["number"] for one in found if one["proposals"]] == ["1002"]
