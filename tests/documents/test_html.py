"""A report as one page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from duty_cli.documents.html_page import as_html
from duty_cli.model.papers import Chart, Column, Paper, Sheet
from tests.documents.browser import Page, visited
from tests.documents.papers import NOTICE, one_table
from tests.documents.test_svg import GRADES, QUARTERS, RADAR, SECTORS

SUMMED = Sheet(
    "表", "表", (Column("姓名"), Column("得分", "right")), (("乙", 9), ("甲", 10), ("", ""), ("合计", 19)), sums=(3,)
)
RICH = replace(NOTICE, charts=(GRADES, QUARTERS, RADAR, SECTORS), headline=(("委员", 3),))


def test_a_page_holds_the_title_the_text_the_tables_the_notes_and_the_identity() -> None:
    page = as_html(NOTICE)
    for text in ("2026年度履职情况通报", "一、总体情况", "（一）会议", "年中到任者以△标明。", "供内部使用。"):
        assert text in page
    assert page.rstrip().index("账本：政协某某市委员会｜序号 12") > page.index("附件2")
    rows = Page(page).table("附件1 委员得分表").rows
    assert rows[1] == ["001", "王一", "85.5", "优秀", "提案立案|计25分"]
    assert rows[3][2] == "-2.5"
    assert Page(page).table("附件2 未提交报告名单").rows[1:] == [["（无）"]]


def test_a_page_asks_for_nothing_beside_it() -> None:
    page = as_html(RICH)
    assert re.findall(r"https?:|url\(|@import|//[a-z]", page) == []
    wanted = {name for tag, attributes in Page(page).tags for name in attributes if name in ("src", "href", "style")}
    assert wanted == {"href"}
    assert all((one.get("href") or "#").startswith("#") for _, one in Page(page).tags)


@pytest.mark.parametrize("name", ["<b>甲</b>", "甲&amp;乙", '"甲"', "'甲'", "<script>alert(1)</script>", "甲\x1b[31m"])
def test_a_name_is_text_wherever_it_stands(name: str) -> None:
    shown = name.replace("\x1b", "�")
    chart = Chart(name, "bar", (name,), (replace(GRADES.series[0], name=name, values=(1,)),), name)
    page = as_html(replace(one_table((name, 5)), title=name, charts=(chart,), headline=((name, name),)))
    assert Page(page).tables[-1].rows[1] == [shown, "5"]
    assert shown in Page(page).pictures[0]
    assert page.count("<script>") == 1
    assert "\x1b" not in page


def test_sums_at_the_end_stay_there_and_sums_between_rows_are_never_sorted() -> None:
    between = replace(SUMMED, sums=(1, 3))
    page = as_html(Paper("题", (SUMMED, between), "账本"))
    assert page.count('<table class="sortable">') == page.count("<tfoot>") == 1
    assert page.count('class="sum"') == 3


def test_wide_tables_are_printed_across() -> None:
    wide = Sheet("宽", "宽", tuple(Column(f"很长的列标题{place}") for place in range(12)), ())
    page = Page(as_html(Paper("题", (SUMMED, wide), "账本")))
    assert [one.get("class") for tag, one in page.tags if tag == "section"] == [None, "wide"]


def test_a_browser_complains_of_nothing(tmp_path: Path) -> None:
    document, console = visited(as_html(RICH), tmp_path)
    assert console == []
    assert Page(document).headline == {"委员": "3"}


def test_a_browser_sorts_by_a_column_numbers_as_numbers_what_is_empty_last(tmp_path: Path) -> None:
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", as_html(Paper("题", (SUMMED,), "账本")))
    click = "<script>document.querySelectorAll('th button')[1].click()</script></body>"
    document, _ = visited(page.replace("</body>", click), tmp_path)
    assert [row[0] for row in Page(document).tables[0].rows[1:]] == ["乙", "甲", "", "合计"]
    document, _ = visited(page.replace("</body>", click[:-7] + click), tmp_path)
    assert [row[0] for row in Page(document).tables[0].rows[1:]] == ["甲", "乙", "", "合计"]


def test_a_browser_runs_no_script_but_the_pages_own(tmp_path: Path) -> None:
    page = as_html(one_table(("甲", 5))).replace("</body>", "<script>document.title = '改'</script></body>")
    document, console = visited(page, tmp_path)
    assert "<title>得分表</title>" in document
    assert len(console) == 1
