"""A scheme of minimums alone: no category, no total, no points."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.workspace import Duty


@pytest.fixture
def bare(duty: Duty) -> Duty:
    """The rules with nothing but kinds and minimums; 1003 handed in the report."""
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8")
    for section in ("categories", "total", "bands", "quotas", "vetoes", "consequences"):
        text = re.sub(rf"^{section}:.*?(?=^\S|\Z)", "", text, flags=re.M | re.S)
    file.write_text(re.sub(r", else: \{grade_at_most: \w+\}", "", text), "utf-8")
    duty.done("record 1003 年度履职报告 --on 2026-11-02")
    return duty


def test_it_is_a_whole_rule_file(bare: Duty) -> None:
    assert bare("rules check").code == 0


def test_the_evaluation_tells_who_has_met_what_and_no_points(bare: Duty) -> None:
    found: Any = bare.json("annual-evaluation 2026")["members"]
    missed = {one["number"]: one["minimums_missed"] for one in found}
    assert missed["1003"] == ["年度专题培训"]
    assert missed["1007"] == ["年度履职报告", "年度专题培训", "新任委员当年培训"]
    page = bare.done("annual-evaluation 2026")
    assert [word for word in ("年度积分", "等次", "分类得分") if word in page.replace("得分和等次", "")] == []


@pytest.mark.parametrize(
    "line",
    [
        *("annual-notice 2026 --for 内部", "annual-notice 2026", "quarter-report 2026-Q4", "term-evaluation 14"),
        *("explain 1003 --year 2026", "statement 1003", "statement 1003 --full", "rules show", "profile 1003"),
    ],
)
@pytest.mark.parametrize("format_", ["table", "json", "html", "docx"])
def test_every_paper_can_be_made(bare: Duty, line: str, format_: str) -> None:
    answer = bare(f"{line} --format {format_}")
    assert (answer.code, bool(answer.raw)) == (0, True), answer.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minimums:\n", "x_minimums:\n", "既没有计分的类别（categories），也没有最低要求（minimums）"),
        ("minimums:\n", "bands: [{grade: 合格, min: 0}]\nminimums:\n", "没有计分的类别（categories），这里无从计算"),
    ],
)
def test_what_says_nothing_or_needs_points_is_refused(bare: Duty, old: str, new: str, said: str) -> None:
    bare.change_rules(old, new)
    answer = bare("rules check")
    assert answer.code == 3
    assert said in answer.err or "x_minimums" in answer.err
