"""The meeting of a sheet as its title says it, as it is told, or refused; never guessed silently."""

from __future__ import annotations

from datetime import date

import pytest

from duty_cli.errors.file_errors import DayDisagrees, ToldInVain
from duty_cli.importing.forms.record_list import read_attendance
from duty_cli.importing.open_file import open_table
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.model.file_forms import UNTOLD, Meeting
from duty_cli.model.parsed_rows import ParsedRecord
from tests.importing.files import whole
from tests.importing.people import roster
from tests.importing.words import WORDS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济")
KINDS = ("全体会议", "常委会会议", "书香政协", "提案")
DAY = date(2026, 4, 2)
SIGNED = "序号,姓名,签到\n1,张晓岚,✔️\n2,曾国梁,假\n"


def reading(
    title: str, rows: str = SIGNED, *, told: Meeting = UNTOLD, year: int | None = None
) -> FileRows[ParsedRecord]:
    table = open_table("签到.csv", f"{title}\n{rows}".encode(), words=WORDS)
    return read_attendance(table, PEOPLE, KINDS, year=year, told=told)


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("第二十次常委会会议签到表 2026年4月2日", "常委会会议", "第二十次常委会会议"),
        ("政协示例市委员会,,\n第二十次常委会会议签到表,,\n（2026年4月2日 星期四）", "常委会会议", "第二十次常委会会议"),
        ("全体会议出席情况登记表,,\n时间：2026年4月2日上午9:00—11:30　地点：三楼会议室", "全体会议", "全体会议"),
        ("全体会议签到表,,\n2026年4月2日下午", "全体会议", "全体会议 下午"),
        ("会议名称,书香政协第三期读书会,\n会议时间,2026-04-02,", "书香政协", "书香政协第三期读书会"),
        ("提案委员会书香政协签到册（二〇二六年四月二日）", "书香政协", "提案委员会书香政协"),
        ("2026年书香政协签到表,,\n日期：4月2日　填表日期：2026年5月6日", "书香政协", "2026年书香政协"),
        ("会议名称：全体会议书香政协专场　履职事项：书香政协　日期：2026-04-02", "书香政协", "全体会议书香政协专场"),
        ("书香政协签到 2026.4.2,,\n制表人：某甲 2026年4月9日印发", "书香政协", "书香政协"),
    ],
)  # fmt: skip
def test_a_plain_title_says_kind_day_and_name(title: str, kind: str, name: str) -> None:
    read = reading(title)
    said = [(row.fields.kind, row.fields.on, row.fields.activity) for row in whole(read).rows]
    assert (said, read.problems) == ([(kind, DAY, name)] * 2, ())
    assert read.remarks == (f"签到.csv 按表题读作：履职事项 {kind}，日期 {DAY}，活动 {name}",)


@pytest.mark.parametrize(
    ("title", "unsaid", "problem"),
    [
        ("十四届四次会议签到表 2026年4月2日", "履职事项", "履职事项：表中没有说明履职事项；请用 --kind 指明一项，或加上这一列"),
        ("全体会议暨书香政协签到表 2026年4月2日", "履职事项", "履职事项：表题写了书香政协、全体会议；请用 --kind"),
        ("第四次全体会议签到表", "日期", "日期：表中没有说明日期；请用 --on 指明一天，或在表题写明年月日，或加上这一列"),
        ("全体会议签到表 2026年4月2日—3日", "日期 活动", "日期：表题写了不止一天（2026年4月2日—3日）；请用 --on"),
        ("第四次全体会议签到表（2026年4月2日、2026年4月9日）", "日期", "日期：表题写了不止一天（2026-04-02、2026-04-09）"),
        ("第四次全体会议签到表 4月2日", "日期", "日期：表题的日期“4月2日”不符合要求，应为带年份的日期"),
        ("第四次全体会议签到表 2026年4月2日（星期五）", "日期", "应为与星期相符的日期（2026-04-02 是星期四）"),
        ("截至2026年4月30日全体会议签到表", "日期 活动", "日期：表中没有说明日期"),
    ],
)  # fmt: skip
def test_what_a_title_does_not_say_plainly_is_asked_and_never_guessed(title: str, unsaid: str, problem: str) -> None:
    read = reading(title)
    assert (list(read), " ".join(read.unsaid)) == ([], unsaid)
    assert problem in str(read.problems[0])


def test_what_is_told_fills_what_the_title_leaves_out() -> None:
    read = reading("十四届四次会议签到表", told=Meeting("全体会议", DAY, "第四次会议"))
    assert {(row.fields.kind, row.fields.on, row.fields.activity) for row in whole(read).rows} == {
        ("全体会议", DAY, "第四次会议")
    }
    assert (read.remarks, read.unsaid) == ((), ())


def test_another_day_than_that_of_the_title_is_refused() -> None:
    with pytest.raises(DayDisagrees, match=r"签到\.csv 的表题写的是 2026-04-02，与 --on 2026-04-03 不同"):
        reading("全体会议签到表 2026年4月2日", told=Meeting(on=date(2026, 4, 3)))


@pytest.mark.parametrize("told", [Meeting(on=DAY), Meeting(name="甲")])
def test_what_every_row_says_is_not_told_beside_it(told: Meeting) -> None:
    with pytest.raises(ToldInVain, match=r"签到.csv 自己写明了(日期|活动)；请去掉 --(on|title)"):
        reading("全体会议", "姓名,日期,活动,签到\n张晓岚,2026-04-02,会,√\n", told=told)


@pytest.mark.parametrize("told", [Meeting(on=DAY), Meeting(name="甲")])
def test_columns_that_say_all_of_their_meetings_are_told_nothing(told: Meeting) -> None:
    with pytest.raises(ToldInVain):
        reading("", "姓名,2026-04-02全体会议\n张晓岚,√\n", told=told)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("姓名,上午,下午", ["上午", "下午"]),
        ("姓名,上午签到,下午签到", ["上午", "下午"]),
        ("姓名,开幕会,分组讨论", ["开幕会", "分组讨论"]),
    ],
)
def test_parts_of_a_meeting_have_the_day_of_its_title(head: str, names: list[str]) -> None:
    read = reading("第二十次常委会会议签到表（2026年4月2日）", f"{head}\n张晓岚,√,假\n")
    said = [(row.fields.kind, row.fields.on, row.fields.activity) for row in whole(read).rows]
    assert said == [("常委会会议", DAY, f"第二十次常委会会议 {name}") for name in names]
    assert read.remarks == ("签到.csv 按表题读作：履职事项 常委会会议，日期 2026-04-02",)


@pytest.mark.parametrize("heading", ["住宿", "用餐", "全体会议", "人数"])
def test_a_column_that_is_no_part_of_a_meeting_has_not_its_day(heading: str) -> None:
    (problem,) = reading("全体会议签到表 2026年4月2日", f"姓名,上午,{heading}\n张晓岚,√,√\n").problems
    assert f"第 3 列：“{heading}”没有活动日期" in str(problem)


def test_parts_of_a_meeting_without_any_day_are_asked_for() -> None:
    read = reading("签到表", "姓名,上午,下午\n张晓岚,√,√\n")
    assert read.unsaid == ("履职事项", "日期", "活动")
    told = reading("签到表", "姓名,上午,下午\n张晓岚,√,\n", told=Meeting("全体会议", DAY, "四次会议"))
    assert [(row.fields.on, row.fields.activity) for row in whole(told).rows] == [(DAY, "四次会议 上午")]


@pytest.mark.parametrize(
    ("head", "days"),
    [
        ("姓名,2.12,3/4,4月2日", [(2, 12), (3, 4), (4, 2)]),
        ("姓名,2.12（周四）,3/4 上午,4-2 9:00-11:30", [(2, 12), (3, 4), (4, 2)]),
        ("姓名,2.12 读书会,读书会（3/4）,读书会 4.2", [(2, 12), (3, 4), (4, 2)]),
        ("姓名,二月十二日,2026/3/4 14:30:46,4月2日北京时间", [(2, 12), (3, 4), (4, 2)]),
        ("姓名,2026-02-12T09:00:00+08:00,46085.604,46114", [(2, 12), (3, 4), (4, 2)]),
    ],
)
def test_short_days_across_the_head_have_the_year_of_the_title(head: str, days: list[tuple[int, int]]) -> None:
    read = reading("2026年书香政协出席情况", f"{head}\n张晓岚,√,√,√\n")
    said = [(row.fields.kind, row.fields.on) for row in whole(read).rows]
    assert said == [("书香政协", date(2026, *day)) for day in days]


@pytest.mark.parametrize("title", ["2026年4月书香政协签到表", "书香政协,,\n2026年4月份,,\n填表日期：2026年5月6日,,"])
@pytest.mark.parametrize("head", ["姓名,2日,9日", "姓名,2日（周四）,9日上午", "姓名,2日9:00,9日 14:30-16:00"])
def test_days_alone_have_the_month_of_the_title(title: str, head: str) -> None:
    read = reading(title, f"{head}\n张晓岚,√,√\n")
    assert [row.fields.on for row in whole(read).rows] == [DAY, date(2026, 4, 9)]


@pytest.mark.parametrize(
    ("title", "head", "problem"),
    [
        ("2026年书香政协", "姓名,2日,9日", "活动列名“2日”不符合要求；应为写明月份的日期"),
        ("2026年3-4月书香政协", "姓名,2日,9日", "活动列名“2日”不符合要求；应为写明月份的日期"),
        ("2026年4月书香政协", "姓名,2日,31日", "活动列名“4月31日”不符合要求；应为存在的日期"),
        ("2026年4月书香政协", "姓名,2日,9日（周五）", "应为与星期相符的日期（2026-04-09 是星期四）"),
        ("书香政协", "姓名,2.12,4.2", "应为带年份的日期，如 2026年3月5日；没有年份的，可用 --year 指明"),
        ("2026年书香政协", "姓名,2.30,4.2", "活动列名“2月30日”不符合要求；应为存在的日期"),
        ("2026年书香政协", "姓名,4月2日-3日,4.9", "应为只有一个日期的列名"),
        ("2026年书香政协", "姓名,4月2、3日,4.9", "应为只有一个日期的列名"),
        ("2026年书香政协", "姓名,3.1,4.9", "应为写明月、日的列名，如 3月1日（3.10 也会存成数字 3.1，分不清是3月1日还是3月10日）"),
        ("2026年4月书香政协", "姓名,3日 培训,9日", "活动列名“3日 培训”不符合要求；应为写明月份的日期"),
        ("书香政协（2026年4月2日）", "姓名,4月2日,下午", "“下午”没有活动日期"),
        ("2026年书香政协（4月2日-3日）", "姓名,2日,上午", "“上午”没有活动日期"),
        ("2026年书香政协", "姓名,4月,4.9", "活动列名“4月”不符合要求；应为写明月、日的列名"),
    ],
)  # fmt: skip
def test_a_short_day_that_may_be_another_is_refused_with_its_column(title: str, head: str, problem: str) -> None:
    problems = reading(title, f"{head}\n张晓岚,√,√\n").problems
    assert any(problem in str(one) for one in problems), problems


BELOW = [
    *(
        "记录人：某甲,,审核人：某乙",
        "领导签字：,,年　月　日",
        ",（签字）,",
        ",,2026年4月2日",
        ",,政协示例市委员会办公室（盖章）",
    ),
    *(
        "√表示出席，假表示请假。,,",
        "本次会议应到委员2人，实到1人,,",
        ",以上名单以签到为准，漏签的请补签。,",
        "※ 联系电话：12345,,",
        ",请假1人,",
    ),
]


@pytest.mark.parametrize("head", ["序号,姓名,签到", "序号,姓名,上午"])
@pytest.mark.parametrize("below", BELOW)
def test_what_stands_below_the_table_is_nobodys_and_counted(head: str, below: str) -> None:
    file = whole(reading("第四次全体会议签到表 2026年4月2日", f"{head}\n1,张晓岚,√\n{below}\n"))
    assert (len(file.rows), file.passed_over, file.problems) == (1, 1, ())


@pytest.mark.parametrize("row", ["3,,√", "3,某人,", "3,张晓岚：,√", "3,某人，某乙,√"])
def test_a_row_that_may_be_a_members_is_never_taken_for_a_note(row: str) -> None:
    file = whole(reading("第四次全体会议签到表 2026年4月2日", f"序号,姓名,签到\n1,张晓岚,√\n{row}\n"))
    assert (file.passed_over, [problem.line for problem in file.problems][:1]) == (0, [4])


def test_a_row_with_a_day_alone_under_its_heading_is_left_unfinished_and_told() -> None:
    assert whole(reading("全体会议", "姓名,日期,签到\n,2026-04-02,\n")).problems
