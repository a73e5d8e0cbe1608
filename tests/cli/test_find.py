"""Finding what holds a word, and showing one row whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.workspace import Duty, Enter


def entered(duty: Duty) -> None:
    """A term with one row or more of every sort that is looked into."""
    for line in (
        "record 1003 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议 --number TA-7",
        "record 1002 提案 --on 2026-03-09 --stage 提交、立案 --title 停车场管理 --number TA-12",
        "attend 全体会议 --on 2026-01-20 --title 县政协十四届五次会议 --all-present",
        "leave 1002 --from 2026-05-01 --reason 因病 --granted-by 秘书长",
        "plan add 委员活动日 --on 2026-12-09 --title 停车场视察",
        "fund budget 50000 --year 2026",
        "fund spend 1,200.50 停车场视察用车 --on 2026-03-07 --voucher 记-18",
    ):
        duty.done(line)


@pytest.fixture
def desk(begin: Callable[[Enter], Duty]) -> Duty:
    """A term with one row or more of every sort that is looked into."""
    return begin(entered)


def found(desk: Duty, line: str) -> dict[str, Any]:
    """What is found, by sort."""
    sorts: Any = desk.json(f"find {line}")["found"]
    return {one["sort"]: one for one in sorts}


def whats(desk: Duty, line: str) -> dict[str, list[str]]:
    return {sort: [row["what"] for row in one["rows"]] for sort, one in found(desk, line).items()}


def test_a_word_is_found_in_every_sort_the_newest_first(desk: Duty) -> None:
    said = whats(desk, "停车")
    assert [line.split()[1] for line in said["记录"]] == ["停车场管理", "关于停车的建议"]
    assert said["活动计划"] == ["委员活动日 停车场视察"]
    assert said["经费支出"] == ["停车场视察用车 1,200.50 记-18"]
    assert set(said) == {"记录", "活动计划", "经费支出"}


@pytest.mark.parametrize("word", ["孙三禾", "三禾", "1003", "sunsan", "SSH"])
def test_a_member_is_found_by_name_number_or_pinyin_with_all_that_is_of_the_member(desk: Duty, word: str) -> None:
    rows = found(desk, word)
    assert [row["command"] for row in rows["委员"]["rows"]] == ["duty statement 1003"]
    assert {row["name"] for row in rows["记录"]["rows"]} == {"孙三禾"}


def test_every_word_has_to_be_there(desk: Duty) -> None:
    assert [row["number"] for row in found(desk, "停车 孙三禾")["记录"]["rows"]] == ["1003"]
    assert found(desk, "停车 2026-04") == {}


@pytest.mark.parametrize(
    ("word", "sort"),
    [
        ("TA-12", "记录"),
        ("ta-12", "记录"),
        ("qthy", "活动"),
        ("2026年1月20日", "活动"),
        ("记-18", "经费支出"),
        ("1200.5", "经费支出"),
        ("因病", "请假"),
        ("登记出席", "批次"),
        ("城东联络组", "时段"),
        ("50000", "经费预算"),
    ],
)
def test_numbers_days_amounts_and_pinyin_are_found(desk: Duty, word: str, sort: str) -> None:
    assert sort in found(desk, word)


def test_of_many_the_newest_are_listed_and_all_are_counted(desk: Duty) -> None:
    answer = desk.done("find 全体会议 --last 2")
    assert "记录（共 6 条，列出 2 条" in answer
    assert answer.count("duty show") == 2


def test_members_go_by_their_numbers_as_people_count(duty: Duty) -> None:
    for number in ("10", "2", "9"):
        duty.done(
            f"member add {number} 李小{number.replace('10', '十').replace('2', '二').replace('9', '九')} --from 2026-01-01"
        )
    assert [row["number"] for row in found(duty, "李小")["委员"]["rows"]] == ["2", "9", "10"]


def test_what_was_reversed_is_found_and_said_to_be(desk: Duty) -> None:
    row = found(desk, "TA-12")["记录"]["rows"][0]
    desk.done(f"void {row['seq']} --reason 重复")
    assert found(desk, "TA-12")["记录"]["rows"][0]["reversed_by"] == desk.last_batch() + 1
    assert "已由序号" in desk.done("find TA-12")


def test_an_erased_name_is_not_found_and_not_told(desk: Duty) -> None:
    desk.done("erase 1003 --reason 本人要求 --yes")
    for word in ("孙三禾", "ssh", "sunsanhe"):
        assert found(desk, word) == {}
    assert [row["name"] for row in found(desk, "1003")["委员"]["rows"]] == ["（姓名已删除）"]
    assert "孙三禾" not in desk.done("find 停车")


def test_where_nothing_is_found_a_name_of_the_same_sound_is_offered(desk: Duty) -> None:
    assert "没有找到；委员是否：1003 孙三禾（经济界）？" in desk.done("find 孙叁禾")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("find ' '", "要查找的文字"),
        ("find '停\t车'", "查找的内容"),
        ("find 停车 --last 0", "--last"),
        ("find", "缺少"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(desk: Duty, line: str, said: str) -> None:
    answer = desk(line)
    assert (answer.code != 0, answer.raw, said in answer.err) == (True, b"", True), answer


@pytest.mark.parametrize("word", ["%", "_", "!", "'", '"', ";--", "\\\\"])
def test_signs_stand_for_themselves(desk: Duty, word: str) -> None:
    assert desk.run("find", word, "--format", "json").code == 0
    assert "记录" not in found(desk, f"'{word}'" if word != "'" else '"\'"')


def test_a_row_is_shown_with_who_entered_it_and_that_it_stands(desk: Duty) -> None:
    seq = found(desk, "TA-7")["记录"]["rows"][0]["seq"]
    said = desk.json(f"show {seq}")
    assert said["said"] == {
        **{"委员": "1003 孙三禾（经济界）", "履职事项": "提案", "日期": "2026-03-05", "编号": "TA-7"},
        **{"标题": "关于停车的建议", "阶段": "提交、立案"},
    }
    assert (said["reversed"], said["sets_right"]) == (None, None)
    answer = desk.done(f"show {seq}")
    assert ("有效" in answer, f"duty void {seq} --reason 原因" in answer) == (True, True)


def test_a_corrected_row_names_the_one_in_its_place_and_the_other_names_it(desk: Duty) -> None:
    old = found(desk, "TA-7")["记录"]["rows"][0]["seq"]
    desk.done(f"correct {old} 阶段=提交 --reason 未立案")
    new = found(desk, "TA-7")["记录"]["rows"][0]["seq"]
    gone: Any = desk.json(f"show {old}")["reversed"]
    assert (gone["anew"], gone["reason"], gone["command"]) == (new, "未立案", "更正")
    assert desk.json(f"show {new}")["sets_right"] == old
    assert f"更正为序号 {new}" in desk.done(f"show {old}")


def test_what_refers_to_a_row_is_counted_and_named(desk: Duty) -> None:
    desk.done("record 1003 提案 --on 2026-03-10 --stage 提交 --title 停车难 --source TA-7")
    record, event = (found(desk, word)[sort]["rows"][-1]["seq"] for word, sort in (("TA-7", "记录"), ("qthy", "活动")))
    by_record: Any = desk.json(f"show {record}")["referring"]
    by_event: Any = desk.json(f"show {event}")["referring"]
    assert [(one["sort"], one["column"], one["count"]) for one in by_record] == [("记录", "source", 1)]
    assert [(one["sort"], one["column"], one["count"]) for one in by_event] == [("记录", "activity", 6)]


def test_every_row_of_a_ledger_can_be_shown(desk: Duty) -> None:
    desk.done("erase 1003 --reason 本人要求 --yes")
    last: Any = desk.json("find 删除姓名")["ledger"]
    for seq in range(1, last["seq"] + 1):
        answer = desk.done(f"show {seq}")
        assert f"账本序号 {seq}\n" in answer
        assert "孙三禾" not in answer


def test_a_seq_that_is_not_there_is_refused_with_those_that_are(desk: Duty) -> None:
    last: Any = desk.json("find 停车")["ledger"]
    assert desk.refused("show 99999") == (
        f"错误：账本中没有序号 99999（现有 1 至 {last['seq']}）；可用 duty find 查找，或用 duty log 查看批次"
    )
    assert "现有 1 至" in desk.refused("show 0")
