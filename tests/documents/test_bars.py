"""Charts on a terminal."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.terminal_charts import as_bars, course
from duty_cli.model.papers import Chart, Series
from tests.documents.test_svg import GRADES, QUARTERS, RADAR, SECTORS

MEANS = Chart(
    "人均积分", "bar", ("中共界", "社会福利和社会保障界", "民盟界"), (Series("人均", (Fraction(15, 2), 3, None)),), "分"
)


def test_a_bar_is_as_long_as_its_value() -> None:
    assert as_bars([MEANS], 80, colour=False).splitlines() == [
        "人均积分（分）",
        f"中共界               {'█' * 40} 7.5",
        f"社会福利和社会保障界 {'█' * 16}{' ' * 26} 3",
        "民盟界",
    ]


def test_a_line_is_a_row_of_blocks_with_its_ends() -> None:
    assert as_bars([QUARTERS], 80, colour=False).splitlines() == [
        "各季度积分（分）",
        "本季积分 █▁  2026-Q1 41 → 2026-Q2 -8",
        "年内累计 █▁▁ 2026-Q1 41 → 2026-Q3 33.5",
    ]


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, colour: bool) -> None:
    drawn = as_bars([MEANS, GRADES, QUARTERS], width, colour=colour)
    for escape in ("\x1b[36;49m", "\x1b[33;49m", "\x1b[36m", "\x1b[0m"):
        drawn = drawn.replace(escape, "")
    assert "\x1b" not in drawn
    assert max(map(cell_width, drawn.splitlines())) <= width


def test_without_colour_there_is_no_escape_and_with_it_there_is() -> None:
    assert "\x1b" not in as_bars([MEANS, QUARTERS], 80, colour=False)
    assert "\x1b[" in as_bars([MEANS], 80, colour=True)


def test_a_name_cannot_drive_the_terminal() -> None:
    chart = Chart("甲\x1b[2J", "bar", ("[red]乙\x1b[31m",), (Series("数", (1,)),))
    assert as_bars([chart], 80, colour=False).splitlines()[0] == "甲�[2J"
    assert "[red]乙�[31m" in as_bars([chart], 80, colour=False)


def test_what_a_terminal_cannot_show_is_left_out() -> None:
    assert as_bars([RADAR, SECTORS], 80, colour=False) == ""


def test_a_course_that_does_not_move_is_flat() -> None:
    assert course((5, 5, 5)) == "▁▁▁"
    assert course((0, Fraction(1, 2), 1)) == "▁▅█"
