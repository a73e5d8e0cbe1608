"""A typed line as words: what parts them, what holds them together, and which accidents are refused with their place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors.base import UsageError
from duty_cli.parsing.command_words import being_typed, command_words, quoted_word, words_so_far


def _words(line: str) -> list[str]:
    return [word.text for word in command_words(line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("record 001 提案 --on 3.5", ["record", "001", "提案", "--on", "3.5"]),
        ('  record\t001 --title "关于 停车难"  ', ["record", "001", "--title", "关于 停车难"]),
        ("--title='a \"b\" c'", ['--title=a "b" c']),
        ('a"b c"\'d e\'f ""', ["ab cd ef", ""]),
        (r"import C:\资料\二.csv", ["import", r"C:\资料\二.csv"]),
        ("--title 关于“一老一小”的提案", ["--title", "关于“一老一小”的提案"]),
        ('--title "“一老 一小”"', ["--title", "“一老 一小”"]),
        ("record 李　明", ["record", "李　明"]),
        ("", []),
    ],
)
def test_a_line_is_parted_at_blanks_outside_straight_quotes(line: str, words: list[str]) -> None:
    assert _words(line) == words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('record "001', '第 8 个字的引号 " 没有配对'),
        ("record 001 --title 'a\" b", "第 20 个字的引号 ' 没有配对"),
        ("--title “关于 停车难”", "第 9 个字 “ 是中文引号"),
        ("--title 关于 停车难”的提案", "第 15 个字 ” 是中文引号"),
        ("--title ‘关于 停车难’", "第 9 个字 ‘ 是中文引号"),
        ("record　001", "第 7 个字是全角空格"),
        ("record 001　提案", "第 11 个字是全角空格"),
        ("record 001 提案　--on 3.5", "第 14 个字是全角空格"),
        ("record 李明　", "第 10 个字是全角空格"),
        ("record \x1b[31m", "第 8 个字是不可见的控制字符 U+001B"),
        ("record \udce9", "第 8 个字是不可见的控制字符 U+DCE9"),
    ],
)
def test_what_an_input_method_types_by_accident_is_refused_with_its_place(line: str, said: str) -> None:
    with pytest.raises(UsageError, match="^" + re.escape(said)):
        command_words(line)


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\"'“”＂‘’＇"), min_size=1)))
def test_words_joined_by_blanks_are_those_words_again(words: list[str]) -> None:
    assert _words(" ".join(words)) == words
    assert _words(" ".join(f'"{word}"' for word in words)) == words


def test_a_line_that_is_still_typed_may_have_an_open_quote() -> None:
    last = list(words_so_far('record 001 --title "关于 停'))[-1]
    assert (last.text, last.start, last.open_quote) == ("关于 停", 19, '"')


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_a_quoted_word_is_read_as_that_word(text: str) -> None:
    assert _words(quoted_word(text)) == [text]


@pytest.mark.parametrize(
    ("line", "before", "last", "start"),
    [
        ("", [], "", 0),
        ("rec", [], "rec", 0),
        ("record ", ["record"], "", 7),
        ("record 001 --title '关于 停", ["record", "001", "--title"], "关于 停", 19),
        ('record "001" ', ["record", "001"], "", 13),
        ("record 李　", ["record"], "李　", 7),
    ],
)
def test_the_word_at_the_end_is_the_one_being_typed(line: str, before: list[str], last: str, start: int) -> None:
    words, word = being_typed(line)
    assert (words, word.text, word.start) == (before, last, start)
