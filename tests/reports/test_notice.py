"""一年一通报: the text with its figures, and what of it is not for all to read."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from duty_cli.reports.annual_notice import YearFigures
from duty_cli.reports.annual_notice_text import _against
from duty_cli.scoring.attendance_counts import AttendanceCount
from tests.workspace import Duty

_FIGURES = YearFigures(0, AttendanceCount(), {}, {}, {})

INNER = (
    "变相商业活动",
    "违反履职纪律",
    "提请",
    "约谈",
    "责令辞去",
    "纪律",
    "名额",
    "passed_over",
    "vetoes",
    "proposals",
)
"""Words that stand in the internal form alone."""


@pytest.fixture
def year(duty: Duty) -> Duty:
    """A year with a plenary session, proposals, a report handed in, and a matter of conduct."""
    duty.done("attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present --except 请假=1001 --except 缺席=1002")
    duty.done("record 1003 提案 --on 2026-03-03 --stage 立案")
    duty.done("record 1003 年度履职报告 --on 2026-11-02")
    duty.done("record 1004 变相商业活动 --on 2026-05-06")
    duty.done("record 1004 提案 --on 2025-03-03 --stage 立案")
    return duty


def text(duty: Duty, line: str, format_: str) -> str:
    """All that a reader can find in a report of some format."""
    raw = duty(f"{line} --format {format_}").raw
    if format_ != "xlsx":
        return raw.decode()
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = (str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join([*book.sheetnames, *cells])


@pytest.mark.parametrize("format_", ["table", "csv", "json", "xlsx", "md"])
def test_the_public_form_holds_no_conduct_no_veto_no_proposal_and_nobody_who_failed(year: Duty, format_: str) -> None:
    for day in ("2026-03-04", "2026-03-05"):
        year.done(f"record 1003 提案 --on {day} --stage 立案")
    page = text(year, "annual-notice 2026", format_)
    assert [word for word in INNER if word in page] == []
    assert ("1003" in page, "1004" in page) == (True, format_ == "json")


@pytest.mark.parametrize("format_", ["table", "csv", "xlsx", "md"])
def test_the_internal_form_has_the_annex_of_proposals(year: Duty, format_: str) -> None:
    year.close(2026)
    page = text(year, "annual-notice 2026 --for 内部", format_)
    assert "附件4 提请主席会议研究的事项" in page
    assert "提请主席会议研究约谈提醒事宜" in page


def test_the_internal_document_has_the_proposals(year: Duty) -> None:
    year.close(2026)
    found: Any = year.json("annual-notice 2026 --for 内部")["members"]
    one = next(member for member in found if member["number"] == "1004")
    assert (one["vetoes"], one["proposals"][0]["id"]) == (["违反履职纪律"], "约谈提醒")


def test_the_text_gives_the_figures_of_the_year(year: Duty) -> None:
    year.close(2026)
    page = year.done("annual-notice 2026")
    assert page.startswith("政协示例县委员会关于2026年度委员履职情况的通报\n")
    for said in (
        "各位委员：",
        "根据《政协示例县委员会委员履职考核评分细则》，现将2026年度委员履职情况通报如下。",
        "全年共有委员7名，组织各类履职活动1次；登记履职记录5条。",
        "全年应出席6人次，出席4人次，请假和缺席共2人次，出席率66.7%。",
        "（一）提案、信息和其他成果\n　　提案1件。",
        "（二）会议和活动\n　　全体会议1次、4人次。",
    ):
        assert said in page


def test_the_internal_text_divides_those_who_did_not_come_and_counts_the_reports(year: Duty) -> None:
    page = year.done("annual-notice 2026 --for 内部")
    assert "登记履职记录6条" in page
    assert "出席4人次，请假1人次，缺席1人次，出席率66.7%（不计请假为80%）。" in page
    assert "未提交或未完成“年度履职报告”的委员6名" in page


@pytest.mark.parametrize("format_", ["table", "csv", "xlsx", "md", "html"])
def test_an_annex_that_holds_nothing_is_neither_listed_nor_printed(year: Duty, format_: str) -> None:
    page = text(year, "annual-notice 2026 --for 内部", format_)
    assert ("附件3 2026年度未提交履职报告的委员" in page, "附件5" in page) == (True, False)
    assert "2026年度履职成绩突出委员" not in page


def test_a_rate_and_a_large_number_are_compared_as_a_secretary_does(duty: Duty) -> None:
    for year, absent in ((2025, ""), (2026, " --except 缺席=1001 --except 缺席=1002")):
        for day in (3, 4):
            duty.done(f"attend 全体会议 --on {year}-03-0{day} --title 第{day}次 --all-present{absent}")
    page = duty.done("annual-notice 2026")
    assert "出席率66.7%，比上年同期下降33.3个百分点。" in page
    assert "登记履职记录8条，比上年同期减少6条，下降42.9%。" in page


def test_quarters_are_told_one_by_one(duty: Duty) -> None:
    duty.done("attend 全体会议 --on 2026-03-03 --title 一 --all-present")
    duty.done("attend 全体会议 --on 2026-08-03 --title 二 --all-present --except 缺席=1002")
    page = duty.done("annual-notice 2026")
    first, third = "一季度应出席6人次，出席6人次，出席率100%", "三季度应出席7人次，出席6人次，出席率85.7%"
    assert f"分季度看，{first}；{third}。" in page


def test_reports_not_handed_in_and_members_commended_are_listed(year: Duty) -> None:
    for day in ("2026-03-04", "2026-03-05"):
        year.done(f"record 1003 提案 --on {day} --stage 立案")
    found: Any = year.json("annual-notice 2026 --for 内部")
    assert found["reports_missing"] == {"年度履职报告": ["1001", "1005", "1007", "1002", "1008", "1004"]}
    assert found["commended"] == [{"number": "1003", "score": "85"}]


def test_what_of_a_kind_got_how_far_stands_after_the_comparison_with_the_year_before(duty: Duty) -> None:
    for day in ("2025-03-03", "2026-03-03", "2026-03-04", "2026-03-05"):
        duty.done(f"record 1003 提案 --on {day} --title {day} --stage {'立案' if day < '2026-03-05' else '提交'}")
    assert "提案3件，比上年同期增加2件，其中提交1件、立案2件。" in duty.done("annual-notice 2026")


def test_a_change_of_no_more_than_a_hundredth_is_none() -> None:
    assert _against(212, 213, "次", _FIGURES) == "与上年基本持平"
    assert _against(213, 213, "次", _FIGURES) == "与上年持平"
    assert _against(216, 213, "次", _FIGURES) == "比上年增加3次，增长1.4%"
