from datetime import date

import pytest

from duty_cli.errors.file_errors import RosterHere, UnreadableFile, UnsureForm
from duty_cli.importing.forms.detect_form import guess, read_filed
from duty_cli.importing.open_file import open_table
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.model.file_forms import FileForm, FileVocabulary, Meeting
from duty_cli.model.records import Attendance
from tests.importing.files import Filed, whole
from tests.importing.people import roster
from tests.importing.words import WORDS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济", "003 李文博 农业", "004 李文博 工会", "005 阿依·古丽 教育")
KINDS = ("全体会议", "常委会会议", "专题议政性常委会会议", "书香政协", "提案")


def table(text: str, words: FileVocabulary = WORDS) -> FileTable:
    return open_table("a.csv", text.encode(), words=words)


def read(form: FileForm, text: str, *, kind: str | None = None, year: int | None = None) -> Filed:
    return whole(read_filed(table(text), form, PEOPLE, KINDS, year=year, told=Meeting(kind)))


def said(file: Filed) -> list[tuple[str, str, date, str | None, Attendance | None]]:
    assert file.problems == ()
    fields = ((row.member.number, row.fields) for row in file.rows)
    return [(number, one.kind, one.on, one.activity, one.attendance) for number, one in fields]


@pytest.mark.parametrize(
    ("header", "form", "why"),
    [
        ("编号,姓名,事项,时间", FileForm.RECORDS, "有“履职事项”和“日期”列"),
        ("姓名,活动名称,活动日期,签到情况", FileForm.ATTENDANCE, "有“出席情况”列，没有“履职事项”列"),
        ("序号,姓名,3月5日常委会会议,备注", FileForm.ATTENDANCE, "一行一名委员，1 列写有活动日期"),
        ("姓名,事项,标题", FileForm.RECORDS, "有“履职事项”列，没有一列写有活动日期"),
        ("编号,姓名,界别,任职时间", FileForm.ROSTER, "有“任职日期”列"),
        ("案号,案由,提案人,附议人,立案情况,提交时间", FileForm.PROPOSALS, "有“第一提案人”列"),
    ],
)
def test_the_form_of_a_table_is_told_from_its_columns(header: str, form: FileForm, why: str) -> None:
    found = guess(table(header + "\n"), KINDS)
    assert (found.form, found.why) == (form, why)


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        ("姓名,备注", "第 1 行的列名是 姓名、备注，看不出是哪一种；请用 --as 指明：records"),
        ("姓名,事项,日期,任职日期", "可能是名册或履职记录"),
    ],
)
def test_what_is_not_sure_is_asked_and_never_picked(header: str, seen: str) -> None:
    with pytest.raises(UnsureForm, match=seen):
        guess(table(header + "\n"), KINDS)


def test_a_list_without_days_says_which_column_it_lacks() -> None:
    text = "姓名,事项,提交时间（自动）\n张晓岚,提案,2026-04-02 08:11:02\n"
    words = FileVocabulary(WORDS.headings, unread=frozenset({"提交时间"}))
    form = guess(table(text, words), KINDS).form
    assert [str(problem) for problem in read_filed(table(text, words), form, PEOPLE, KINDS).problems] == [
        "a.csv:1：日期：缺少此列；请补上后重试"
    ]


def test_answers_to_a_questionnaire_are_read_by_their_questions_and_several_choices_are_several_words() -> None:
    text = (
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、姓名,2、履职事项,3、活动日期（必填）,4、标题,5、阶段\n"
        "1,2026/3/9 20:11:02,75秒,手机提交,直接访问,1.2.3.4(浙江),张晓岚,社情民意信息,2026/3/5,反映停车难,提交┋采用\n"
    )
    file = read(FileForm.RECORDS, text)
    fields = file.rows[0].fields
    assert (fields.on, sorted(fields.stages), file.problems) == (date(2026, 3, 5), ["提交", "采用"], ())


def test_a_roster_is_no_file_of_records() -> None:
    with pytest.raises(RosterHere, match="请用 duty member import 导入"):
        read(FileForm.ROSTER, "编号,姓名,任职日期\n")


def test_titles_above_the_header_are_passed_over_and_may_say_the_year() -> None:
    text = '2026年委员履职情况,,,\n填表单位：某某委,,,\n编号,姓 名,"事\n项",时间(年月日)\n1,张 晓岚,提案,3月5日\n合计,,1,\n'
    file = read(FileForm.RECORDS, text)
    assert (said(file), file.passed_over) == ([("001", "提案", date(2026, 3, 5), None, None)], 1)


def test_rows_that_were_numbered_beforehand_and_not_filled_in_are_passed_over() -> None:
    file = read(FileForm.RECORDS, "序号,编号,姓名,事项,日期\n1,1,张晓岚,提案,2026-03-05\n2,,,,\n3,,,,\n")
    assert (len(file.rows), file.passed_over, file.problems) == (1, 2, ())


def test_titles_that_name_two_years_say_none() -> None:
    file = read(FileForm.RECORDS, "2025年12月至2026年3月\n姓名,事项,时间\n张晓岚,提案,3月5日\n")
    assert "带年份的日期" in str(file.problems[0])
    assert said(read(FileForm.RECORDS, "2025年至2026年\n姓名,事项,时间\n张晓岚,提案,3月5日\n", year=2026))


def test_a_unit_in_brackets_is_no_part_of_a_heading_but_a_percentage_is() -> None:
    assert read(FileForm.RECORDS, "姓名,事项,日期,评定分（分）\n张晓岚,提案,2026-03-05,5\n").rows[0].fields.judged == 5
    assert "参加比例(%)：列名无法识别" in str(read(FileForm.RECORDS, "姓名,事项,日期,参加比例（％）\n").problems[0])


def test_a_header_repeated_far_down_is_refused_as_one() -> None:
    rows = "张晓岚,提案,2026-03-05\n" * 40
    file = read(FileForm.RECORDS, f"姓名,事项,日期\n{rows}姓名,事项,日期\n")
    assert [str(problem) for problem in file.problems] == ["a.csv:42：这一行也是列名（列名已在第 1 行）；请删去这一行"]


def test_an_attendance_list_has_a_row_for_each_member_at_each_activity() -> None:
    text = "编号,姓名,活动名称,活动日期,签到情况\n001,张晓岚,十次会议,3月5日,√\n,曾国梁,十次会议,3月5日,病假\n"
    assert said(read(FileForm.ATTENDANCE, text, kind="常委会会议", year=2026)) == [
        ("001", "常委会会议", date(2026, 3, 5), "十次会议", Attendance.PRESENT),
        ("002", "常委会会议", date(2026, 3, 5), "十次会议", Attendance.ON_LEAVE),
    ]


def test_the_kind_of_an_attendance_list_may_stand_in_its_title() -> None:
    text = "2026年专题议政性常委会会议签到表\n姓名,日期,签到\n张晓岚,3月5日,迟\n"
    assert said(read(FileForm.ATTENDANCE, text)) == [
        ("001", "专题议政性常委会会议", date(2026, 3, 5), None, Attendance.LATE)
    ]


def test_an_attendance_list_without_a_kind_asks_for_it() -> None:
    assert [
        str(problem) for problem in read(FileForm.ATTENDANCE, "姓名,日期,签到\n张晓岚,2026-03-05,√\n").problems
    ] == ["a.csv:1：履职事项：表中没有说明履职事项；请用 --kind 指明一项，或加上这一列"]


def test_a_sign_without_a_meaning_is_a_problem_that_says_how_to_give_it_one() -> None:
    file = read(FileForm.ATTENDANCE, "姓名,日期,签到\n张晓岚,2026-03-05,△\n", kind="全体会议")
    assert [str(problem) for problem in file.problems] == [
        "a.csv:2：出席情况（签到）：“△”含义不明；请改写为出席、迟到、早退、请假、请假未准或缺席，"
        "或在 rules/intake.yaml 的 marks 中写明“△”是其中哪一种"
    ]


def test_a_proposal_is_a_record_for_each_of_its_authors() -> None:
    text = (
        "案号,案由,提案人,附议人,立案情况,提交时间,级别\n"
        "12,关于老街的提案,张 晓岚,曾国梁、阿依•古丽,重点提案,2026-01-08,县级\n13,关于路灯的提案,曾国梁,,不予立案,2026.1.9,\n"
    )
    file = read(FileForm.PROPOSALS, text)
    assert file.problems == ()
    assert [(one.member.number, one.fields.number, one.fields.position, one.fields.authors) for one in file.rows] == [
        *(("001", "12-001", 1, 3), ("002", "12-002", 2, 3), ("005", "12-005", 3, 3), ("002", "13-002", 1, 1))
    ]
    first, last = file.rows[0].fields, file.rows[-1].fields
    assert (first.kind, first.title, first.matter, first.levels) == (
        "提案",
        "关于老街的提案",
        "12",
        frozenset({"县级"}),
    )
    assert (last.on, last.matter, sorted(first.stages | last.stages)) == (
        date(2026, 1, 9),
        "13",
        ["提交", "立案", "重点"],
    )


def test_authors_who_are_unknown_ambiguous_or_named_twice_refuse_the_row() -> None:
    head = "案号,案由,提案人,附议人,提交时间\n"
    rows = "1,甲,张晓岚,某人,2026-01-08\n2,乙,李文博,,2026-01-08\n3,丙,张晓岚,曾国梁、张晓岚,2026-01-08\n"
    file = read(FileForm.PROPOSALS, head + rows)
    assert [str(problem).split("；")[0] for problem in file.problems] == [
        "a.csv:2：联名人（附议人）：找不到委员“某人”",
        "a.csv:3：第一提案人（提案人）：“李文博”对应 2 名委员：003 李文博（农业）",
        "a.csv:4：联名人（附议人）：提案人中 001 张晓岚 出现两次",
    ]


def test_proposals_need_the_number_that_their_authors_share() -> None:
    assert [problem.column for problem in read(FileForm.PROPOSALS, "案由,提案人\n").problems] == ["编号", "日期"]


def test_a_name_with_markup_is_only_a_name_that_nobody_bears() -> None:
    file = read(FileForm.RECORDS, "姓名,事项,日期\n[/]张[red]三,提案,2026-03-05\n")
    assert "找不到委员“[/]张[red]三”" in str(file.problems[0])


def test_a_name_with_an_escape_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match=r"第 2 行含有不可见的控制字符 U\+001B"):
        table("姓名,事项,日期\n张\x1b[31m三,提案,2026-03-05\n")


def test_the_kind_told_for_an_attendance_list_fills_only_the_rows_that_name_none() -> None:
    text = "姓名,履职事项,日期,签到\n张晓岚,全体会议,2026-01-08,√\n曾国梁,,2026-03-05,√\n"
    assert [one[1] for one in said(read(FileForm.ATTENDANCE, text, kind="常委会会议"))] == ["全体会议", "常委会会议"]


@pytest.mark.parametrize(("sign", "state"), [("√", "出席"), ("签到", "出席"), ("已签到", "出席"), ("假", "请假")])
def test_a_list_of_records_takes_the_signs_of_attendance_sheets(sign: str, state: str) -> None:
    file = read(FileForm.RECORDS, f"姓名,履职事项,日期,出席情况\n张晓岚,全体会议,2026-01-08,{sign}\n")
    assert [one[4] for one in said(file)] == [state]


def test_a_list_of_records_says_of_an_unknown_sign_how_to_give_it_a_meaning() -> None:
    (problem,) = read(FileForm.RECORDS, "姓名,履职事项,日期,出席情况\n张晓岚,全体会议,2026-01-08,△\n").problems
    assert "“△”含义不明；请改写为出席" in str(problem)


@pytest.mark.parametrize("day", ["2026-04-06 09:12:33", "2026/4/6 8:00", "2026-04-06T08:00:00", "2026年4月6日 8:00"])
def test_the_time_of_day_of_a_date_is_left_out(day: str) -> None:
    file = read(FileForm.RECORDS, f"姓名,履职事项,日期\n张晓岚,全体会议,{day}\n")
    assert [one[2] for one in said(file)] == [date(2026, 4, 6)]


def test_a_moment_of_another_time_zone_is_the_day_that_it_is_here() -> None:
    file = read(FileForm.RECORDS, "姓名,履职事项,日期\n张晓岚,全体会议,2026-04-06T20:00:00Z\n")
    assert [one[2] for one in said(file)] == [date(2026, 4, 7)]


@pytest.mark.parametrize("form", [FileForm.RECORDS, FileForm.ATTENDANCE])
def test_an_unknown_column_is_told_on_the_line_of_the_header(form: FileForm) -> None:
    problems = read(form, "\n2026年\n姓名,履职事项,日期,出席情况,怪列\n").problems
    assert [(problem.line, problem.column) for problem in problems] == [(3, "怪列")]


def test_whether_a_proposal_was_filed_may_be_said_by_yes_and_no() -> None:
    text = "案号,案由,提案人,是否立案,提交时间\n12,关于老街的提案,张晓岚,是,2026-01-08\n13,关于路灯的提案,曾国梁,否,2026-01-09\n"
    assert [row.fields.stages for row in read(FileForm.PROPOSALS, text).rows] == [{"立案"}, {"提交"}]


def test_what_became_of_an_information_is_its_stage() -> None:
    (row,) = read(FileForm.RECORDS, "姓名,履职事项,日期,办理阶段\n张晓岚,书香政协,2026-01-08,采用\n").rows
    assert row.fields.stages == {"采用"}
