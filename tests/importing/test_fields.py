from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import BadValue, MissingValue
from duty_cli.model.exact_numbers import Points, simple
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.parsing.record_columns import change_fields, fields_cells, parse_fields, read_fields
from duty_cli.parsing.text_cleaning import clean_key, clean_text

LEAST = {"履职事项": "提案", "日期": "2026-03-05"}
PROPOSAL = RecordFields(kind="提案", on=date(2026, 3, 5))
TODAY = date(2026, 11, 23)


def said(**cells: str) -> RecordFields:
    return parse_fields({**LEAST, **cells})


def test_the_least_a_record_says_is_its_kind_and_day() -> None:
    assert parse_fields(LEAST) == PROPOSAL


def test_every_heading_fills_its_field() -> None:
    fields = said(
        编号=" 2026-１７ ", 活动="", 标题="关于老街保护的提案", 出席情况="早退", 参加比例="7/12", 阶段="立案、重点，优秀 采用",
        级别="市；县", 作者位次="２", 作者人数="3", 成果标识="C1", 来源编号="2025-3", 数量="1.5", 评定分="-2.5", 文号="〔2026〕3号",
        备注="略",
    )  # fmt: skip
    assert fields == RecordFields(
        kind="提案", on=date(2026, 3, 5), number="2026-17", title="关于老街保护的提案", attendance=Attendance.LEFT_EARLY,
        share=Fraction(7, 12), stages=frozenset({"立案", "重点", "优秀", "采用"}), levels=frozenset({"市", "县"}), position=2,
        authors=3, matter="C1", source="2025-3", quantity=Fraction(3, 2), judged=Fraction(-5, 2), document="〔2026〕3号",
        note="略",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "share"), [("7/12", Fraction(7, 12)), ("0.5", Fraction(1, 2)), ("５０％", Fraction(1, 2))]
)
def test_a_share_is_a_fraction_a_decimal_or_a_percentage(text: str, share: Points) -> None:
    assert said(参加比例=text).share == share


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        *(("参加比例", text) for text in ("13/12", "-0.1", "一半", "½", "7/0")),
        *(("作者位次", text) for text in ("0", "1.0", "第一", "-1", "5²", "1" * 10)),
        *(("数量", text) for text in ("0", "-1", "1,000", "1e3", "0.1234567891")),
        *(("评定分", text) for text in ("优", "5²", "nan", "1/1024")),
        *(("标题", text) for text in ("长" * 2001, "一\n二", "一\x07", "\ud800")),
        *(("备注", "长" * 501), ("编号", "1" * 101), ("日期", "03/04/2026")),
    ],
)
def test_a_value_that_is_not_what_its_heading_asks_is_refused(heading: str, text: str) -> None:
    with pytest.raises(BadValue, match=f"^{heading}“.*”不符合要求；应为"):
        said(**{heading: text})


def test_an_unknown_attendance_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownWord, match="出席情况“请假未批”无法识别；是否：请假未准、请假？"):
        said(出席情况="请假未批")


def test_a_position_beyond_the_authors_is_refused_but_one_without_authors_is_not() -> None:
    assert said(作者位次="3").position == 3
    with pytest.raises(BadValue, match="作者位次“3”不符合要求；应为不大于作者人数 2 的数"):
        said(作者位次="3", 作者人数="2")


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    fields, troubles = read_fields({"日期": "昨天", "数量": "0", "履职事项": " "})
    assert fields is None
    assert {heading: type(error) for heading, error in troubles} == {
        "履职事项": MissingValue,
        "日期": BadValue,
        "数量": BadValue,
    }


def test_changes_are_named_by_heading_or_field_and_an_empty_value_clears() -> None:
    fields = said(标题="旧题", 备注="略", 阶段="立案")
    changed = change_fields(fields, {"title": "新题", "备注": "", "阶段": "立案、重点"}, TODAY)
    assert changed == said(标题="新题", 阶段="立案、重点")


def test_a_changed_day_is_read_as_typed_today() -> None:
    assert change_fields(PROPOSAL, {"日期": "昨天"}, TODAY).on == date(2026, 11, 22)


def test_a_change_of_an_unknown_field_is_refused() -> None:
    with pytest.raises(UnknownWord, match="字段“标提”无法识别；是否：标题"):
        change_fields(PROPOSAL, {"标提": "x"}, TODAY)


def test_what_a_record_must_say_cannot_be_cleared() -> None:
    with pytest.raises(MissingValue, match="日期没有填写；请补上"):
        change_fields(PROPOSAL, {"日期": ""}, TODAY)


VISIBLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=8)
TEXT = VISIBLE.map(lambda text: clean_text("标题", text)).filter(bool)
KEY = VISIBLE.map(lambda text: clean_key("编号", text)).filter(bool)
WORDS = st.frozensets(st.text("立案重点优秀A1", min_size=1, max_size=4), max_size=3)
NUMBER = (
    st.fractions(-9999, 9999, max_denominator=1000).map(simple).filter(lambda number: number.denominator % 128 != 0)
)
FACTS = st.builds(
    RecordFields,
    kind=TEXT,
    on=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    number=st.none() | KEY,
    activity=st.none() | TEXT,
    title=st.none() | TEXT,
    attendance=st.none() | st.sampled_from(Attendance),
    share=st.none() | st.fractions(0, 1, max_denominator=100).map(simple),
    stages=WORDS,
    levels=WORDS,
    position=st.none() | st.integers(1, 3),
    authors=st.none() | st.integers(3, 99),
    matter=st.none() | KEY,
    source=st.none() | KEY,
    quantity=st.none() | NUMBER.filter(lambda number: number > 0),
    judged=st.none() | NUMBER,
    document=st.none() | TEXT,
    note=st.none() | TEXT,
)


@given(FACTS)
def test_fields_written_as_cells_are_read_back_the_same(fields: RecordFields) -> None:
    assert parse_fields(fields_cells(fields)) == fields


@given(FACTS)
def test_a_change_of_nothing_changes_nothing(fields: RecordFields) -> None:
    assert change_fields(fields, {}, TODAY) == fields
