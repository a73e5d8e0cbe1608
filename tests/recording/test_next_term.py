"""The next term begins in the same ledger: who is re-elected keeps the key, and old papers come out as they were."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty

# 1001 stays 常委 under another number, 1002 changes group and lays down the roles; 1004 is one of two of the name.
ROSTER = """\
委员编号,姓名,原编号,界别,委员联络组,职务,任职日期
001,赵一鸣,,中共界,城东联络组,常委,
1002,钱二南,,经济界,城西联络组,,
1001,李思源,1004,教育界,城西联络组,,
005,王七星,,科技界,城东联络组,常委,2027-01-15
"""
BEGIN = "term begin 15 --from 2027-01-15 --until 2032-01-14 --roster 新名册.csv"


@pytest.fixture
def ready(duty: Duty) -> Duty:
    duty.write("新名册.csv", ROSTER)
    duty.done("record 1003 座谈交流 --on 2026-03-04")
    duty.done("record 1001 座谈交流 --on 2026-03-04")
    return duty


@pytest.fixture
def begun(ready: Duty, monkeypatch: pytest.MonkeyPatch) -> Duty:
    """The new term, two months on."""
    ready.change_rules("to: 2026-12-31", "to: 2028-12-31")
    ready.done(f"{BEGIN} --confirm")
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 20, 9, tzinfo=NOW.tzinfo))
    return ready


def test_the_change_is_shown_first_and_nothing_written(ready: Duty) -> None:
    before = ready.digest()
    answer = ready(BEGIN)
    assert answer.out == (
        "第15届 2027-01-15 至 2032-01-14\n"
        "第14届改为 2022-01-01 至 2027-01-14（原为 2022-01-01 至 2026-12-31）\n"
        "连任 3 名，其中编号、分组和职务没有变化的 0 名，其余：\n"
        "　1001 赵一鸣：编号改为 001\n"
        "　1002 钱二南：委员联络组由城东联络组改为城西联络组；不再担任常委、界别活动组组长\n"
        "　1004 李思源：编号改为 1001\n"
        "新任 1 名：\n"
        "　005 王七星：科技界、城东联络组、常委\n"
        "离任 4 名：\n"
        "　1003 孙三禾\n　1005 李思源\n　1007 吴五湖\n　1008 郑六合\n"
    )
    assert (answer.err, ready.digest()) == ("以上尚未写入账本；核对无误后加 --yes 重新执行\n", before)


def test_a_number_alone_means_who_is_a_member_still(ready: Duty) -> None:
    ready.write("新名册.csv", "委员编号,姓名\n1003,赵一鸣\n")
    ready.done("term begin 15 --from 2026-11-01 --until 2031-10-31 --roster 新名册.csv --confirm")
    assert ready.done("member show 1003").startswith("1003 赵一鸣")


def test_spells_end_and_begin_and_what_goes_on_is_unbroken(begun: Duty) -> None:
    one = begun.done("member show 001")
    assert one.startswith("001 赵一鸣")
    assert "职务：常委，2022-01-01 至 今" in one
    assert "专门委员会：提案委员会，2022-01-01 至 今" in one
    other = begun.done("member show 1002")
    assert "委员联络组：城东联络组，2022-01-01 至 2027-01-14" in other
    assert "委员联络组：城西联络组，2027-01-15 至 今" in other
    assert "职务：常委，2022-01-01 至 2027-01-14" in other
    assert "委员：在任，2022-01-01 至 2027-01-14" in begun.done("member show 1003")


def test_a_number_given_anew_means_its_bearer_of_the_day(begun: Duty) -> None:
    assert begun.done("record 1001 座谈交流 --on 2027-02-01").startswith("已登记：1001 李思源")
    assert begun.done("record 1001 座谈交流 --on 2026-12-01").startswith("已登记：001 赵一鸣")
    begun.write("补交.csv", "委员编号,履职事项,日期\n1001,座谈交流,2026-12-02\n1001,座谈交流,2027-02-02\n")
    begun.done("import 补交.csv")
    assert [(one["姓名"], one["日期"]) for one in begun.records() if one["日期"][-2:] == "02"] == [
        *(("赵一鸣", "2026-12-02"), ("李思源", "2027-02-02"))
    ]


def test_of_two_namesakes_each_is_offered_by_the_number_of_the_day_asked_about(begun: Duty) -> None:
    """1001 was 赵一鸣 in the old term."""
    assert "：1004 李思源（教育界）；1005 李思源（科技界）；" in begun.refused("record 李思源 座谈交流 --on 2026-12-04")


def test_a_namesake_whose_number_is_another_s_by_now_is_offered_without_it(
    ready: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.write("新名册.csv", ROSTER.replace("005,王七星", "1005,王七星"))
    ready.done(f"{BEGIN} --confirm")
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 20, 9, tzinfo=NOW.tzinfo))
    assert "：1001 李思源（教育界）；李思源（科技界，2027-03-19 不在任）；" in ready.refused(
        "record 李思源 座谈交流 --on 2027-03-19"
    )
    assert "：1001 李思源（教育界）；李思源（科技界）；" in ready.refused("member show 李思源")


def test_reports_of_each_term_name_members_by_its_own_numbers(begun: Duty) -> None:
    assert begun.member("annual-evaluation 2026", "1001")["name"] == "赵一鸣"
    assert begun.member("term-evaluation 14", "1001")["name"] == "赵一鸣"
    begun.done("record 1001 座谈交流 --on 2027-02-01")
    assert begun.member("annual-evaluation 2027", "1001")["name"] == "李思源"
    assert begun.member("annual-evaluation 2027", "001")["name"] == "赵一鸣"
    assert "赵一鸣" in begun.done("explain 1001 --year 2026")
    assert re.search(r"^1001 +赵一鸣", begun.done("member list --on 2026-12-31"), re.M)


def test_the_year_in_which_the_terms_change_belongs_to_the_new_one(begun: Duty) -> None:
    begun.done("record 1001 座谈交流 --on 2027-02-01")
    assert begun.json("term-evaluation 14")["years"] == [2026]
    assert begun.json("term-evaluation 15")["years"] == [2027]


def test_the_evaluation_of_a_year_says_of_which_term_it_is_once_there_are_several(begun: Duty) -> None:
    begun.done("record 1001 座谈交流 --on 2027-02-01")
    assert [begun.json(f"annual-evaluation {year}")["term"] for year in (2026, 2027)] == [14, 15]
    assert "第14届，评分规则：" in begun.done("annual-evaluation 2026")


def test_failed_years_are_counted_anew_in_the_new_term(begun: Duty) -> None:
    begun.done("record 001 座谈交流 --on 2027-02-01")
    begun.close(2026, 2027)
    assert [one["id"] for one in begun.member("annual-evaluation 2027", "001")["proposals"]] == ["约谈提醒"]


def test_papers_of_the_old_term_come_out_again_byte_for_byte(ready: Duty) -> None:
    papers = [
        f"{one} --format {form}"
        for one in ("term-evaluation 14", "explain 1001 --year 2026")
        for form in ("table", "json")
    ]
    known = int(ready.json("term-evaluation 14")["ledger"]["seq"])  # type: ignore[index]
    before = [ready.done(paper) for paper in papers]
    ready.done(f"{BEGIN} --confirm")
    assert [ready.done(f"{paper} --known-at {known}") for paper in papers] == before


def test_a_paper_is_issued_under_the_number_of_its_year(begun: Duty) -> None:
    begun.done("issue explain 1001 --year 2026 -o 说明.xlsx")
    assert "duty explain 1001 --year 2026" in begun.done("issued")
    assert "逐字节相同" in begun.done("verify-report 说明.xlsx")


def test_beginning_a_term_is_undone_as_a_whole(ready: Duty) -> None:
    ready.done(f"{BEGIN} --confirm")
    ready.done(f"undo {ready.last_batch()} --reason 名册有误")
    assert ready.done("term list") == "第14届 2022-01-01 至 2026-12-31，委员 8 名\n"
    assert "职务：界别活动组组长，2022-01-01 至 今" in ready.done("member show 1002")
    assert ready.done("member show 1001").startswith("1001 赵一鸣")
    assert ready.done(f"{BEGIN} --confirm")
    assert ready.done("check") == ""


def test_a_term_in_which_something_was_done_is_not_taken_back(begun: Duty) -> None:
    batch = begun.last_batch()
    begun.done("record 1002 座谈交流 --on 2027-02-01")
    assert "这一届已有履职记录" in begun.refused(f"undo {batch} --reason 有误")


def test_the_first_term_is_not_taken_back(duty: Duty) -> None:
    assert "它是建立账本时登记的一届" in duty.refused("void 2 --reason 有误")


def test_a_term_may_begin_before_its_roster_is_there(ready: Duty) -> None:
    said = ready.done("term begin 15 --from 2027-01-01 --until 2031-12-31")
    assert said.startswith("第15届 2027-01-01 至 2031-12-31\n已登记（批次 ")
    assert "离任 4 名" in ready("term begin 15 --roster 新名册.csv").out
    ready.done("term begin 15 --roster 新名册.csv --confirm")
    assert ready.done("term list").splitlines()[1] == "第15届 2027-01-01 至 2031-12-31，委员 4 名"


def test_a_number_of_the_old_term_alone_is_free_in_the_new(begun: Duty) -> None:
    begun.done("member add 1003 冯八方 --from 2027-02-01")
    assert begun.done("record 1003 座谈交流 --on 2027-02-03").startswith("已登记：1003 冯八方")
    assert begun.done("record 1003 座谈交流 --on 2026-12-03").startswith("已登记：1003 孙三禾")
    assert "委员编号已由 1002 钱二南 使用" in begun.refused("member add 1002 某某某 --from 2027-02-01")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("term begin 16 --from 2027-01-15 --until 2032-01-14", "下一届是第15届，不能开始第16届"),
        ("term begin 14 --from 2027-01-15 --until 2032-01-14", "第14届 2022-01-01 至 2026-12-31 已经登记"),
        ("term begin 15 --from 2022-01-01 --until 2032-01-14", "届期第一天 2022-01-01 应晚于第14届"),
        ("term begin 15 --from 2027-01-15 --until 2026-01-14", "--until“2026-01-14”不符合要求"),
        ("term begin 15 --from 2027-01-15", "请用 --from 和 --until 写明第一天和最后一天"),
        (
            "term begin 15 --from 2026-03-01 --until 2031-02-28 --roster 新名册.csv",
            "1003 孙三禾 在 2026-02-28 之后还有 1 条记录",
        ),
    ],
)
def test_a_term_that_cannot_begin_is_refused_in_one_line(ready: Duty, line: str, sentence: str) -> None:
    assert sentence in ready.refused(line)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "1004,李思源,,教育界,,,",
            "“李思源”可能是原有的 1004 李思源（教育界）、1005 李思源（科技界）；请在名册加“原编号”",
        ),
        ("006,周四方,,教育界,,,", "“周四方”可能是原有的 1006 周四方（教育界）"),
        ("009,王七星,1099,,,,", "原编号：“1099”没有委员"),
        ("009,王七星,1003,,,,", "原编号：“1003”是“孙三禾”，这里是“王七星”"),
        ("009,赵一鸣,1001,,,,", "与编号 001 的同为原有的 1001 赵一鸣"),
        ("009,王七星,,,,,2026-12-31", "任职日期：“2026-12-31”不符合要求；应为第15届"),
        ("009,,,,,,", "姓名：没有填写"),
    ],
)
def test_a_wrong_row_of_the_roster_is_told_with_its_place_and_nothing_is_written(
    ready: Duty, row: str, told: str
) -> None:
    ready.write("新名册.csv", ROSTER.splitlines()[0] + "\n001,赵一鸣,,中共界,,,\n" + row + "\n")
    before = ready.digest()
    answer = ready(f"{BEGIN} --confirm")
    assert (answer.code, answer.raw, ready.digest()) == (1, b"", before)
    assert told in answer.err


def test_another_of_the_same_name_is_enrolled_as_new_where_that_is_said(ready: Duty) -> None:
    ready.write("新名册.csv", ROSTER + "008,孙三禾,新,教育界,,,\n")
    said = ready.done(f"{BEGIN} --confirm")
    assert "　008 孙三禾：教育界（与原有的 1003 孙三禾（经济界） 姓名相近" in said


def test_what_is_decided_of_a_year_means_members_by_the_numbers_of_that_year(begun: Duty) -> None:
    begun.close(2026)
    said = begun.done("follow-up open 2026 1001 --on 2027-03-01 --person 主席会议 --meeting 主席会议")
    assert "赵一鸣 2026 年度约谈提醒" in said
    assert "李思源" not in said


def test_records_exported_bear_the_numbers_of_their_day_and_come_back(begun: Duty) -> None:
    begun.done("record 1001 座谈交流 --on 2027-02-01")
    rows = {(one["委员编号"], one["姓名"]) for one in begun.records()}
    assert rows == {("1003", "孙三禾"), ("1001", "赵一鸣"), ("1001", "李思源")}
    (begun.folder / "导出.csv").write_bytes(begun("export").raw)
    assert "新增 0 条" in begun.done("import 导出.csv")


def test_a_number_that_one_alone_ever_bore_means_that_one_whatever_the_day(begun: Duty) -> None:
    assert begun.done("record 001 座谈交流 --on 2026-12-01").startswith("已登记：001 赵一鸣")
    assert begun.done("record 1004 座谈交流 --on 2027-02-01").startswith("已登记：1001 李思源")


def test_a_paper_without_a_year_comes_out_again_with_the_numbers_of_its_day(
    ready: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.done(f"{BEGIN} --confirm")
    ready.done("issue statement 1001 -o 情况单.xlsx")
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 20, 9, tzinfo=NOW.tzinfo))
    assert "逐字节相同" in ready("verify-report 情况单.xlsx").out
    assert ready.done("statement 001").startswith("001 赵一鸣")


def test_nobody_is_given_the_number_of_somebody_who_joined_in_the_new_term(ready: Duty) -> None:
    ready.done("term begin 15 --from 2027-01-15 --until 2032-01-14")
    ready.done("member add 2001 冯八方 --sector 教育界 --from 2027-02-01")
    ready.write("新名册.csv", "委员编号,姓名,原编号\n2001,赵一鸣,1001\n1002,钱二南,\n")
    assert "委员编号已由 2001 冯八方 使用" in ready("term begin 15 --roster 新名册.csv").err


def test_no_two_in_office_come_to_bear_one_number(begun: Duty) -> None:
    # The first number given anew stands after the two terms: 赵一鸣 has 001, as 1001 is 李思源's now.
    assert "编号 1001 会同时属于在任的 " in begun.refused(f"void {begun.last_batch() + 3} --reason 有误")
    begun.done("member add 1003 冯八方 --sector 教育界 --from 2027-02-01")
    again = "member join 孙三禾 --from 2027-03-01 --sector 教育界"
    assert "编号 1003 会同时属于在任的 1003 孙三禾 和 1003 冯八方" in begun.refused(again)


def test_acts_of_the_new_term_before_the_day_of_election_are_refused(ready: Duty) -> None:
    ready.done("term begin 15 --from 2026-11-01 --until 2031-10-31")
    ready.done("record 1001 座谈交流 --on 2026-11-03")
    ready.write("新名册.csv", "委员编号,姓名,任职日期\n1001,赵一鸣,2026-11-10\n1002,钱二南,\n")
    assert "1001 赵一鸣 在 2026-10-31 之后还有 1 条记录" in ready.refused("term begin 15 --roster 新名册.csv --confirm")


SAID = "--on 2027-02-10 --person 主席会议 --words 有误"


def test_what_is_entered_of_a_year_means_its_numbers(begun: Duty) -> None:
    begun.close(2026)
    assert "赵一鸣 不能列入" in begun.refused(f"choose 2026 1001 {SAID} --meeting 第二次主席会议")
    assert "赵一鸣" in begun.done(f"object 1001 --year 2026 {SAID}")
    assert "赵一鸣" in begun.done(f"follow-up open 2026 1001 {SAID} --meeting 第二次主席会议")


def test_before_the_new_term_begins_a_number_means_its_bearer_of_today(ready: Duty) -> None:
    ready.write("新名册.csv", "委员编号,姓名,原编号\n001,赵一鸣,\n2002,钱二南,\n1001,李思源,1004\n")
    ready.done(f"{BEGIN} --confirm")
    assert "赵一鸣" in ready.done(f"object 1001 --year 2026 {SAID.replace('2027-02-10', '2026-11-20')}")
    # Warnings are counted in the order of numbers, of which 钱二南 has the last of the sector in the new term.
    watched: Any = ready.json("watch 2026")["members"]
    failing = [one["number"] for one in watched if one["fails"]]
    assert "钱二南" in ready.done(f"watch 2026 --acknowledge {failing.index('1002') + 1} --note 已提醒")


def test_an_objection_in_the_new_term_holds_up_no_table_of_the_old(
    begun: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.done("record 1001 座谈交流 --on 2027-02-01")
    begun.close(2026, 2027)
    monkeypatch.setattr(clock, "now", lambda: datetime(2028, 2, 20, 9, tzinfo=NOW.tzinfo))
    begun.done(f"object 1001 --year 2027 {SAID.replace('2027', '2028')}")
    begun.done("issue term-evaluation 14 -o 届末.xlsx")
    assert "还有 1 件异议没有办结" in begun.refused("issue term-evaluation 15 -o 届中.xlsx")


def test_a_number_of_the_new_term_is_given_to_nobody_of_the_old_who_is_in_office_still(begun: Duty) -> None:
    said = begun.refused("member add 005 冯八方 --sector 教育界 --from 2026-12-01")
    assert "编号 005 会同时属于在任的 005 王七星 和 005 冯八方" in said
    begun.done("member add 005 冯八方 --sector 教育界 --from 2026-12-01 --until 2027-01-14")
