"""Results of years before the ledger are taken over (沿用), and count for what looks back on the term (§§11, 12)."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

HEAD = "委员编号,姓名,年度,积分,等次,文号\n"
PAPER = "示政协〔2025〕3号"
FILE = HEAD + "".join(
    f"{number},,2024,{score},{grade},{PAPER}\n"
    for number, score, grade in (
        *(("1001", "88.25", "优秀"), ("1002", "72", "合格"), ("1003", "58.5", "不合格"), ("1004", "66", "合格")),
        *(("1005", "", "不评定"), ("1006", "61", "合格")),
    )
)


@pytest.fixture
def taken(duty: Duty) -> Duty:
    """2024 taken over, in which 1003 failed; of 1008 the paper says nothing."""
    duty.write("往年.csv", FILE)
    duty.done("history import 往年.csv")
    return duty


@pytest.fixture
def failed_twice(taken: Duty) -> Duty:
    """1003 failed the first year that the ledger holds as well."""
    taken.done("record 1003 座谈交流 --on 2025-03-04")
    taken.close(2025)
    return taken


def test_the_answer_tells_what_was_taken_over_and_of_whom_nothing_was(duty: Duty) -> None:
    duty.write("往年.csv", FILE)
    answer = duty("history import 往年.csv")
    assert "已沿用 往年.csv：2024 年度的结果 6 条（批次 " in answer.out
    assert answer.err == "2024 年度在任而没有结果的委员：1008 郑六合；届末考评列为“未提供”\n"


def test_the_first_year_of_the_ledger_is_the_second_failed_one_of_the_term(failed_twice: Duty) -> None:
    (found,) = [
        one for one in failed_twice.member("annual-evaluation 2025", "1003")["proposals"] if "辞去" in one["id"]
    ]
    assert found["evidence"] == [f"2024 年度履职分 58.5，等次不合格（沿用，{PAPER}）", "2025 年度履职分 50，等次不合格"]
    assert "（沿用，示政协〔2025〕3号）" in failed_twice.done("letter resignation 1003 --year 2025")


def test_one_failed_year_taken_over_proposes_nothing_by_itself(failed_twice: Duty) -> None:
    told = {one["id"] for one in failed_twice.member("annual-evaluation 2025", "1002")["proposals"]}
    assert told == {"约谈提醒"}


def test_the_term_table_holds_the_year_exactly_and_marks_it(failed_twice: Duty) -> None:
    one = failed_twice.member("term-evaluation 14", "1003")
    assert [(year["year"], year["score"], year.get("taken_over")) for year in one["years"]] == [
        (2024, "58.5", PAPER),
        (2025, "50", None),
    ]
    assert (one["total"], one["mean"], one["failed_years"]) == ("108.5", "54.25", [2024, 2025])
    table = failed_twice.done("term-evaluation 14")
    assert "2024积分（沿用）" in table
    assert f"2024 年度的结果为沿用，依据{PAPER}" in table


def test_who_is_not_in_the_paper_is_told_apart_from_who_was_not_in_office(taken: Duty) -> None:
    years, _, _ = taken.done("term-evaluation 14").partition("任职情况")
    rows = {line.split()[0]: line.split() for line in reversed(years.splitlines()) if line[:2] == "10"}
    assert (rows["1008"][3:5], rows["1007"][3:5]) == (["未提供", "未提供"], ["—", "—"])
    assert "未提供" not in taken.done("term-evaluation 14 --for 公示")


def test_a_year_not_graded_counts_among_no_failed_ones(taken: Duty) -> None:
    assert taken.member("term-evaluation 14", "1005")["failed_years"] == []


def test_the_year_is_explained_with_its_paper(taken: Duty) -> None:
    page = taken.done("explain 1003 --year 2024 --format md")
    assert f"2024 年度履职分 58.5，等次不合格（沿用，{PAPER}），由经办人甲于 2026-11-23 从 往年.csv 录入" in page
    assert PAPER in taken.done("statement 1003")
    assert PAPER in taken.done("statement 1003 --full")
    assert taken.json("statement 1003")["taken_over"] == [
        {"year": 2024, "score": "58.5", "grade": "不合格", "paper": PAPER}
    ]


def test_the_list_shows_all_and_one_year(taken: Duty) -> None:
    found = taken.json("history list 2024")["results"]
    assert isinstance(found, list)
    assert [one["score"] for one in found if one["number"] == "1001"] == ["88.25"]
    assert taken.json("history list 2023")["results"] == []
    assert taken.done("history list").count(PAPER) == 6


@pytest.mark.parametrize(
    "line",
    [
        *("record 1003 座谈交流 --on 2024-03-04", "attend 全体会议 --on 2024-01-15 --title 三次会议 --all-present"),
        *("annual-evaluation 2024", "annual-notice 2024", "quarter-report 2024-Q1"),
        "record 1003 年度述职 --on 2025-02-04 --judged 5 --for-year 2024",
    ],
)
def test_nothing_of_the_year_is_entered_or_reckoned_here(taken: Duty, line: str) -> None:
    assert f"2024 年度的结果沿用 {PAPER}，不由本账本登记和计算" in taken.refused(line)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("1001,,2025,70,合格,甲\n", "账本已有 2025 年度的履职记录，这一年由本账本计算，不能沿用往年结果"),
        ("1001,,2026,70,合格,甲\n", "2026 年度到 2026-12-31 结束，尚未结束，没有可以沿用的结果"),
        ("1001,,2021,70,合格,甲\n", "2021 年度不在届期内"),
    ],
)
def test_a_year_that_cannot_be_taken_over_is_refused_in_one_line(duty: Duty, rows: str, sentence: str) -> None:
    duty.done("record 1003 座谈交流 --on 2025-03-04")
    duty.write("往年.csv", HEAD + rows)
    assert sentence in duty.refused("history import 往年.csv")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1001,,2024,七十,合格,甲", "积分：“七十”不符合要求；应为数，如 5 或 -2.5"),
        ("1001,,2024,70,良,甲", "等次：“良”无法识别；"),
        ("1001,,2024,70,合格,", "文号：没有填写；请补上"),
        ("1001,,24,70,合格,甲", "年度：“24”不符合要求；应为四位年份，如 2025"),
        ("1001,,2024,70,,甲", "等次：没有填写；请补上"),
        ("1001,,2024,,合格,甲", "积分：没有填写；请补上"),
        ("1001,,2024,,,甲", "积分：积分和等次都没有填写；请至少填写一项"),
        ("1099,,2024,70,合格,甲", "委员编号：找不到委员“1099”"),
        ("1007,,2024,70,合格,甲", "1007 吴五湖 在 2024 年度 不在任"),
        ("1002,,2024,70,合格,甲\n1002,,2024,71,合格,甲", "1002 钱二南 2024 年度的结果与第 2 行重复"),
    ],
)
def test_a_wrong_row_is_told_with_its_place_and_nothing_is_written(duty: Duty, row: str, told: str) -> None:
    duty.write("往年.csv", f"{HEAD}{row}\n")
    before = duty.digest()
    answer = duty("history import 往年.csv")
    assert (answer.code, answer.raw, duty.digest()) == (1, b"", before)
    assert "往年.csv:" in answer.err
    assert told in answer.err


def test_a_file_is_taken_once_and_comes_back_after_it_is_undone(taken: Duty) -> None:
    batch = taken.last_batch()
    assert f"（批次 {batch}）" in taken.refused("history import 往年.csv")
    taken.write("又一份.csv", HEAD + "1001,,2024,70,合格,甲\n")
    assert "1001 赵一鸣 2024 年度的结果已经沿用（序号" in taken("history import 又一份.csv").err
    taken.done(f"undo {batch} --reason 文号有误")
    assert taken.json("history list")["results"] == []
    taken.done("history import 往年.csv")


def test_one_result_is_voided_and_entered_anew(taken: Duty) -> None:
    found = taken.json("history list")["results"]
    assert isinstance(found, list)
    seq = next(one["seq"] for one in found if one["number"] == "1003")
    assert taken.done(f"void {seq} --reason 抄错") == f"已冲正：往年结果 序号 {seq}\n"
    taken.write("更正.csv", HEAD + f"1003,孙三禾,2024,59.75,不合格,{PAPER}\n")
    taken.done("history import 更正.csv")
    assert taken.member("term-evaluation 14", "1003")["years"][0]["score"] == "59.75"


def test_a_year_taken_over_is_not_watched(taken: Duty) -> None:
    assert f"2024 年度的结果沿用 {PAPER}" in taken.refused("watch 2024")


def test_a_report_made_before_comes_out_again_byte_for_byte(duty: Duty) -> None:
    duty.done("record 1003 座谈交流 --on 2025-03-04")
    duty.close(2025)
    before = duty.done("term-evaluation 14")
    known = int(duty.json("term-evaluation 14")["ledger"]["seq"])  # type: ignore[index]
    duty.write("往年.csv", FILE)
    duty.done("history import 往年.csv")
    assert duty.done(f"term-evaluation 14 --known-at {known}") == before != duty.done("term-evaluation 14")


def test_where_records_are_imported_a_history_is_sent_to_its_own_command(duty: Duty) -> None:
    duty.write("往年.csv", FILE)
    assert "往年.csv 是往年结果；请用 duty history import 导入" in duty("import 往年.csv").err


def test_the_chain_holds_with_results_taken_over(taken: Duty) -> None:
    assert taken.done("check") == ""
