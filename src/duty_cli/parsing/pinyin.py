"""Pinyin of names. The table sets right what pypinyin reads wrong in surnames."""

from __future__ import annotations

import unicodedata
from functools import cache

from duty_cli.errors.record_errors import BadValue
from duty_cli.parsing import text_cleaning
from duty_cli.patterns import pattern

_SURNAMES = {
    "单于": "chan yu", "尉迟": "yu chi", "长孙": "zhang sun", "万俟": "mo qi", "澹台": "tan tai", "乐正": "yue zheng",
    "單于": "chan yu", "尉遲": "yu chi", "長孫": "zhang sun", "萬俟": "mo qi", "澹臺": "tan tai", "樂正": "yue zheng",
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "朴": "piao", "区": "ou", "查": "zha", "覃": "qin",
    "盖": "ge", "翟": "zhai", "乐": "yue", "缪": "miao", "种": "chong", "祭": "zhai", "员": "yun", "繁": "po",
    "秘": "bi", "召": "shao", "折": "she", "洗": "xian", "阚": "kan", "粘": "nian", "乜": "nie", "佴": "nai",
    "么": "yao", "句": "gou", "薄": "bo", "卜": "bu", "都": "du", "黑": "he",
    "單": "shan", "區": "ou", "蓋": "ge", "樂": "yue", "繆": "miao", "員": "yun", "闞": "kan",
}  # fmt: skip
_PARTS = pattern(rf"[{text_cleaning.CJK}]+|[^\W\d_{text_cleaning.CJK}]+")
_HAN = pattern(rf"[{text_cleaning.CJK}]")
_INITIALS = pattern("[a-z]{1,50}")


def initials(name: str) -> str:
    """The lowercase initials a member may be called by: 曾国强 → zgq, Kanimozhi Karunanidhi → kk."""
    return "".join(syllable[0] for syllable in _syllables(name))


def clean_initials(text: str) -> str:
    """Initials as a person sets them right, lowercase. Raises BadValue."""
    letters = text_cleaning.narrow(text).lower()
    if not _INITIALS.fullmatch(letters):
        raise BadValue("拼音首字母", text_cleaning.shown(text), "不带空格的英文字母，如 sgz")
    return letters


def spelling(name: str) -> str:
    """The name's sound without tones: 曾国强 → zengguoqiang."""
    return "".join(_syllables(name))


def sounds_alike(one: str, other: str) -> bool:
    """Whether two names can be read alike character by character, 张峰 and 張峯, or are spelled alike, 张峰 and zhangfeng."""
    if not (_HAN.search(one) and _HAN.search(other)):
        return bool(spelling(one)) and spelling(one) == spelling(other)
    if len(one) != len(other):
        return False
    return all(a == b or _readings(a) & _readings(b) for a, b in zip(one, other, strict=True))


@cache
def _syllables(name: str) -> tuple[str, ...]:
    whole = unicodedata.normalize("NFKC", name)
    surname = _surname(whole)
    given = (syllable for part in _PARTS.findall(whole[len(surname) :]) for syllable in _read(part))
    return (*_SURNAMES.get(surname, "").split(), *given)


def _surname(name: str) -> str:
    """The surname, where the table knows it better. A name with a dot has none: 单增·扎西 is no 单."""
    heads = () if "·" in name else (name[:2], name[:1])
    return next((head for head in heads if head in _SURNAMES), "")


@cache
def _readings(char: str) -> frozenset[str]:
    """Every sound a character can have, without tones."""
    from pypinyin import Style, pinyin

    found = pinyin(unicodedata.normalize("NFKC", char), style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(_plain(sound) for sounds in found for sound in sounds)


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
