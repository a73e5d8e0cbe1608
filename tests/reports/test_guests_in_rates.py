"""Who was invited one by one as a guest (列席) is in no rate of a score, and who was said to be due is: as the clerk sees it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

RATE = """  - id: 出席率
    clause: 第12条
    items:
      - id: 出席率
        clause: 第12条
        when: {kind: 常委会会议}
        measure: {of: rate, present: [出席, 迟到, 早退]}
        table: [{at_least: 80%, points: 10}, {at_least: 1/2, points: 4}]
total: {cap: 95"""

EXPECTS = "attended: yes, expects: {role: 常委}"
SECOND = "常委会会议 --on 2026-03-11"


@pytest.fixture
def desk(duty: Duty) -> Duty:
    """1001, who is 常委, was at the second of two meetings and not at the first; 1003, who is not, stayed for half of it."""
    duty.change_rules("total: {cap: 95", RATE)
    duty.change_rules(EXPECTS, f"{EXPECTS}, absent_below: 2/3")
    duty.done("record 1001 常委会会议 --on 2026-03-10 --activity 一次会议 --attendance 缺席")
    duty.done(f"record 1001 {SECOND} --activity 二次会议")
    duty.done(f"record 1003 {SECOND} --activity 二次会议 --attendance 早退 --share 1/2")
    return duty


def rate_of(duty: Duty, number: str, how: str = "") -> str:
    """The points of the rate by the table of everybody, which must be those of the explanation too."""
    found = [duty.member(f"annual-evaluation 2026{how}", number)]
    explained: Any = duty.json(f"explain {number} --year 2026{how}")
    parts = [part for one in (*found, explained["member"]) for part in one["categories"]]
    table, alone = (str(part["score"]) for part in parts if part["id"] == "出席率")
    assert table == alone
    return table


def test_a_guest_is_in_no_rate_and_earlier_papers_stay_as_they_were(desk: Duty) -> None:
    assert (rate_of(desk, "1001"), rate_of(desk, "1003")) == ("4", "10")
    before = [desk(f"annual-evaluation 2026 --format {name}").raw for name in ("csv", "json")]
    seq = desk.last_batch() + 1
    desk.done(f"settle {SECOND} --guests 1001")
    assert (rate_of(desk, "1001"), rate_of(desk, "1003")) == ("0", "10")
    assert rate_of(desk, "1001", f" --known-at {seq}") == "4"
    assert [desk(f"annual-evaluation 2026 --format {name} --known-at {seq}").raw for name in ("csv", "json")] == before
    desk.done(f"undo {desk.last_batch()} --reason 写错了")
    assert rate_of(desk, "1001") == "4"
    desk.done("check")


def test_the_explanation_says_why_and_a_case_of_the_year_comes_out_alike(desk: Duty) -> None:
    desk.done(f"settle {SECOND} --guests 1001")
    said = desk.done("explain 1001 --year 2026")
    assert "列席，不计入比率" in said
    assert "（列席）" in said
    desk.done("rules case 1001 --year 2026 -o 案例.yaml")
    assert "capacity: 列席" in (desk.folder / "案例.yaml").read_text("utf-8")
    assert "1 例通过" in desk.done("rules test 案例.yaml")


def test_who_was_said_to_be_due_is_absent_for_having_left_though_the_kind_expects_others(desk: Duty) -> None:
    score = desk.member("annual-evaluation 2026", "1003")["score"]
    desk.done(f"settle {SECOND} --due 1003、1001")
    assert rate_of(desk, "1003") == "0"
    assert desk.member("annual-evaluation 2026", "1003")["score"] == str(int(score) - 15)
    assert "按缺席计" in desk.done("explain 1003 --year 2026")
    sheet: Any = desk.json("minutes 二次会议")
    assert [one["number"] for one in sheet["counted_as_absent"]] == ["1003"]


def test_a_guest_of_whose_kind_he_is_stays_for_any_part(desk: Duty) -> None:
    desk.done("record 1002 常委会会议 --on 2026-03-12 --activity 三次会议 --share 1/2 --capacity 列席")
    assert "按缺席计" not in desk.done("explain 1002 --year 2026")
    report: Any = desk.member("quarter-report 2026-Q1", "1002")["attendance"]
    assert {key: report[key] for key in ("expected", "present", "absent", "guest")} == {
        **{"expected": 2, "present": 0, "absent": 0},
        "guest": 1,
    }


def test_where_single_members_are_due_all_others_are_guests(desk: Duty) -> None:
    desk.done(f"settle {SECOND} --due 1003")
    said = desk.last_batch()
    assert (rate_of(desk, "1001"), rate_of(desk, "1003")) == ("0", "0")
    assert "列席，不计入比率" in desk.done("explain 1001 --year 2026")
    report: Any = desk.member("quarter-report 2026-Q1", "1001")["attendance"]
    assert (report["expected"], report["present"], report["guest"]) == (1, 0, 1)
    desk.done(f"undo {said} --reason 写错了")
    assert (rate_of(desk, "1001"), rate_of(desk, "1003")) == ("4", "10")


def test_what_a_sheet_says_of_groups_too_leaves_rates_to_the_rules(desk: Duty) -> None:
    desk.done(f"settle {SECOND} --due 1003")
    desk.write("表.csv", "应出席范围：中共界,\n委员编号,签到\n1004,√\n")
    desk.done("import 表.csv --kind 常委会会议 --on 2026-03-11 --title 二次会议")
    assert rate_of(desk, "1001") == "4"


def test_of_a_closed_year_nothing_more_is_said(desk: Duty) -> None:
    desk.close(2026)
    assert "已结账" in desk.refused(f"settle {SECOND} --guests 1001")
    assert rate_of(desk, "1001") == "4"
