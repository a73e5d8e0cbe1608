"""一年一评比: scores, grades, minimums, vetoes, the shortlist, and what §12 puts to the leaders."""

from __future__ import annotations

from typing import Any

from tests.workspace import Duty


def members(duty: Duty, year: int = 2026) -> dict[str, dict[str, Any]]:
    found: Any = duty.json(f"annual-evaluation {year}")["members"]
    return {one["number"]: one for one in found}


def do_well(duty: Duty, number: str, judged: int) -> None:
    """50 to begin with, 16 for proposals, 5 for the report, and what the account was judged."""
    for day in ("2026-03-02", "2026-03-03"):
        duty.done(f"record {number} 提案 --on {day} --stage 立案")
    duty.done(f"record {number} 年度履职报告 --on 2026-11-02")
    duty.done(f"record {number} 年度述职 --on 2026-11-03 --judged {judged}")


def test_the_document_has_the_keys_that_are_promised(duty: Duty) -> None:
    do_well(duty, "1001", 9)
    document: Any = duty.json("annual-evaluation 2026")
    assert list(document)[:3] == ["report", "year", "subject"]
    assert (document["report"], document["year"]) == ("annual-evaluation", 2026)
    assert list(document["ledger"]) == ["seq", "head", "rules", "version"]
    figures = {"grades", "quotas", "distribution", "sectors", "changed"}
    assert set(document) == {"report", "year", "subject", "for", "ledger", "members", "provisional"} | figures
    one = document["members"][0]
    promised = {"number", "name", "score", "grade", "categories", "minimums_missed", "vetoes", "proposals"}
    mine = {"ungraded", "sector", "in_office", "lacking", "passed_over", "commended", "not_commended_because"}
    assert set(one) == promised | mine
    assert (one["number"], one["name"], one["score"], one["grade"]) == ("1001", "赵一鸣", "80", "优秀")
    assert one["categories"] == [
        {"id": "会议", "score": "50", "items": [{"id": "全体会议", "score": "0"}, {"id": "无故缺席", "score": "0"}]},
        {"id": "提案", "score": "16", "items": [{"id": "提案立案", "score": "16"}]},
        {
            "id": "述职",
            "score": "14",
            "items": [{"id": "年度履职报告", "score": "5"}, {"id": "年度述职评定", "score": "9"}],
        },
    ]


def test_a_proposal_is_worded_for_the_leaders_and_carries_its_evidence(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-02")
    assert members(duty)["1001"]["proposals"] == []
    duty.close(2026)
    assert members(duty)["1001"]["proposals"] == [
        {
            "id": "约谈提醒",
            "clause": "第12条",
            "propose": "提请主席会议研究约谈提醒事宜",
            "evidence": ["2026 年度履职分 50，等次不合格"],
        }
    ]


def test_members_in_office_for_part_of_the_year_are_marked(duty: Duty) -> None:
    found = members(duty)
    assert (found["1007"]["in_office"], found["1001"]["in_office"]) == ([["2026-07-01", "2026-12-31"]], None)
    assert "在任 2026-07-01 至 2026-12-31" in duty.done("annual-evaluation 2026")
    assert "1006" not in found
    assert members(duty, 2025)["1006"]["in_office"] == [["2025-01-01", "2025-06-30"]]


def test_minimums_missed_are_named_and_bound_the_grade(duty: Duty) -> None:
    for day in ("2026-03-02", "2026-03-03"):
        duty.done(f"record 1001 提案 --on {day} --stage 立案")
    duty.done("record 1001 年度述职 --on 2026-11-03 --judged 10")
    one = members(duty)["1001"]
    assert (one["score"], one["grade"], one["minimums_missed"]) == ("76", "合格", ["年度履职报告", "年度专题培训"])
    assert "新任委员当年培训" in members(duty)["1007"]["minimums_missed"]
    assert "按分数为优秀，因未达最低要求或纪律情形为合格" in duty.done("annual-evaluation 2026")


def test_conduct_bounds_the_grade_whatever_the_score(duty: Duty) -> None:
    do_well(duty, "1001", 9)
    duty.done("record 1001 变相商业活动 --on 2026-05-06")
    duty.close(2026)
    one = members(duty)["1001"]
    assert (one["score"], one["grade"], one["vetoes"]) == ("80", "不合格", ["违反履职纪律"])
    assert one["proposals"][0]["evidence"] == ["2026 年度履职分 80，等次不合格（违反履职纪律，第12条）"]


def test_who_is_beyond_the_quota_is_told_why(duty: Duty) -> None:
    do_well(duty, "1001", 9)
    do_well(duty, "1002", 8)
    found = members(duty)
    assert [(found[n]["grade"], found[n]["passed_over"]) for n in ("1001", "1002")] == [
        ("优秀", ""),
        ("合格", "优秀名额 1 名，达到优秀条件 2 人；得分 79，入围最低分 80"),
    ]
    page = duty.done("annual-evaluation 2026").partition("履职成绩突出委员建议名单")[2]
    assert "第11条：优秀不超过 20%，计 1 名；符合条件 2 人，入围 1 人，入围最低分 80" in page


def test_of_those_with_one_score_none_is_picked(duty: Duty) -> None:
    do_well(duty, "1001", 9)
    do_well(duty, "1002", 9)
    found = members(duty)
    why = "优秀名额 1 名，达到优秀条件 2 人；80 分者同分且跨越名额，按规则均不入围"
    assert [found[n]["passed_over"] for n in ("1001", "1002")] == [why, why]


def test_two_failed_years_in_the_term_need_not_follow_each_other(duty: Duty) -> None:
    duty.done("record 1003 座谈交流 --on 2024-03-04")
    duty.done("record 1003 年度述职 --on 2025-03-04 --judged 10")
    duty.done("record 1003 座谈交流 --on 2026-03-04")
    duty.close(2024, 2025, 2026)
    assert [one["id"] for one in members(duty, 2024)["1003"]["proposals"]] == ["约谈提醒"]
    assert members(duty, 2025)["1003"]["proposals"] == []
    assert members(duty)["1003"]["proposals"][1]["evidence"] == [
        "2024 年度履职分 50，等次不合格",
        "2026 年度履职分 50，等次不合格",
    ]


def test_a_standing_member_absent_twice_without_cause_is_proposed_with_both_records(duty: Duty) -> None:
    for day, state in (("2026-03-02", "缺席"), ("2026-05-06", "请假"), ("2026-06-08", "请假未准")):
        duty.done(f"attend 常委会会议 --on {day} --title 常委会 --all-present --except {state}=1001、1008")
    duty.close(2026)
    found = members(duty)["1001"]["proposals"][-1]
    assert (found["id"], found["propose"]) == ("责令辞去常委", "提请主席会议研究责令辞去常委事宜")
    assert [one.partition("（")[0] for one in found["evidence"]] == [
        "2026 年度常委会会议缺席 1 次、请假未准 1 次，共 2 次",
        "2026-03-02 常委会会议 常委会 缺席",
        "2026-06-08 常委会会议 常委会 请假未准",
    ]
    # 1008 laid the role down on 30 June: none can be told to resign what none holds
    assert [one["id"] for one in members(duty)["1008"]["proposals"]] == ["约谈提醒"]


def test_a_year_is_called_provisional_until_it_is_closed(duty: Duty) -> None:
    for year in (2025, 2026):
        duty.done(f"record 1001 座谈交流 --on {year}-03-02")
    said = "账本最近一次录入在 2026-11-23，2026 年度尚未结账，得分和等次为暂计"
    assert said in duty.done("annual-evaluation 2026")
    assert said in duty.done("annual-notice 2026").replace("\n", "")
    assert "注：2025 年度尚未结账，得分和等次为暂计" in duty.done("annual-evaluation 2025")
    duty.close(2025)
    assert [duty.json(f"annual-evaluation {year}")["provisional"] for year in (2025, 2026)] == [False, True]
    assert "暂计" not in duty.done("annual-evaluation 2025")


def test_nothing_is_proposed_for_a_year_of_which_the_ledger_holds_no_record(duty: Duty) -> None:
    # 1006 left in 2025 and is not graded.
    assert {one["grade"] for one in members(duty, 2025).values()} == {"不合格", "不评定"}
    assert [one["proposals"] for one in members(duty, 2025).values() if one["proposals"]] == []


def test_who_left_within_the_year_takes_no_place_of_the_quota(duty: Duty) -> None:
    do_well(duty, "1001", 9)
    do_well(duty, "1002", 8)
    duty.done("member leave 1001 --on 2026-11-20")
    found = members(duty)
    assert (found["1001"]["grade"], found["1001"]["ungraded"]) == ("不评定", "年末已不在任")
    assert found["1002"]["grade"] == "优秀"


TWICE = "if: {any: [{records: {kind: 常委会会议, attendance: [缺席, 请假未准]}, at_least: 2, within: year}, {records: {kind: 常委会会议, attendance: 缺席}, at_least: 2, within: term}]}"


def test_a_record_on_which_two_tests_rest_is_told_once(duty: Duty) -> None:
    old = (
        "if:\n      records: {kind: 常委会会议, attendance: [缺席, 请假未准]}\n      at_least: 2\n      within: year\n"
    )
    duty.change_rules(old, f"{TWICE}\n")
    for day in ("2026-03-02", "2026-06-08"):
        duty.done(f"attend 常委会会议 --on {day} --title 第{day}次会 --all-present --except 缺席=1001")
    duty.close(2026)
    found = members(duty)["1001"]["proposals"][-1]["evidence"]
    assert [one.partition("（")[0] for one in found] == [
        "2026 年度常委会会议缺席 2 次",
        *(f"{day} 常委会会议 第{day}次会 缺席" for day in ("2026-03-02", "2026-06-08")),
    ]


def test_where_nothing_was_counted_the_paper_says_of_what(duty: Duty) -> None:
    none = "  - {id: 不再连任, clause: 第9条, if: {records: {kind: 提案, stage: 立案}, at_most: 0, within: year}, propose: 不再连任}\n"
    duty.change_rules("consequences:\n", f"consequences:\n{none}")
    duty.done("record 1001 座谈交流 --on 2026-03-02")
    duty.close(2026)
    assert members(duty)["1001"]["proposals"][0]["evidence"] == ["2026 年度没有登记提案立案的记录"]


def test_each_fact_has_a_row_that_can_be_read(duty: Duty) -> None:
    for day in ("2026-03-02", "2026-06-08"):
        duty.done(f"attend 常委会会议 --on {day} --title 第{day}次会 --all-present --except 缺席=1001")
    duty.close(2026)
    page = duty.done("annual-evaluation 2026 --format csv").partition("提请主席会议研究的事项")[2]
    rows = [line for line in page.splitlines() if line.startswith("1001,赵一鸣")]
    assert [row.count("提请") for row in rows] == [1, 1, 0, 0]
    assert "常委会会议缺席 2 次" in rows[1]
