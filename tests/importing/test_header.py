"""What is declared not to be read, before whatever it might mean."""

import pytest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.open_file import open_table
from duty_cli.importing.sheets.file_table import plain_columns
from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary
from duty_cli.model.file_forms import FileVocabulary
from duty_cli.rules.import_config import load_words
from tests.importing.words import WORDS


def unread(*words: str) -> HeadingVocabulary:
    """The shipped words, and those an office declares not to be read."""
    return HeadingVocabulary(
        load_words("intake.yaml", f"format: duty-intake/1\nunread: [{', '.join(words)}]\n".encode(), WORDS)
    )


@pytest.mark.parametrize("declared", ["提交时间", "提交时间（自动）"])
@pytest.mark.parametrize("written", ["提交时间", "提交时间（自动）", "提交时间(自动)", "提交 时间"])
def test_what_is_declared_unread_is_not_read_with_or_without_brackets(declared: str, written: str) -> None:
    lexicon = unread(declared)
    assert (lexicon.heading(written), lexicon.unread(written)) == (None, True)
    assert lexicon.heading("活动日期（必填）") == "日期"


def test_without_a_declaration_it_means_what_the_shipped_words_say() -> None:
    assert HeadingVocabulary(WORDS).heading("提交时间（自动）") == "日期"


def test_a_heading_of_ours_is_read_though_it_is_declared_unread_with_something_in_brackets() -> None:
    lexicon = HeadingVocabulary(FileVocabulary(unread=frozenset({"姓名（拼音）"})))
    assert (lexicon.heading("姓名"), lexicon.heading("姓名（拼音）")) == ("姓名", None)


@pytest.mark.parametrize(
    "cell",
    [
        "*姓名",
        "姓名*",
        "姓名（必填）*",
        "＊姓名（必填）",
        "#★姓名",
        "☆姓名",
        "【姓名】",
        "1、姓名",
        "姓名[必填]",
        "姓名？",
        "1、您的姓名：",
        "请填写您的姓名",
        "请输入姓名（必填）",
        "姓 名 单位：人",
    ],
)
def test_the_marks_of_a_form_are_no_part_of_a_heading(cell: str) -> None:
    read = plain_columns(open_table("a.csv", f"{cell},备注\n张三,一\n".encode()), ("姓名", "备注"))
    assert (dict(read.at), read.problems) == ({"姓名": 0, "备注": 1}, ())


def test_common_columns_and_those_that_the_roster_has_are_passed_over() -> None:
    common = "性别 民族 出生年月 手机 工作单位及职务 学历 主办单位 审查意见 办理结果 界别 职务"
    table = open_table("a.csv", f"序号,姓名,备注,{common.replace(' ', ',')}\n".encode(), words=WORDS)
    read = plain_columns(table, ("姓名", "备注"))
    assert (read.problems, read.unread_told()) == ((), (f"没有读取的列：{common.replace(' ', '、')}",))


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        (["编号,姓名,提案情况,", ",,阶段,级别"], ["编号", "姓名", "阶段", "级别"]),
        (["序号,委员信息,,情况", ",编号,姓名,备注"], ["序号", "编号", "姓名", "备注"]),
        (["编号,姓名,日期", "001,张三,"], ["编号", "姓名", "日期"]),
    ],
)
def test_headings_on_two_rows_are_one_header(rows: list[str], heads: list[str]) -> None:
    assert list(open_table("a.csv", "\n".join([*rows, "1,2,3"]).encode(), words=WORDS).header.cells) == heads


@pytest.mark.parametrize("lower", ["编号,姓名,备注", "备注,编号,姓名", "姓名,备注,编号"])
def test_two_rows_that_head_one_column_twice_are_two_headers(lower: str) -> None:
    with pytest.raises(UnreadableFile, match="第 1 行和第 2 行都是列名"):
        open_table("a.csv", f"编号,姓名,日期\n{lower}\n1,2,3".encode(), words=WORDS)
