"""Formulas in cells that are read: refused with the way out, or what they gave when the file was saved, where that is asked for."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from tests.importing.files import ods, ods_row, part, with_part
from tests.workspace import Duty

TITLE = "全体会议签到表 2026年3月5日"
SHEET = "xl/worksheets/sheet1.xml"


def saved(gave: str | int = "假", *, title: bool = False) -> bytes:
    """A sheet on which B3 is a formula, and the title if that is wanted; a count that nobody reads and the total are in any case."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("签到")
    sheet.write_formula("A1", '=CONCATENATE("全体会议")', None, TITLE) if title else sheet.write("A1", TITLE)
    for line, row in enumerate([["姓名", "签到", "出席次数"], ["赵一鸣", "", ""], ["钱二南", "√", ""], ["合计"]], 1):
        sheet.write_row(line, 0, row)
    sheet.write_formula("B3", '=IF(1,"假","")', None, gave)
    sheet.write_formula("C3", '=COUNTIF(B3,"√")', None, 0)
    sheet.write_formula("B5", "=COUNTA(B3:B4)", None, 2)
    book.close()
    return made.getvalue()


def write(duty: Duty, data: bytes) -> None:
    (duty.folder / "签到.xlsx").write_bytes(data)


def test_the_refusal_names_the_cell_its_value_and_the_option(duty: Duty) -> None:
    write(duty, saved())
    told = duty.refused("import 签到.xlsx")
    assert "工作表“签到”的单元格 B3 是公式，存盘时的结果是“假”" in told
    assert told.endswith("；已核对的，可加 --as-saved 照存盘时的结果读取")


def test_what_is_read_as_saved_is_told_cell_by_cell_and_what_is_not_read_is_not(duty: Duty) -> None:
    write(duty, saved())
    answer = duty("import 签到.xlsx --as-saved")
    assert duty.states() == {"1001": "请假", "1002": "出席"}
    assert "B3“假”共 1 格是公式，按存盘时的结果读取，请核对" in answer.err


@pytest.mark.parametrize("gave", [0, ""])
def test_what_may_never_have_been_calculated_is_refused_all_the_same(duty: Duty, gave: str | int) -> None:
    write(duty, saved(gave))
    assert "B3 是公式（没有存盘时的结果，或结果是 0，可能没有计算过）" in duty.refused("import 签到.xlsx --as-saved")


def test_a_result_that_is_an_empty_text_is_an_empty_cell(duty: Duty) -> None:
    sheet = part(saved(""), SHEET).replace('<c r="B3"', '<c r="B3" t="str"')
    write(duty, with_part(saved(""), SHEET, sheet))
    duty.done("import 签到.xlsx --as-saved --missing 缺席 --listed")
    assert duty.states() == {"1001": "缺席", "1002": "出席"}


def test_a_title_that_is_a_formula_says_nothing_of_the_meeting_unless_it_is_read_as_saved(duty: Duty) -> None:
    write(duty, saved(title=True))
    answer = duty("import 签到.xlsx --as-saved --dry-run")
    assert "签到.xlsx 按表题读作：履职事项 全体会议，日期 2026-03-05" in answer.err
    assert f"A1“{TITLE}”、B3“假”共 2 格是公式" in answer.err
    plain = part(saved(title=True), SHEET).replace('<f>IF(1,"假","")</f>', "")
    write(duty, with_part(saved(title=True), SHEET, plain))
    answer = duty("import 签到.xlsx --dry-run")
    assert f"表题中的公式没有读取：A1“{TITLE}”；要照存盘时的结果读取的，请加 --as-saved" in answer.err
    assert "日期：表中没有说明日期；请用 --on 指明一天" in answer.out


def test_a_day_that_is_calculated_is_the_day_and_no_number_that_lost_a_zero(duty: Duty) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("签到")
    sheet.write_row(0, 0, ["姓名"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_formula("B1", "=DATE(2026,3,5)", day, (date(2026, 3, 5) - date(1899, 12, 30)).days)
    sheet.write_formula("C1", "=3+0.1", None, 3.1)
    sheet.write_row(1, 0, ["赵一鸣", "√", "√"])
    book.close()
    write(duty, made.getvalue())
    answer = duty("import 签到.xlsx --as-saved --kind 全体会议 --year 2026")
    assert "分不清是3月1日还是3月10日" in answer.out
    assert "B1“2026-03-05”、C1“3.1”共 2 格是公式" in answer.err


def test_of_an_ods_it_is_the_same(duty: Duty) -> None:
    formula = '<table:table-cell table:formula="of:=[.A1]" office:value-type="string"><text:p>提案</text:p></table:table-cell>'
    row = ods_row("1001", "", "2026-03-05").replace(
        '<table:table-cell office:value-type="string"><text:p></text:p></table:table-cell>', formula
    )
    (duty.folder / "记录.ods").write_bytes(ods(ods_row("委员编号", "事项", "日期") + row))
    assert "可加 --as-saved" in duty.refused("import 记录.ods --as records")
    assert "B2“提案”共 1 格是公式" in duty("import 记录.ods --as records --as-saved").err
    assert len(duty.records()) == 1


@pytest.mark.parametrize(
    ("command", "head", "row"),
    [
        ("member import", ["编号", "姓名", "任职日期"], ["1021", "冯八方", "2026-01-01"]),
        ("term begin 15 --from 2027-01-01 --until 2031-12-31 --roster", ["编号", "姓名"], ["1001", "赵一鸣"]),
        ("history import", ["编号", "年度", "积分", "等次", "文号"], ["1001", "2024", "50", "合格", "政协1号"]),
        ("fund import --approved-by 秘书长", ["凭证号", "日期", "摘要", "金额"], ["1", "2026-03-05", "车费", "12"]),
    ],
)
def test_every_command_that_reads_sheets_takes_the_option(
    duty: Duty, command: str, head: list[str], row: list[str]
) -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, head)
    sheet.write_row(1, 0, row)
    sheet.write_formula("A2", f'=TEXT({row[0]},"0")', None, row[0])
    book.close()
    write(duty, made.getvalue())
    assert "可加 --as-saved" in duty(f"{command} 签到.xlsx").err
    answer = duty(f"{command} 签到.xlsx --as-saved")
    assert (answer.code, f"A2“{row[0]}”共 1 格是公式" in answer.err) == (0, True), answer.err
