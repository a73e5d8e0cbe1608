import codecs
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors.base import DutyError
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.importing.readers.csv_reader import choose, text_lines

TEXT = "姓名,日期\n龙䶮,2026-03-05\n"


def decode(
    data: bytes, encoding: str | None = None, fits: Callable[[Iterator[str]], bool] = lambda _: True
) -> tuple[str, str]:
    codec = choose("a.csv", data, encoding, fits=fits)
    return "".join(text_lines(data, codec)), codec


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("gb18030"), "gb18030"),
        (("\ufeff" + TEXT).encode("gb18030"), "gb18030"),
    ],
)
def test_each_encoding_offices_use_is_told_from_the_bytes_alone(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding)


def test_a_character_may_lie_across_the_pieces_in_which_a_long_file_is_read() -> None:
    text = "甲,乙\n" * 300_000
    assert decode(text.encode("gb18030")) == (text, "gb18030")


def test_text_valid_in_two_encodings_is_read_in_the_one_that_fits() -> None:
    data = "模".encode("gb18030")
    assert decode(data) == ("ģ", "utf-8")
    assert decode(data, fits=lambda lines: list(lines) == ["模"]) == ("模", "gb18030")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_a_character_is_known_by_its_headings_where_it_has_no_mark(codec: str) -> None:
    assert decode(TEXT.encode(codec), fits=lambda lines: next(lines) == "姓名,日期\n") == (TEXT, codec)


def test_text_that_fits_in_no_encoding_is_read_in_the_first() -> None:
    assert decode("模".encode("gb18030"), fits=lambda _: False) == ("ģ", "utf-8")


def test_an_encoding_asked_for_is_used_and_gbk_means_gb18030() -> None:
    assert decode("龙䶮".encode("gb18030"), "GBK") == ("龙䶮", "gb18030")


def test_an_encoding_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownWord, match="编码“utf8x”无法识别；是否：utf"):
        decode(b"a", "utf8x")


def test_bytes_of_no_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableFile, match=r"a.csv：第 2 行的文字不是 utf-8 或 gb18030 编码；请另存为"):
        decode(b"name\n\xff\xff\n")


def test_bytes_of_no_encoding_far_down_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableFile, match="第 400001 行的文字不是"):
        decode(b"name\n" * 400_000 + b"\xff\xff\n")


@pytest.mark.parametrize("char", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"])
def test_control_characters_are_refused_with_their_line(char: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"第 3 行含有不可见的控制字符 U\+{ord(char):04X}"):
        decode(f"姓名\r\n甲\r乙{char}".encode())


def test_a_control_character_far_down_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match="第 600001 行含有"):
        decode(b"name\r\n" * 600_000 + b"\0")


def test_a_cell_of_forty_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile, match="第 2 行过长；请核对文件是否完整，或该行的英文双引号是否成对"):
        decode(b"name\n" + b"x" * 40_000_000)


@given(st.binary(max_size=60), st.sampled_from([None, "utf-8", "utf-16", "gbk", "big5", "cp1252"]))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str | None) -> None:
    try:
        text, _ = decode(data, encoding)
    except DutyError:
        return
    assert "\0" not in text
