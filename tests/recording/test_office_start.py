"""A wrong first day of office is put right though records exist; what no longer fits is listed and left to people."""

from __future__ import annotations

import re

import pytest

from tests.recording.test_joining import office
from tests.workspace import Duty

LATER = "member correct 1007 --from 2026-09-01 --reason 通知有误"


def lines(said: str) -> list[str]:
    return [re.sub(r"（序号 \d+）", "", line) for line in said.splitlines()]


def test_groups_and_roles_that_began_with_the_office_move_with_it(duty: Duty) -> None:
    assert lines(duty.done("member correct 1007 --from 2026-06-01 --reason 通知有误")) == [
        "已更正：1007 吴五湖 的任职起日 2026-07-01 改为 2026-06-01，连同分组和职务共 3 段"
    ]
    assert office(duty, "1007") == ["在任，2026-06-01 至 今"]
    assert office(duty, "1007", "界别") == ["科技界，2026-06-01 至 今"]
    duty.done("record 1007 提案 --on 2026-06-02 --title 甲")


def test_records_and_leaves_before_the_new_day_are_listed_and_stay(duty: Duty) -> None:
    duty.done("record 1007 提案 --on 2026-08-02 --title 甲")
    duty.done("record 1007 提案 --on 2026-09-02 --title 乙")
    duty.done("leave 1007 --from 2026-08-03 --reason 因公 --granted-by 秘书长")
    assert lines(duty.done(LATER))[1:] == [
        "　在新的起日以前：2026-08-02 提案 甲",
        "　在新的起日以前：2026-08-03 至 2026-08-03 因公请假",
    ]
    assert [one["标题"] for one in duty.records()] == ["甲", "乙"]


def test_what_lay_wholly_before_the_new_day_falls_away_and_what_began_before_it_begins_on_it(duty: Duty) -> None:
    duty.done("appoint 1007 --role 常委 --from 2026-07-10 --until 2026-08-10")
    duty.done("appoint 1007 --liaison-group 城西联络组 --from 2026-08-20")
    said = lines(duty.done(LATER))
    assert said[0].endswith("，连同分组和职务共 3 段")
    assert sorted(said[1:]) == [
        "　不再保留：委员联络组 城东联络组（2026-07-01 至 2026-08-19），全在新的起日以前",
        "　不再保留：职务 常委（2026-07-10 至 2026-08-10），全在新的起日以前",
    ]
    assert office(duty, "1007", "委员联络组") == ["城西联络组，2026-09-01 至 今"]
    assert duty.done("check") == ""


def test_undoing_the_correction_puts_all_back(duty: Duty) -> None:
    duty.done("appoint 1007 --role 常委 --from 2026-07-10 --until 2026-08-10")
    before = [office(duty, "1007", facet) for facet in ("委员", "界别", "职务")]
    duty.done(LATER)
    duty.done(f"undo {duty.last_batch()} --reason 原来的对")
    assert [office(duty, "1007", facet) for facet in ("委员", "界别", "职务")] == before


def test_of_two_stretches_the_one_meant_is_put_right(duty: Duty) -> None:
    duty.done("member join 1006 --from 2026-03-01")
    duty.done("member correct 1006 --from 2022-02-01 --was 2022-01-01 --reason 误")
    duty.done("member correct 1006 --from 2026-04-01 --reason 误")
    assert office(duty, "1006") == ["在任，2022-02-01 至 2025-06-30", "在任，2026-04-01 至 今"]


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("--from 2026-03-01", "错误：1006 周四方 的任职起日已是 2026-03-01，未作任何改动；请核对日期"),
        (
            "--from 2025-06-30",
            "错误：1006 周四方 的委员时段重叠：委员（2022-01-01 至 2025-06-30） 与 委员（2025-06-30 至 今）；请核对起止日期",
        ),
        (
            "--from 2025-07-01 --was 2022-01-01",
            "错误：任职日期“2025-07-01”不符合要求；应为不晚于离任日期 2025-06-30 的日期",
        ),
        (
            "--from 2025-07-01 --was 2023-01-01",
            "错误：1006 周四方 在 2023-01-01 没有委员“任职起日”；可用 duty member show 查看起止",
        ),
        ("--from 2027-01-01", "错误：日期 2027-01-01 不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对日期"),
    ],
)
def test_a_start_that_cannot_be_is_refused(duty: Duty, rest: str, sentence: str) -> None:
    duty.done("member join 1006 --from 2026-03-01")
    assert duty.refused(f"member correct 1006 {rest} --reason 误") == sentence
