"""Rows that are nobody's: sums and remarks where a member is to be named, and never a name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duty_cli.importing.forms.roster_list import read_roster
from duty_cli.importing.open_file import open_table
from duty_cli.importing.sheets.sheet_rows import is_nobody
from duty_cli.model.column_maps import ColumnMapping, ColumnSource

ROSTER = Path(__file__).parents[2] / "data" / "roster.csv"
with ROSTER.open(encoding="utf-8-sig", newline="") as file:
    NAMES = sorted({row["姓名"] for row in csv.DictReader(file)})
SURNAMES = sorted({name[0] for name in NAMES} | {"共", "计", "平", "合", "单", "数", "注", "欧阳", "上官", "夏侯"})
GIVEN = sorted({character for name in NAMES for character in name[1:]} | set("计小合共总平均数人"))

NOBODY = [
    *(
        "合计人数",
        "人数合计",
        "共2人",
        "共 2 名",
        "共２人",
        "共两人",
        "本页合计",
        "本页小计",
        "以上合计",
        "女委员合计",
        "人数小计",
    ),
    *(
        "平均",
        "平均分",
        "人均积分",
        "女合计",
        "界别小计：3",
        "合计（人）",
        "总计 31 人",
        "以上共31人",
        "其中女 3 人",
        "其中：女",
    ),
    *(
        "应到 31 人，实到 28 人",
        "注：以上为增补",
        "注:以上",
        "注1：以上",
        "※备注：无",
        "填表人：王",
        "填表人",
        "制表人：",
        "审核人:李",
    ),
    *("填报单位（盖章）：某某委", "填报日期：2026-03-05", "填表 日期", "主管领导签字：", "备注", "联系电话：123"),
]


@pytest.mark.parametrize("text", NOBODY)
def test_a_sum_or_a_remark_is_nobody(text: str) -> None:
    assert is_nobody(text)


@pytest.mark.parametrize("row", ["{},1", "31,{}", "{},"])
@pytest.mark.parametrize("text", ["合计人数", "本页小计", "共2人", "注：以上为增补", "填表人：王"])
@pytest.mark.parametrize("mapped", [False, True])
def test_no_such_row_is_enrolled(row: str, text: str, mapped: bool) -> None:
    mapping = ColumnMapping("roster", ",", None, {one: ColumnSource(one) for one in ("委员编号", "姓名", "任职日期")})
    rows = f"委员编号,姓名,任职日期\n1,冯九,2025-11-01\n{row.format(text)},2025-11-01\n"
    file = read_roster(open_table("r.csv", rows.encode(), mapping=mapping if mapped else None))
    assert ([one.name for one in file.rows], file.passed_over, file.problems) == (["冯九"], 1, ())


@pytest.mark.parametrize("name", ["1", "１２", "3.5"])
def test_a_figure_is_no_name(name: str) -> None:
    file = read_roster(open_table("r.csv", f"委员编号,姓名,任职日期\n31,{name},2025-11-01\n".encode()))
    (problem,) = file.problems
    assert (problem.line, problem.column, problem.advice) == (
        2,
        "姓名",
        "应为姓名，不能只是数字（合计等不是委员的行请删去）",
    )


@pytest.mark.parametrize("name", NAMES)
def test_nobody_on_the_roster_is_taken_for_a_sum(name: str) -> None:
    assert not is_nobody(name)


@given(st.sampled_from(SURNAMES), st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2).map("".join))
@example("王", "小计")
@example("欧阳", "小计")
@example("共", "计生")
@example("共", "小平")
@example("计", "均")
@example("李", "平均")
def test_no_name_is_taken_for_a_sum(surname: str, given_name: str) -> None:
    words = {"合计", "共计", "平均", "小计", "合数", "平均数"}  # A member named by the very word does not exist.
    assert surname + given_name in words or not is_nobody(surname + given_name)


def test_an_author_among_others_is_not_passed_over() -> None:
    assert not any(map(is_nobody, ("张三等3人", "张三、李四共2人", "W0001", "31", "林知远（教育界）")))
