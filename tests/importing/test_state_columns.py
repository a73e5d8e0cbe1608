"""A column for each state: 出席, 请假, 缺席 with a tick in one of them. Two ticks, another sign or none is refused with its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.importing.forms.detect_form import guess, read_filed
from duty_cli.importing.open_file import open_table
from duty_cli.model.file_forms import FileForm, Meeting
from tests.importing.files import Cells, merged_xlsx, whole, workbook
from tests.importing.people import roster
from tests.importing.words import WORDS

NAMES = ("张晓岚", "曾国梁", "单怀瑾")
PEOPLE = roster(*(f"{number:03} {name} 教育" for number, name in enumerate(NAMES, 1)))
KIND = "书香政协"
TOLD = Meeting(KIND, date(2026, 3, 5), "读书会")
HEAD = ["姓名", "出席", "请假", "缺席"]


def read(data: bytes) -> tuple[list[tuple[str, str | None]], list[str]]:
    """Who is in which state, and what is wrong."""
    table = open_table("签到", data, words=WORDS)
    assert guess(table, (KIND,)).form is FileForm.ATTENDANCE
    file = whole(read_filed(table, FileForm.ATTENDANCE, PEOPLE, (KIND,), told=TOLD))
    said = [(row.member.name, row.fields.attendance and str(row.fields.attendance)) for row in file.rows]
    return said, [str(problem) for problem in file.problems]


def sheet(*rows: list[str], head: list[str] = HEAD) -> bytes:
    return "\n".join(",".join(row) for row in [head, *rows]).encode()


@given(
    st.permutations(["出席", "请假", "缺席", "迟到", "早退", "公假"]),
    st.lists(st.integers(0, 5), min_size=3, max_size=3),
    st.sampled_from(["√", "✔️", "✓"]),
    st.booleans(),
)
def test_the_tick_of_a_row_is_the_state_of_its_column(
    states: list[str], where: list[int], tick: str, below: bool
) -> None:
    rows = [
        [name, *(tick if at == place else "" for at in range(6)), ""] for name, place in zip(NAMES, where, strict=True)
    ]
    heads = [["姓名", "出席情况", *[""] * 5, "备注"], ["", *states, ""]] if below else [["姓名", *states, "备注"]]
    data = "\n".join(",".join(row) for row in [*heads, *rows, ["合计", *"123456"]]).encode()
    assert read(data) == ([(name, states[place]) for name, place in zip(NAMES, where, strict=True)], [])


def test_the_word_of_a_column_is_a_tick_in_it() -> None:
    rows = (["张晓岚", "到", "", ""], ["曾国梁", "", "病假", ""], ["单怀瑾", "", "", "×"])
    assert read(sheet(*rows)) == ([("张晓岚", "出席"), ("曾国梁", "请假"), ("单怀瑾", "缺席")], [])


def test_the_heading_of_signing_in_stands_for_who_came_beside_other_states() -> None:
    assert read(sheet(["张晓岚", "√", ""], ["曾国梁", "", "√"], head=["姓名", "签到", "请假"]))[0] == [
        ("张晓岚", "出席"),
        ("曾国梁", "请假"),
    ]


def test_one_and_yes_are_ticks_and_nought_and_no_are_none() -> None:
    rows = (["张晓岚", "1", "", "0"], ["曾国梁", "否", "是", "否"], ["单怀瑾", "0", "0", "1"])
    assert read(sheet(*rows)) == ([("张晓岚", "出席"), ("曾国梁", "请假"), ("单怀瑾", "缺席")], [])
    assert read(sheet(["张晓岚", "1", "1", "0"]))[1] == [
        "签到:2：出席情况（出席、请假、缺席）：“出席”、“请假”几列都有记号；请只留一个"
    ]


def test_late_and_early_go_together_and_no_other_two() -> None:
    head = ["姓名", "出席", "迟到", "早退"]
    assert read(sheet(["张晓岚", "", "√", "√"], head=head)) == ([("张晓岚", "迟到并早退")], [])
    assert read(sheet(["张晓岚", "√", "√", ""], head=head))[1] == [
        "签到:2：出席情况（出席、迟到、早退）：“出席”、“迟到”几列都有记号；请只留一个"
    ]


@pytest.mark.parametrize(
    ("sign", "what"),
    [
        ("×", "请假：“×”是缺席；请改为 √，或填在缺席一列"),
        ("到", "请假：“到”是出席；请改为 √，或填在出席一列"),
        ("2月", "请假：“2月”含义不明；请改写为"),
        ("△", "请假：“△”含义不明；请改写为"),
    ],
)
def test_a_sign_that_is_no_tick_of_its_column_is_refused_with_its_place(sign: str, what: str) -> None:
    said, problems = read(sheet(["张晓岚", "√", "", ""], ["曾国梁", "", sign, ""]))
    assert said == [("张晓岚", "出席")]
    assert [problem.startswith(f"签到:3：{what}") for problem in problems] == [True]


def test_a_tick_merged_down_is_the_tick_of_all_its_rows_and_one_across_is_refused() -> None:
    rows: Cells = [HEAD, ["张晓岚", "", "√", ""], ["曾国梁", "", "", ""], ["单怀瑾", "√", "", ""]]
    assert read(merged_xlsx(rows, ["C2:C3"]))[0] == [("张晓岚", "请假"), ("曾国梁", "请假"), ("单怀瑾", "出席")]
    problems = read(merged_xlsx(rows, ["B4:C4"]))[1]
    assert problems[-1].startswith("签到:4：B4:C4 是合并的单元格，跨“出席情况”、“请假”几列")


def test_columns_that_count_are_no_states() -> None:
    rows: Cells = [["姓名", "2026-03-05", "出席", "请假"], ["张晓岚", "√", "3", "1"]]
    table = open_table("a", workbook(rows), words=WORDS)
    read_as = whole(read_filed(table, FileForm.ATTENDANCE, PEOPLE, (KIND,), told=Meeting(KIND)))
    assert str(read_as.problems[0]).startswith("a:1：第 3 列：")


def across(data: bytes) -> tuple[list[tuple[str, str, str, str | None]], list[str]]:
    """Who was at which activity in which state, and what is wrong."""
    table = open_table("a", data, words=WORDS)
    file = whole(read_filed(table, FileForm.ATTENDANCE, PEOPLE, (KIND,), told=Meeting(KIND)))
    said: list[tuple[str, str, str, str | None]] = [
        (row.member.name, str(row.fields.on), row.fields.activity or "", row.fields.attendance) for row in file.rows
    ]
    return said, [str(problem) for problem in file.problems]


@pytest.mark.parametrize(
    "heads",
    [
        ["姓名,3月5日,3月5日,3月12日,3月12日", ",出席,请假,出席,请假"],
        ["姓名,3月5日,,3月12日,", ",出席,请假,出席,请假"],
        [",3月5日,3月5日,3月12日,3月12日", "姓名,出席,请假,出席,请假"],
        ["姓名,3.5,,3/12,", ",签到,请假,签到,请假"],
    ],
)
def test_columns_of_states_below_several_activities_are_read_where_it_is_plain_whose_they_are(heads: list[str]) -> None:
    text = "\n".join(["2026年读书活动,,,,", *heads, "张晓岚,√,,,√", "曾国梁,,1,√,", "单怀瑾,,,√,", ""])
    assert across(text.encode()) == (
        [
            ("张晓岚", "2026-03-05", KIND, "出席"),
            ("张晓岚", "2026-03-12", KIND, "请假"),
            ("曾国梁", "2026-03-05", KIND, "请假"),
            ("曾国梁", "2026-03-12", KIND, "出席"),
            ("单怀瑾", "2026-03-12", KIND, "出席"),
        ],
        [],
    )


def test_the_day_merged_over_its_states_is_theirs_and_parts_of_a_meeting_have_its_day() -> None:
    rows: Cells = [
        ["2026年读书活动"],
        ["姓名", "3月5日", "", "", "3月12日", "", ""],
        ["", "出席", "请假", "缺席", "出席", "请假", "缺席"],
        ["张晓岚", "√", "", "", "", "", "√"],
    ]
    assert across(merged_xlsx(rows, ["A2:A3", "B2:D2", "E2:G2"]))[0] == [
        ("张晓岚", "2026-03-05", KIND, "出席"),
        ("张晓岚", "2026-03-12", KIND, "缺席"),
    ]
    text = "读书会 2026年3月5日,,,,\n姓名,上午,上午,下午,下午\n,出席,请假,出席,请假\n张晓岚,√,,,√\n"
    assert across(text.encode())[0] == [
        ("张晓岚", "2026-03-05", "读书会 上午", "出席"),
        ("张晓岚", "2026-03-05", "读书会 下午", "请假"),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("张晓岚,√,√,√,", "a:4：3月5日：“出席”、“请假”几列都有记号；请只留一个"),
        ("张晓岚,√,,,×", "a:4：3月12日 请假：“×”是缺席；请改为 √，或填在缺席一列"),
        ("张晓岚,△,,√,", "a:4：3月5日 出席：“△”含义不明"),
        ("张小岚,√,,√,", "a:4：姓名：找不到委员“张小岚”"),
    ],
)
def test_one_wrong_tick_below_several_activities_is_refused_with_its_activity(row: str, told: str) -> None:
    text = f"2026年读书活动,,,,\n姓名,3月5日,3月5日,3月12日,3月12日\n,出席,请假,出席,请假\n{row}\n"
    said, problems = across(text.encode())
    assert (said, [problem.startswith(told) for problem in problems]) == ([], [True])


@pytest.mark.parametrize("head", ["3月5日,3月6日,3月12日,3月12日", ",3月5日,,", ",,,"])
def test_states_of_which_it_is_not_plain_whose_they_are_are_refused_and_no_row_is_read(head: str) -> None:
    said, problems = across(f"2026年读书活动,,,,\n姓名,{head}\n,出席,请假,出席,请假\n张晓岚,√,,,√\n".encode())
    assert said == []
    assert problems[0].startswith("a:3：活动下面又分出席、请假几列；请一次活动只占一列，格中填记号")


@pytest.mark.parametrize("state", ["请假", "缺席", "迟到"])
def test_a_state_beside_a_day_across_the_head_is_no_activity(state: str) -> None:
    text = f"姓名,2026-03-05出席,2026-03-05{state}\n张晓岚,√,\n曾国梁,,√\n"
    table = open_table("a", text.encode(), words=WORDS)
    file = whole(read_filed(table, FileForm.ATTENDANCE, PEOPLE, (KIND,), told=Meeting(KIND)))
    assert str(file.problems[0]).startswith(f"a:1：第 3 列：活动列名“2026-03-05{state}”不符合要求；应为日期和活动")
    assert "各占一列的，一张表只放一次会议，日期写在表题" in str(file.problems[0])
