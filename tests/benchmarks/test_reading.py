"""The files that the benchmark of reading holds against each other say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import reading
from duty_cli.importing.forms.record_list import read_attendance, read_records
from duty_cli.importing.open_file import open_table
from duty_cli.importing.readers.workbook_reader import zipped_sheets
from duty_cli.model.file_forms import Meeting
from duty_cli.rules.mapping_file import load_mapping
from tests.importing.files import whole
from tests.importing.map_samples import MAPS
from tests.importing.people import roster

MAP = MAPS / "Teams出席报告（日月年）.yaml"


def test_the_report_of_a_platform_says_what_the_plain_rows_say(tmp_path: Path) -> None:
    count, names = 40, reading.people(40)
    everybody = roster(*(f"{number:03d} {name} 经济" for number, name in enumerate(names, 1)))
    reading.write_report(tmp_path / "report.csv", count)
    reading.write_records(tmp_path / "records.csv", count)
    by = load_mapping(MAP.name, MAP.read_bytes())
    report = open_table("report.csv", (tmp_path / "report.csv").read_bytes(), mapping=by)
    records = open_table("records.csv", (tmp_path / "records.csv").read_bytes())
    stays = whole(read_attendance(report, everybody, ["专题协商会"], told=Meeting(kind="专题协商会")))
    plain = whole(read_records(records, everybody))
    assert (len(stays.rows), stays.problems, plain.problems) == (count, (), ())
    assert [(one.member, one.fields) for one in stays.rows] == [(one.member, one.fields) for one in plain.rows]


def test_the_workbooks_have_the_same_cells_however_they_are_written() -> None:
    count = 30
    said = [["" if cell is None else str(cell) for cell in row] for row in (reading.HEADINGS, *reading.rows(count))]
    assert any(isinstance(cell, date) for row in reading.rows(count) for cell in row)
    for write in (reading.shared, reading.inline, reading.ods):
        (sheet,) = zipped_sheets("记录", write(count))
        assert [[str(cell) for cell in row] for _, row in sheet.rows()] == said
