"""A foreign file with several records in a row, or several rows for one: imported again in any order, it brings nothing new."""

from __future__ import annotations

import random

import pytest

from tests.workspace import Duty

AUTHORS = """format: duty-map/1
reads: records
columns:
  编号: {from: 号}
  姓名: {from: 作者, split: 、, part: each}
  履职事项: {always: 提案}
  日期: {from: 日}
  标题: {from: 题}
  成果标识: {from: 号}
"""
LIST = ["7,停车,孙三禾、钱二南,2026-03-05", "8,供水,钱二南、孙三禾、赵一鸣,2026-03-06", "9,养老,赵一鸣,2026-03-07"]
STAYS = """format: duty-map/1
reads: attendance
columns:
  姓名: {from: 名}
  出席情况: {always: 出席}
  日期: {from: 入}
  参加比例: {since: 入, until: 离, of: 1小时}
"""
ROWS = ["孙三禾,2026-03-05 14:00,2026-03-05 14:20", "钱二南,2026-03-05 14:00,2026-03-05 15:00"]
ROWS += ["孙三禾,2026-03-05 14:10,2026-03-05 14:30", "孙三禾,2026-03-05 14:45,2026-03-05 14:50"]


def write(duty: Duty, head: str, rows: list[str], map_: str) -> None:
    duty.write("表.csv", "\n".join([head, *rows, ""]))
    duty.write("表.map.yaml", map_)


def again(duty: Duty, options: str = "") -> str:
    return duty.done(f"import 表.csv --map 表.map.yaml {options}")


@pytest.mark.parametrize("seed", range(3))
def test_authors_and_rows_in_any_order_bring_nothing_new(duty: Duty, seed: int) -> None:
    write(duty, "号,题,作者,日", LIST, AUTHORS)
    assert "新增 6 条" in again(duty)
    before, mixed = duty.records(), random.Random(seed)
    rows = [",".join([n, t, "、".join(mixed.sample(a.split("、"), len(a.split("、")))), d]) for n, t, a, d in
            (row.split(",") for row in mixed.sample(LIST, len(LIST)))]  # fmt: skip
    write(duty, "号,题,作者,日", rows, AUTHORS)
    assert "新增 0 条，已有 6 条" in again(duty)
    assert duty.records() == before


def test_without_a_number_a_record_is_known_by_its_member_and_title(duty: Duty) -> None:
    write(duty, "号,题,作者,日", LIST, AUTHORS.replace("  编号: {from: 号}\n", ""))
    assert "新增 6 条" in again(duty)
    assert "新增 0 条，已有 6 条" in again(duty)


def test_another_author_of_a_known_row_is_the_only_one_that_is_new(duty: Duty) -> None:
    write(duty, "号,题,作者,日", LIST, AUTHORS)
    again(duty)
    write(duty, "号,题,作者,日", [LIST[0].replace("、钱二南", "、赵一鸣、钱二南")], AUTHORS)
    assert "新增 1 条，已有 2 条" in again(duty)


@pytest.mark.parametrize("seed", range(3))
def test_stays_in_any_order_are_the_same_record(duty: Duty, seed: int) -> None:
    told = "--kind 全体会议 --title 会"
    write(duty, "名,入,离", ROWS, STAYS)
    assert "新增 2 条" in again(duty, told)
    assert [(one["姓名"], one["参加比例"]) for one in duty.records()] == [("孙三禾", "7/12"), ("钱二南", "1")]
    write(duty, "名,入,离", random.Random(seed).sample(ROWS, len(ROWS)), STAYS)
    assert "新增 0 条，已有 2 条" in again(duty, told)


def test_rows_left_out_are_handed_back_with_their_times_and_read_again(duty: Duty) -> None:
    write(duty, "名,入,离", [*ROWS, "赵一鸣,2026-03-05 14:30,2026-03-05 14:00"], STAYS)
    answer = duty("import 表.csv --map 表.map.yaml --kind 全体会议 --title 会 --accept-valid --rejects 退.xlsx")
    assert "“离”14:00:00 早于“入”14:30:00" in answer.out
    assert len(duty.records()) == 2
    handed = duty("import 退.xlsx --map 表.map.yaml --kind 全体会议 --title 会")
    assert "退.xlsx 第 2 行：不予登记，参加比例（入、离）：“离”14:00:00 早于“入”14:30:00" in handed.out
