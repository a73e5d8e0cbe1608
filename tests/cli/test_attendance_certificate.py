"""A certificate of attendance tells that a member came, and nothing else of anybody."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest

from tests.workspace import Duty, Enter

ASKED = "letter attendance 1001 --from 2026-01-01 --until 2026-06-30"


def attended(duty: Duty) -> None:
    """1001 present, late, absent, on leave, and present after the half year; 1002 present."""
    states = {"01-20": "出席", "02-20": "迟到", "03-20": "缺席", "04-20": "请假", "07-20": "出席"}
    for place, (day, state) in enumerate(states.items(), 1):
        duty.done(f"record 1001 全体会议 --on 2026-{day} --activity 第{place}次会议 --attendance {state}")
    duty.done("record 1002 委员活动日 --on 2026-05-08 --activity 走进园区 --attendance 出席")


@pytest.fixture
def half_year(begin: Callable[[Enter], Duty]) -> Duty:
    """1001 present, late, absent, on leave, and present after the half year; 1002 present."""
    return begin(attended)


def paper(duty: Duty, line: str = ASKED) -> tuple[str, list[list[str]]]:
    """The text of a certificate and the rows of its table."""
    answer = duty(f"{line} --format docx")
    assert answer.code == 0, answer.err
    file = docx.Document(io.BytesIO(answer.raw))
    return "\n".join(one.text for one in file.paragraphs), [[c.text for c in row.cells] for row in file.tables[0].rows]


def test_it_lists_what_the_member_came_to_in_those_days(half_year: Duty) -> None:
    said, rows = paper(half_year)
    assert "赵一鸣委员（编号1001，中共界）在2026年1月1日至2026年6月30日期间，参加履职会议和活动2次：出席2次。" in said
    assert rows[1:] == [
        ["2026-01-20", "全体会议", "第1次会议", "出席"],
        ["2026-02-20", "全体会议", "第2次会议", "出席"],
    ]


def test_what_it_lists_is_in_json_too(half_year: Duty) -> None:
    found: Any = half_year.json(ASKED)
    assert found["annexes"][0]["columns"] == ["日期", "履职事项", "会议或活动", "情况"]
    assert found["annexes"][0]["rows"] == paper(half_year)[1][1:]


def test_leave_absence_lateness_and_others_are_in_no_format_of_it(half_year: Duty) -> None:
    whole = "".join(half_year.done(f"{ASKED} --format {form}") for form in ("table", "json", "md", "html"))
    whole += str(paper(half_year))
    assert [
        word for word in ("迟到", "缺席", "请假", "应出席", "第3次", "第4次", "走进园区", "钱二南") if word in whole
    ] == []


def test_who_came_without_being_expected_was_a_guest(half_year: Duty) -> None:
    for member in ("1001", "1003"):
        half_year.done(f"record {member} 常委会会议 --on 2026-05-09 --activity 第二十次会议 --attendance 出席")
    said, rows = paper(half_year, ASKED.replace("1001", "1003"))
    assert "参加履职会议和活动1次：列席1次。" in said
    assert rows[1:] == [["2026-05-09", "常委会会议", "第二十次会议", "列席"]]
    assert paper(half_year)[1][-1][-1] == "出席"


def test_a_reversed_record_is_certified_no_more(half_year: Duty) -> None:
    found = half_year.done("record 1001 全体会议 --on 2026-06-20 --activity 第6次会议 --attendance 出席")
    assert len(paper(half_year)[1]) == 4
    seq = found.split("序号 ")[1].split("）")[0]
    half_year.done(f"void {seq} --reason 登错")
    assert len(paper(half_year)[1]) == 3


def test_nothing_attended_and_days_the_wrong_way_round_are_refused(half_year: Duty) -> None:
    assert half_year.refused("letter attendance 1001 --from 2026-08-01 --until 2026-09-30") == (
        "错误：1001 赵一鸣 在 2026-08-01 至 2026-09-30 没有出席、列席会议和活动的记录，不出证明；请核对起止日期"
    )
    assert half_year.refused("letter attendance 1001 --from 2026-06-30 --until 2026-01-01") == (
        "错误：止日“2026-01-01”不符合要求；应为不早于起日 2026-06-30 的日期"
    )
    assert "不在任" in half_year.refused("letter attendance 1001 --from 2000-01-01 --until 2000-12-31")


def test_it_ends_today_where_no_last_day_is_told_and_is_issued_with_that_day(half_year: Duty) -> None:
    said = half_year.done("issue letter attendance 赵一鸣 --from 2026-01-01 -o 证明.docx")
    assert "duty letter attendance 1001 --from 2026-01-01 --until 2026-11-23 " in said
    assert "参加履职会议和活动3次" in paper(half_year, "letter attendance 1001 --from 2026-01-01")[0]
    assert "逐字节相同" in half_year("verify-report 证明.docx").out
