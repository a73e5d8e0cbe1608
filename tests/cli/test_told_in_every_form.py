"""What a file hides and what of it is not read is told by whatever command takes it in, in every form of file."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from tests.importing.files import Cells, first_sheet
from tests.workspace import Duty

FORMS: dict[str, tuple[str, Cells]] = {
    "记录": ("import", [["委员编号", "履职事项", "日期", "标题"], ["1001", "提案", "2026-03-05", "甲"], ["1002", "提案", "2026-03-05", "乙"]]),
    "签到": ("import", [["姓名", "日期", "履职事项", "签到"], ["赵一鸣", "2026-03-05", "全体会议", "√"], ["钱二南", "2026-03-05", "全体会议", "假"]]),
    "横表": ("import --kind 全体会议", [["姓名", "2026-03-05"], ["赵一鸣", "√"], ["钱二南", "√"]]),
    "提案": ("import", [["案号", "案由", "提案人", "日期"], ["7", "甲", "赵一鸣", "2026-03-05"], ["8", "乙", "钱二南", "2026-03-05"]]),
    "名册": ("member import", [["编号", "姓名", "任职日期"], ["1021", "冯八方", "2026-01-01"], ["1022", "陈九江", "2026-01-01"]]),
    "修订": ("member import --update --dry-run", [["编号", "姓名", "任职日期"], ["1001", "赵一鸣", "2022-01-01"], ["1022", "陈九江", "2026-01-01"]]),
    "换届": ("term begin 15 --from 2027-01-01 --until 2031-12-31 --roster", [["编号", "姓名", "界别"], ["1001", "赵一鸣", ""], ["1022", "陈九江", ""]]),
    "往年": ("history import", [["编号", "年度", "积分", "等次", "文号"], ["1001", "2024", "50", "合格", "政协1号"], ["1002", "2024", "60", "合格", "政协1号"]]),
    "支出": ("fund import --approved-by 秘书长", [["日期", "摘要", "金额", "凭证号"], ["2026-03-05", "车费", "12", "1"], ["2026-03-06", "饭费", "13", "2"]]),
}  # fmt: skip
"""What a form is taken in by, its headings and two rows."""


def hidden(rows: Cells) -> bytes:
    """A workbook with one column more, which nobody reads; the third line and the first column are hidden."""
    book, made = Workbook(), io.BytesIO()
    for at, row in enumerate(rows):
        first_sheet(book).append([*row, "1" if at else "手机"])
    first_sheet(book).row_dimensions[3].hidden = True
    first_sheet(book).column_dimensions["A"].hidden = True
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_hidden_rows_and_columns_and_those_not_read_are_told(duty: Duty, form: str) -> None:
    command, rows = FORMS[form]
    (duty.folder / "表.xlsx").write_bytes(hidden(rows))
    answer = duty(f"{command} 表.xlsx")
    assert answer.code == 0, answer.err + answer.out
    assert "第 3 行共 1 行被筛选掉或隐藏，照样读取；不应计入的，请在原表中删去后重新导入" in answer.err
    assert f"A 列“{rows[0][0]}”共 1 列是隐藏的，照样读取" in answer.err
    assert "没有读取的列：手机" in answer.err


def test_of_several_collected_files_each_remark_says_which_it_is_of(duty: Duty) -> None:
    for office in ("提案委", "教科卫委"):
        (duty.folder / "报送" / office).mkdir(parents=True)
    (duty.folder / "报送" / "提案委" / "表.xlsx").write_bytes(hidden(FORMS["提案"][1]))
    (duty.folder / "报送" / "教科卫委" / "表.xlsx").write_bytes(hidden(FORMS["签到"][1]))
    answer = duty("collect 报送")
    assert answer.code == 0, answer.err
    for office in ("提案委", "教科卫委"):
        assert f"{office}/表.xlsx 第 3 行共 1 行被筛选掉或隐藏" in answer.err
        assert f"{office}/表.xlsx 没有读取的列：手机" in answer.err


def test_the_roster_of_a_term_may_be_a_foreign_file(duty: Duty) -> None:
    duty.write("新.csv", "证件,名字,组\n1001,赵一鸣,城东联络组\n合计,1,\n")
    columns = "{委员编号: {from: 证件}, 姓名: {from: 名字}, 委员联络组: {from: 组}}"
    duty.write("名册.map.yaml", f"format: duty-map/1\nreads: roster\ncolumns: {columns}\n")
    answer = duty("term begin 15 --from 2027-01-01 --until 2031-12-31 --roster 新.csv --map 名册.map.yaml")
    assert (answer.code, "连任 1 名" in answer.out) == (0, True), answer.err
    assert "新.csv：略过空行和合计行 1 行" in answer.err


def test_groups_that_a_roster_would_bring_are_told_before_it_is_entered(duty: Duty) -> None:
    duty.write("新.csv", "委员编号,姓名,界别,委员联络组\n1001,赵一鸣,中共界,山前联络组\n")
    duty.write("修订.csv", "委员编号,姓名,界别,委员联络组,任职日期\n1001,赵一鸣,中共界,山前联络组,2022-01-01\n")
    told = "名册上首次出现的委员联络组：山前联络组；写错了的，请在文件中改正后重新执行"
    line = "term begin 15 --from 2027-01-01 --until 2031-12-31 --roster 新.csv"
    assert told in duty("member import 修订.csv --update --dry-run").err
    assert told in duty(line).err
    assert "名册上首次出现的委员联络组：山前联络组；写错了的，请用 duty undo" in duty(f"{line} --yes").err
