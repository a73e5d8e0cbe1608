from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.documents.csv_writer import records_csv
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.model.records import OWN, RECORD_HEADINGS, RecordFields
from duty_cli.parsing.record_columns import fields_cells
from tests.importing.files import Filed, filed
from tests.importing.people import roster
from tests.importing.test_fields import FACTS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济", "003 李文博 农业", "004 李文博 工会")


def read(text: str) -> Filed:
    return filed("a.csv", text.encode(), PEOPLE)


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def test_rows_are_read_with_their_line_member_and_fields() -> None:
    file = read(
        "委员编号,姓名,履职事项,日期,标题\n001,张 晓岚,提案,2026/3/5,关于公交\n合计,,1,,\n,曾国梁,视察,20260306,\n"
    )
    assert [(row.line, row.member.number, row.fields.kind, row.fields.on) for row in file.rows] == [
        (2, "001", "提案", date(2026, 3, 5)),
        (4, "002", "视察", date(2026, 3, 6)),
    ]
    assert (file.encoding, file.passed_over, file.problems) == ("utf-8", 1, ())


def test_every_problem_of_every_row_is_told_with_line_heading_and_advice() -> None:
    text = "委员编号,姓名,履职事项,日期,数量\n001,曾国梁,提案,昨天,0\n999,张晓兰,,2026-03-05,\n,李文博,提案,2026-03-05,\n,,提案,2026-03-05,\n"
    assert problems(text) == [
        "a.csv:2：委员编号：对应的是 001 张晓岚，而姓名写作“曾国梁”；请核对编号和姓名",
        "a.csv:2：日期：“昨天”不符合要求；应为日期，如 2026-03-05、2026年3月5日或 20260305",
        "a.csv:2：数量：“0”不符合要求；应为大于 0 的数，如 3 或 1.5",
        "a.csv:3：委员编号：找不到委员“999”；是否：001 张晓岚（教育）？",
        "a.csv:3：履职事项：没有填写；请补上",
        "a.csv:4：姓名：“李文博”对应 2 名委员：003 李文博（农业）；004 李文博（工会）；请改用委员编号，或写明是哪一位，如“李文博（农业）”",
        "a.csv:5：姓名：委员编号或姓名没有填写；请补上",
    ]


def test_initials_name_nobody_in_a_file() -> None:
    assert problems("姓名,履职事项,日期\nzgl,提案,2026-03-05\n") == [
        "a.csv:2：姓名：找不到委员“zgl”；可用 duty member list 查看名册"
    ]


def test_columns_that_every_record_needs_are_missed_once() -> None:
    assert problems("标题\n一\n二\n") == [
        "a.csv:1：履职事项：缺少此列；请补上后重试",
        "a.csv:1：日期：缺少此列；请补上后重试",
        "a.csv:1：委员编号、姓名：缺少此列；请补上后重试",
    ]


def test_a_day_without_year_takes_the_year_given() -> None:
    file = filed("a.csv", "委员编号,履职事项,日期\n001,提案,3月5日\n".encode(), PEOPLE, year=2026)
    assert file.rows[0].fields.on == date(2026, 3, 5)


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="没有一个可识别的列名"):
        read("甲,乙\n1,2\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@given(fields=FACTS)
def test_what_export_writes_is_read_back_the_same(encoding: str, fields: RecordFields) -> None:
    data = records_csv(RECORD_HEADINGS, [{**fields_cells(fields), "委员编号": "001", "姓名": "张晓岚"}], encoding)
    file = filed("a.csv", data, PEOPLE)
    assert [row.fields for row in file.rows] == [fields]


def test_a_place_beyond_the_number_of_authors_is_told_with_its_heading_beside_every_title() -> None:
    text = "姓名,履职事项,日期,标题,作者位次,作者人数\n张晓岚,提案,2026-03-05,一,3,2\n曾国梁,提案,2026-03-05,二,3,2\n"
    assert problems(text) == [f"a.csv:{line}：作者位次：“3”不符合要求；应为不大于作者人数 2 的数" for line in (2, 3)]


def test_rows_alike_in_all_but_their_own_texts_share_what_they_say() -> None:
    text = "姓名,履职事项,日期,标题,阶段\n张晓岚,提案,2026-03-05,一,立案\n曾国梁,提案,2026-03-05,二,立案\n曾国梁,提案,2026-03-06,,立案\n"
    first, second, third = (row.fields for row in read(text).rows)
    assert first.alike is second.alike is not third.alike
    assert [fields.title for fields in (first, second, third)] == ["一", "二", None]


@given(fields=st.lists(FACTS, min_size=1, max_size=4))
def test_what_rows_share_is_what_each_says_but_for_its_own_texts(fields: list[RecordFields]) -> None:
    data = records_csv(RECORD_HEADINGS, [fields_cells(one) | {"委员编号": "001"} for one in fields], "utf-8")
    rows = [row.fields for row in filed("a.csv", data, PEOPLE).rows]
    nothing = RecordFields("", date.min)
    assert [row.alike for row in rows] == [
        replace(one, **{name: getattr(nothing, name) for name in OWN}) for one in fields
    ]
