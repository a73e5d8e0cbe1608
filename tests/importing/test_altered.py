"""Cells of workbooks that are no text: what was typed into them is read, or refused with the way out, and never another text."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.importing.forms.proposal_list import read_proposals
from duty_cli.importing.forms.record_list import read_records
from duty_cli.importing.forms.roster_list import read_roster
from duty_cli.importing.open_file import open_table
from duty_cli.model.records import RECORD_HEADINGS
from duty_cli.parsing.altered_cells import EXACT, DayCell, InexactCell, written_out
from tests.importing.files import Cells, Filed, Padded, filed, ods, ods_cell, whole, workbook
from tests.importing.people import roster
from tests.importing.words import WORDS
from tests.importing.xls import xls

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济")
SORTS = ("xlsx", "ods", "xls")
WAY = "被表格软件改成了日期）；请把该列设为文本后重填"


def made(rows: Cells, sort: str) -> bytes:
    """A workbook of that sort with those cells."""
    if sort == "xls":
        return xls(rows)
    if sort == "xlsx":
        return workbook(rows)
    written_rows = ("".join(map(ods_cell, row)) for row in rows)
    return ods("".join(f"<table:table-row>{row}</table:table-row>" for row in written_rows))


def read(rows: Cells, sort: str) -> Filed:
    return whole(read_records(open_table("a", made(rows, sort), words=WORDS), PEOPLE))


def with_cell(heading: str, cell: object, sort: str) -> Filed:
    """A record whose cell under ``heading`` is ``cell``."""
    row = {"委员编号": "001", "履职事项": "提案", "日期": "2026-03-05", heading: cell}
    return read([list(row), list(row.values())], sort)


def told(file: Filed) -> list[str]:
    return [str(problem).removeprefix("a:2：") for problem in file.problems]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("heading", sorted(set(RECORD_HEADINGS) - {"日期", "参加比例", "出席情况"}))
def test_a_day_in_a_column_that_is_not_of_days_is_refused_with_the_way_out(heading: str, sort: str) -> None:
    assert told(with_cell(heading, date(2026, 2, 15), sort)) == [f"{heading}：是日期（大概是 2-15 {WAY}"]


@pytest.mark.parametrize(
    ("heading", "day", "typed"),
    [("编号", date(2026, 1, 1), "2026-1 或 1-1"), ("参加比例", date(2026, 7, 12), "7/12")],
)
def test_what_was_typed_is_guessed_for_the_clerk_and_never_taken(heading: str, day: date, typed: str) -> None:
    assert told(with_cell(heading, day, "xlsx")) == [f"{heading}：是日期（大概是 {typed} {WAY}"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("number", [7, 2026001, 10**15, 2026000000000001, 2026000000000002, EXACT - 1])
def test_a_whole_number_below_2_53_is_the_text_it_was_typed_as(number: int, sort: str) -> None:
    file = with_cell("编号", number, sort)
    assert [row.fields.number for row in file.rows] == [str(number)]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("number", [EXACT, 10**16, 123456789012345678])
def test_a_longer_number_is_refused_because_its_last_digits_are_lost(number: int, sort: str) -> None:
    (problem,) = told(with_cell("编号", number, sort))
    assert problem.startswith(f"编号：是数字 {str(number)[:15]}")
    assert problem.endswith("位数超过表格软件能够准确保留的（15 位），末几位已不可靠；请把该列设为文本后重填")


@pytest.mark.parametrize("sort", SORTS)
def test_neighbouring_long_numbers_stay_apart_and_equal_those_of_a_csv(sort: str) -> None:
    numbers = [2026031500000001, 2026031500000002, 2026031500000004]
    rows: Cells = [["编号", "委员编号", "履职事项", "日期"], *([one, "001", "提案", "2026-03-05"] for one in numbers)]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    csv = whole(read_records(open_table("a.csv", text.encode(), words=WORDS), PEOPLE))
    assert read(rows, sort).rows == csv.rows


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(("cell", "text"), [(True, "TRUE"), (1.5, "1.5"), (0.1, "0.1")])
def test_other_cells_say_what_a_csv_of_the_same_sheet_says(cell: object, text: str, sort: str) -> None:
    assert [row.fields.note for row in with_cell("备注", cell, sort).rows] == [text]


@pytest.mark.parametrize("sort", SORTS)
def test_a_number_shown_with_zeros_in_front_is_the_text_that_is_shown(sort: str) -> None:
    rows: Cells = [
        ["编号", "委员编号", "履职事项", "日期", "数量"],
        [Padded(7, 5), Padded(1, 3), "提案", "2026-03-05", 2],
    ]
    (row,) = read(rows, sort).rows
    assert (row.fields.number, row.member.number, row.fields.quantity) == ("00007", "001", 2)


@pytest.mark.parametrize("sort", SORTS)
def test_a_time_in_a_column_of_texts_is_refused(sort: str) -> None:
    (problem,) = told(with_cell("备注", time(9, 30), sort))
    assert problem.startswith("备注：是时间 09:30:00（大概是 1:30 一类的文字被表格软件改成了时间）")


def test_noise_of_arithmetic_is_left_out_of_a_number_to_count_with_and_refused_in_a_text() -> None:
    assert with_cell("数量", 0.1 + 0.2, "ods").rows[0].fields.quantity == Fraction(3, 10)
    assert "末几位已不可靠" in told(with_cell("编号", 0.1 + 0.2, "ods"))[0]


@pytest.mark.parametrize("sort", SORTS)
def test_days_in_columns_of_days_are_read_with_their_time_left_out(sort: str) -> None:
    assert [row.fields.on for row in with_cell("日期", datetime.fromisoformat("2026-03-05T14:30:00"), sort).rows] == [
        date(2026, 3, 5)
    ]


def test_the_case_number_of_a_proposal_and_the_number_of_a_member_are_texts_as_well() -> None:
    rows: Cells = [["案号", "案由", "提案人", "日期"], [date(2026, 2, 15), "关于充电桩的建议", "张晓岚", "2026-02-20"]]
    proposals = read_proposals(open_table("a", workbook(rows), words=WORDS), PEOPLE, ["提案"])
    members = read_roster(
        open_table("a", workbook([["编号", "姓名", "任职日期"], [date(2026, 1, 2), "甲乙", "2022-01-10"]]), words=WORDS)
    )
    assert [str(problem) for problem in whole(proposals).problems] == [f"a:2：编号（案号）：是日期（大概是 2-15 {WAY}"]
    assert [str(problem) for problem in members.problems] == [f"a:2：委员编号（编号）：是日期（大概是 1-2 {WAY}"]


def test_a_day_typed_as_text_is_text_though_a_day_cell_shows_the_same() -> None:
    rows: Cells = [
        ["编号", "委员编号", "履职事项", "日期"],
        *([one, "001", "提案", "2026-03-05"] for one in ("2026-02-15", date(2026, 2, 15))),
    ]
    file = read(rows, "xlsx")
    assert ([row.fields.number for row in file.rows], len(file.problems)) == (["2026-02-15"], 1)
    assert (DayCell("2026-02-15") == "2026-02-15", DayCell("2026-02-15") == DayCell("2026-02-15")) == (False, True)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_no_more_than_its_text_says_is_never_called_exact(number: float) -> None:
    rows = [[number]]
    written_out(rows)
    ((cell,),) = rows
    assert isinstance(cell, InexactCell) or float(cell) == number


@pytest.mark.parametrize(
    ("heading", "cell", "why"),
    [
        (
            "编号",
            "1.2E+15",
            "是数字 1.2E+15，位数超过表格软件能够准确保留的（15 位），末几位已不可靠；请把该列设为文本后重填",
        ),
        ("编号", "Jan-26", "是日期（大概是 2026-1 或 1-1 被表格软件改成了日期）；请把该列设为文本后重填"),
        ("编号", "2月15日", "是日期（大概是 2-15 被表格软件改成了日期）；请把该列设为文本后重填"),
        ("参加比例", "12-Jul", "是日期（大概是 7/12 被表格软件改成了日期）；请把该列设为文本后重填"),
        ("参加比例", "7月12日", "是日期（大概是 7/12 被表格软件改成了日期）；请把该列设为文本后重填"),
        ("委员编号", "1.2E+15", "是数字 1.2E+15"),
    ],
)
def test_what_a_spreadsheet_saved_as_text_in_the_place_of_what_was_typed_is_told(
    heading: str, cell: str, why: str
) -> None:
    row = {"委员编号": "001", "履职事项": "提案", "日期": "2026-03-05", heading: cell}
    data = f"{','.join(row)}\n{','.join(row.values())}\n".encode()
    assert str(filed("a.csv", data, PEOPLE).problems[0]).startswith(f"a.csv:2：{heading}：{why}")


def test_a_mark_that_is_a_month_and_a_number_with_letters_are_as_they_are() -> None:
    data = "委员编号,履职事项,日期,编号,成果标识\n001,提案,2026-03-05,E+15,2026年3月\n".encode()
    (row,) = filed("a.csv", data, PEOPLE).rows
    assert (row.fields.number, row.fields.matter) == ("E+15", "2026年3月")


@pytest.mark.parametrize("heading", ["委员编号", "日期", "标题", "编号", "数量"])
def test_the_signs_of_a_column_too_narrow_are_told_with_the_way_out(heading: str) -> None:
    row = {"委员编号": "001", "履职事项": "提案", "日期": "2026-03-05", heading: "########"}
    file = filed("a", "\n".join([",".join(row), ",".join(row.values())]).encode(), PEOPLE)
    way = "（列太窄时显示的井号，原来的内容没有存进文件）；请在原表中加宽这一列后重新另存"
    assert told(file) == [f"{heading}：是“########”{way}"]
