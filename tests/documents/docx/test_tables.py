"""Tables of documents: what stands in one line, and where a heading is broken."""

from __future__ import annotations

import re

import pytest

from duty_cli.documents.docx.blocks import table
from duty_cli.model.papers import Column, Sheet

ACROSS = 13_600
SMALL, MARGINS = 90, 100


def sheet(headings: list[str], row: list[str]) -> Sheet:
    return Sheet("表", "表", tuple(map(Column, headings)), (tuple(row),))


def widths(xml: str) -> list[int]:
    return [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"/>', xml)]


def test_no_number_date_or_place_in_a_file_is_broken_though_the_table_is_crowded() -> None:
    long = "常委会会议 市政协十四届十四次常委会会议 请假未准"
    row = [long, long, "第12条", "scoring.yaml:109", long, "-5", "18575", "2025-06-11", long, long]
    found = widths(table(sheet(list("甲乙丙丁戊己庚辛壬癸"), row), ACROSS, 12))
    for text, width in zip(row, found, strict=True):
        if text.isascii():
            assert width - MARGINS >= len(text) * SMALL, text
    assert sum(found) == ACROSS


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("2023积分", ["2023", "积分"]),
        ("迟到早退", ["迟到", "早退"]),
        ("不合格年数", ["不合", "格年数"]),
        ("2026-01-01", ["2026-01-01"]),
    ],
)
def test_a_heading_too_wide_is_in_two_lines_and_no_number_is_broken(heading: str, lines: list[str]) -> None:
    xml = table(sheet([heading, *["宽" * 20] * 9], ["1", *["宽" * 40] * 9]), 9_000, 12)
    first = xml[xml.index("<w:tc>") : xml.index("</w:tc>")]
    assert re.findall(r"<w:t[^>]*>([^<]+)</w:t>", first) == lines


def test_a_long_text_has_the_room_that_the_short_ones_leave() -> None:
    """Beside 还差什么 and 提请事项 it was as narrow as they, and its row taller than a page."""
    short, long = "距合格还差 19.5 分", "可再参加 2 次视察调研并提交 1 件提案；" * 10
    found = widths(table(sheet(["还差什么", "怎样补", "提请事项"], [short, long, short]), 9_000, 12))
    assert found[1] > 3 * max(found[0], found[2])
    assert sum(found) == 9_000
