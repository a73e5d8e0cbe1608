"""Articles found in the text of a document."""

import pytest

from duty_cli.parsing.printed_articles import articles_in

BY_ARTICLE = """\
某市政协委员履职考核办法

第一章 总则
第一条　为了加强管理，制定本办法。
第二章 计分
第二条 提案按下列标准计分：
（一）立案的，每件5分；
（二）优秀的，每件8分。
第十二条之一　本条为后来所加。
"""


def numbers(text: str) -> list[tuple[int, int]]:
    articles, faults = articles_in(text)
    assert faults == []
    return [one.number for one in articles]


def faults(text: str) -> list[str]:
    return [f"{one.line} {one.what}；{one.advice}" for one in articles_in(text)[1]]


def test_articles_stand_as_printed_with_their_paragraphs_items_and_lines() -> None:
    first, second, third = articles_in(BY_ARTICLE)[0]
    assert first.paragraphs == ("第一条 为了加强管理，制定本办法。",)
    assert second.paragraphs == ("第二条 提案按下列标准计分：", "（一）立案的，每件5分；", "（二）优秀的，每件8分。")
    assert (sorted(second.items), second.line, third.number) == ([1, 2], 6, (12, 1))


@pytest.mark.parametrize(
    "text",
    [
        *("第1条 甲\n第2条 乙\n第3条 丙", "第一条　甲\r\n第二条　乙\r\n第三条　丙\r\n", "第１条甲\r第２条乙\r第３条丙"),
        *("1. 甲\n2. 乙\n3. 丙", "１．甲\n２．乙\n３．丙", "一、总则\n1、甲\n2、乙\n二、附则\n3、丙"),
        *("一、甲\n1.子\n2.丑\n二、乙\n1.子\n三、丙\n", "　　一、甲\n　　二、乙\n　　三、丙"),
        "前言提到第九条。\n第一条 甲，照第九条办理。\n照第九条办理的除外。\n第二条 乙\n第三条 丙",
    ],
)
def test_three_articles_are_found_however_they_are_numbered(text: str) -> None:
    assert numbers(text) == [(1, 0), (2, 0), (3, 0)]


def test_a_long_line_with_a_numeral_is_no_heading() -> None:
    text = "1. 甲\n二、这一句是正文，有句号。\n三、附则\n2. 乙"
    assert articles_in(text)[0][0].paragraphs == ("1. 甲", "二、这一句是正文，有句号。")


def test_of_very_many_faults_the_first_are_told() -> None:
    assert len(faults("1. 甲\n" * 500)) == 20


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1 没有认出一条条文；每一条须另起一行，以“第一条”“第1条”“1.”或“一、”开头"),
        ("只有一段话，没有编号。", "1 没有认出一条条文；每一条须另起一行，以“第一条”“第1条”“1.”或“一、”开头"),
        (
            "第一条 甲\n第二条 乙\n第一条 丙",
            "3 第1条出现了两次，前一次在第1行；引用别处条文而另起一行的，请接到上一行后面；重复的请删去",
        ),
        (
            "第一条 甲\n第三条 乙\n第二条 丙",
            "3 第2条排在第3条后面；请核对编号；引用别处条文而另起一行的，请接到上一行后面",
        ),
    ],
)
def test_what_is_wrong_is_told_by_line(text: str, fault: str) -> None:
    assert faults(text) == [fault]
