"""Pinyin of names. The tables set right what pypinyin reads wrong in surnames."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from duty_cli.intake import texts

_COMPOUND = {
    "单于": "chan yu",
    "尉迟": "yu chi",
    "长孙": "zhang sun",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "乐正": "yue zheng",
}
_SINGLE = {
    **{"单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "朴": "piao", "区": "ou", "查": "zha", "覃": "qin"},
    **{"盖": "ge", "翟": "zhai", "乐": "yue", "缪": "miao", "种": "chong", "祭": "zhai", "员": "yun", "繁": "po"},
    **{"秘": "bi", "召": "shao", "折": "she", "洗": "xian"},
}
_PARTS = re.compile(rf"[{texts.CJK}]+|[^\W\d_{texts.CJK}]+")
_HAN = re.compile(rf"[{texts.CJK}]")


def initials(name: str) -> str:
    """The lowercase initials a member may be called by: 曾国强 → zgq, Kanimozhi Karunanidhi → kk."""
    return "".join(syllable[0] for syllable in _syllables(name))


def spelling(name: str) -> str:
    """The name's sound without tones, for finding names that sound alike: 曾国强 → zengguoqiang."""
    return "".join(_syllables(name))


@cache
def _syllables(name: str) -> tuple[str, ...]:
    surname = _surname(name)
    rest = name[len(surname) :]
    given = (syllable for part in _PARTS.findall(rest) for syllable in _read(part))
    return (*({**_COMPOUND, **_SINGLE}.get(surname, "").split()), *given)


def _surname(name: str) -> str:
    """The surname, where the tables know it better."""
    return next((head for head in (name[:2], name[:1]) if head in _COMPOUND or head in _SINGLE), "")


def _read(part: str) -> list[str]:
    if not _HAN.match(part):
        return [_plain(part)] if _plain(part) else []
    # Loading pypinyin takes longer than most commands, so only a name that needs it pays.
    from pypinyin import lazy_pinyin

    return [plain for syllable in lazy_pinyin(part, errors="ignore") if (plain := _plain(syllable))]


def _plain(letters: str) -> str:
    """Lowercase, without diacritics."""
    bare = unicodedata.normalize("NFD", letters.lower())
    return "".join(char for char in bare if char.isalpha())
