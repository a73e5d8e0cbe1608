from __future__ import annotations

import pytest

from duty_cli.errors.file_errors import UnreadableFile
from tests.importing.files import workbook
from tests.importing.foreign import read, reading

MAP = """separator: "\\t"
under: 2. Participants
above: 3. In-Meeting Activities
columns:
  姓名: {from: Name}
  履职事项: {always: 读书交流}
  日期: {title: Start time, date: '月/日/年, 时:分:秒'}
"""
FILE = """1. Summary
Meeting title\t春读
Start time\t3/5/26, 2:00:00 PM

2. Participants
Name\tFirst Join
林知远\t3/5/26, 2:00:00 PM
单怀瑾\t3/5/26, 2:01:00 PM

3. In-Meeting Activities
Name\tJoin Time
王二\t3/5/26, 2:00:00 PM
"""


@pytest.mark.parametrize(
    "data", [FILE, FILE.encode("utf-16"), FILE.split("3. In", maxsplit=1)[0]], ids=["utf-8", "utf-16", "alone"]
)
def test_a_section_is_read_under_its_heading_up_to_the_next(data: str | bytes) -> None:
    file = read(MAP, data)
    assert file.problems == ()
    assert [(row.line, row.member.number, str(row.fields.on)) for row in file.rows] == [
        (7, "001", "2026-03-05"),
        (8, "002", "2026-03-05"),
    ]


def test_which_part_of_the_file_is_read_is_said() -> None:
    assert "按对应表只读“2. Participants”之下、“3. In-Meeting Activities”之上的表" in reading(MAP, FILE).table.remarks


def test_a_heading_that_is_not_there_is_told_with_what_was_sought() -> None:
    with pytest.raises(
        UnreadableFile, match=r"“2\. Participants”之下没有一个对应表要读的列名（Name）；请核对列名、分隔符和 under"
    ):
        read(MAP, FILE.replace("2. P", "4. P"))


def test_the_worksheet_that_the_map_names_is_read() -> None:
    book = workbook(
        {"汇总": [["Name", "x"], ["王二", ""]], "明细": [["Start time", "3/5/26, 2:00:00 PM"], ["Name"], ["林知远"]]}
    )
    map_ = MAP.replace("under: 2. Participants\n", "sheet: 明细\n").replace('separator: "\\t"\n', "")
    assert [row.member.number for row in read(map_, book).rows] == ["001"]
