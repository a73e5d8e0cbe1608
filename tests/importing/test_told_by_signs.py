"""What nearly every row of a long file is told by at a glance is what the patterns say of it, whatever stands in it."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from itertools import product
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.maps.map_sections import section
from duty_cli.importing.maps.mapped_cells import parts_of
from duty_cli.importing.readers.file_sheet import FileSheet, Row
from duty_cli.importing.sheets import sheet_rows
from duty_cli.importing.sheets.sheet_rows import is_nobody, is_remark
from duty_cli.model.column_maps import ColumnMapping, ColumnSource
from duty_cli.model.name_order import surname_of
from duty_cli.parsing import member_lookup, text_cleaning
from duty_cli.parsing.member_lookup import clean_name
from duty_cli.parsing.stay_times import duration
from tests.effort import examples

WORDS = (
    *(
        "合计",
        "小计",
        "总计",
        "共计",
        "累计",
        "总数",
        "应出席",
        "实到",
        "出席",
        "请假",
        "总人数",
        "人次",
        "次数",
        "率",
        "平均",
        "人均",
    ),
    *(
        "总共",
        "共",
        "其中",
        "本页",
        "全体",
        "现有",
        "新增",
        "男",
        "女",
        "人",
        "名",
        "位",
        "3",
        "十",
        "：",
        ":",
        "（人）",
        "。",
        "、",
        "分",
    ),
    *(
        "附注",
        "备注",
        "说明",
        "注",
        "填表人",
        "制表",
        "审核",
        "复核人",
        "校对",
        "联系电话",
        "报送单位",
        "打印时间",
        "负责人",
        "统计日期",
        "签字",
    ),
    *("张", "明", "小", "计", "数", "期", "话", "表", "单位", "盖章", "领导", "A", "*", "【", " ", "\u3000", "委员"),
)
CELLS = st.lists(st.sampled_from(WORDS), max_size=4).map("".join)


def _nobody(text: str) -> bool:
    """By all patterns, one after the other."""
    patterns = sheet_rows._TOTAL, sheet_rows._FORM_LABEL, sheet_rows._SUM
    if any(one.fullmatch(text) for one in patterns):
        return True
    found = sheet_rows._SUM_OF.fullmatch(text)
    return found is not None and (found[1] in sheet_rows._NOT_SURNAMES or surname_of(text) != found[1])


@settings(deadline=None, max_examples=examples(1000))
@given(CELLS)
def test_a_cell_without_the_signs_of_sums_and_labels_is_none(cell: str) -> None:
    text = "".join(cell.split())
    assert is_nobody(cell) == (not text.isascii() and _nobody(text))


def test_every_two_words_are_told_by_their_signs() -> None:
    for text in map("".join, product(WORDS, repeat=2)):
        plain = "".join(text.split())
        assert is_nobody(text) == (not plain.isascii() and _nobody(plain)), text


@settings(deadline=None, max_examples=examples(1000))
@given(st.lists(CELLS, max_size=3))
def test_a_row_is_a_remark_by_its_first_sign_where_it_is_one(row: list[str]) -> None:
    filled = ["".join(cell.split()) for cell in row if cell.strip()]
    labelled = len(filled) > 1 and sheet_rows._LABEL_ALONE.fullmatch(filled[0]) is not None
    said = bool(filled) and all(map(sheet_rows._REMARK.match, filled))
    assert is_remark(row) == (labelled or said)


SIGNS = "()（）-－—_＿ 　,，┋;"


@settings(deadline=None, max_examples=examples(400))
@given(st.text("甲乙AＡ" + SIGNS, max_size=12), st.lists(st.text(SIGNS, min_size=1, max_size=2), max_size=4))
def test_a_text_is_parted_at_the_longest_sign_wherever_one_stands(text: str, signs: list[str]) -> None:
    wide, marks = text_cleaning.widened(text), sorted(map(text_cleaning.widened, signs), key=len, reverse=True)
    parts, begun, at = list[str](), 0, 0
    while at < len(text):
        mark = next((one for one in marks if wide.startswith(one, at)), "")
        if mark:
            parts.append(text[begun:at])
            begun = at + len(mark)
        at += len(mark) or 1
    assert parts_of(text, signs) == [part for one in (*parts, text[begun:]) if (part := one.strip())]


@settings(deadline=None, max_examples=examples(400))
@given(st.text("张三丰A. ·•．\u3000\u200b\u00ad\ufe0f\uf900\n", max_size=8))
def test_a_name_is_cleaned_as_it_is_sign_by_sign(text: str) -> None:
    def slowly() -> str:
        visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
        spaced = " ".join(text_cleaning.clean_text("姓名", visible).split())
        dotted = member_lookup._STOP_IN_HAN.sub("·", spaced.translate(member_lookup._DOTS))
        return member_lookup._NEEDLESS_SPACE.sub(lambda found: found[0].strip(), dotted)

    try:
        cleaned = clean_name(text)
    except BadValue:
        cleaned = ""
    try:
        assert cleaned == slowly()
    except BadValue:
        assert cleaned == ""


@given(st.integers(0, 99), st.integers(0, 99), st.decimals(0, 60, places=2))
def test_a_time_with_a_fraction_of_a_second_is_as_exact_as_one_without(
    hours: int, minutes: int, seconds: object
) -> None:
    whole = hours * 3600 + minutes * 60
    assert duration("时长", f"{hours}h {minutes}m {seconds}s") == whole + Fraction(str(seconds))
    assert duration("时长", f"{hours}h {minutes}m") == whole


ENDS = ("3. In-Meeting Activities", "会后", "ａbc", "é尾", "が")
MAPPING = ColumnMapping("attendance", ",", None, {"姓名": ColumnSource(from_="Name")}, above=ENDS)


FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")


@given(st.sampled_from(ENDS), st.sampled_from(FORMS), st.sampled_from(("", " ", "\u3000", "\xa0")))
def test_a_table_ends_at_its_line_however_that_is_spelled(
    end: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"], space: str
) -> None:
    last = space + unicodedata.normalize(form, end)
    rows: list[Row] = [(1, ["Name", ""]), (2, ["赵一", ""]), (3, ["", last]), (4, ["钱二", ""])]
    assert list(section(FileSheet("a.csv", "utf-8", lambda: iter(rows)), MAPPING).rows()) == rows[:2]
