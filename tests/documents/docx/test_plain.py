"""Any paper as a document: title, tables on pages that fit them, notes, identity."""

from __future__ import annotations

from dataclasses import replace

from duty_cli.documents.docx.blocks import title_lines
from duty_cli.documents.docx.docx_writer import as_docx
from duty_cli.model.papers import Column, OfficeStyle, Paper, Paragraph, Sheet
from tests.documents.docx.documents import AT, found, lines, part, rows
from tests.documents.papers import NOTICE, one_table


def test_a_paper_is_its_title_text_tables_notes_and_identity() -> None:
    data = as_docx(NOTICE, OfficeStyle(), AT)
    said = [line for line in lines(data) if not line.endswith("|")]
    assert said[:3] == ["公文标题|2026年度履职情况通报", "公文注|2027年1月12日", "公文一级标题|一、总体情况"]
    assert said[-2:] == ["公文注|注：供内部使用。", "公文注|账本：政协某某市委员会｜序号 12"]
    assert rows(data)[0][1] == ["001", "王一", "85.5", "优秀", "提案立案|计25分"]
    assert rows(data)[1][1] == ["（无）", ""]


def test_a_title_stands_once_over_its_own_table() -> None:
    assert [line for line in lines(as_docx(one_table(("甲", 1)), OfficeStyle(), AT)) if "得分表" in line] == [
        "公文标题|得分表"
    ]


def test_only_wide_tables_turn_the_page() -> None:
    wide = Sheet("宽", "宽表", tuple(Column(f"委员联络组{n}", "right") for n in range(14)), (tuple(range(14)),))
    narrow = Sheet("窄", "窄表", (Column("姓名"),), (("甲",),))
    data = as_docx(Paper("两张表", (narrow, wide, wide, narrow), "账本"), OfficeStyle(), AT)
    assert found(r'<w:pgSz w:w="(\d+)"', part(data)) == ["11906", "16838", "11906"]


def test_a_text_stands_upright_before_a_wide_table_under_its_own_title() -> None:
    wide = Sheet("宽", "汇总", tuple(Column(f"委员联络组{n}", "right") for n in range(14)), (tuple(range(14)),))
    data = as_docx(
        Paper("汇总", (wide,), "账本", text=(Paragraph("提请研究", 1), Paragraph("四项"))), OfficeStyle(), AT
    )
    assert found(r'<w:pgSz w:w="(\d+)"', part(data)) == ["11906", "16838"]
    xml = part(data)
    assert xml.index("四项") < xml.index("<w:sectPr") < xml.index("<w:tbl>")
    titles = [line for line in lines(data) if line.startswith("公文标题|")]
    assert titles == ["公文标题|汇总", "公文标题|宽"]


def test_the_remarks_and_the_identity_are_not_parted_between_pages() -> None:
    xml = part(as_docx(replace(NOTICE, notes=("甲", "乙")), OfficeStyle(), AT))
    end = xml[xml.rindex("<w:p>", 0, xml.index("注1：甲")) :]
    assert (end.count("<w:keepNext/>"), end.count("<w:pStyle")) == (2, 3)


def test_a_title_is_broken_before_about_or_at_the_end_of_a_phrase() -> None:
    assert title_lines("政协示例市委员会关于2026年度委员履职情况的通报", 20) == [
        "政协示例市委员会",
        "关于2026年度委员履职情况的通报",
    ]
    assert title_lines("关于提请审定2026年度履职成绩突出委员建议名单的函", 20) == [
        "关于提请审定2026年度",
        "履职成绩突出委员建议名单的函",
    ]
    assert "".join(title_lines("一" * 45, 20)) == "一" * 45


def test_a_title_a_blank_line_and_the_headings_stay_with_the_first_row_of_their_table() -> None:
    two = Paper("两张表", (Sheet("甲", "甲表", (Column("姓名"),), (("王一",),)),) * 2, "账本")
    xml = part(as_docx(two, OfficeStyle(), AT))
    from_title = xml[xml.index("甲表") - 200 : xml.index("王一")]
    assert from_title.count("<w:keepNext/>") == from_title.count("<w:pStyle") - 1
