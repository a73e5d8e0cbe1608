"""How sheets of offices say who came, beside ticks: a time, yes and no, a word in brackets, two columns that must agree."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.importing.sheets.sign_reader import Sign, SignedAt, SignReader, Unsigned, agreed
from duty_cli.model.records import Attendance
from tests.importing.files import Cells, workbook
from tests.importing.words import WORDS
from tests.workspace import Duty

TITLE = "专题培训签到表 2026年4月2日"
DAY = date(2026, 4, 2)


def sheet(*rows: str, title: str = TITLE) -> str:
    return "\n".join((title, *rows)) + "\n"


def states(duty: Duty, text: str | bytes, *options: str) -> tuple[dict[str, str], str]:
    """Who is entered as what with ``--accept-valid``, and all that is told."""
    name = "签到.csv" if isinstance(text, str) else "签到.xlsx"
    (duty.folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    answer = duty.run("import", name, "--accept-valid", *options)
    return duty.states(), answer.out + answer.err


def test_two_columns_of_signs_under_one_title_are_one_meeting(duty: Duty) -> None:
    text = sheet("姓名,签到,出席情况", "赵一鸣,√,出席", "孙三禾,,请假", "钱二南,√,请假", "郑六合,√,")
    found, told = states(duty, text)
    assert found == {"1001": "出席", "1003": "请假", "1008": "出席"}
    why = "签到写着“√”，出席情况写着“请假”，说法不一；请改为一致，或只保留一列"
    assert f"签到.csv 第 5 行：不予登记，出席情况（签到、出席情况）：{why}" in told


def test_a_column_of_days_beside_them_changes_nothing(duty: Duty) -> None:
    text = "姓名,日期,签到,出席情况\n赵一鸣,2026-04-02,√,出席\n钱二南,2026-04-02,√,假\n"
    found, told = states(duty, text, "--kind", "专题培训", "--title", "一期")
    assert (found, "第 3 行：不予登记，出席情况（签到、出席情况）：签到写着“√”" in told) == ({"1001": "出席"}, True)


@pytest.mark.parametrize("rows", [("姓名,上午,下午", ",签到,签到"), ("姓名,4月2日,4月9日", ",签到,出席情况")])
def test_signs_of_several_meetings_stay_several(duty: Duty, rows: tuple[str, str]) -> None:
    found, _ = states(duty, sheet(*rows, "赵一鸣,√,假"))
    assert (found, len(duty.records())) == ({"1001": "请假"}, 2)


def test_two_columns_called_the_same_are_refused_as_of_one_meeting_or_several(duty: Duty) -> None:
    found, told = states(duty, sheet("姓名,签到,签到", "赵一鸣,√,"))
    assert (found, "签到：列名重复，分不清是一次会议还是几次；一次会议的请只保留一列" in told) == ({}, True)


def test_the_time_of_signing_is_presence_and_no_time_is_told_and_not_entered(duty: Duty) -> None:
    found, told = states(duty, sheet("姓名,签到时间", "赵一鸣,08:50", "钱二南,", "孙三禾,请假", "郑六合,上午8时55分"))
    assert found == {"1001": "出席", "1003": "请假", "1008": "出席"}
    assert "没有签到的不登记：1002 钱二南（第 4 行）；是请假还是缺席请在表中写明，或用 --missing 写明" in told


@pytest.mark.parametrize("head", ["签到时间", "签到"])
def test_who_did_not_sign_is_entered_as_is_told(duty: Duty, head: str) -> None:
    cell = "" if head == "签到时间" else "未签到"
    found, told = states(duty, sheet(f"姓名,{head}", "赵一鸣,8:50", f"钱二南,{cell}"), "--missing", "请假未准")
    assert (found["1002"], "没有签到的" in told) == ("请假未准", False)


def test_a_time_of_a_workbook_is_one_and_midnight_is_a_blank_cell_shown(duty: Duty) -> None:
    rows: Cells = [[TITLE], ["姓名", "签到时间"], ["赵一鸣", time(8, 50)], ["孙三禾", time(0, 0)]]
    found, told = states(duty, workbook(rows))
    assert (found, "第 4 行：不予登记，出席情况（签到时间）：“00:00:00”含义不明" in told) == ({"1001": "出席"}, True)


def test_the_day_is_that_on_which_all_signed_where_nothing_else_says_it(duty: Duty) -> None:
    rows: Cells = [
        ["专题培训签到表"],
        ["姓名", "签到时间"],
        ["赵一鸣", datetime.combine(DAY, time(8, 50))],
        ["钱二南", None],
    ]
    found, told = states(duty, workbook(rows))
    assert (found, [one["日期"] for one in duty.records()]) == ({"1001": "出席"}, ["2026-04-02"])
    assert "签到.xlsx 按签到时间读作：日期 2026-04-02" in told


def test_two_days_of_signing_are_told_and_one_beside_the_day_of_the_title_is_refused(duty: Duty) -> None:
    rows = ("姓名,签到时间", "赵一鸣,2026-04-02 08:50", "钱二南,2026-04-03 08:50")
    assert (
        "日期：签到时间有2026-04-02、2026-04-03 2 天；请用 --on 指明一天"
        in states(duty, sheet(*rows, title="专题培训签到表"))[1]
    )
    found, told = states(duty, sheet(*rows))
    assert found == {"1001": "出席"}
    assert "第 4 行：不予登记，出席情况（签到时间）：签到是 2026-04-03，活动是 2026-04-02；请核对日期" in told


def test_a_time_agrees_with_late_and_not_with_leave(duty: Duty) -> None:
    text = sheet("姓名,签到时间,出席情况", "赵一鸣,9:20,迟到", "钱二南,8:50,请假", "孙三禾,,请假", "郑六合,8:40,")
    found, told = states(duty, text)
    assert found == {"1001": "迟到", "1003": "请假", "1008": "出席"}
    assert "第 4 行：不予登记，出席情况（签到时间、出席情况）：签到时间写着“8:50”" in told


def test_yes_is_presence_and_no_does_not_say_why(duty: Duty) -> None:
    found, told = states(duty, sheet("参会人员,是否出席", "赵一鸣,是", "钱二南,否"))
    assert (found, "没有签到的不登记：1002 钱二南（第 4 行）" in told) == ({"1001": "出席"}, True)


def test_columns_of_signatures_and_reasons_are_passed_over_by_name(duty: Duty) -> None:
    found, told = states(duty, sheet("姓名,签名,出勤,签退,请假事由", "赵一鸣,,√,,", "钱二南,,假,,因病"))
    assert (found, "没有读取的列：签名、签退、请假事由" in told) == ({"1001": "出席", "1002": "请假"}, True)


BRACKETS = {
    "请假（因公）": ("公假", "“请假(因公)”读作公假"),
    "请假（因公出差）": ("公假", "读作公假"),
    "因公请假": ("公假", ""),
    "请假（因病）": ("请假", ""),
    "请假（产假）": ("请假", "“请假(产假)”读作请假，括号里的没有读取"),
    "请假[事假]": ("请假", ""),
    "请假（未准）": ("请假未准", ""),
    "出席（线上）": ("出席", "“出席(线上)”读作出席，括号里的没有读取"),
    "未出席（病假）": ("请假", ""),
    "缺席（未请假）": ("缺席", "“缺席(未请假)”读作缺席，括号里的没有读取"),
    "未到会（请 假）": ("请假", ""),
    "√（视频）": ("出席", "“√(视频)”读作出席，括号里的没有读取"),
}


@pytest.mark.parametrize("sign", BRACKETS)
def test_a_state_with_a_word_in_brackets_is_that_state_and_what_is_not_read_is_told(duty: Duty, sign: str) -> None:
    state, said = BRACKETS[sign]
    found, told = states(duty, sheet("姓名,出席情况", f"赵一鸣,{sign}"))
    assert (found, said in told, "没有读取" in told) == ({"1001": state}, True, "没有读取" in said)


@pytest.mark.parametrize(
    "sign",
    [
        "缺席（因病请假）",
        "出席（迟到）",
        "请假（未批准）",
        "√（上午请假）",
        "√ 迟到",
        "（因公）",
        "请假（因公",
        "事由（因公）",
    ],
)
def test_a_word_in_brackets_that_speaks_against_the_state_is_refused_with_its_place(duty: Duty, sign: str) -> None:
    found, told = states(duty, sheet("姓名,出席情况", f"赵一鸣,{sign}"))
    assert (found, "签到.csv 第 3 行：不予登记，出席情况：“" in told, "含义不明" in told) == ({}, True, True)
    assert "是其中哪一种" in told


def test_who_did_not_sign_is_told_with_the_remark_beside_him(duty: Duty) -> None:
    found, told = states(duty, sheet("姓名,签到时间,备注", "赵一鸣,8:50,", "钱二南,,因病请假"))
    assert (found, "1002 钱二南（第 4 行，备注：因病请假）" in told) == ({"1001": "出席"}, True)
    assert "已导入：新增 1 条，涉及委员 1 名，新增活动 1 次，没有签到、不登记 1 人（批次 " in told


def test_in_the_shared_folder_the_line_of_a_file_says_how_many_did_not_sign(duty: Duty) -> None:
    (duty.folder / "收件").mkdir()
    duty.write("收件/签到.csv", sheet("姓名,签到时间", "赵一鸣,8:50", "钱二南,"))
    answer = duty("import --watch 收件 --once")
    assert "没有签到、不登记 1 人" in answer.out + answer.err
    page = (duty.folder / "收件" / "已导入" / "签到.csv.html").read_text("utf-8")
    assert "没有签到的不登记：1002 钱二南（第 4 行）" in page


def test_a_list_of_those_on_leave_says_of_what_sort_it_was(duty: Duty) -> None:
    text = sheet("姓名,请假类型,请假事由", "赵一鸣,病假,", "钱二南,因公,", title="专题培训请假情况 2026年4月2日")
    found, _ = states(duty, text)
    assert (found, {one["活动"] for one in duty.records()}) == ({"1001": "请假", "1002": "公假"}, {"专题培训"})


def test_signs_stand_apart_as_names_do(duty: Duty) -> None:
    assert states(duty, sheet("姓名,签到", "赵一鸣,请 假", "钱二南,出　席"))[0] == {"1001": "请假", "1002": "出席"}


@pytest.mark.parametrize(
    ("titles", "days"),
    [
        (("4月2日", "4月9日上午"), ["2026-04-02", "2026-04-09"]),
        (("2026.4.2", "4月9日专题培训"), ["2026-04-02", "2026-04-09"]),
        (("4月2日更新", "4月9日"), []),
        (("4月31日", "4月9日"), []),
    ],
)
def test_the_day_of_a_meeting_may_be_what_its_sheet_is_called(
    duty: Duty, titles: tuple[str, str], days: list[str]
) -> None:
    rows: Cells = [["专题培训签到表", ""], ["姓名", "签到"], ["赵一鸣", "√"]]
    (duty.folder / "签到.xlsx").write_bytes(workbook(dict.fromkeys(titles, rows)))
    answer = duty("import 签到.xlsx --year 2026")
    assert (answer.code, [one["日期"] for one in duty.records()]) == (0 if days else 1, days)
    assert f"签到.xlsx［{titles[1]}］ 按表题读作：履职事项 专题培训，日期 2026-04-09" in answer.err


def test_a_remark_beside_one_day_across_is_read_and_beside_several_told(duty: Duty) -> None:
    one = sheet("姓名,4月2日,备注", "赵一鸣,√,视频", "钱二南,√,请假", "孙三禾,,因病", title="2026年专题培训")
    _, told = states(duty, one)
    assert [(row["委员编号"], row["备注"]) for row in duty.records()] == [("1001", "视频")]
    assert "第 4 行：不予登记，备注：写着“请假”，出席情况是出席；请改为一致" in told
    assert "第 5 行没有记号，备注“因病”没有读取；请核对这一行的记号" in told
    several = sheet("姓名,党派,4月9日,4月16日,备注", "赵一鸣,中共,√,√,4月9日迟到", title="2026年专题培训")
    _, told = states(duty, several)
    assert "没有读取的列：党派、备注" in told
    assert "第 3 行备注“4月9日迟到”没有读取；请核对这一行的记号" in told


def test_not_signed_across_is_no_record_and_is_told(duty: Duty) -> None:
    found, told = states(duty, sheet("姓名,4月2日,4月9日", "赵一鸣,√,未签到", title="2026年专题培训"))
    assert (found, "没有签到的不登记：1001 赵一鸣（第 3 行）" in told) == ({"1001": "出席"}, True)


SIGNS: st.SearchStrategy[Sign] = st.sampled_from(
    [*Attendance, Unsigned.SAID, SignedAt(), SignedAt(DAY), SignedAt(date(2026, 4, 3))]
)


@given(st.lists(SIGNS, min_size=1, max_size=4))
def test_what_signs_say_together_hangs_on_no_order_and_holds_each_of_them(signs: list[Sign]) -> None:
    said = agreed(signs)
    assert agreed(sorted(signs, key=str)) == said == agreed(signs[::-1])
    came = {isinstance(one, SignedAt) or (isinstance(one, Attendance) and one.present) for one in signs}
    assert said is None or len(came) == 1
    states = {one for one in signs if isinstance(one, Attendance)}
    assert said is None or states <= {said if isinstance(said, Attendance) else Attendance.PRESENT}


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_but_midnight_says_that_somebody_came(hour: int, minute: int) -> None:
    read = SignReader(WORDS, date(1899, 12, 30), 2026)
    if hour or minute:
        assert read("签到", f"{hour:02}:{minute:02}") == SignedAt()
        assert read("签到", f"2026-04-02 {hour}:{minute:02}") == SignedAt(DAY)
