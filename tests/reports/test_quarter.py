"""一季一统计: who was expected, who came, what it brought, and the change against the quarter before."""

from __future__ import annotations

from typing import Any

from tests.workspace import Duty

PLENARY = "attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present"


def quarter(duty: Duty, name: str = "2026-Q1") -> dict[str, Any]:
    return duty.json(f"quarter-report {name}")


def row(duty: Duty, number: str, name: str = "2026-Q1") -> dict[str, Any]:
    return duty.member(f"quarter-report {name}", number)


def propose(duty: Duty, number: str, day: str) -> None:
    duty.done(f"record {number} 提案 --on {day} --stage 立案")


def test_leave_and_absence_stand_apart_and_late_is_present(duty: Duty) -> None:
    duty.done(f"{PLENARY} --except 请假=1001 --except 缺席=1002 --except 迟到=1003 --except 请假未准=1005")
    counts = {one["number"]: list(one["attendance"].values()) for one in quarter(duty)["members"]}
    assert (
        counts
        == {  # expected, present, late or left early, on leave, absent, rate without leave, rate, on no sheet, guest
            "1001": [1, 0, 0, 1, 0, "", "0%", 0, 0],
            "1002": [1, 0, 0, 0, 1, "0%", "0%", 0, 0],
            "1003": [1, 1, 1, 0, 0, "100%", "100%", 0, 0],
            "1004": [1, 1, 0, 0, 0, "100%", "100%", 0, 0],
            "1005": [1, 0, 0, 0, 1, "0%", "0%", 0, 0],
            "1008": [1, 1, 0, 0, 0, "100%", "100%", 0, 0],
        }
    )
    assert list(quarter(duty)["total"]["attendance"].values()) == [6, 3, 1, 1, 2, "60%", "50%", 0, 0]


def test_who_was_not_expected_has_no_rate(duty: Duty) -> None:
    assert row(duty, "1001")["attendance"]["rate"] == ""


def test_points_of_a_quarter_are_what_it_adds_to_the_year(duty: Duty) -> None:
    for day in ("2026-02-02", "2026-02-03", "2026-05-06", "2026-08-07"):
        propose(duty, "1001", day)
    points = [(one["score"], one["year_so_far"]) for one in (row(duty, "1001", f"2026-Q{n}") for n in (1, 2, 3))]
    assert points == [("16", "66"), ("4", "70"), ("0", "70")]  # the category of proposals ends at 20


def test_the_base_stands_by_itself_in_every_quarter(duty: Duty) -> None:
    propose(duty, "1001", "2026-02-02")
    assert [row(duty, "1001", f"2026-Q{n}")["base"] for n in (1, 2)] == ["50", "50"]
    assert row(duty, "1007", "2026-Q3")["base"] == "50"  # in office from July
    head = duty.done("quarter-report 2026-Q1").splitlines()[4]
    assert head.split()[-4:] == ["基础分", "本季积分", "年内累计", "较上季"]


def test_what_is_not_counted_in_the_total_is_shown_for_the_year_so_far(duty: Duty) -> None:
    duty.change_rules(
        "  - id: 提案\n    clause: 第3条\n    cap: 20\n", "  - id: 提案\n    clause: 第3条\n    counted: no\n"
    )
    for day in ("2026-02-02", "2026-05-06"):
        propose(duty, "1001", day)
    assert "提案年内累计" in duty.done("quarter-report 2026-Q2")
    found = {one["id"]: one for one in row(duty, "1001", "2026-Q2")["categories"]}
    assert (found["提案"]["score"], found["提案"]["year_so_far"], row(duty, "1001", "2026-Q2")["score"]) == (
        "8",
        "16",
        "0",
    )


def test_groups_are_summed_with_mean_and_median(duty: Duty) -> None:
    propose(duty, "1001", "2026-03-02")
    found = {one["name"]: one for one in quarter(duty)["groups"]["委员联络组"]}
    east = found["城东联络组"]
    assert (east["members"], east["records"], east["score"], east["mean"], east["median"]) == (
        3,
        1,
        "8",
        "2.67",
        "0",
    )
    assert east["without_record"] == 2


def test_members_of_no_group_are_summed_apart(duty: Duty) -> None:
    names = [one["name"] for one in quarter(duty)["groups"]["专门委员会"]]
    assert names == ["提案委员会", "经济委员会", "（未分专门委员会）"]


def test_a_member_who_changed_group_is_counted_where_the_quarter_ended(duty: Duty) -> None:
    duty.done("appoint 1003 --liaison-group 城东联络组 --from 2026-05-01")
    assert row(duty, "1003", "2026-Q1")["liaison_group"] == "城西联络组"
    assert row(duty, "1003", "2026-Q2")["liaison_group"] == "城东联络组"


def test_the_change_is_against_the_quarter_before_over_the_turn_of_the_year(duty: Duty) -> None:
    propose(duty, "1001", "2025-11-05")
    propose(duty, "1001", "2026-02-02")
    propose(duty, "1001", "2026-02-03")
    assert row(duty, "1001", "2026-Q1")["change"] == "8"  # 16 against 8, without the base of the new year
    assert row(duty, "1001", "2026-Q2")["change"] == "-16"


def test_who_was_not_in_office_before_has_no_change(duty: Duty) -> None:
    assert row(duty, "1007", "2026-Q3")["change"] is None
    assert "1007" not in {one["number"] for one in quarter(duty, "2026-Q2")["members"]}


def test_who_has_no_record_at_all_is_named(duty: Duty) -> None:
    duty.done("record 1003 座谈交流 --on 2026-03-02")
    assert [one["number"] for one in quarter(duty)["without_record"]] == ["1001", "1005", "1002", "1008", "1004"]
    page = duty.done("quarter-report 2026-Q1").partition("本季度没有履职记录的委员")[2]
    assert ("1001" in page, "1003" in page, "共 5 人" in page) == (True, False, True)


def test_the_page_explains_what_its_figures_mean(duty: Duty) -> None:
    page = duty.done("quarter-report 2026-Q1")
    assert page.startswith("政协示例县委员会2026年第1季度委员履职统计\n统计期间：2026-01-01 至 2026-03-31\n")
    assert "请假指已获准的请假，与缺席分列；请假未准的计为缺席" in page
