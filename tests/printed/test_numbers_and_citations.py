"""Numerals, and what articles a clause cites."""

import pytest

from duty_cli.parsing.article_citations import cited, ruleless_part
from duty_cli.parsing.chinese_numerals import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("12", 12), ("１２", 12), ("十", 10), ("十二", 12), ("二十", 20), ("一百二十", 120), ("一百零五", 105)),
        *(("两", 2), ("二〇二六", 2026), ("一千二百", 1200), ("零", 0)),
        # Two numbers at once, and what is none.
        *(("两三", None), ("二三", None), ("十百", None), ("一二十", None), ("几", None), ("", None), ("1.5", None)),
    ],
)
def test_a_whole_number_is_read_in_figures_and_in_numerals(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def in_numerals(number: int) -> str:
    """A number below ten thousand as documents write it: 一百零五, 十二."""
    said, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            said += ("零" if gap and said else "") + "零一二三四五六七八九"[digit] + sign
            gap = False
        else:
            gap = True
    return said.removeprefix("一") if said.startswith("一十") else said or "零"


def test_every_number_below_ten_thousand_is_read_as_it_was_written() -> None:
    assert [number for number in range(10_000) if whole_number(in_numerals(number)) != number] == []


CITED = {
    "第6条": "6",
    "第六条": "6",
    "第 １２ 条": "12",
    "第十二条第（三）项": "12/3",
    "第十二条第三项": "12/3",
    "第12条(三)": "12/3",
    "第十二条第二款第（三）项": "12/3",
    "第12条第2款": "12",
    "示例办法第9条第二项": "9/2",
    "第3、5条": "3 5",
    "第3条和第5条": "3 5",
    "第三条、第七条第（一）项": "3 7/1",
    "第三条至第五条": "3 5 4",
    "第3—5条": "3 4 5",
    "第3至5条": "3 4 5",
    "第十二条之一": "12-1",
    "第120条": "120",
    "三（二）": "3/2",
    "三、": "3",
    "12": "12",
    "第3项": "3",
    "第三部分": "3",
    "附则": "",
    "报道": "",
    "第条": "",
}


@pytest.mark.parametrize(("clause", "articles"), CITED.items())
def test_what_a_clause_cites(clause: str, articles: str) -> None:
    said = {
        "-".join(str(part) for part in one.article if part) + (f"/{one.item}" if one.item else "")
        for one in cited(clause)
    }
    assert said == set(articles.split())


def test_what_needs_no_rule_is_one_article_or_one_figure_of_it() -> None:
    whole, figure = ruleless_part("第一条"), ruleless_part("第11条 两年")
    assert whole is not None
    assert (whole.article, whole.figure) == ((1, 0), None)
    assert figure is not None
    assert figure.figure is not None
    assert (figure.article, figure.figure.value, figure.figure.unit) == ((11, 0), 2, "年")
    assert figure == ruleless_part("第十一条 2年")
    assert [ruleless_part(said) for said in ("总则", "第1、2条", "第1条第（二）项", "第1条 很多", "第1条 1年 2次")] == [
        None
    ] * 5
