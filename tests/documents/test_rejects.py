"""Rows handed back: as they were, and why."""

from __future__ import annotations

import io

import openpyxl

from duty_cli.documents.rejects_file import Rejects, rejects_csv, rejects_xlsx

ROWS = {1: ["三月出席情况"], 2: ["编号", "姓名"], 5: ["001", "=赵一鸣"], 9: ["2", "钱\x1b二南", "多余"]}
BACK = Rejects("出席.csv", 2, ROWS, {5: "姓名有误", 9: "多了一格"})


def test_the_reason_stands_under_a_heading_right_of_the_widest_row() -> None:
    assert BACK.lines() == [
        ["三月出席情况", "", "", ""],
        ["编号", "姓名", "", "原因"],
        ["001", "=赵一鸣", "", "姓名有误"],
        ["2", "钱\x1b二南", "多余", "多了一格"],
    ]


def test_csv_keeps_every_cell_as_it_stood() -> None:
    assert rejects_csv(BACK).decode("utf-8-sig").splitlines()[2] == "001,=赵一鸣,,姓名有误"


def test_in_a_workbook_every_cell_is_text_and_every_file_a_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(rejects_xlsx([BACK, Rejects("又/一份.csv", 2, ROWS, {5: "错"})])))
    assert book.sheetnames == ["出席.csv", "又 一份.csv"]
    cells = [cell.value for cell in book.worksheets[0][3]]
    assert (cells, book.worksheets[0]["B3"].data_type) == (["001", "=赵一鸣", "", "姓名有误"], "s")
