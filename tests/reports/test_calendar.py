"""The office's calendar: what is owed by when, what the ledger knows to be done, what is late (§§6, 11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty


def line(duty: Duty, name: str, line: str = "calendar 2026") -> dict[str, Any]:
    """One line of the calendar."""
    found: Any = duty.json(line)["duties"]
    return next(one for one in found if one["duty"] == name)


def state(duty: Duty, name: str, asked: str = "calendar 2026") -> tuple[str, str, str]:
    found = line(duty, name, asked)
    return found["due"], found["state"], found["said"]


def at(patch: pytest.MonkeyPatch, year: int, month: int, day: int) -> None:
    """Go to the desk on another day."""
    patch.setattr(clock, "now", lambda: datetime(year, month, day, 9, tzinfo=NOW.tzinfo))


@pytest.fixture
def year(duty: Duty) -> Duty:
    duty.done("record 1001 年度履职报告 --on 2026-11-01")
    duty.done("record 1001 专题培训 --on 2026-05-01 --activity 培训")
    return duty


def test_what_nobody_did_is_late_near_or_still_to_come(year: Duty) -> None:
    assert state(year, "第三季度统计") == ("2026-10-10", "逾期未办", "已逾期 44 天")
    assert state(year, "第四季度统计") == ("2027-01-10", "未到期", "还有 48 天")
    assert state(year, "年度专题培训", "calendar 2026 --dated 2026-12-10")[:2] == ("2026-12-31", "将到期")


def test_a_quarter_report_is_done_by_an_issue_after_the_quarter(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 2026, 9, 20)
    year.done("issue quarter-report 2026-Q3 -o 三季.xlsx")
    assert "印发的是季度结束以前的" in state(year, "第三季度统计")[2]
    at(monkeypatch, 2026, 10, 8)
    year.done("issue quarter-report 2026-Q3 --again -o 三季度.xlsx")
    due, how, said = state(year, "第三季度统计")
    assert (due, how, said[:13]) == ("2026-10-10", "已办", "2026-10-08 印发")
    assert state(year, "第二季度统计")[1] == "逾期未办"


def test_what_is_done_after_its_day_is_told_to_have_been_late(year: Duty) -> None:
    year.done("issue quarter-report 2026-Q3 -o 三季.xlsx")
    assert state(year, "第三季度统计")[1] == "已办（逾期）"
    assert line(year, "第三季度统计")["done_on"] == "2026-11-23"
    assert state(year, "第三季度统计", "calendar 2026 --dated 2026-10-20")[1:] == ("逾期未办", "已逾期 10 天")


def test_training_and_reports_are_done_when_everybody_has_met_them(year: Duty) -> None:
    due, how, said = state(year, "年度履职报告")
    assert (due, how) == ("2027-01-31", "未到期")
    assert said == "1/7 人完成，尚缺：1002 钱二南、1003 孙三禾、1004 李思源、1005 李思源、1007 吴五湖 等 6 人"
    for number in (1002, 1003, 1004, 1005, 1007, 1008):
        year.done(f"record {number} 年度履职报告 --on 2026-11-02")
    assert state(year, "年度履职报告")[1:] == ("已办", "7/7 人完成")


def test_each_line_cites_its_clause(year: Duty) -> None:
    assert {line(year, one)["clause"] for one in ("第一季度统计", "年度通报", "届末考评", "年度履职报告")} == {"第11条"}
    assert {line(year, one)["clause"] for one in ("年度专题培训", "新任委员当年培训", "届内轮训")} == {"第6条"}


def test_papers_of_the_year_count_once_it_is_closed(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    year.done("issue annual-notice 2026 --number 3 -o 通报.docx")
    assert "印发的是结账以前的暂计稿" in state(year, "年度通报")[2]
    year.close(2026)
    assert line(year, "年度结账", "calendar 2026 --dated 2027-02-01")["done_on"] == "2027-01-10"
    assert line(year, "年度结账")["state"] == "未到期"
    assert "须重新印发" in state(year, "年度通报")[2]


def test_the_end_of_a_term_is_owed_in_its_last_year_alone(year: Duty) -> None:
    assert state(year, "届末考评")[0] == "2026-11-01"
    names = {one["duty"] for one in year.json("calendar 2025")["duties"]}  # type: ignore[attr-defined]
    assert names.isdisjoint({"届末考评", "委员风采", "届内轮训"})


def test_a_term_table_issued_years_ago_is_not_that_of_the_end_of_the_term(
    year: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 2025, 12, 20)
    year.done("issue term-evaluation 14 -o 届中.xlsx")
    at(monkeypatch, 2026, 11, 23)
    assert state(year, "届末考评")[1] == "逾期未办"
    year.done("issue term-evaluation 14 --again -o 届末.xlsx")
    assert state(year, "届末考评")[1] == "已办（逾期）"


def test_a_publication_withdrawn_is_still_owed(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    year.close(2026)
    at(monkeypatch, 2027, 2, 1)
    year.done("publish annual-evaluation 2026 --until 2027-02-08")
    step = f"follow-up step {year.last_batch() + 1} 撤回 --on 2027-02-01 --person 委员工作室 --words 名单有误"
    year.done(step)
    assert state(year, "评比结果公示")[1] == "将到期"


def test_what_the_ledger_cannot_know_is_to_be_looked_at(year: Duty) -> None:
    assert state(year, "委员风采") == ("2026-12-01", "须核对", "账本不能判断，请核对")


def test_without_a_year_it_is_that_of_the_day(year: Duty) -> None:
    assert year.json("calendar")["year"] == 2026
    assert "截至 2026-11-23" in year.done("calendar")


def test_the_days_are_the_office_s_own(year: Duty) -> None:
    year.write(
        "rules/calendar.yaml",
        "format: duty-calendar/1\nduties:\n  - {duty: 一季度, clause: 第11条, due: 04-20, done: {issued: quarter-report, quarter: 1}}\n",
    )
    found: Any = year.json("calendar 2026")["duties"]
    assert [(one["duty"], one["due"]) for one in found] == [("一季度", "2026-04-20")]


def test_a_new_workspace_has_the_calendar_to_fill_in(empty: Duty) -> None:
    empty.done("init --committee 政协示例县委员会 --term 14 --from 2022-01-01 --until 2026-12-31")
    assert (empty.folder / "rules" / "calendar.yaml").read_text("utf-8").count("duty:") == 13


def test_an_issued_calendar_comes_out_again_byte_for_byte(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    year.done("issue calendar -o 日历.xlsx")
    at(monkeypatch, 2027, 2, 1)
    year.done("record 1002 年度履职报告 --on 2026-12-02")
    assert "逐字节相同" in year("verify-report 日历.xlsx").out


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{duty: 甲, clause: 第11条, due: 4月10日}", "calendar.yaml:3：第34列：“4月10日”不是期限"),
        ("{duty: 甲, clause: 第11条, due: 02-30}", "“02-30”不是每年都有的日期"),
        ("{duty: 甲, clause: 第11条, due: 04-10, done: {}}", "done 没有写凭什么判断已办"),
        ("{duty: 甲, clause: 第11条, due: 04-10, done: {closed: yes, minimums: 培训}}", "done 写了 minimums、closed"),
        (
            "{duty: 甲, clause: 第11条, due: 04-10, done: {issued: quarter-report}}",
            "quarter-report 须写 quarter: 1 至 4",
        ),
        ("{duty: 甲, clause: 第11条, due: 04-10, done: {issued: annual-notice, quarter: 1}}", "季度写得不对"),
        ("{duty: 甲, clause: 第11条, due: 04-10, done: {closed: yes, for: 公示}}", "for 是印发的报表的阅读对象"),
        ("{duty: 甲, clause: 第11条, due: 04-10}\n  - {duty: 甲, clause: 第11条, due: 04-11}", "事项“甲”写了两次"),
        ("{duty: 甲, clause: 第11条, due: 04-10, days: 3}", "days"),
    ],
)
def test_a_calendar_that_cannot_be_used_is_told_line_by_line(duty: Duty, row: str, told: str) -> None:
    duty.write("rules/calendar.yaml", f"format: duty-calendar/1\nduties:\n  - {row}\n")
    for command in ("calendar 2026", "rules check"):
        answer = duty(command)
        assert (answer.code, told in answer.err) == (3, True), answer.err


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("calendar 2031", "没有覆盖 2031"),
        ("calendar 2026 --dated 昨日", "昨日"),
    ],
)
def test_a_year_or_day_that_cannot_be_is_refused_in_one_line(duty: Duty, asked: str, sentence: str) -> None:
    answer = duty(asked)
    assert (answer.raw, answer.err.count("\n"), sentence in answer.err) == (b"", 1, True), answer.err
