"""所属年度: a report, account, commendation or excellent proposal may belong to an earlier year than its day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty


@pytest.fixture
def desk(duty: Duty) -> Duty:
    """2025 has a record of 1003, so that it is kept."""
    duty.done("record 1003 座谈交流 --on 2025-06-01")
    return duty


def score(duty: Duty, number: str, year: int) -> str:
    found: Any = duty.json(f"annual-evaluation {year}")["members"]
    return str(next(one["score"] for one in found if one["number"] == number))


def test_it_counts_in_the_year_told_and_in_no_other(desk: Duty) -> None:
    before = [score(desk, "1003", year) for year in (2025, 2026)]
    said = desk.done("record 1003 年度履职报告 --on 2026-01-15 --for-year 2025")
    assert "已登记：1003 孙三禾 年度履职报告 2026-01-15" in said
    assert "2025 年度目前 55 分" in said
    assert (before, [score(desk, "1003", year) for year in (2025, 2026)]) == (["50", "50"], ["55", "50"])


def test_it_meets_the_minimum_of_that_year_and_falls_in_its_last_quarter(desk: Duty) -> None:
    desk.done("record 1003 年度履职报告 --on 2026-01-15 --for-year 2025")
    missing: Any = desk.json("annual-notice 2025 --for 内部")["reports_missing"]
    assert "1003" not in missing["年度履职报告"]
    rows: Any = desk.json("quarter-report 2025-Q4")["members"]
    assert next(one["records"] for one in rows if one["number"] == "1003") == 1


def test_it_prints_its_own_day_and_the_year_in_which_it_counts(desk: Duty) -> None:
    desk.done("record 1003 年度履职报告 --on 2026-01-15 --for-year 2025")
    page = desk.done("explain 1003 --year 2025")
    assert "2026-01-15  年度履职报告 计入 2025 年度" in page
    assert "年度履职报告" not in desk.done("explain 1003 --year 2026").partition("得分构成")[2]


def test_what_goes_out_comes_in_again(desk: Duty) -> None:
    desk.write(
        "一.csv",
        "委员编号,履职事项,日期,标题,考核年度\n1003,表彰,2026-02-03,先进,2025年度\n1004,表彰,2026-02-03,优秀,2026\n",
    )
    desk.done("import 一.csv")
    assert [(one["日期"], one["所属年度"]) for one in desk.records()] == [
        *(("2025-06-01", ""), ("2026-02-03", "2025"), ("2026-02-03", ""))
    ]
    desk.done("export -o 全部.csv")
    assert "没有需要写入的内容" in desk.done("import 全部.csv")
    assert "没有需要写入的内容" in desk.done("import 一.csv")


def test_the_year_is_set_right_by_correcting(desk: Duty) -> None:
    desk.done("record 1003 年度履职报告 --on 2026-01-15")
    (seq,) = desk.seqs("1003")
    desk.done(f"correct {seq} 所属年度=2025 --reason 是上年的报告")
    assert (desk.seqs("1003"), score(desk, "1003", 2025)) == ([], "55")
    new = max(desk.seqs("1003", 2025))
    desk.done(f"correct {new} 所属年度= --reason 还是今年的")
    assert score(desk, "1003", 2026) == "55"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("年度履职报告 --on 2025-12-15 --for-year 2026", "不晚于日期 2025-12-15 所在年度的年份"),
        ("年度履职报告 --on 2026-01-15 --for-year 去年", "四位年份，如 2025"),
        (
            "全体会议 --on 2026-01-15 --activity 会 --for-year 2025",
            "出席情况属于活动当天所在的年度，请不要填写所属年度",
        ),
        ("年度履职报告 --on 2026-12-15 --for-year 2025", "晚于今天"),
    ],
)
def test_a_year_that_cannot_be_is_refused(desk: Duty, line: str, said: str) -> None:
    assert said in desk.refused(f"record 1003 {line}")


@pytest.mark.parametrize("year", [2019, 2027])
def test_a_year_without_rules_is_refused(desk: Duty, year: int) -> None:
    said = desk.refused(f"record 1003 年度履职报告 --on 2026-01-15 --for-year {year}", code=3)
    assert f"没有覆盖 {year} 年度的规则文件" in said.replace("年度 的", "年度的")


def test_who_was_not_in_office_in_that_year_has_nothing_to_count_in_it(desk: Duty) -> None:
    assert "1007 吴五湖 在 2025-12-31 不在任" in desk.refused(
        "record 1007 年度履职报告 --on 2026-07-15 --for-year 2025"
    )


def test_a_closed_year_takes_none_and_the_open_one_does_not_mind(desk: Duty) -> None:
    desk.close(2025)
    assert "2025 年度已结账" in desk.refused("record 1003 年度履职报告 --on 2026-01-15 --for-year 2025")
    desk.done("record 1003 年度履职报告 --on 2026-01-15")


def test_an_older_report_is_the_same_byte_for_byte(desk: Duty) -> None:
    seq: Any = desk.json("annual-evaluation 2025")["ledger"]
    page = desk("annual-evaluation 2025 --format csv").raw
    desk.done("record 1003 年度履职报告 --on 2026-01-15 --for-year 2025")
    assert desk(f"annual-evaluation 2025 --format csv --known-at {seq['seq']}").raw == page
    assert desk.done("check") == ""
