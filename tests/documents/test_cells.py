import pytest

from duty_cli.documents.cell_widths import cell_width, padded, wrapped
from duty_cli.documents.text_table import evened, fitted


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("abc", 3), ("委员", 4), ("（一）", 6), ("买买提·阿", 9), ("𠮷", 2), ("e\u0301", 1), ("“优秀”", 6)],
)
def test_a_chinese_character_takes_two_cells_and_a_combining_mark_none(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_texts_of_any_script_are_padded_to_the_same_width() -> None:
    assert [padded(text, 6, "left") + "|" for text in ("王一", "abc", "")] == ["王一  |", "abc   |", "      |"]
    assert padded("60", 5, "right") == "   60"
    assert padded("合格", 7, "center") == " 合格  "


def test_a_text_wider_than_its_place_is_never_cut() -> None:
    assert padded("欧阳青禾", 4, "left") == "欧阳青禾"


def test_a_line_never_begins_with_a_closing_mark() -> None:
    assert wrapped("首次提案立案，计分。", 12) == ["首次提案立", "案，计分。"]


def test_a_date_is_not_broken_over_two_lines() -> None:
    assert wrapped("缺席于2026-03-05会议", 12) == ["缺席于", "2026-03-05会", "议"]


def test_a_run_longer_than_the_line_is_broken_where_the_line_ends() -> None:
    assert wrapped("0123456789", 4) == ["0123", "4567", "89"]


def test_a_place_of_one_cell_still_shows_every_character() -> None:
    assert wrapped("委员", 1) == ["委", "员"]


def test_the_widest_columns_give_way_first() -> None:
    assert fitted([4, 30, 20], least=[4, 8, 8], room=34) == [4, 15, 15]


def test_columns_that_cannot_give_way_stay_even_if_the_table_is_too_wide() -> None:
    assert fitted([10, 10], least=[8, 9], room=5) == [8, 9]


def test_what_room_is_left_goes_to_the_column_whose_text_takes_most_lines() -> None:
    assert evened([8, 20, 200], least=[8, 10, 10], room=58) == [8, 10, 40]
    assert evened([8, 20, 40], least=[8, 10, 10], room=58) == [8, 20, 30]
