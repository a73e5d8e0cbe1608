"""Which part of a nickname is a member's name is told by the roster; where that is nobody's or two members', it is refused."""

import pytest

from duty_cli.importing.forms.record_list import read_records
from duty_cli.importing.open_file import open_table
from duty_cli.rules.mapping_file import load_mapping
from tests.importing.files import Filed, whole
from tests.importing.people import roster

PEOPLE = roster("001 张晓岚 教育界", "002 李文博 农业界", "003 李文博 工会界", "004 阿依·古丽 教育界")
MAP = """format: duty-map/1
reads: records
columns:
  姓名: {from: 昵称, split: ["(", ")", "-", _, " "], part: member}
  履职事项: {always: 提案}
  日期: {from: 日期}
"""


def read(nickname: str) -> Filed:
    mapping = load_mapping("m.yaml", MAP.encode())
    table = open_table("a.csv", f"昵称,日期\n{nickname},2026-03-05\n".encode(), mapping=mapping)
    return whole(read_records(table, PEOPLE))


@pytest.mark.parametrize(
    ("nickname", "number"),
    [
        *(
            (one, "001")
            for one in ("张晓岚", "张 晓岚", "清风(教育界-张晓岚)", "张晓岚（教育界）", "001_张晓岚", "张晓岚(张晓岚)")
        ),
        *((one, "003") for one in ("工会界-李文博", "李文博(工会)")),
        ("教育界-阿依•古丽", "004"),
    ],
)
def test_the_part_that_is_a_members_name_is_taken(nickname: str, number: str) -> None:
    assert [row.member.number for row in read(nickname).rows] == [number]


@pytest.mark.parametrize(
    ("nickname", "why"),
    [
        ("iPhone(教育界-张小岚)", "找不到委员“张小岚”"),
        ("张晓岚(李文博)", "应为只有一名委员姓名的昵称（这里有张晓岚、李文博）"),
        ("李文博(教育界)", "“李文博”对应 2 名委员"),
        ("张晓岚同志", "找不到委员“张晓岚同志”"),
    ],
)
def test_a_nickname_of_nobody_or_of_two_is_refused(nickname: str, why: str) -> None:
    assert [why in str(problem) for problem in read(nickname).problems] == [True]


def test_only_the_name_is_told_by_the_roster() -> None:
    text = MAP.replace("姓名: {from: 昵称", "标题: {from: 昵称")
    with pytest.raises(Exception, match="part: member 只用于记录的姓名"):
        load_mapping("m.yaml", text.encode())
