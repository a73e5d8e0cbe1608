"""Words of their own for what a Chinese keyboard does to YAML: full-width marks, Chinese quotes, tabs, odd spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duty_cli.rulebook.source import Mark

Words = tuple[str, str]
"""What is wrong, and what to do."""

_COLON: Words = ("用了中文冒号“：”", "键后请用英文冒号加一个空格“: ”")
_NO_SPACE: Words = ("冒号后面缺少空格", "请在冒号后加一个空格")
_COMMA: Words = ("列表里用了中文的逗号或顿号", "请用英文逗号“,”，如 [委员, 常委]")
_SPACE: Words = ("用了全角空格", "缩进和冒号后请用半角空格")
_TAB: Words = ("缩进用了制表符（Tab）", "请改用空格")
_ALIAS: Words = ("用了别名记号 & 或 *", "请把内容写全；文字以 & 或 * 开头时请加英文引号")
_QUOTES: Words = ("用了中文引号“ ”", '请改用英文引号 " "，或去掉引号')

_IN_TEXT: tuple[tuple[re.Pattern[str], Words], ...] = (
    (re.compile(r"^[ \u3000]*(\t)"), _TAB),
    (re.compile(r"^[ \t]*(\u3000)|^[^#\"']*:(\u3000)"), _SPACE),
    (re.compile(r"(?:^|[{,，]|- )[\s\u3000]*[A-Za-z_]+\s*(：)"), _COLON),
    (re.compile(r"(?:^|[{,]|- )\s*[A-Za-z_]+(:)[^\s\u3000]"), _NO_SPACE),
    (re.compile(r"[\[{][^\]}\"'#]*?([，、])"), _COMMA),
    (re.compile(r"(?::\s+|-\s+|[\[{]\s*)([&*])\S"), _ALIAS),
    (re.compile(r"[:\[,{-]\s*([“”])[^“”]*[“”]\s*(?:[,\]}#]|$)"), _QUOTES),
)


def in_text(text: str) -> Iterator[tuple[Mark, str, str]]:
    """The accidents in a text that the parser could not read, a line each."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("#"):
            continue
        for pattern, words in _IN_TEXT:
            if found := pattern.search(line):
                yield (number, found.start(found.lastindex or 0) + 1), *words
                break


def in_key(key: str) -> Words | None:
    """The accident in a key, or in a text that stands where keys and values should."""
    if key == "<<":
        return "不能用 << 合并别处的内容", "请把内容写全"
    if "\u3000" in key:
        return _SPACE
    if "：" in key:
        return _COLON
    return _NO_SPACE if re.match("[A-Za-z_]+:", key) else None


def in_value(value: str) -> Words | None:
    """The accident in a text written without quotes."""
    if len(value) > 1 and value[0] in "“”" and value[-1] in "“”" and not set(value[1:-1]) & set("“”"):
        return _QUOTES
    return _SPACE if value[:1] == "\u3000" else None


def in_listed(item: str) -> Words | None:
    """The accident in one item of a list in brackets: two words with a Chinese comma between are one item."""
    return _COMMA if re.search("[，、]", item) else None
