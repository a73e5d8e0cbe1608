"""Proposals of parties, sectors and committees: entered for the members named, under the kind that the rules have for them."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

HEAD = "提案号,案由,提案人类别,提案人,联名人,提案日期\n"


def ruled(duty: Duty, *kinds: str) -> Duty:
    """A desk whose rules know these kinds of collective proposals and score none."""
    more = "".join(f"\n  - {{id: {kind}, clause: 第3条}}" for kind in kinds)
    duty.change_rules("  - {id: 提案, clause: 第3条}", f"  - {{id: 提案, clause: 第3条}}{more}")
    return duty


def said(duty: Duty, rows: str) -> list[tuple[str, ...]]:
    """What the records say of who made it, after the list was taken in."""
    duty.write("提案.csv", HEAD + rows)
    duty.done("import 提案.csv")
    headings = ("委员编号", "履职事项", "作者位次", "作者人数", "备注")
    return [tuple(one[heading] for heading in headings) for one in duty.records()]


@pytest.mark.parametrize("category", ["", "个人", "委员个人", "联名", "委员联名", "联名提案"])
def test_proposals_of_members_stay_what_they_were(duty: Duty, category: str) -> None:
    found = said(ruled(duty, "集体提案"), f"TA-1,关于甲,{category},赵一鸣,钱二南,2026-03-01\n")
    assert found == [("1001", "提案", "1", "2", ""), ("1002", "提案", "2", "2", "")]


@pytest.mark.parametrize("category", ["集体", "集体提案", "党派", "民主党派", "界别", "专委会", "人民团体"])
def test_a_collective_proposal_has_a_kind_of_its_own_and_tells_the_body(duty: Duty, category: str) -> None:
    found = said(ruled(duty, "集体提案"), f"TA-1,关于甲,{category},民盟示例县委会,钱二南、孙三禾,2026-03-01\n")
    body = "提案者：民盟示例县委会"
    assert found == [("1002", "集体提案", "1", "2", body), ("1003", "集体提案", "2", "2", body)]


def test_the_nearest_kind_of_the_rules_is_taken(duty: Duty) -> None:
    desk = ruled(duty, "集体提案", "党派提案")
    rows = "TA-1,关于甲,党派,民盟,钱二南,2026-03-01\nTA-2,关于乙,界别,经济界,钱二南,2026-03-01\n"
    assert [one[1] for one in said(desk, rows)] == ["党派提案", "集体提案"]


def test_it_is_counted_once_and_scores_what_the_rules_say(duty: Duty) -> None:
    said(ruled(duty, "集体提案"), "TA-1,关于甲,集体,民盟示例县委会,钱二南、孙三禾,2026-03-01\n")
    assert "集体提案1件" in duty.done("annual-notice 2026")
    assert "规则文件中没有给该事项计分的条目" in duty.done("explain 1002 --year 2026")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("集体,民盟示例县委会,", "联名人：集体提案（民盟示例县委会）没有写明委员"),
        ("集体,,", "联名人：集体提案没有写明委员"),
        (",民盟示例县委会,钱二南", "第一提案人（提案人）：“民盟示例县委会”不是委员；党派、界别、专门委员会等提出的，请在“提案人类别”列写明"),
        ("个人,,", "第一提案人没有填写；请补上"),
        ("经济建设,钱二南,", "提案人类别：“经济建设”不符合要求；应为个人、联名、集体"),
        ("集体,钱二楠,孙三禾", "第一提案人（提案人）：找不到委员“钱二楠”"),
        ("集体,民盟示例县委会,钱二南、钱二南", "联名人：提案人中 1002 钱二南 出现两次"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_told_with_its_row_and_the_way_out(duty: Duty, row: str, problem: str) -> None:
    ruled(duty, "集体提案").write("提案.csv", f"{HEAD}TA-1,关于甲,{row},2026-03-01\n")
    assert f"提案.csv 第 2 行：不予登记，{problem}" in duty("import 提案.csv").out
    assert duty.records() == []


def test_where_the_rules_have_no_kind_for_it_the_office_decides(duty: Duty) -> None:
    duty.write("提案.csv", f"{HEAD}TA-1,关于甲,党派,民盟示例县委会,钱二南,2026-03-01\n")
    assert (
        "提案人类别：“党派”提出的提案：规则文件中没有履职事项“集体提案”，怎样计分由规则文件写明"
        in duty("import 提案.csv").out
    )


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ("钱二南 孙三禾", ["1001", "1002", "1003"]),
        ("钱二南　孙 三 禾", ["1001", "1002", "1003"]),
        ("钱二南 李思源（科技界）;孙三禾", ["1001", "1002", "1005", "1003"]),
        ("钱 二 南", ["1001", "1002"]),
        ("无", ["1001"]),
        ("/", ["1001"]),
    ],
)
def test_co_authors_parted_by_spaces_are_those_whom_the_roster_knows(duty: Duty, others: str, found: list[str]) -> None:
    assert [one[0] for one in said(duty, f"TA-1,关于甲,,赵一鸣,{others},2026-03-01\n")] == found


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ("钱二南 李思源", "“李思源”对应 2 名委员"),
        ("钱二南 王五", "找不到委员“王五”"),
        ("钱二南 李思源（民革界）", "界别“民革界”没有委员“李思源”"),
    ],
)
def test_a_name_among_spaces_that_means_nobody_or_two_is_refused_with_its_place(
    duty: Duty, others: str, why: str
) -> None:
    duty.write("提案.csv", f"{HEAD}TA-1,关于甲,,赵一鸣,{others},2026-03-01\n")
    answer = duty("import 提案.csv")
    assert (f"提案.csv 第 2 行：不予登记，联名人：{why}" in answer.out, duty.records()) == (True, [])


def test_what_can_be_parted_in_two_ways_is_refused(duty: Duty) -> None:
    duty.write(
        "增补.csv",
        "委员编号,姓名,任职日期\n2001,王小,2022-01-01\n2002,王小明,2022-01-01\n2003,明钱,2022-01-01\n2004,钱,2022-01-01\n",
    )
    duty.done("member import 增补.csv")
    duty.write("提案.csv", f"{HEAD}TA-1,关于甲,,赵一鸣,王小 明 钱,2026-03-01\n")
    answer = duty("import 提案.csv")
    why = "“王小 明 钱”用空格分开，看不出是王小明、钱，还是王小、明钱；请用“、”分隔"
    assert (f"联名人：{why}" in answer.out or "还是王小明、钱" in answer.out, duty.records()) == (True, [])


def test_one_wrong_stage_is_told_once_for_all_authors(duty: Duty) -> None:
    duty.write(
        "提案.csv", "提案号,案由,提案人,联名人,提案日期,立案情况\nTA-1,甲,赵一鸣,钱二南 孙三禾,2026-03-01,立项\n"
    )
    assert duty("import 提案.csv").out.count("阶段“立项”无法识别") == 1
