"""Whether two names may mean one thing: 第二十次常委会会议, 第20次常委会会议, 常委会第20次会议（下午）. Never taken for it, only asked."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection

from duty_cli.patterns import pattern

_FIVE = 5
"""One sign in so many may be another, so that a slip of the hand is found and 城东学习会 is not 城西座谈会."""

_LEAST = 4
"""Shorter names say too little to be told apart from a slip."""

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = pattern("[〇零一二两三四五六七八九十百]+")
_NOT_SAID = pattern(r"[\W_第]+")
_NUMBERS = pattern(r"\d+")

_SHORT = (("全体会议", "全会"), ("常务委员会", "常委会"), ("届委员会", "届"))
"""What people write in full now, otherwise short: the official name of a plenary and the one of its notice are one name."""

_APART = ("上下", "东西南北中", "甲乙丙丁戊己庚辛", "前后", "左右", "春夏秋冬", "初中高", "老新", "男女", "大小")
"""Signs that tell two things apart wherever one stands in the place of the other."""


def like(one: str, other: str, groups: Collection[str] = ()) -> bool:
    """Whether two names, of one kind and day, may be two spellings of one: alike but for numerals, signs or a slip.

    Of two that each have a number the other has not (第一期, 第二期), that each name one of ``groups`` which the other does not,
    or that differ by 上 for 下, neither is the other.
    """
    # A slip within what is written in full (全体会义) leaves it as it is: then the names are held against one another unshortened.
    return any(_like(one, other, (first, second), groups) for first, second in (_short(one, other), _full(one, other)))


def _short(one: str, other: str) -> tuple[str, str]:
    return plain(one), plain(other)


def _full(one: str, other: str) -> tuple[str, str]:
    return _numbered(_narrow(one)), _numbered(_narrow(other))


def _like(one: str, other: str, as_compared: tuple[str, str], groups: Collection[str]) -> bool:
    first, second = as_compared
    if first == second:
        return True
    named, others = ({group for group in groups if group in name} for name in (one, other))
    if named - others and others - named:
        return False
    if _numbers(first) - _numbers(second) and _numbers(second) - _numbers(first):
        return False
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < _LEAST:
        return False
    if longer.startswith(shorter) or longer.endswith(shorter):
        return True
    return _slip(first, second)


def plain(name: str) -> str:
    """A name without what people write now so, now otherwise: width, spaces, marks, 第, words in full, and numerals for figures."""
    narrow = _narrow(name)
    for full, short in _SHORT:
        narrow = narrow.replace(full, short)
    return _numbered(narrow)


def _narrow(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _numbered(narrow: str) -> str:
    return _NUMERAL.sub(lambda found: _figure(found[0]), _NOT_SAID.sub("", narrow))


def _figure(numeral: str) -> str:
    """第二十次 as 20, 二〇二六 as 2026."""
    if not set(numeral) & set("十百"):
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    total, digit = 0, 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
    return str(total + digit)


def tells_apart(one: str, other: str) -> bool:
    """Whether a sign or number that one plain name has and the other has not says that they are two things: 东 for 西, 1 for 2."""
    if _numbers(one) - _numbers(other) and _numbers(other) - _numbers(one):
        return True
    first, second = Counter(one), Counter(other)
    gone, come = set(first - second), set(second - first)
    return any(gone & set(signs) and come & set(signs) for signs in _APART) or (_letters(gone) and _letters(come))


def _letters(signs: set[str]) -> bool:
    return any(sign.isascii() and sign.isalnum() for sign in signs)


def _numbers(name: str) -> Counter[str]:
    return Counter(_NUMBERS.findall(name))


def _slip(one: str, other: str) -> bool:
    """Whether few signs are other, in whatever order they stand, and none of them tells the two apart."""
    first, second = Counter(one), Counter(other)
    gone, come = first - second, second - first
    if max(gone.total(), come.total()) * _FIVE > max(len(one), len(other)):
        return False
    return not any(gone.keys() & set(signs) and come.keys() & set(signs) for signs in _APART)
