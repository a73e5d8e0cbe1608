"""The rate of attendance with granted leave among those expected and without it: the same on every paper, reckoned by hand.

First meeting: 1001 出席, 1002 请假, 1003 缺席, 1004 请假未准: 4 expected, 1 there. Second: 1001 and 1002 出席, 1003 迟到, 1004 公假, who is not
expected: 3 expected, 3 there. Together 7 expected, 4 there, 1 on leave: 4÷7 = 57.1 %, without leave 4÷6 = 66.7 %.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

BOTH = "不计请假的出席率，即出席÷（应出席－请假）：合计 66.7%"


@pytest.fixture
def met(duty: Duty) -> Duty:
    """The desk after both meetings."""
    every = "--all-present --members 1001、1002、1003、1004"
    away = "--except 请假=1002 --except 缺席=1003 --except 请假未准=1004"
    duty.done(f"attend 委员活动日 --on 2026-03-02 --title 甲会 {every} {away}")
    duty.done(f"attend 委员活动日 --on 2026-03-03 --title 乙会 {every} --except 迟到=1003 --except 公假=1004")
    return duty


def test_the_quarter_tells_both(met: Duty) -> None:
    said = met.done("quarter-report 2026-Q1")
    assert "57.1%" in said
    assert BOTH in said
    total: Any = met.json("quarter-report 2026-Q1")["total"]
    assert (total["attendance"]["rate"], total["attendance"]["rate_without_leave"]) == ("57.1%", "66.7%")


def test_the_notice_tells_both_inside_the_office_and_the_public_one_says_which(met: Duty) -> None:
    inside = met.done("annual-notice 2026 --for 内部")
    assert "请假1人次，缺席2人次，出席率57.1%（不计请假为66.7%）" in inside
    assert BOTH in inside
    public = met.done("annual-notice 2026")
    assert "请假和缺席共3人次，出席率57.1%" in public
    assert "不计请假" not in public


def test_the_public_quarter_says_which_it_is(met: Duty) -> None:
    public = met.done("quarter-report 2026-Q1 --for 公示")
    assert "出席率＝出席÷应出席，请假、缺席均计入应出席" in public
    assert "不计请假" not in public


def test_the_term_tells_both(met: Duty) -> None:
    assert BOTH in met.done("term-evaluation 14")


def test_a_member_reads_both_of_his_own_year(met: Duty) -> None:
    # 1002 was expected twice, there once and once on leave.
    said = met.done("statement 1002 --for 本人")
    assert "50%" in said
    assert "不计请假的出席率，即出席÷（应出席－请假）：2026年100%" in said


@pytest.mark.parametrize(
    "line", ["annual-evaluation 2026", "letter attendance 1002 --from 2026-01-01 --until 2026-06-30"]
)
def test_papers_without_a_rate_tell_none(met: Duty, line: str) -> None:
    assert "出席率" not in met.done(line)


def test_without_leave_there_is_but_one(duty: Duty) -> None:
    duty.done("attend 委员活动日 --on 2026-03-02 --title 甲会 --all-present --members 1001、1003 --except 缺席=1003")
    assert "不计请假" not in duty.done("quarter-report 2026-Q1")
