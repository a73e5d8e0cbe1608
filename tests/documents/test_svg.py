"""A chart as a picture: every figure of it in words, and drawn to scale."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from duty_cli.documents.svg_charts import as_svg, bars_of, in_words
from duty_cli.documents.svg_primitives import scale
from duty_cli.model.papers import Chart, Series

GRADES = Chart("等次分布", "bar", ("优秀", "合格", "不合格"), (Series("人数", (61, 237, 8)),), "人")
QUARTERS = Chart(
    "各季度积分",
    "line",
    ("2026-Q1", "2026-Q2", "2026-Q3"),
    (Series("本季积分", (41, -8, None)), Series("年内累计", (41, 33, Fraction(67, 2)))),
    "分",
)
RADAR = Chart(
    "分类得分", "radar", ("会议", "提案", "调研", "奖惩"), (Series("2026", (22, 14, Fraction(25, 3), -2)),), "分"
)
SECTORS = Chart(
    "各界别人均分类得分",
    "stacked",
    ("中共界", "社会福利和社会保障界"),
    (Series("会议", (30, 20)), Series("扣分", (-5, 0)), Series("提案", (10, None))),
    "分",
)


def texts(chart: Chart) -> list[str]:
    """The words of the picture, which must be well-formed."""
    return [one.text or "" for one in ElementTree.fromstring(as_svg(chart)).iter("text")]


def heights(chart: Chart) -> list[int]:
    return [int(one.get("height", "")) for one in ElementTree.fromstring(as_svg(chart)).iter("rect")]


def test_a_bar_is_as_tall_as_its_value_and_says_it() -> None:
    first, second, third = heights(GRADES)
    assert Fraction(first, second) == pytest.approx(Fraction(61, 237), abs=0.01)
    assert third > 0
    assert {"优秀", "61", "237", "8"} <= set(texts(GRADES))


@pytest.mark.parametrize("chart", [GRADES, QUARTERS, RADAR, SECTORS], ids=lambda chart: chart.kind)
def test_a_picture_has_a_title_and_every_figure_in_words(chart: Chart) -> None:
    picture = ElementTree.fromstring(as_svg(chart))
    assert (picture.get("role"), picture.findtext("title"), picture.findtext("desc")) == (
        "img",
        chart.title,
        in_words(chart),
    )


def test_figures_in_words_leave_out_what_is_not_known() -> None:
    assert in_words(QUARTERS) == (
        "2026-Q1：本季积分 41分，年内累计 41分；2026-Q2：本季积分 -8分，年内累计 33分；2026-Q3：年内累计 33.5分"
    )


@pytest.mark.parametrize("chart", [GRADES, QUARTERS, RADAR, SECTORS], ids=lambda chart: chart.kind)
def test_all_marks_are_at_whole_numbers(chart: Chart) -> None:
    places = re.findall(r' (?:x|y|cx|cy|x1|y1|width|height)="([^"]*)"', as_svg(chart))
    assert places
    assert all(re.fullmatch(r"-?\d+", place) for place in places)


def test_what_is_below_nought_is_stacked_downwards() -> None:
    assert [(bar.start, bar.end) for bar in bars_of(SECTORS) if bar.label == 0] == [(0, 30), (0, -5), (30, 40)]


def test_series_are_named_in_a_legend_where_there_are_several() -> None:
    assert texts(SECTORS)[:3] == ["会议", "扣分", "提案"]
    assert "人数" not in texts(GRADES)


def test_lines_are_told_apart_without_colour() -> None:
    assert as_svg(QUARTERS).count("stroke-dasharray") == 1


def test_long_labels_lie_beside_their_bars_and_are_cut_only_where_they_must() -> None:
    assert "社会福利和社会保障界" in texts(SECTORS)
    longer = Chart("题", "bar", ("很长很长很长很长很长很长的名称",), GRADES.series[:1], "人")
    short = Chart("题", "bar", longer.labels * 3, (Series("人数", (1, 2, 3)),), "人")
    assert [text for text in texts(short) if text.endswith("…")] == ["很长很长很长很长很…"] * 3


def test_a_chart_without_figures_is_no_picture() -> None:
    assert as_svg(Chart("题", "bar", (), (Series("人数", ()),))) == ""


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((61, 237, 8), (0, 50, 100, 150, 200, 250)),
        ((1, 2), (0, 1, 2)),
        ((-8, 41), (-10, 0, 10, 20, 30, 40, 50)),
        ((Fraction(1, 2), Fraction(9, 10)), (0, Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5), 1)),
        ((0,), (0, 1)),
        ((), (0, 1)),
        ((-3,), (-3, -2, -1, 0)),
    ],
)
def test_ticks_are_round_and_hold_nought_and_every_value(values: tuple[int, ...], ticks: tuple[int, ...]) -> None:
    assert scale(values, 100).ticks == ticks
