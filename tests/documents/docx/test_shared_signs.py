"""Quotes, dashes and the dot of a name are set in the Chinese typeface, full width, wherever they stand in a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from duty_cli.documents.docx.docx_writer import as_docx, as_official_docx, book_as_docx
from duty_cli.model.papers import BoundPapers, Column, OfficeStyle, Paper, Paragraph, Sheet
from tests.documents.docx.documents import AT, NOTICE, STYLE, found, left_latin, part
from tests.documents.docx.test_template import template

SIGNS = "阿依努尔·热合曼“一刻钟”议事——‘有事’…"
SHEET = Sheet(SIGNS, SIGNS, (Column(SIGNS), Column("出席")), ((SIGNS, "√"), ("3", None)), (SIGNS,))
PAPER = Paper(SIGNS, (SHEET,), SIGNS, subtitle=SIGNS, text=(Paragraph(SIGNS), Paragraph(SIGNS, 1)), notes=(SIGNS,))
OFFICIAL = replace(
    NOTICE, title=SIGNS, number=SIGNS, addressee=SIGNS, text=PAPER.text, annexes=(SHEET,), signed=(SIGNS,), cc=SIGNS
)
MADE: dict[str, Callable[[], bytes]] = {
    "official": lambda: as_official_docx(OFFICIAL, STYLE, AT),
    "letter": lambda: as_official_docx(replace(OFFICIAL, red_head=False), STYLE, AT),
    "template": lambda: as_official_docx(OFFICIAL, replace(STYLE, template=template("{{标题}}", "{{正文}}")), AT),
    "paper": lambda: as_docx(PAPER, OfficeStyle(), AT),
    "two pages": lambda: as_docx(replace(PAPER, together=True), OfficeStyle(), AT),
    "book": lambda: book_as_docx(BoundPapers(SIGNS, (PAPER, PAPER), SIGNS, SIGNS, (SIGNS,)), OfficeStyle(), AT),
}


@pytest.mark.parametrize("name", MADE)
def test_every_run_with_a_shared_sign_is_said_to_be_chinese(name: str) -> None:
    data = MADE[name]()
    assert part(data).count('w:hint="eastAsia"') > 5
    assert left_latin(data) == []


def test_the_dashes_about_the_page_number_are_full_width() -> None:
    assert found(r'w:hint="eastAsia"/></w:rPr><w:t [^>]*>(— | —)<', part(MADE["official"](), "word/footer1.xml")) == [
        *("— ", " —")
    ]


def test_a_run_without_such_a_sign_is_left_as_it_is() -> None:
    plain = replace(PAPER, title="履职统计", subtitle="", text=(), notes=(), sheets=(), identity="账本 a-b,c.d 3/4")
    assert "w:hint" not in part(as_docx(plain, OfficeStyle(), AT))


def test_the_document_is_not_in_compatibility_mode_and_its_east_asian_language_is_chinese() -> None:
    settings = part(MADE["paper"](), "word/settings.xml")
    assert found(r'w:name="compatibilityMode"[^>]* w:val="(\d+)"', settings) == ["15"]
    assert found(r'<w:themeFontLang [^>]*w:eastAsia="([^"]+)"', settings) == ["zh-CN"]
