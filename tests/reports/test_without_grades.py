"""A scheme without grades: no failed year, nobody left out in public, and no grade in any paper and format."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest

from tests.every_format import unpacked
from tests.workspace import Duty

REPORTS = (
    *(
        "annual-evaluation 2026",
        "annual-evaluation 2026 --for 公示",
        "annual-notice 2026",
        "annual-notice 2026 --for 内部",
    ),
    *(
        "term-evaluation 14",
        "term-evaluation 14 --for 公示",
        "explain 1001 --year 2026",
        "statement 1001",
        "statement 1001 --full",
    ),
    *("letter result 1001 --year 2026", "letter commendation 2026", "quarter-report 2026-Q1", "rules show"),
)


@pytest.fixture
def plain(duty: Duty) -> Duty:
    """The rules with points and minimums alone; 1001 has the plenary and a proposal, and 2026 is closed."""
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8")
    for section in ("bands", "quotas", "vetoes", "consequences", "graded"):
        text = re.sub(rf"^{section}:.*?(?=^\S|\Z)", "", text, flags=re.M | re.S)
    file.write_text(re.sub(r"\n *else: \{grade_at_most: \w+\}|, else: \{grade_at_most: \w+\}", "", text), "utf-8")
    assert duty("rules check rules/scoring.yaml").code == 0
    duty.done("attend 全体会议 --on 2026-01-20 --title 五次会议 --all-present")
    duty.done("record 1001 提案 --on 2026-03-02 --stage 立案 --title 甲")
    duty.close()
    return duty


def shown(duty: Duty, line: str, format_: str) -> str:
    raw = duty(f"{line} --format {format_}").raw
    if format_ != "xlsx":
        return raw.decode("utf-8-sig")
    sheets = openpyxl.load_workbook(io.BytesIO(raw))
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("format_", ["table", "csv", "md", "html", "xlsx"])
@pytest.mark.parametrize("report", REPORTS)
def test_no_paper_speaks_of_grades(plain: Duty, report: str, format_: str) -> None:
    if report.startswith(("rules show", "letter")) and format_ in ("csv", "xlsx"):
        return
    page = shown(plain, report, format_)
    assert [word for word in ("等次", "不合格", "未评定", "不评定") if word in page] == []


def test_nobody_is_left_out_of_the_public_list(plain: Duty) -> None:
    public: Any = plain.json("annual-evaluation 2026 --for 公示")
    internal: Any = plain.json("annual-evaluation 2026")
    assert [one["number"] for one in public["members"]] == [one["number"] for one in internal["members"]]
    assert (public["grades"], {one["grade"] for one in internal["members"]}) == ({}, {None})
    assert "共 7 人" in plain.done("annual-evaluation 2026 --for 公示")


def test_no_year_is_failed_and_none_the_best(plain: Duty) -> None:
    term: Any = plain.json("term-evaluation 14")["members"]
    notice: Any = plain.json("annual-notice 2026")
    assert ({tuple(one["failed_years"]) for one in term}, notice["commended"]) == ({()}, [])
    assert "不合格年数" not in plain.done("term-evaluation 14")


def test_one_grade_for_all_fails_nobody(duty: Duty) -> None:
    test_bands = "bands: [{grade: 优秀, min: 75}, {grade: 合格, min: 60}, {grade: 不合格, min: 0}]"
    text = (duty.folder / "rules" / "scoring.yaml").read_text("utf-8")
    text = re.sub(
        r"^quotas:.*?(?=^\S|\Z)", "", text.replace(test_bands, "bands: [{grade: 合格, min: 0}]"), flags=re.M | re.S
    )
    duty.write(
        "rules/scoring.yaml", text.replace("不合格", "合格").replace("{grade: 合格, years", "{score_below: 60, years")
    )
    duty.done("record 1001 提案 --on 2026-03-02 --stage 立案 --title 甲")
    found: Any = duty.json("annual-evaluation 2026 --for 公示")["members"]
    assert len(found) == 7


def test_a_rule_that_asks_for_a_grade_needs_grades(plain: Duty) -> None:
    plain.change_rules(
        "total:",
        "quotas:\n  - {grade: 优秀, clause: 第11条, at_most: 20%, unit: share, round: down,"
        " ties: exclude, overflow_to: 合格}\ntotal:",
    )
    assert "优秀" in plain("rules check rules/scoring.yaml").out + plain("rules check rules/scoring.yaml").err
    assert plain("rules check rules/scoring.yaml").code == 3


@pytest.mark.parametrize("format_", ["table", "md", "html", "docx"])
def test_the_public_notice_does_not_refer_to_an_annex_that_is_not_there(plain: Duty, format_: str) -> None:
    raw = plain(f"annual-notice 2026 --format {format_}").raw
    page = "".join(re.findall(r"<w:t[^>]*>([^<]*)", unpacked(raw))) if format_ == "docx" else raw.decode()
    assert [said for said in ("年度积分见附件", "评比结果") if said in page] == []


def test_the_internal_notice_names_the_annex_of_points_and_what_was_missed(plain: Duty) -> None:
    page = plain.done("annual-notice 2026 --for 内部 --format md")
    assert "各委员年度积分见附件2。7名委员有最低要求未达到（见附件2）。" in page
    assert "| 委员编号 | 姓名 | 界别 | 年度积分 | 未达到的最低要求 | 备注 |" in page


def test_the_public_list_says_nothing_of_grades_of_who_left(plain: Duty) -> None:
    plain.done("member leave 1001 --on 2026-10-01")
    page = plain.done("annual-evaluation 2026 --for 公示 --format csv")
    assert "1001,赵一鸣,中共界,\n" in page.replace("\r", "")
    assert "评定" not in page
