"""An office's own template takes the place of the built-in head, foot and page."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm

from duty_cli.documents.docx.docx_writer import as_official_docx
from duty_cli.errors.file_errors import UnfitTemplate
from tests.documents.docx.documents import AT, NOTICE, STYLE, found, lines, part


def template(*paragraphs: str) -> bytes:
    """A template of those paragraphs, with a head on its first page, and a style for text of its own."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "示例市政协红头 {{文号}}"
    file.styles.add_style("公文正文", WD_STYLE_TYPE.PARAGRAPH)
    for text in paragraphs:
        file.add_paragraph(text)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def made(*paragraphs: str) -> bytes:
    return as_official_docx(NOTICE, replace(STYLE, template=template(*paragraphs)), AT)


def test_the_body_goes_where_the_template_says_and_its_own_end_stays() -> None:
    texts = [line.split("|")[1] for line in lines(made("前", "{{正文}}", "本单位版记"))]
    assert texts[:3] == ["前", "政协示例市委员会", "关于2026年度委员履职情况的通报"]
    assert texts[-1] == "本单位版记"
    assert "政协示例市委员会文件" not in texts


def test_a_title_that_the_template_has_a_place_for_is_not_said_again() -> None:
    texts = [line.split("|")[1] for line in lines(made("题：{{标题}}", "{{正文}}"))]
    assert texts[0] == f"题：{NOTICE.title}"
    assert "关于2026年度委员履职情况的通报" not in texts


def test_the_number_goes_into_the_head_and_the_head_stands_on_the_first_page_alone() -> None:
    data = made("{{正文}}")
    assert "示例市政协红头 示政协〔2026〕3号" in part(data, "word/header1.xml")
    assert "公文落款|示政协〔2026〕3号" not in lines(data)
    sections = part(data).split("<w:sectPr")[1:]
    assert ["<w:titlePg" in one for one in sections] == [True, False, False, False]


def test_a_style_of_the_template_is_used_under_its_name() -> None:
    data = made("{{正文}}")
    assert found(r'w:styleId="GwText"', part(data, "word/styles.xml")) == []
    assert found(r'w:styleId="GwTitle"', part(data, "word/styles.xml")) == ['w:styleId="GwTitle"']
    assert "公文正文|现将有关情况通报如下。" in lines(data)


def test_the_same_template_gives_the_same_bytes() -> None:
    assert made("{{正文}}") == made("{{正文}}")


def test_a_template_without_a_place_for_the_body_is_refused() -> None:
    with pytest.raises(UnfitTemplate, match="没有单独成段的"):
        made("正文放在哪里？")


def test_what_is_no_docx_is_refused() -> None:
    with pytest.raises(UnfitTemplate, match=r"不是 \.docx 文件"):
        as_official_docx(NOTICE, replace(STYLE, template=b"PK\x03\x04 not a document"), AT)
