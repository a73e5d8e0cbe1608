"""The order of names in lists: the office's own from style.yaml, another by --order."""

from __future__ import annotations

import re

import pytest

from tests.workspace import Duty

# 赵一鸣 9, 钱二南 10, 孙三禾 6, 李思源 7, 吴五湖 7, 郑六合 8 strokes.
BY_STROKES = ["1003", "1004", "1005", "1007", "1008", "1001", "1002"]


def numbers(text: str) -> list[str]:
    """The numbers of members in the order in which they first occur at the beginning of a line."""
    return list(dict.fromkeys(re.findall(r"^\ufeff?(100\d)\b", text, re.M)))


@pytest.mark.parametrize(
    "line", ["member list", "quarter-report 2026-Q3", "annual-evaluation 2026", "term-evaluation 14"]
)
def test_a_list_goes_by_strokes_where_asked(duty: Duty, line: str) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --title 甲 --stage 提交")
    found = [number for number in numbers(duty.done(f"{line} --format csv --order 姓氏笔画")) if number != "1006"]
    assert found == BY_STROKES


def test_the_office_says_its_order_in_the_style(duty: Duty) -> None:
    before = numbers(duty.done("member list --format csv"))
    duty.write("rules/style.yaml", "format: duty-style/1\norder: 姓氏笔画\n")
    assert numbers(duty.done("member list --format csv")) == BY_STROKES
    assert numbers(duty.done("member list --format csv --order 界别")) == before
    assert numbers(duty.done("member list --format csv --order 编号")) == sorted(before)


def test_the_office_says_the_order_of_its_sectors(duty: Duty) -> None:
    duty.write("rules/style.yaml", "format: duty-style/1\nsectors: [科技界, 教育界, 经济界, 中共界]\n")
    assert numbers(duty.done("member list --format csv")) == ["1005", "1007", "1004", "1002", "1003", "1008", "1001"]


def test_who_attended_is_listed_in_that_order(duty: Duty) -> None:
    duty.done("attend 全体会议 --on 2026-01-20 --title 五次会议 --all-present")
    said = duty.done("minutes --on 2026-01-20 --order 姓氏笔画")
    assert (
        said.index("孙三禾") < said.index("李思源") < said.index("郑六合") < said.index("赵一鸣") < said.index("钱二南")
    )


def test_characters_without_data_are_told(duty: Duty) -> None:
    duty.done("member add 1009 張三丰 --from 2022-01-01")
    answer = duty("member list --order 姓氏笔画 --format csv")
    assert numbers(answer.out)[-1] == "1009"
    assert answer.err == "没有笔画数据的字，按编码排在最后：1009 張三丰（張）\n"


def test_an_order_is_part_of_what_is_issued(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --title 甲 --stage 提交")
    duty.done("issue annual-evaluation 2026 --order 姓氏笔画 -o 评比.docx")
    duty.write("rules/style.yaml", "format: duty-style/1\norder: 编号\n")
    assert "逐字节相同" in duty.done("verify-report 评比.docx")


@pytest.mark.parametrize(
    ("line", "said"),
    [("order: 笔划", "没有“笔划”这种名单顺序"), ("sectors: [中共界, 中共界]", "界别“中共界”写了两次")],
)
def test_a_wrong_order_is_refused_with_its_place(duty: Duty, line: str, said: str) -> None:
    duty.write("rules/style.yaml", f"format: duty-style/1\n{line}\n")
    assert said in duty("member list").err
