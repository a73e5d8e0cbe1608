"""Every format of a report says the same: its figures are read back out of the files and compared with the JSON."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tables import READERS, under
from tests.workspace import Duty


@pytest.fixture
def year(duty: Duty) -> Duty:
    """A year with attendance in every state, halves of points, and a member in the best grade."""
    excepted = "--except 请假=1001 --except 缺席=1002 --except 迟到=1003"
    duty.done(f"attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present {excepted}")
    for number, judged in (("1001", "8.5"), ("1003", "9"), ("1004", "7.25")):
        duty.done(f"record {number} 年度述职 --on 2026-03-03 --judged {judged}")
        duty.done(f"record {number} 提案 --on 2026-03-05 --stage 立案")
        duty.done(f"record {number} 年度履职报告 --on 2026-03-06")
    return duty


def table(duty: Duty, line: str, format_: str, *headings: str) -> list[dict[str, str]]:
    """The table of a report in some format that has those headings."""
    return list(under(READERS[format_](duty(f"{line} --format {format_}").raw), *headings))


@pytest.mark.parametrize("format_", READERS)
def test_every_format_of_the_evaluation_has_the_scores_of_the_json(year: Duty, format_: str) -> None:
    members: Any = year.json("annual-evaluation 2026")["members"]
    results = table(year, "annual-evaluation 2026", format_, "年度积分", "等次")
    assert [(row["委员编号"], row["姓名"], row["年度积分"], row["等次"]) for row in results] == [
        (one["number"], one["name"], one["score"], one["grade"]) for one in members
    ]
    parts = table(year, "annual-evaluation 2026", format_, "委员编号", "会议", "提案", "述职")
    assert [(row["会议"], row["提案"], row["述职"], row["年度积分"]) for row in parts] == [
        (*(category["score"] for category in one["categories"]), one["score"]) for one in members
    ]


@pytest.mark.parametrize("format_", READERS)
def test_every_format_of_the_statistics_has_the_figures_of_the_json(year: Duty, format_: str) -> None:
    report: Any = year.json("quarter-report 2026-Q1")
    rows = table(year, "quarter-report 2026-Q1", format_, "委员编号", "年内累计")
    assert [_figures(row, "本季积分") for row in rows] == [
        *map(_figures_of, report["members"]),
        _figures_of(report["total"]),
    ]
    sectors = table(year, "quarter-report 2026-Q1", format_, "界别", "积分中位数")
    assert [_figures(row, "积分合计") for row in sectors] == [
        *map(_figures_of, report["groups"]["界别"]),
        _figures_of(report["total"]),
    ]


def _figures(row: dict[str, str], points: str) -> tuple[str, ...]:
    return tuple(row[name] for name in ("应出席", "出席", "迟到早退", "请假", "缺席", "出席率", "履职记录", points))


def _figures_of(one: dict[str, Any]) -> tuple[str, ...]:
    said = one["attendance"]
    names = ("expected", "present", "late_or_left_early", "on_leave", "absent", "rate")
    return (*(str(said[name]) for name in names), str(one["records"]), one["score"])
