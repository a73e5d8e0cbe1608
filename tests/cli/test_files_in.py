"""Files as offices have them, through ``duty import``."""

from __future__ import annotations

from datetime import date

from tests.importing.files import Cells, workbook
from tests.workspace import INIT, Duty

SHEET: Cells = [
    ["2026年出席情况"],
    ["编号", "姓名", "全体会议"],
    ["", "", date(2026, 1, 8)],
    ["1001", "赵一鸣", "√"],
    ["1002", "钱二南", "假"],
]


def test_an_attendance_sheet_is_recognised_and_imported(duty: Duty) -> None:
    (duty.folder / "出席.csv").write_bytes(workbook(SHEET))
    answer = duty("import 出席.csv")
    assert (answer.code, "新增 2 条" in answer.out) == (0, True)
    assert "出席.csv 名为 csv，内容是 xlsx 工作簿，按内容读取" in answer.err
    assert "出席.csv：出席情况（一行一名委员、一列一次活动），编码 xlsx" in answer.err


def test_a_sign_of_the_office_is_read_once_the_office_has_given_it_a_meaning(duty: Duty) -> None:
    duty.write("出席.csv", "姓名,2026-1-8全体会议\n赵一鸣,△\n")
    answer = duty("import 出席.csv")
    assert (answer.code, "“△”含义不明" in answer.out) == (1, True)
    duty.write("rules/intake.yaml", "format: duty-intake/1\nmarks: {△: 迟到}\n")
    assert "新增 1 条" in duty.done("import 出席.csv")


def test_a_table_of_no_certain_form_is_told_what_it_is(duty: Duty) -> None:
    duty.write("出席.csv", "姓名,集中学习\n赵一鸣,√\n")
    assert duty.refused("import 出席.csv", 2).startswith(
        "错误：出席.csv 第 1 行的列名是 姓名、集中学习，看不出是哪一种"
    )


def test_a_roster_comes_in_from_a_workbook(duty: Duty) -> None:
    rows: Cells = [["编号", "姓名", "界别", "任职日期"], ["2001", "冯七星", "教育界", date(2026, 7, 1)]]
    (duty.folder / "增补.xlsx").write_bytes(workbook(rows))
    assert "委员 1 名" in duty.done("member import 增补.xlsx")


def test_a_workspace_begins_with_a_file_for_the_words_of_the_office(empty: Duty) -> None:
    empty.done(INIT)
    assert "format: duty-intake/1" in (empty.folder / "rules" / "intake.yaml").read_text("utf-8")


WAY = "被表格软件改成了日期）；请把该列设为文本后重填"
NUMBERS: Cells = [
    ["编号", "委员编号", "履职事项", "日期", "标题", "出席情况", "阶段"],
    [2026031500000001, "1001", "提案", date(2026, 3, 5), "公园", "", "提交"],
    [2026031500000002, "1001", "提案", date(2026, 3, 5), "桥", "", "提交"],
]


def test_a_row_is_the_same_in_a_workbook_and_in_a_csv_and_counts_once(duty: Duty) -> None:
    (duty.folder / "甲.xlsx").write_bytes(workbook(NUMBERS))
    duty.write("乙.csv", "\n".join(",".join(map(str, row)) for row in NUMBERS) + "\n")
    assert "新增 2 条" in duty.done("import 甲.xlsx")
    assert "新增 0 条，已有 2 条" in duty.done("import 乙.csv")


def test_a_number_that_became_a_day_is_refused_and_again_when_the_rows_are_handed_back(duty: Duty) -> None:
    (duty.folder / "甲.xlsx").write_bytes(workbook([NUMBERS[0], [date(2026, 2, 15), *NUMBERS[1][1:]]]))
    for line in ("import 甲.xlsx --rejects 退回.xlsx", "import 退回.xlsx"):
        answer = duty(line)
        assert (answer.code, f"编号：是日期（大概是 2-15 {WAY}" in answer.out) == (1, True)
    answer = duty("import 甲.xlsx --rejects 退回.csv")
    assert (answer.code, "请把 --rejects 改为 .xlsx" in answer.err) == (2, True)


def test_a_foreign_roster_is_enrolled_without_its_totals_and_the_rows_not_wanted(duty: Duty) -> None:
    duty.write("名单.csv", "名字,审核状态\n冯七星,通过\n陈八方,未通过\n合计,2\n")
    columns = "columns: {委员编号: {row: B}, 姓名: {from: 名字}, 任职日期: {always: 2026-07-01}}\n"
    duty.write("名单.map.yaml", f"format: duty-map/1\nreads: roster\n{columns}only: {{审核状态: 通过}}\n")
    answer = duty("member import 名单.csv --map 名单.map.yaml")
    assert (answer.code, "委员 1 名" in answer.out) == (0, True)
    assert "名单.csv：略过空行和合计行 1 行，按对应表的 only、except 不读 1 行" in answer.err


def test_what_is_hidden_is_said_in_the_answer_and_in_the_dry_run(duty: Duty) -> None:
    (duty.folder / "出席.xlsx").write_bytes(workbook({"甲": SHEET, "乙": SHEET}, hidden=["乙"]))
    for option in ("--dry-run", ""):
        assert "隐藏的工作表 1 张没有读取：乙；需要读取的用 --sheet 指明" in duty(f"import 出席.xlsx {option}").err
