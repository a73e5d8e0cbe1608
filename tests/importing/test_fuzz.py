"""Whatever the bytes are, a reader gives values or the program's own refusal, and never another exception."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.errors.base import DutyError
from duty_cli.importing.forms.detect_form import guess, read_filed
from duty_cli.importing.forms.roster_list import read_roster
from duty_cli.importing.open_file import open_table
from duty_cli.model.file_forms import HEADINGS, FileForm
from duty_cli.rules.import_config import load_words
from tests.effort import examples
from tests.importing.files import ods, ods_row, part, with_part, workbook
from tests.importing.people import roster
from tests.importing.words import WORDS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济", "003 曾国梁 农业")
KINDS = ("全体会议", "常委会会议", "提案")
SHEET = "xl/worksheets/sheet1.xml"

ROWS: list[list[object]] = [["编号", "姓名", "事项", "日期", "2026-1-8全体会议"], ["001", "张晓岚", "提案", 45356, "√"]]
XLSX = workbook([["2026年名单"], *ROWS])
ODS = ods("".join(ods_row(*(str(cell) for cell in row)) for row in ROWS))
XLS = Path(__file__).with_name("attendance.xls").read_bytes()

WORDS_OF_FILES = (
    *HEADINGS,
    *(
        "事项",
        "时间",
        "案号",
        "提案人",
        "签到",
        "序号",
        "合计",
        "√",
        "病",
        "△",
        "张晓岚",
        "曾国梁",
        "001",
        "2026-1-8",
        "3月5日",
        "45356",
    ),
    *("2026年", "全体会议", "3月5日常委会会议", "", " ", "'=1", "#REF!", "[/]", "1/2", "甲、乙"),
)
CELL = st.sampled_from(WORDS_OF_FILES) | st.text(max_size=6)
ROW = st.lists(CELL, max_size=6)


def read_all(data: bytes) -> None:
    """Read a file in every form."""
    table = open_table("a", data, words=WORDS)
    with suppress(DutyError):
        guess(table, KINDS)
    for form in (FileForm.RECORDS, FileForm.ATTENDANCE, FileForm.PROPOSALS):
        with suppress(DutyError):
            list(read_filed(table, form, PEOPLE, KINDS))
    with suppress(DutyError):
        read_roster(table)


@given(st.lists(ROW, max_size=8))
def test_any_table_is_read_or_refused_in_every_form(rows: list[list[str]]) -> None:
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    with suppress(DutyError):
        read_all(text.encode("utf-8", "surrogatepass"))


@given(st.lists(ROW, min_size=1, max_size=8))
@settings(deadline=None)
def test_any_workbook_is_read_or_refused_in_every_form(rows: list[list[str]]) -> None:
    with suppress(DutyError):
        read_all(ods("".join(ods_row(*(cell.translate(MARKUP) for cell in row)) for row in rows)))


MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;"}


def damaged(whole: bytes, data: st.DataObject) -> bytes:
    """A file cut short, or with some bytes changed."""
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(0, 8)) if broken else 0):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    return bytes(broken)


@pytest.mark.parametrize("whole", [XLSX, ODS], ids=["xlsx", "ods"])
@given(data=st.data())
@settings(deadline=None)
def test_any_damaged_workbook_is_read_or_refused(whole: bytes, data: st.DataObject) -> None:
    with suppress(DutyError):
        read_all(damaged(whole, data))


@given(data=st.data())
@settings(deadline=None, max_examples=examples(20))
def test_any_damaged_xls_is_read_or_refused(data: st.DataObject) -> None:
    with suppress(DutyError):
        read_all(damaged(XLS, data))


@given(
    st.text(st.sampled_from('<>/="rcvfst0A1e \n&;') | st.characters(codec="utf-8"), max_size=60), st.integers(0, 2000)
)
@settings(deadline=None)
def test_any_sheet_inside_a_sound_archive_is_read_or_refused(noise: str, at: int) -> None:
    sheet = part(XLSX, SHEET)
    with suppress(DutyError):
        read_all(with_part(XLSX, SHEET, sheet[:at] + noise + sheet[at:]))


@given(
    st.binary(max_size=200) | st.text("format: duty-intake/1\nheadings marks{}[],√出席", max_size=200).map(str.encode)
)
def test_any_file_of_words_is_read_or_refused(data: bytes) -> None:
    with suppress(DutyError):
        load_words("intake.yaml", b"format: duty-intake/1\n" + data, WORDS)
