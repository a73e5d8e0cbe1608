from collections.abc import Callable
from datetime import date

import pytest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.forms.detect_form import guess
from duty_cli.importing.forms.record_list import read_attendance
from duty_cli.importing.open_file import open_table
from duty_cli.model.file_forms import FileForm, Meeting
from duty_cli.model.records import Attendance
from tests.importing.files import Cells, Filed, merged_xlsx, whole, workbook
from tests.importing.people import roster
from tests.importing.words import WORDS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济")
KINDS = ("全体会议", "常委会会议", "专题议政性常委会会议", "书香政协")
WINTER, SPRING = date(2026, 1, 8), date(2026, 3, 5)

Said = list[tuple[str, str, date, str | None, Attendance | None]]


def read(data: str | bytes, *, kind: str | None = None, year: int | None = None) -> Filed:
    table = open_table("出席.csv", data.encode() if isinstance(data, str) else data, words=WORDS)
    return whole(read_attendance(table, PEOPLE, KINDS, year=year, told=Meeting(kind)))


def said(file: Filed) -> Said:
    assert file.problems == ()
    fields = ((row.member.number, row.fields) for row in file.rows)
    return [(number, one.kind, one.on, one.activity, one.attendance) for number, one in fields]


BOTH: Said = [
    ("001", "全体会议", WINTER, "全体会议", Attendance.PRESENT),
    ("001", "书香政协", SPRING, "书香政协读书会", Attendance.ON_LEAVE),
    ("002", "全体会议", WINTER, "全体会议", Attendance.ABSENT),
]
MEMBERS = "1,001,张 晓岚,√,病\n2,002,曾国梁,×,\n合计,,,1,0\n"


@pytest.mark.parametrize(
    "head",
    [
        "2026年委员出席情况,,,,\n序号,编号,姓名,1月8日全体会议,书香政协读书会（3月5日）\n",
        "2026年委员出席情况,,,,\n序号,编号,姓名,全体会议,书香政协读书会\n,,,1月8日,3月5日\n",
        "2026年委员出席情况,,,,\n,,,2026.1.8,2026.3.5\n序号,编号,姓名,全体会议,书香政协读书会\n",
        "单位：某某,,,,填表日期：2026-12-01\n序号,编号,姓名,20260108全体会议,2026-3-5 书香政协读书会\n",
        "2026年,,,,\n活动,,,全体会议,书香政协读书会\n日期,,,1月8日,3月5日\n序号,编号,姓名,,\n",
        "2026年,,,,\n序号,编号,姓名,全体会议,书香政协读书会\n,,,46030,46086\n",
        "2026年,,,,\n序号,编号,姓名,1月8日（星期四）全体会议,3月5日 周四 书香政协读书会\n",
        "2026年,,,,\n序号,编号,姓名,全体会议,书香政协读书会\n,,,1月8日（周四）,3月5日星期四\n",
    ],
    ids=[
        "one row",
        "days below",
        "days above",
        "days in full",
        "labelled rows",
        "serial numbers",
        "weekdays",
        "weekdays below",
    ],
)
def test_members_down_and_activities_across(head: str) -> None:
    file = read(head + MEMBERS)
    assert (said(file), file.passed_over) == (BOTH, 1)


def test_an_empty_cell_is_no_record() -> None:
    table = open_table("a.csv", "编号,姓名,2026-1-8全体会议\n001,张晓岚,√\n002,曾国梁,\n".encode(), words=WORDS)
    reading = read_attendance(table, PEOPLE, KINDS)
    assert [len(list(reading)) for _ in range(2)] == [1, 1]
    assert reading.columns == {"委员编号": "编号", "姓名": "姓名", "2026-1-8全体会议": "全体会议 2026-01-08"}


def test_formulas_of_a_matrix_matter_in_its_signs_and_heads_alone() -> None:
    head = ["编号", "2026-1-8全体会议", "出席次数"]
    rows: Cells = [head, ["001", "√", "=COUNTIF(B2:B2,1)"], ["出席人数", "=COUNTIF(B2:B2,1)", ""]]
    assert [one[0] for one in said(read(workbook(rows)))] == ["001"]
    for rows in ([head, ["001", '="√"&""', ""]], [[*head, "=TODAY()"], ["001", "√", ""], ["", "", "", "全体会议"]]):
        with pytest.raises(UnreadableFile, match=r"单元格 (B2|D1) 是公式"):
            read(workbook(rows))


@pytest.mark.parametrize(
    "label", ["合计", "小计：", "出席人数", "应到人数（人）", "实到", "出席率", "合计：12人", "请假人次"]
)
def test_a_row_of_sums_is_nobodys_whatever_it_is_called(label: str) -> None:
    file = read(f"姓名,2026-1-8全体会议\n张晓岚,√\n{label},1\n")
    assert (len(file.rows), file.passed_over, file.problems) == (1, 1, ())


def test_two_halves_of_a_day_are_two_activities() -> None:
    text = "编号,全体会议,全体会议\n,2026-1-8上午,2026年1月8日（星期四）下午\n001,√,假\n"
    assert [(one[2], one[3]) for one in said(read(text))] == [(WINTER, "上午"), (WINTER, "下午")]


def test_every_sign_of_the_shipped_legend_has_its_state() -> None:
    signs = {
        "√": "出席",
        "假": "请假",
        "病": "请假",
        "事": "请假",
        "缺": "缺席",
        "迟": "迟到",
        "早": "早退",
        "×": "缺席",
    }
    cells = "".join(f"001,张晓岚,{sign}\n" for sign in signs)
    assert [one[4] for one in said(read(f"编号,姓名,2026-1-8全体会议\n{cells}"))] == list(signs.values())


def test_the_kind_may_be_told_for_all_activities() -> None:
    text = "姓名,1月8日集中学习\n张晓岚,√\n"
    assert said(read(text, kind="书香政协", year=2026)) == [("001", "书香政协", WINTER, "集中学习", Attendance.PRESENT)]


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("2026-1-8集中学习", "“2026-1-8集中学习”没有说明履职事项；请在列名中写明一项，或用 --kind 指明"),
        ("2026-1-8全体会议暨书香政协", "可以是书香政协、全体会议；请在列名中写明一项"),
        ("全体会议", "“全体会议”没有活动日期；请在列名或其上下一行写明日期"),
        ("1月8日全体会议", "应为带年份的日期，如 2026年3月5日；没有年份的，可用 --year 指明"),
        ("2026-1-8至2026-1-10全体会议", "应为只有一个日期的列名"),
        ("2026-02-30全体会议", "应为存在的日期"),
        ("2026-1-8（星期五）全体会议", "应为与星期相符的日期（2026-01-08 是星期四）"),
    ],
)
def test_an_activity_that_is_not_said_in_full_is_a_problem_of_its_column(heading: str, problem: str) -> None:
    (found,) = read(f"姓名,备注,{heading}\n张晓岚,,√\n").problems
    assert (found.line, found.column) == (1, "第 3 列")
    assert problem in str(found)


def test_a_longer_kind_is_not_taken_for_the_one_inside_it() -> None:
    assert said(read("姓名,2026-1-8专题议政性常委会会议\n张晓岚,√\n"))[0][1] == "专题议政性常委会会议"


def test_all_that_is_wrong_with_a_row_is_told_under_its_activities() -> None:
    file = read("姓名,2026-1-8全体会议,2026-3-5书香政协\n张晓岚,△,出息\n某人,√,√\n")
    assert [str(problem).split("；")[0] for problem in file.problems] == [
        "出席.csv:2：2026-1-8全体会议：出席情况“△”含义不明",
        "出席.csv:2：2026-3-5书香政协：出席情况“出息”含义不明",
        "出席.csv:3：姓名：找不到委员“某人”",
    ]


def test_the_name_of_an_activity_keeps_its_own_signs() -> None:
    file = read("姓名,书香政协读书会（第３期）　2026年 1月 8日\n张晓岚,√\n")
    assert said(file) == [("001", "书香政协", WINTER, "书香政协读书会（第３期）", Attendance.PRESENT)]


def test_a_cell_with_a_kind_alone_settles_it_whatever_the_name_says() -> None:
    rows = "履职事项,,书香政协\n日期,,2026-03-05\n活动,,常委会会议精神读书会\n委员编号,姓名,\n001,张晓岚,√\n"
    assert said(read("出席情况登记表,,\n" + rows)) == [
        ("001", "书香政协", SPRING, "常委会会议精神读书会", Attendance.PRESENT)
    ]


def test_a_row_of_signs_without_a_name_is_no_header() -> None:
    file = read("姓名,2026-1-8全体会议\n,√\n张晓岚,√\n")
    assert (len(file.rows), str(file.problems[0])) == (1, "出席.csv:2：姓名：委员编号或姓名没有填写；请补上")


def test_signs_under_no_heading_are_a_problem() -> None:
    file = read("姓名,2026-1-8全体会议,\n张晓岚,√,√\n")
    assert "第 3 列：单元格没有对应的列名" in str(file.problems[0])


def test_days_of_a_workbook_are_days_in_the_header_too() -> None:
    rows: Cells = [["委员出席情况"], ["编号", "姓名", "全体会议", "书香政协读书会"], ["", "", WINTER, SPRING]]
    data = workbook([*rows, ["001", "张晓岚", "√", "病"], ["002", "曾国梁", "×", None]])
    table = open_table("出席.xlsx", data, words=WORDS)
    assert guess(table, KINDS).form is FileForm.ATTENDANCE
    assert said(read(data)) == BOTH


def test_the_kind_told_fills_only_the_columns_that_name_none() -> None:
    file = read("姓名,2026-1-8全体会议,2026-3-5集中学习\n张晓岚,√,√\n", kind="书香政协")
    assert [(one[1], one[3]) for one in said(file)] == [("全体会议", "全体会议"), ("书香政协", "集中学习")]


def test_the_kind_told_settles_a_column_that_names_several() -> None:
    text = "姓名,2026-1-8全体会议暨书香政协\n张晓岚,√\n"
    assert said(read(text, kind="书香政协"))[0][1] == "书香政协"
    assert "可以是书香政协、全体会议" in str(read(text, kind="常委会会议").problems[0])


@pytest.mark.parametrize(("above", "below"), [(["编号", "姓名"], ["", ""]), (["", ""], ["编号", "姓名"])])
def test_a_label_merged_over_several_days_is_that_of_each(above: list[str], below: list[str]) -> None:
    days = [WINTER, date(2026, 1, 9), SPRING]
    rows: Cells = [["2026年"], [*above, "全体会议", "", "书香政协"], [*below, *days], ["001", "张晓岚", *"√假×"]]
    found = [(one[1], one[2]) for one in said(read(workbook(rows)))]
    assert found == list(zip(("全体会议", "全体会议", "书香政协"), days, strict=True))


def test_a_day_is_never_carried_to_the_next_column() -> None:
    rows: Cells = [["编号", "姓名", "全体会议", "书香政协"], ["", "", WINTER, ""], ["001", "张晓岚", "√", "√"]]
    assert "“书香政协”没有活动日期" in str(read(workbook(rows)).problems[0])


@pytest.mark.parametrize("row", ["说明：√出席；×缺席,,", ",制表人：某甲,审核人：某乙", ",,备 注: 以签到为准"])
def test_remarks_below_the_table_are_passed_over_and_counted(row: str) -> None:
    file = read(f"序号,姓名,2026-1-8全体会议\n1,张晓岚,√\n{row}\n")
    assert (len(said(file)), file.passed_over) == (1, 1)


def test_a_row_that_says_more_than_a_remark_is_none() -> None:
    assert read("序号,姓名,2026-1-8全体会议\n说明：补签,某人,√\n").passed_over == 0


def test_a_month_over_days_stays_where_other_headings_stand_beside_the_days() -> None:
    file = read("2026年3月书香政协,,,,\n姓名,4月,4月,,\n,2日,9日,合计,备注\n张晓岚,√,假,2,\n")
    assert [row.fields.on for row in file.rows] == [date(2026, 4, 2), date(2026, 4, 9)]


def test_a_column_of_signatures_under_a_day_is_no_column_of_signs() -> None:
    rows = [["编号", "3月5日书香政协", ""], ["", "签到", "签名"], ["001", "√", "张晓岚"]]
    assert [row.fields.attendance for row in read(merged_xlsx(rows, ["B1:C1"]), year=2026).rows] == [Attendance.PRESENT]


@pytest.mark.parametrize("sort", [workbook, lambda rows: "\n".join(map(",".join, rows))])
def test_a_day_beside_a_month_that_is_not_over_it_has_not_that_of_the_title(
    sort: Callable[[list[list[str]]], str | bytes],
) -> None:
    file = read(sort([["2026年3月书香政协", "", ""], ["姓名", "4月", ""], ["", "2日", "9日"], ["张晓岚", "√", "假"]]))
    assert [str(problem).partition("；")[0] for problem in file.problems] == [
        "出席.csv:2：第 3 列：活动列名“9日”不符合要求"
    ]
