from fractions import Fraction

import pytest

from duty_cli.documents.cell_text import cleaned, numbered, numeral, remarks, said
from duty_cli.model.papers import Cell, Paragraph


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (60, "60"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(25, 3), "25/3"),
        ("王一", "王一"),
        (10**16, "1" + "0" * 16),
    ],
)
def test_a_cell_is_said_exactly(cell: Cell, text: str) -> None:
    assert said(cell) == text


def test_controls_and_marks_of_direction_cannot_reach_a_reader() -> None:
    assert cleaned("王\x1b[31m一\u202e\x9b") == "王�[31m一��"


def test_breaks_become_one_space() -> None:
    assert cleaned("一行\r\n二行\t三") == "一行 二行 三"


def test_rare_characters_and_wide_spaces_stay() -> None:
    assert cleaned("䶮𠮷\ue000　x") == "䶮𠮷\ue000　x"


def test_headings_are_numbered_and_sections_begin_afresh_in_each_chapter() -> None:
    text = (
        Paragraph("甲", 1),
        Paragraph("子", 2),
        Paragraph("丑", 2),
        Paragraph("文"),
        Paragraph("乙", 1),
        Paragraph("寅", 2),
    )
    assert [line for _, line in numbered(text)] == ["一、甲", "（一）子", "（二）丑", "文", "二、乙", "（一）寅"]


def test_numerals_are_those_of_documents() -> None:
    assert [numeral(number) for number in (1, 9, 10, 11, 20, 35)] == ["一", "九", "十", "十一", "二十", "三十五"]


def test_one_note_stands_plainly_and_several_are_numbered() -> None:
    assert remarks(["甲"]) == ["注：甲"]
    assert remarks(["甲", "乙"]) == ["注1：甲", "注2：乙"]
