import io
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from duty_cli.errors.file_errors import ChooseSheet, NoSuchSheet, UnreadableFile
from duty_cli.importing.forms.record_list import read_attendance, read_records
from duty_cli.importing.open_file import open_table
from duty_cli.importing.readers import workbook_xml
from duty_cli.importing.readers.workbook_reader import MAX_UNPACKED
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.model.records import Attendance
from tests.importing.files import Cells, ods, ods_row, part, whole, with_part, workbook
from tests.importing.people import roster
from tests.importing.words import WORDS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济")
HEAD = ["编号", "姓名", "履职事项", "日期", "备注"]
SHEET = "xl/worksheets/sheet1.xml"


def table(data: bytes, *, name: str = "a.xlsx", sheet: str | None = None) -> FileTable:
    return open_table(name, data, words=WORDS, sheet=sheet)


def cells(data: bytes) -> list[tuple[int, list[str]]]:
    return [(line, list(map(str, row))) for line, row in table(data).rows()]


def problems(data: bytes) -> list[str]:
    """All that is wrong with a file of records."""
    return [str(problem) for problem in whole(read_records(table(data), PEOPLE)).problems]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        problems(data)
    return str(refused.value)


def test_cells_are_text_exactly_as_the_workbook_shows_them() -> None:
    rows: Cells = [HEAD, [7, "张晓岚", True, date(2026, 3, 5), 0.1], [1.5, 1e20, 0.1 + 0.2, 45356, "45,356"]]
    assert cells(workbook(rows)) == [
        (2, ["7", "张晓岚", "TRUE", "2026-03-05", "0.1"]),
        (3, ["1.5", "100000000000000000000", "0.3", "45356", "45,356"]),
    ]


def test_titles_blank_rows_and_an_empty_margin_leave_rows_their_numbers() -> None:
    data = workbook(
        [["2026年履职记录"], [], ["", *HEAD], ["", "1", "张晓岚", "提案", "3月5日"], [], ["", "合计", "", 1]]
    )
    file = whole(read_records(table(data), PEOPLE))
    assert [(row.line, row.fields.on) for row in file.rows] == [(4, date(2026, 3, 5))]
    assert (file.passed_over, file.problems, file.encoding) == (2, (), "xlsx")


@pytest.mark.parametrize(("date_1904", "day"), [(False, date(2024, 3, 5)), (True, date(2028, 3, 6))])
def test_serial_numbers_in_a_column_of_days_are_days(date_1904: bool, day: date) -> None:
    data = workbook([HEAD, ["1", "张晓岚", "提案", 45356], ["2", "张晓岚", "提案", day]], date_1904=date_1904)
    assert [row.fields.on for row in whole(read_records(table(data), PEOPLE)).rows] == [day, day]


def test_a_workbook_with_a_wrong_name_is_read_as_what_it_is_and_that_is_said() -> None:
    read = table(workbook([HEAD]), name="名单.csv")
    assert (read.sheet.encoding, read.remarks) == ("xlsx", ("名单.csv 名为 csv，内容是 xlsx 工作簿，按内容读取",))


def test_the_only_sheet_with_a_header_is_read_and_hidden_sheets_are_not() -> None:
    data = workbook({"说明": [["填表说明"]], "记录": [HEAD], "选项": [HEAD]}, hidden=["选项"])
    assert (table(data).sheet.title, table(data).name) == ("记录", "a.xlsx［记录］")


def test_of_several_sheets_that_fit_one_must_be_told() -> None:
    data = workbook({"一季度": [HEAD], "二季度": [HEAD]})
    with pytest.raises(ChooseSheet, match="有 2 张表可以读取：一季度、二季度；请用 --sheet 指明一张"):
        table(data)
    assert table(data, sheet="二季度").sheet.title == "二季度"


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(NoSuchSheet, match="没有名为“三季度”的工作表，现有：一季度；请核对 --sheet"):
        table(workbook({"一季度": [HEAD]}), sheet="三季度")
    with pytest.raises(NoSuchSheet, match="它不是工作簿"):
        table("姓名,备注\n".encode(), sheet="一季度")


def test_a_formula_is_refused_with_its_cell() -> None:
    said = refusal(workbook([HEAD, ["1", "张晓岚", "提案", "=TODAY()"]]))
    assert said == "无法读取文件 a.xlsx：工作表“Sheet1”的单元格 D2 是公式；请复制后“选择性粘贴”为数值，再另存"


def test_a_formula_on_another_file_is_refused_as_such() -> None:
    for formula in ("='D:\\[名册.xlsx]一'!A1", "=[1]Sheet1!A1", "=SUM('[2]二 季度'!A1:A9)"):
        said = refusal(workbook([HEAD, ["1", formula, "提案", ""]]))
        assert "单元格 B2 是引用其他文件的公式" in said


LIST = ["编号", "姓名", "履职事项", "日期", "备注", "出席次数", "序号"]
ROW = ["1", "张晓岚", "提案", "2026-03-05", "", "", ""]


@pytest.mark.parametrize(
    "rows",
    [
        [['="2026年"&"名单"'], LIST, ROW],
        [LIST, [*ROW[:5], '=COUNTIF(B2:C2,"√")', "=ROW()-1"]],
        [LIST, ROW, ["合计", "", "", "", "=SUM(E2:E2)"]],
        [LIST, ROW, ["", "出席人数", '=COUNTIF(C2:C2,"√")']],
        [LIST, ROW, [], ["", "", "", "", "", "", "=ROW()-1"]],
        [LIST, [*ROW[:4], '="001"']],
    ],
    ids=["title", "columns nobody reads", "totals", "how many came", "below the last row", "a literal text"],
)
def test_a_formula_that_nobody_reads_does_not_matter(rows: Cells) -> None:
    file = whole(read_records(table(workbook(rows)), PEOPLE))
    assert (len(file.rows), file.problems) == (1, ())


CHOICES = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>选项!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>E2:E9</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
)
"""How Excel writes that a cell is chosen from a list on another sheet."""


def test_a_list_on_another_sheet_to_choose_from_is_no_formula_of_the_last_cell() -> None:
    data = workbook([HEAD, [*ROW[:4], "会后补"]])
    chosen = with_part(data, SHEET, part(data, SHEET).replace("</worksheet>", CHOICES))
    file = whole(read_records(table(chosen), PEOPLE))
    assert ([row.fields.note for row in file.rows], file.problems) == (["会后补"], ())


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([HEAD, ROW[:5], ["2", "张晓岚", "提案", "=D2"]], "D3"),
        ([HEAD, ROW[:5], ["", "", "", "=D2"]], "D3"),
        ([["编号", "姓名", "履职事项", "日期", '="备"&"注"'], ROW[:5]], "E1"),
    ],
    ids=["a day", "a row that says nothing else", "a heading"],
)
def test_a_formula_inside_what_is_read_is_refused_with_its_cell(rows: Cells, cell: str) -> None:
    data = workbook(rows)
    cached = with_part(
        data,
        SHEET,
        part(data, SHEET).replace("</f><v>0</v>", "</f><v>备注</v>").replace('"E1"><f>', '"E1" t="str"><f>'),
    )
    said = f"的单元格 {cell} 是公式，存盘时的结果是“备注”；请复制后“选择性粘贴”为数值，再另存"
    assert said in refusal(cached)


def test_an_error_value_is_a_problem_with_its_place() -> None:
    data = workbook([HEAD, ["1", "张晓岚", "提案", "2026-03-05", 5]])
    broken = with_part(data, SHEET, part(data, SHEET).replace('<c r="E2"><v>5</v>', '<c r="E2" t="e"><v>#REF!</v>'))
    assert problems(broken) == [
        "a.xlsx:2：备注：“#REF!”不符合要求；应为原表中的值（这是公式出错的结果；请核对原表，原表中没有的请清空）"
    ]


@pytest.mark.parametrize("number", [1e10, 1e300])
def test_a_day_that_no_calendar_has_is_refused(number: float) -> None:
    data = workbook([HEAD, ["1", "张晓岚", "提案", date(2026, 3, 5)]])
    far = with_part(data, SHEET, part(data, SHEET).replace("<v>46086</v>", f"<v>{number}</v>"))
    with suppress(UnreadableFile):
        assert whole(read_records(table(far), PEOPLE)).problems


def test_a_sheet_that_could_not_be_examined_is_refused() -> None:
    data, book = workbook({"一": [HEAD], "二": [HEAD]}), "xl/workbook.xml"
    assert "文件不完整或已损坏" in refusal(with_part(data, book, part(data, book).replace('name="二"', 'name="一"')))


def test_hidden_rows_are_read() -> None:
    data = workbook([HEAD, ["1", "张晓岚", "提案", "2026-03-05"]])
    hidden = with_part(data, SHEET, part(data, SHEET).replace('<row r="2"', '<row r="2" hidden="1"'))
    assert len(cells(hidden)) == 1


def written(text: str, other: str) -> bytes:
    """A workbook with one of its texts written otherwise."""
    data, shared = workbook([HEAD]), "xl/sharedStrings.xml"
    return with_part(data, shared, part(data, shared).replace(text, other))


def test_an_escape_in_a_cell_is_refused_with_its_place() -> None:
    data = written("编号", "编号_x001B_")
    assert "的单元格 A1 含有不可见的控制字符 U+001B" in refusal(data)


def zipped(size: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as bomb:
        for _ in range(size // (1 << 20) + 1):
            bomb.write(bytes(1 << 20))
    return made.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "展开后超过 128 MiB，可能不是正常的表格" in refusal(zipped(MAX_UNPACKED))


def cell_at(place: str, value: str = "<v>1</v>") -> bytes:
    """A workbook with a header and one more cell."""
    far = f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}" s="1">{value}</c></row></sheetData>'
    return with_part(workbook([HEAD]), SHEET, part(workbook([HEAD]), SHEET).replace("</sheetData>", far))


@pytest.mark.parametrize(
    "data", [cell_at("XFE1"), cell_at("ZZZZZZ9"), cell_at("B4000000")], ids=["XFE1", "ZZZZZZ9", "B4000000"]
)
def test_cells_where_no_sheet_has_any_are_refused(data: bytes) -> None:
    assert "表格过大，可能不是正常的表格" in refusal(data)


@pytest.mark.parametrize("nothing", ["", "<v/>", "<v></v>"])
def test_a_cell_that_has_but_a_format_takes_no_room_however_far_away(nothing: str) -> None:
    assert cells(cell_at("XFD1048576", nothing)) == []


def test_parts_named_with_backslashes_are_read_as_every_office_program_reads_them() -> None:
    data, made = workbook([HEAD, ["1", "张晓岚", "提案", "2026-03-05"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    assert len(cells(made.getvalue())) == 1


def test_one_long_text_shown_in_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_xml, "MAX_TEXT", 1000)
    assert "表格过大" in refusal(workbook([HEAD, *(["1", "长" * 600] for _ in range(2))]))
    assert len(cells(workbook([HEAD, *(["1", "姓名"] for _ in range(90)), ["1", "长" * 600]]))) == 91


def test_a_cell_longer_than_a_workbook_holds_is_refused() -> None:
    data = written("编号", "长" * 40_000)
    assert "的单元格 A1 超过 32767 字" in refusal(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (workbook([HEAD])[:3000], "文件不完整或已损坏"),
        (b"PK\x03\x04" + bytes(100), "文件不完整或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "文件不完整或已损坏"),
        (with_part(workbook([HEAD]), SHEET, "<worksheet><sheetData>"), "文件不完整或已损坏"),
        (with_part(workbook([HEAD]), SHEET, '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'), "文件不完整或已损坏"),
        (with_part(workbook([HEAD]), SHEET, '<worksheet><row r="x"/></worksheet>'), "文件不完整或已损坏"),
        (workbook({"空": []}), "文件是空的"),
        (workbook([["甲", "乙"]]), "没有一个可识别的列名"),
    ],
    ids=["half a file", "no zip", "no xls", "half a sheet", "entities", "no number", "empty", "no header"],
)
def test_what_is_no_workbook_of_records_is_refused(data: bytes, why: str) -> None:
    assert why in refusal(data)


def laid(rename: dict[str, str], *, told: bool = False) -> bytes:
    """A workbook with its parts under other names; ``told``: the relations name them so."""
    made, row = io.BytesIO(), ["1", "张晓岚", "提案", "2026-03-05"]
    with zipfile.ZipFile(io.BytesIO(workbook([HEAD, row]))) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.namelist():
            name, text = one, old.read(one).decode()
            for before, after in rename.items():
                name, text = name.replace(before, after), text.replace(before, after) if told else text
            new.writestr(zipfile.ZipInfo(name), text)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        laid({"/": "\\"}),
        laid({"xl/": "XL/", "sheet1.xml": "Sheet1.XML"}),
        laid({"_rels/.rels": "/_rels/.rels", "xl/": "/xl/"}),
        laid({"xl/": "office/"}, told=True),
        laid({"workbook.xml": "book.xml"}, told=True),
        laid({"sharedStrings.xml": "texts.xml", "styles.xml": "looks.xml"}, told=True),
    ],
    ids=["backslashes", "capitals", "a slash in front", "another folder", "another name", "other names of its parts"],
)
def test_the_parts_of_a_workbook_are_found_as_its_relations_say(data: bytes) -> None:
    file = whole(read_records(table(data), PEOPLE))
    assert ([row.line for row in file.rows], file.problems) == ([2], ())


def test_a_workbook_whose_sheet_is_not_where_its_relations_say_is_refused() -> None:
    assert "文件不完整或已损坏" in refusal(laid({"worksheets/": "sheets/"}))


@pytest.mark.parametrize("formula", ["=Table1[[#This Row],[标题]]", "=SUM(Table1[a.b])", "=INDEX(名单[2026],1)"])
def test_a_formula_on_a_column_of_a_table_refers_to_no_other_file(formula: str) -> None:
    assert "单元格 B2 是公式；" in refusal(workbook([HEAD, ["1", formula, "提案", ""]]))


def test_an_ods_is_read_with_its_repeated_cells() -> None:
    empty = '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'
    data = ods(
        ods_row("名单")
        + empty
        + ods_row("编号", "姓名", "履职事项", "日期")
        + ods_row("1", "张晓岚", "提案", "2026-03-05")
    )
    file = whole(read_records(table(data), PEOPLE))
    assert [(row.line, row.fields.kind) for row in file.rows] == [(6, "提案")]
    assert file.encoding == "ods"


def test_a_formula_in_an_ods_is_refused_with_its_cell() -> None:
    formula = '<table:table-row><table:table-cell/><table:table-cell table:formula="of:=TODAY()"/></table:table-row>'
    assert "工作表“表1”的单元格 B2 是公式" in refusal(ods(ods_row(*HEAD) + formula))


def test_an_ods_row_repeated_a_million_times_is_refused() -> None:
    row = ods_row("编号", "姓名", "日期", "备注", "标题").replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">'
    )
    assert "表格过大" in refusal(ods(row))


def test_an_xls_is_read_with_its_days() -> None:
    # Written by XlsxWriter, with two days (one of them without a format), and saved as xls by LibreOffice 7.4.
    data = Path(__file__).with_name("attendance.xls").read_bytes()
    file = whole(read_attendance(table(data, name="出席.xls"), PEOPLE, ("全体会议", "书香政协")))
    assert [(row.member.number, row.fields.on, row.fields.attendance) for row in file.rows] == [
        ("001", date(2026, 1, 8), Attendance.PRESENT),
        ("001", date(2026, 3, 5), Attendance.ON_LEAVE),
        ("002", date(2026, 1, 8), Attendance.ABSENT),
    ]
    assert (file.encoding, file.passed_over, file.problems) == ("xls", 1, ())
