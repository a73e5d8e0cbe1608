"""The figures of the notice: works once, participation by persons, each kind in its measure word, like with like."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duty_cli.model.records import RecordFields
from duty_cli.reports.annual_notice import works_of
from tests.workspace import Duty

PROPOSALS = "编号,标题,第一提案人,联名人,阶段,日期\nTA-1,关于停车的提案,赵一鸣,钱二南、孙三禾,立案,2026-03-02\nTA-2,关于食堂的提案,钱二南,,提交,2026-03-03\n"
DAY = date(2026, 3, 2)
RECORDS = "委员编号,履职事项,日期,标题,作者位次,作者人数,编号,成果标识\n"


def done(duty: Duty, kind: str) -> dict[str, Any]:
    found: Any = duty.json("annual-notice 2026")["figures"]
    return next(one for one in found["done"] if one["kind"] == kind)


def told(duty: Duty) -> str:
    return duty.done("annual-notice 2026").partition("履职成果")[2].partition("评比结果")[0]


def test_a_proposal_with_three_signers_is_one_piece(duty: Duty) -> None:
    duty.write("提案.csv", PROPOSALS)
    duty.done("import 提案.csv")
    assert (done(duty, "提案")["count"], done(duty, "提案")["unit"]) == ("2", "件")
    assert "提案2件，其中提交1件、立案1件。" in told(duty)


@pytest.mark.parametrize(
    ("joint", "works"),
    [
        ("1001,提案,2026-03-02,水系研究,1,3,A1,\n1002,提案,2026-03-02,水系研究,2,3,A2,\n", "1"),
        ("1001,提案,2026-03-02,水系研究,1,2,A1,M\n1002,提案,2026-03-02,水系 研究（定稿）,2,2,A2,M\n", "1"),
        ("1001,提案,2026-03-02,反映情况,,,A1,\n1002,提案,2026-03-05,反映情况,,,A2,\n", "2"),
        ("1001,提案,2026-03-02,反映情况,1,2,,M1\n1002,提案,2026-03-05,反映情况,1,2,,M2\n", "2"),
        ("1001,提案,2026-03-02,,,,,\n1001,提案,2026-03-05,,,,,\n", "2"),
    ],
)
def test_a_work_is_known_by_its_matter_or_number_or_title(duty: Duty, joint: str, works: str) -> None:
    duty.write("记录.csv", RECORDS + joint)
    duty.done("import 记录.csv")
    assert done(duty, "提案")["count"] == works


def test_records_that_are_joined_late_are_one_work() -> None:
    first, second = RecordFields("提案", DAY, number="A1"), RecordFields("提案", DAY, title="水系", authors=2)
    assert [
        len(work) for work in works_of([first, second, RecordFields("提案", DAY, number="A1", title="水系", authors=2)])
    ] == [3]


def test_participation_is_counted_by_persons_and_an_activity_by_how_often_it_was_held(duty: Duty) -> None:
    for day in ("03", "04"):
        duty.done(f"attend 委员活动日 --on 2026-03-{day} --title 第{day}次 --all-present --except 缺席=1001")
    duty.done("record 1003 座谈交流 --on 2026-03-09")
    assert "委员活动日2次、10人次" in told(duty)
    assert "座谈交流1人次" in told(duty)


def test_what_others_judge_and_what_has_its_own_section_is_not_told_among_the_works(duty: Duty) -> None:
    duty.done("record 1003 年度述职 --on 2026-11-03 --judged 9")
    duty.done("record 1003 年度履职报告 --on 2026-11-03")
    duty.done("record 1003 表彰 --on 2026-11-03 --level 县级")
    assert "表彰1人次" in told(duty)
    assert [word for word in ("年度述职", "年度履职报告", "1件") if word in told(duty)] == []


def test_the_rule_file_says_the_measure_word_the_group_and_what_is_not_told(duty: Duty) -> None:
    duty.change_rules("{id: 座谈交流, clause: 第4条}", "{id: 座谈交流, clause: 第4条, unit: 场, group: 联系界别群众}")
    duty.change_rules(
        "{id: 委员活动日, clause: 第5条, attended: yes}", "{id: 委员活动日, clause: 第5条, attended: yes, told: no}"
    )
    for number in ("1001", "1003"):
        duty.done(f"record {number} 座谈交流 --on 2026-03-09 --title 企业家座谈会")
    duty.done("attend 委员活动日 --on 2026-03-10 --title 一 --all-present")
    assert "（一）联系界别群众\n　　座谈交流1场。\n" in told(duty)
    assert "委员活动日" not in told(duty)


def test_conduct_cannot_be_told_in_the_notice(duty: Duty) -> None:
    duty.change_rules("conduct: yes}", "conduct: yes, told: yes}")
    assert "是纪律情形，不能写进通报" in duty("rules check").err + duty("rules check").out


def test_a_year_of_which_some_quarters_were_not_kept_is_not_compared(duty: Duty) -> None:
    duty.done("record 1003 提案 --on 2025-08-03")
    for day in (3, 4, 5):
        duty.done(f"record 1003 提案 --on 2026-03-0{day} --title 第{day}件")
    assert "上年" not in duty.done("annual-notice 2026")


def test_works_are_compared_on_the_same_stretch_where_it_says_something(duty: Duty) -> None:
    for day in ("2025-03-03", "2025-12-05", "2026-03-03", "2026-03-04", "2026-03-05"):
        duty.done(f"record 1003 提案 --on {day} --title {day}")
    assert "提案3件，比上年同期增加2件。" in told(duty)


def test_guests_are_counted_apart_and_an_event_nobody_came_to_was_held(duty: Duty) -> None:
    """Three due at both: all came to 甲会, with two guests, and none to 乙会."""
    duty.done("attend 常委会会议 --on 2026-03-02 --title 甲会 --all-present")
    duty.done("attend 常委会会议 --on 2026-06-02 --title 乙会 --all-present --except 缺席=1001、1002、1008")
    for guest in ("1003", "1004"):
        duty.done(f"record {guest} 常委会会议 --on 2026-03-02 --activity 甲会")
    one = done(duty, "常委会会议")
    assert (one["held"], one["count"], one["guests"]) == (2, "3", 2)
    page = duty.done("annual-notice 2026").replace("\n", "")
    assert "常委会会议2次、3人次，另有列席2人次。" in page
    assert "组织各类履职活动2次" in page
    assert "出席3人次，请假和缺席共3人次，另有列席2人次" in page


def test_an_activity_counted_by_how_often_it_was_held_was_held_without_anybody(duty: Duty) -> None:
    duty.change_rules(
        "{id: 委员活动日, clause: 第5条, attended: yes}", "{id: 委员活动日, clause: 第5条, attended: yes, unit: 场}"
    )
    duty.done("attend 委员活动日 --on 2026-03-03 --title 甲 --all-present --members 1001 --except 缺席=1001")
    duty.done("attend 委员活动日 --on 2026-03-04 --title 乙 --all-present --members 1001")
    assert "委员活动日2场。" in told(duty)


@pytest.mark.parametrize("audience", ["内部", "公示"])
def test_nothing_is_said_of_attendance_where_nobody_was_to_attend(duty: Duty, audience: str) -> None:
    """What was not asked of anybody is no rate of 无: neither a sentence, nor a table, nor a word in a letter."""
    duty.done("record 1001 提案 --on 2026-03-02 --stage 立案 --title 甲")
    page = duty.done(f"annual-notice 2026 --for {audience}").replace("\n", "")
    assert "全年共有委员7名；登记履职记录1条。" in page
    assert [
        word for word in ("应出席", "出席率", "履职活动0次", "出席情况：", "附件1 2026年度委员出席情况") if word in page
    ] == []
    duty.close(2026)
    letter = duty.done("letter result 1001 --year 2026 --format table").replace("\n", "")
    assert "2026年度，您登记履职记录1条。" in letter
