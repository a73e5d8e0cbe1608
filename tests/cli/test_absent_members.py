"""Lists and lines of those who did not come: nobody on them is taken for present, and no line that names them is passed over silently."""

from __future__ import annotations

import pytest

from tests.importing.files import merged_xlsx
from tests.workspace import Duty

TITLES = ["2026年3月5日全体会议请假人员名单", "全体会议缺席委员名单（2026年3月5日）", "2026年3月5日 全体会议未参加人员"]
BOTH = ["2026年3月5日全体会议出席请假情况表", "全体会议参加及请假人员名单 2026年3月5日", "2026年3月5日全体会议签到表"]


def lay(duty: Duty, *lines: str) -> str:
    (duty.folder / "表.csv").write_text("\n".join(lines), encoding="utf-8")
    return "import 表.csv"


@pytest.mark.parametrize("title", TITLES)
def test_records_under_a_title_of_those_on_leave_are_no_presence(duty: Duty, title: str) -> None:
    said = duty(lay(duty, title, "姓名,履职事项,日期,活动", "赵一鸣,全体会议,2026-03-05,一次会议")).out
    assert f"表题写着“{title}”，表里没有“出席情况”一列，各行会登记为出席；请加上这一列，写明请假还是缺席" in said


@pytest.mark.parametrize("title", TITLES)
def test_a_tick_under_such_a_title_is_refused_and_words_are_read(duty: Duty, title: str) -> None:
    said = duty(lay(duty, title, "姓名,签到", "赵一鸣,√", "钱二南,请假")).out
    assert "表.csv 第 3 行：不予登记，出席情况（签到）：“√”含义不明" in said
    duty(lay(duty, title, "姓名,签到", "赵一鸣,假", "钱二南,出席"))
    assert duty.states() == {"1001": "请假", "1002": "出席"}


@pytest.mark.parametrize("title", BOTH)
def test_a_title_of_those_who_came_and_those_on_leave_changes_nothing(duty: Duty, title: str) -> None:
    duty(lay(duty, title, "姓名,签到", "赵一鸣,√", "钱二南,假"))
    assert duty.states() == {"1001": "出席", "1002": "请假"}


def test_a_column_of_ticks_for_those_on_leave_is_no_activity(duty: Duty) -> None:
    answer = duty(lay(duty, "2026年全体会议签到表", "姓名,3月5日（请假）,3月6日", "赵一鸣,√,√"))
    assert "活动列名“3月5日（请假）”不符合要求" in answer.out
    assert duty.records() == []


def test_a_day_of_another_year_than_the_title_is_refused(duty: Duty) -> None:
    answer = duty(lay(duty, "2026年全体会议签到表", "姓名,2026-03-05,2025-03-06", "赵一鸣,√,√"))
    assert "第 3 列：活动列名“2025-03-06”不符合要求；应为与表题的年份（2026 年）一致的日期" in answer.out
    assert duty.records() == []


@pytest.mark.parametrize("title", ["2025—2026年全体会议签到表", "全体会议签到表（2026年4月2日制表）", "全体会议签到表"])
def test_a_title_of_several_years_or_with_a_day_of_its_own_leaves_them_be(duty: Duty, title: str) -> None:
    duty(lay(duty, title, "姓名,2025-03-06", "赵一鸣,√"))
    assert [one["日期"] for one in duty.records()] == ["2025-03-06"]


@pytest.mark.parametrize("line", ["请假：孙三禾、李四维", "请假人员：孙三禾,", "合计,,\n请假：孙三禾"])
def test_a_line_that_names_those_on_leave_is_told(duty: Duty, line: str) -> None:
    answer = duty(lay(duty, "2026年3月5日全体会议签到表", "姓名,签到", "赵一鸣,√", *line.split("\n")))
    assert f"“{line.rsplit(chr(10), maxsplit=1)[-1].strip(',')}”没有读取；所写的委员请加在表中" in answer.err


@pytest.mark.parametrize("line", ["请假：2人,", "说明：√为出席、假为请假", "记录人：张某"])
def test_other_lines_below_are_not(duty: Duty, line: str) -> None:
    answer = duty(lay(duty, "2026年3月5日全体会议签到表", "姓名,签到", "赵一鸣,√", line))
    assert ("没有读取；所写的委员" in answer.err, duty.states()) == (False, {"1001": "出席"})


@pytest.mark.parametrize(("title", "told"), [("2025年走访台账", True), ("2026年走访台账", False), ("走访台账", False)])
def test_a_year_told_against_that_of_the_title_is_said(duty: Duty, title: str, told: bool) -> None:
    answer = duty(
        f"{lay(duty, title, '姓名,日期,履职事项,出席情况,活动', '赵一鸣,3月5日,全体会议,出席,会')} --year 2026"
    )
    assert ("表题写着 2025 年，--year 是 2026：没有写年份的日期读作 2026 年" in answer.err) == told
    assert [one["日期"] for one in duty.records()] == ["2026-03-05"]


@pytest.mark.parametrize("note", ["因病请假", "缺席", "迟到", "公假", "未到会"])
def test_a_note_that_contradicts_the_tick_is_refused_with_its_row(duty: Duty, note: str) -> None:
    answer = duty(lay(duty, "2026年3月5日全体会议签到表", "姓名,签到,备注", f"赵一鸣,√,{note}", "钱二南,假,因病请假"))
    assert f"表.csv 第 3 行：不予登记，备注：写着“{note}”，出席情况是出席；请改为一致" in answer.out
    assert duty.records() == []


def test_other_notes_stand_beside_a_tick(duty: Duty) -> None:
    duty(lay(duty, "2026年3月5日全体会议签到表", "姓名,签到,备注", "赵一鸣,√,下午请假", "钱二南,√,作交流发言"))
    assert duty.states() == {"1001": "出席", "1002": "出席"}


@pytest.mark.parametrize(("text", "told"), [("一、经济界（1人）", True), ("特邀人士界", True), ("赵一鸣 请假", False)])
def test_the_name_of_a_group_merged_over_the_columns_is_passed_over_and_told(duty: Duty, text: str, told: bool) -> None:
    cells = [["2026年3月5日全体会议签到表"], ["姓名", "签到"], [text, ""], ["赵一鸣", "√"]]
    (duty.folder / "表.xlsx").write_bytes(merged_xlsx(cells, ["A3:B3"]))
    answer = duty("import 表.xlsx")
    assert (f"第 3 行“{text}”是合并的一行，没有读取" in answer.err, answer.code) == (told, 0 if told else 1)
    assert duty.states() == ({"1001": "出席"} if told else {})
