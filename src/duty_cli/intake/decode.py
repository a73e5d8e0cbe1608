"""Bytes to text: a byte order mark, then UTF-8, then GB18030, each strictly. No detector guesses: they take GB18030 for Big5."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from duty_cli.errors import UnknownWord, UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNMARKED = ("utf-8", "gb18030")

ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb18030", "gbk", "gb2312"), "gb18030"),
    **{"utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "big5": "big5hkscs", "latin-1": "latin-1", "cp1252": "cp1252"},
}
"""What ``--encoding`` may say, and how it is read: GBK always as GB18030, which holds all of it and more."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_END = re.compile("\r\n|\r|\n")


def decode(
    name: str, data: bytes, encoding: str | None = None, *, fits: Callable[[str], bool] = lambda _: True
) -> tuple[str, str]:
    """The text of the file ``name`` and the encoding it was read in, no mark left at its head.

    A short file may be valid in several encodings: the first in which the text ``fits`` is taken, or else the first.
    Raises UnreadableFile where no encoding reads every byte, or for characters that no table holds.
    """
    fitting = (reading for reading in _readings(name, data, encoding) if fits(reading[0]))
    text, used = next(fitting, None) or next(_readings(name, data, encoding))
    _refuse_controls(name, text)
    return text, used


def _readings(name: str, data: bytes, encoding: str | None) -> Iterator[tuple[str, str]]:
    tried = _to_try(data, encoding)
    reached, any_read = 0, False
    for codec in tried:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
        else:
            any_read = True
            yield text.removeprefix("\ufeff"), codec
    if not any_read:
        line = len(re.findall(b"\r\n|\r|\n", data[:reached])) + 1
        raise UnreadableFile(name, f"第 {line} 行的文字不是 {' 或 '.join(tried)} 编码；请另存为“CSV UTF-8”后重试")


def _to_try(data: bytes, encoding: str | None) -> tuple[str, ...]:
    if encoding is not None:
        codec = ENCODINGS.get(encoding.lower().replace("_", "-"))
        if codec is None:
            raise UnknownWord("编码", encoding, list(ENCODINGS))
        return (codec,)
    return next(((codec,) for mark, codec in _MARKS if data.startswith(mark)), _UNMARKED)


def _refuse_controls(name: str, text: str) -> None:
    found = _FORBIDDEN.search(text)
    if found is None:
        return
    line = len(_LINE_END.findall(text, 0, found.start())) + 1
    raise UnreadableFile(name, f"第 {line} 行含有不可见的控制字符 U+{ord(found[0]):04X}；请删去该字符后重试")
