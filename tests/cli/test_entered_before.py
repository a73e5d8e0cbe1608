"""What an import takes for already there, the desk does as well: it is shown, and entered again only with ``--again``."""

from __future__ import annotations

import pytest

from tests.cli.clerk import seated
from tests.workspace import Duty

TALK = "record 1001 座谈交流 --on 2026-03-05 --title 校门口停车难"
SHEET = "attend 常委会会议 --on 2026-03-12 --title {} --all-present"


def test_the_same_line_twice_is_one_record_unless_it_is_said_to_be_another(duty: Duty) -> None:
    duty.done(TALK)
    seq = duty.last_batch() + 1
    assert duty.refused(TALK) == (
        f"错误：1001 赵一鸣 已有这条记录：2026-03-05 座谈交流 校门口停车难（序号 {seq}，经办人甲 2026-11-23 录入）；"
        f"重复的不必再登，如需更正请用 duty correct {seq}，确为另一条的请加 --again"
    )
    duty.done(f"{TALK} --again")
    assert len(duty.records()) == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"{TALK} --note 补登", "其中备注与这次填写的不同）"),
        (f"{TALK}问题", "已有标题相近的记录：2026-03-05 座谈交流 校门口停车难（序号 "),
        (f"{TALK} --number 座-1", "其中编号与这次填写的不同）"),
    ],
)
def test_a_record_of_that_title_and_day_is_shown_however_it_differs(duty: Duty, line: str, sentence: str) -> None:
    duty.done(TALK)
    assert sentence in duty.refused(line)


@pytest.mark.parametrize(
    "line",
    [TALK.replace("03-05", "03-06"), TALK.replace("1001", "1002"), TALK.replace("校门口停车难", "河道保洁")],
)
def test_another_day_member_or_title_is_another_record(duty: Duty, line: str) -> None:
    duty.done(TALK)
    duty.done(line)


def test_without_a_title_only_the_very_same_is_there_already(duty: Duty) -> None:
    duty.done("record 1001 座谈交流 --on 2026-03-05 --quantity 2")
    assert "已有这条记录：2026-03-05 座谈交流（" in duty.refused("record 1001 座谈交流 --on 2026-03-05 --quantity 2")
    duty.done("record 1001 座谈交流 --on 2026-03-05 --quantity 3")


def test_an_event_under_a_name_like_its_own_is_not_entered_twice(duty: Duty) -> None:
    duty.done(SHEET.format("第二十次常委会会议") + " --except 缺席=1001")
    said = duty.refused(SHEET.format("第20次常委会"))
    assert said.startswith("错误：2026-03-12 的“常委会会议”已有名称相近的活动“第二十次常委会会议”（序号 ")
    assert "相近" in duty.refused("record 1003 常委会会议 --on 2026-03-12 --activity 第20次常委会")
    assert duty.states()["1001"] == "缺席"
    duty.done(SHEET.format("第20次常委会") + " --again")


def test_whoever_sits_at_the_terminal_is_asked(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.done(TALK)
    for answer, count in (("", 1), ("y", 2)):
        clerk = seated(monkeypatch, answer)
        duty.done(TALK)
        assert clerk.asked == ["仍作为另一条登记？（回车 不登记，y 登记）"]
        assert len(duty.records()) == count


def test_the_dialogue_asks_as_well(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.done(TALK)
    clerk = seated(monkeypatch, "1001", "座谈交流", "3.5", "校门口停车难", "", "", "n")
    assert duty("record").code == 0
    assert clerk.asked[-2] == "仍作为另一条登记？（回车 不登记，y 登记）"
    assert len(duty.records()) == 1


def test_a_file_that_puts_a_member_at_a_second_event_of_like_name_is_refused(duty: Duty) -> None:
    duty.done(SHEET.format("第二十次常委会会议") + " --except 缺席=1001")
    duty.write("签到.csv", "委员编号,日期,活动,签到\n1001,2026-03-12,第20次常委会,√\n")
    answer = duty("import 签到.csv --kind 常委会会议")
    assert "第 2 行：不予登记，活动：2026-03-12 的“常委会会议”已有名称相近的活动“第二十次常委会会议”" in answer.out
    duty.done("import 签到.csv --kind 常委会会议 --again")
    assert [one["出席情况"] for one in duty.records() if one["委员编号"] == "1001"] == ["缺席", "出席"]


HEAD = "委员编号,日期,活动,签到\n"
MINE, THEIRS = "第二十次常委会会议", "第20次常委会"
LIKE = "不予登记，活动：2026-03-12 的“常委会会议”已有名称相近的活动“{}”（{}），这里写的是“{}”；"
WAY_OUT = "同一次活动的请照写已有的名称，确为另一次的请加 --again"


def sheet(*rows: tuple[str, str]) -> str:
    return HEAD + "".join(f"{number},2026-03-12,{title},√\n" for number, title in rows)


@pytest.mark.parametrize("dry_run", ["", " --dry-run"])
def test_a_new_event_of_like_name_is_refused_with_both_names(duty: Duty, dry_run: str) -> None:
    duty.write("一.csv", sheet(("1001", MINE)))
    duty.write("二.csv", sheet(("1003", THEIRS)))
    duty.done("import 一.csv --kind 常委会会议")
    seq = duty.last_batch() + 2
    answer = duty(f"import 二.csv --kind 常委会会议{dry_run}")
    place = f"序号 {seq}，经办人甲 2026-11-23 录入"
    assert f"二.csv 第 2 行：{LIKE.format(MINE, place, THEIRS)}{WAY_OUT}" in answer.out
    assert (answer.code, len(duty.records())) == (1, 1)
    duty.write("三.csv", sheet(("1003", MINE)))
    duty.done("import 三.csv --kind 常委会会议")
    duty.done("import 二.csv --kind 常委会会议 --again")
    assert len(duty.records()) == 3


@pytest.mark.parametrize("command", ["import 甲/一.csv 乙/二.csv", "collect ."])
def test_two_files_of_one_call_do_not_name_one_event_in_two_ways(duty: Duty, command: str) -> None:
    for folder, name, row in (("甲", "一.csv", ("1001", MINE)), ("乙", "二.csv", ("1003", THEIRS))):
        (duty.folder / "报送" / folder).mkdir(parents=True, exist_ok=True)
        duty.write(f"报送/{folder}/{name}", sheet(row))
    words = command.replace("collect .", "collect 报送").replace("甲/", "报送/甲/").replace("乙/", "报送/乙/")
    answer = duty(f"{words} --kind 常委会会议")
    assert (answer.code, answer.out.count("不予登记，活动"), duty.records()) == (1, 1, [])
    assert all(name in answer.out for name in (MINE, THEIRS))
    duty.done(f"{words} --kind 常委会会议 --again")
    assert len(duty.records()) == 2


def test_rows_of_one_file_do_not_either_and_the_first_name_stands(duty: Duty) -> None:
    duty.write("签到.csv", sheet(("1001", MINE), ("1003", THEIRS), ("1002", THEIRS)))
    answer = duty("import 签到.csv --kind 常委会会议 --accept-valid")
    said = LIKE.format(MINE, "签到.csv 第 2 行", THEIRS)
    assert [f"签到.csv 第 {line} 行：{said}" in answer.out for line in (2, 3, 4)] == [False, True, True]
    assert [(one["委员编号"], one["活动"]) for one in duty.records()] == [("1001", MINE)]


def test_what_has_no_record_any_more_is_no_event_to_be_like(duty: Duty) -> None:
    duty.write("一.csv", sheet(("1001", MINE)))
    duty.write("二.csv", sheet(("1003", THEIRS)))
    duty.done("import 一.csv --kind 常委会会议")
    duty.done(f"void {duty.last_batch() + 2} --reason 名称有误")
    duty.done("import 二.csv --kind 常委会会议")


def test_settling_tells_of_an_event_of_like_name_beside_it(duty: Duty) -> None:
    duty.write("一.csv", sheet(("1001", MINE)))
    duty.write("二.csv", sheet(("1003", THEIRS)))
    duty.done("import 一.csv --kind 常委会会议")
    duty.done("import 二.csv --kind 常委会会议 --again")
    for more in ("", " --all --missing 缺席"):
        answer = duty(f"settle 常委会会议 --on 2026-03-12 --title {MINE}{more}")
        assert (answer.code, f"还有名称相近的活动“{THEIRS}”" in answer.err) == (0, True)
