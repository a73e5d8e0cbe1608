"""The worksheet 图表."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duty_cli.documents.workbook_writer import as_xlsx
from duty_cli.model.papers import Chart, Paper, Series
from tests.documents.papers import NOTICE
from tests.documents.test_svg import GRADES, QUARTERS, RADAR, SECTORS
from tests.documents.test_xlsx import CREATED

DRAWN = replace(NOTICE, charts=(GRADES, QUARTERS, RADAR, SECTORS))


def page(paper: Paper) -> Worksheet:
    return load_workbook(BytesIO(as_xlsx(paper, CREATED)))["图表"]


def drawings(paper: Paper) -> list[str]:
    """The charts as the workbook keeps them."""
    with ZipFile(BytesIO(as_xlsx(paper, CREATED))) as file:
        return [file.read(name).decode() for name in sorted(file.namelist()) if name.startswith("xl/charts/chart")]


def test_each_chart_is_drawn_of_cells_that_hold_its_figures() -> None:
    sheet, (grades, *_) = page(DRAWN), drawings(DRAWN)
    assert re.findall(r"<c:f>(.*?)</c:f>", grades) == ["图表!$B$3", "图表!$A$4:$A$6", "图表!$B$4:$B$6"]
    assert [[cell.value for cell in row] for row in sheet["A3:B6"]] == [
        [None, "人数"],
        ["优秀", 61],
        ["合格", 237],
        ["不合格", 8],
    ]


def test_the_kind_of_each_chart_is_the_spreadsheets_own() -> None:
    kinds = [re.findall(r"<c:(barChart|lineChart|radarChart)>", one) for one in drawings(DRAWN)]
    assert kinds == [["barChart"], ["lineChart"], ["radarChart"], ["barChart"]]
    assert 'grouping val="stacked"' in drawings(DRAWN)[3]


def test_what_is_not_known_is_an_empty_cell_and_no_nought() -> None:
    rows = list(page(DRAWN).iter_rows(values_only=True))
    assert next(row[:3] for row in rows if row[0] == "2026-Q3") == ("2026-Q3", None, 33.5)


def test_a_number_no_decimal_can_say_is_rounded_and_the_page_says_so() -> None:
    rows = list(page(DRAWN).iter_rows(values_only=True))
    assert next(row[1] for row in rows if row[0] == "调研") == 8.33
    said = "图表中的数四舍五入到两位小数，准确数见各表"
    assert any(row[0] == said for row in rows)
    assert not any(row[0] == said for row in page(replace(DRAWN, charts=(GRADES,))).iter_rows(values_only=True))


def test_a_name_is_never_a_formula() -> None:
    chart = Chart("=1+1", "bar", ("=1+1",), (Series("=1+1", (1,)),))
    sheet = page(replace(NOTICE, charts=(chart,)))
    assert [sheet[place].data_type for place in ("A2", "B3", "A4")] == ["s", "s", "s"]


def test_the_page_ends_with_the_identity_and_no_chart_lies_over_its_edge() -> None:
    sheet = page(DRAWN)
    assert [row[0] for row in sheet.iter_rows(values_only=True) if row[0]][-1] == NOTICE.identity
    assert [one.id for one in sheet.row_breaks.brk] == [33]


def test_a_chart_of_many_series_stands_under_its_figures() -> None:
    many = Chart("题", "stacked", ("甲", "乙"), tuple(Series(f"类{n}", (n, n)) for n in range(10)))
    (drawing,) = page(replace(NOTICE, charts=(many,)))._charts  # type: ignore[attr-defined]
    assert (drawing.anchor._from.row, drawing.anchor._from.col) == (5, 0)


def test_a_paper_without_charts_has_no_such_page() -> None:
    assert "图表" not in load_workbook(BytesIO(as_xlsx(NOTICE, CREATED))).sheetnames
