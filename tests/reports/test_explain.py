"""Every point down to record, clause, rule line and who entered it; what did not count, and why."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

from tests.workspace import RULES, Duty

TITLES = ("停车", "路灯", "绿道")


@pytest.fixture
def office(duty: Duty) -> Duty:
    """A year in which proposals go over their cap, one work counts twice, and a talk is scored by no rule."""
    for day, title in enumerate(TITLES, 2):
        duty.done(f"record 1001 提案 --on 2026-03-0{day} --stage 立案 --title 关于{title}的建议")
    duty.done("--by 经办人乙 record 1001 提案 --on 2026-03-09 --stage 立案 --matter 甲 --title 关于公厕的建议")
    duty.done("record 1001 提案 --on 2026-03-10 --stage 立案 --matter 甲 --title 关于公厕的再建议")
    duty.done("record 1001 座谈交流 --on 2026-04-01 --title 界别座谈")
    duty.done("record 1001 提案 --on 2026-04-02 --stage 提交 --title 关于早市的建议")
    return duty


def explained(duty: Duty) -> dict[str, Any]:
    return duty.json("explain 1001 --year 2026")


def rule_line(text: str) -> str:
    lines = RULES.read_text(encoding="utf-8").splitlines()
    return f"scoring.yaml:{next(number for number, line in enumerate(lines, 1) if text in line)}"


def test_the_changes_add_up_to_the_score(office: Duty) -> None:
    found = explained(office)
    assert found["member"]["score"] == "70"
    assert sum(Fraction(line["change"]) for line in found["lines"]) == 70
    assert "以上分值合计 70，即年度积分" in office.done("explain 1001 --year 2026")


def test_a_point_names_its_record_clause_rule_and_who_entered_it(office: Duty) -> None:
    seq = office.last_batch() + 1
    office.done(f"correct {seq} 阶段=立案 --reason 已立案")
    line = next(one for one in explained(office)["lines"] if one["record"] and "早市" in one["record"]["title"])
    assert (line["step"], line["change"], line["clause"]) == ("计分", "8", "第7条")
    assert line["rule"] == rule_line("id: 提案立案")
    assert (line["record"]["seq"], line["record"]["by"]) == (seq + 3, "经办人甲")
    assert (line["record"]["on"], line["record"]["at"][:10]) == ("2026-04-02", "2026-11-23")


def test_who_entered_a_record_stands_beside_it(office: Duty) -> None:
    page = office.done("explain 1001 --year 2026")
    line = next(line for line in page.splitlines() if "关于公厕的建议" in line)
    assert "经办人乙 2026-11-23" in line


def test_a_file_that_brought_a_record_in_is_named(duty: Duty) -> None:
    duty.write("提案.csv", "委员编号,履职事项,日期,阶段\n1001,提案,2026-03-05,立案\n")
    duty.done("import 提案.csv")
    (line,) = (one for one in explained(duty)["lines"] if one["record"])
    assert line["record"]["source"] == "提案.csv"


def test_what_a_cap_cuts_is_a_line_of_its_own(office: Duty) -> None:
    (cut,) = (line for line in explained(office)["lines"] if line["step"] == "超过上限")
    assert (cut["category"], cut["before"], cut["after"], cut["change"]) == ("提案", "32", "20", "-12")


def test_a_work_that_counts_once_is_shown_as_set_aside(office: Duty) -> None:
    (aside,) = (line for line in explained(office)["lines"] if line["step"] == "同一成果只计最高")
    assert aside["change"] == "0"
    page = office.done("explain 1001 --year 2026").partition("不重复计分的记录")[2]
    assert "同一成果只计最高" in page


def test_a_record_that_brings_nothing_is_listed_with_the_reason(office: Duty) -> None:
    assert [(one["title"], one["why"]) for one in explained(office)["not_scored"]] == [
        ("界别座谈", "规则文件中没有给该事项计分的条目"),
        ("关于早市的建议", "不符合计分条目的条件"),
    ]


def test_reversed_records_earn_nothing_and_stay_to_be_seen_with_the_reason(office: Duty) -> None:
    seq = office.last_batch() + 1
    office.done(f"void {seq} --reason 重复")
    told: Any = office.json("explain 1001 --year 2026")
    assert seq not in {line["record"]["seq"] for line in told["lines"] if line["record"]}
    assert [(one["seq"], one["reversed_by"], one["reason"]) for one in told["reversed"]] == [(seq, seq + 2, "重复")]
    assert "2026年度已冲正的记录" in office.done("explain 1001 --year 2026")


def test_the_summary_names_minimums_vetoes_and_proposals_with_their_rules(office: Duty) -> None:
    office.done("record 1001 变相商业活动 --on 2026-05-06")
    office.close(2026)
    page = office.done("explain 1001 --year 2026")
    assert "2026年度积分 70，等次不合格。" in page
    assert f"未达到最低要求“年度履职报告”（第11条，{rule_line('id: 年度履职报告, clause: 第11条, about')}）" in page
    assert f"有纪律情形“违反履职纪律”（第12条，{rule_line('id: 违反履职纪律')}），等次最高为不合格。" in page
    assert "提请主席会议研究约谈提醒事宜（第12条）：2026 年度履职分 70，等次不合格（违反履职纪律，第12条）。" in page


def test_a_statement_has_groups_years_and_leaves(office: Duty) -> None:
    office.done("record 1001 座谈交流 --on 2025-04-01")
    office.done("leave 1001 --from 2026-06-01 --reason 因公 --granted-by 主席会议")
    page = office.done("statement 1001 --full")
    assert page.startswith("1001 赵一鸣 履职情况单\n")
    assert "职务：常委（2022-01-01 至 今）" in page
    assert [f"{year}年度积分 {score}" in page for year, score in ((2025, 50), (2026, 70))] == [True, True]
    leaves = page.partition("请假登记")[2]
    assert all(word in leaves for word in ("2026-06-01", "因公", "准假", "主席会议"))
    document: Any = office.json("statement 1001")
    assert [one["year"] for one in document["years"]] == [2025, 2026]


def test_one_of_two_with_the_same_name_is_asked_for_by_number(duty: Duty) -> None:
    assert "请改用委员编号" in duty.refused("explain 李思源 --year 2026")
    assert duty.done("explain 1005 --year 2026").startswith("1005 李思源 2026年度得分说明\n")


def test_what_a_rate_came_to_is_said_also_where_it_earns_nothing(duty: Duty) -> None:
    """Three counted, one of them present: 1/3, below the table; the 公假 is left out, and said to be."""
    duty.change_rules(
        "        combine: sum\n  - id: 提案\n    clause: 第3条\n",
        "        combine: sum\n      - id: 出席率\n        clause: 第6条\n        when: {kind: 委员活动日}\n"
        "        measure: {of: rate, present: [出席, 迟到, 早退], left_out: 公假}\n"
        "        table: [{at_least: 90%, points: 18}]\n  - id: 提案\n    clause: 第3条\n",
    )
    for day, state in (("03-02", "出席"), ("03-03", "请假"), ("03-04", "请假"), ("03-05", "公假")):
        duty.done(f"record 1003 委员活动日 --on 2026-{day} --activity 第{day}次 --attendance {state}")
    found: Any = duty.json("explain 1003 --year 2026")["lines"]
    own = [(one["step"], one["level"], one["change"]) for one in found if one["item"] == "出席率"]
    assert own == [
        *[("计入计数", "", "0")] * 3,
        ("不计入计数", "", "0"),
        ("按计数得分", "计数 1/3", "0"),
    ]
    page = duty.done("explain 1003 --year 2026")
    assert re.search(r"按计数得分（计数 1/3） +0 ", page)
    assert "不重复计分" not in page
