"""How cells are cleaned before anything is read from them: NFC for texts, narrow signs for numbers, NFKC for headings."""

from __future__ import annotations

import unicodedata

from duty_cli.errors.record_errors import BadValue
from duty_cli.patterns import pattern

TEXT_LIMIT = 500
"""Characters a text may have, unless its field says otherwise."""

CJK = "⺀-⿟々-〇㐀-䶿一-鿿\ue000-\uf8ff豈-\ufaff\U00020000-\U0003ffff"
"""Han characters as a part of a regular expression; the private area holds rare characters of GBK names."""

# Beside what drives a terminal, what nobody sees: marks without width, marks that turn the order of a name, no characters.
_UNSEEN = pattern(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
_BREAK = pattern(r"\r\n|[\r\n\u2028\u2029]")
_SPACES = pattern(r"\s+")
_SPACE_BY_HAN = pattern(rf"(?<=[{CJK}]) | (?=[{CJK}])")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE = {narrow: wide for wide, narrow in _NARROW.items()}


def narrow(text: str) -> str:
    """``text`` trimmed, its full-width digits and signs made narrow (not NFKC, which would read 5² as 52)."""
    return narrowed(text).strip()


def narrowed(text: str) -> str:
    """``text`` with full-width digits and signs made narrow and of the same length, so that a place in it is one in ``text``."""
    return text.translate(_NARROW)


def widened(text: str) -> str:
    """``text`` with narrow digits and signs made full-width and of the same length, so that a place in it is one in ``text``."""
    return text.translate(_WIDE)


def narrow_sign(wide: str) -> str:
    """The sign that ``widened`` turns into that one, or itself."""
    return wide.translate(_NARROW)


def heading(text: str) -> str:
    """A heading as it is compared: NFKC, with no spaces beside Han characters and single ones elsewhere."""
    return _SPACE_BY_HAN.sub("", _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip())


def clean_text(field: str, text: str, limit: int = TEXT_LIMIT) -> str:
    """A text in NFC and trimmed. Raises BadValue for line breaks, controls, what cannot be seen, or more than ``limit``."""
    clean = (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    unseen = None if clean.isprintable() else _UNSEEN.search(clean)
    if unseen is not None:
        which = f"第 {unseen.start() + 1} 个字是 U+{ord(unseen[0]):04X}"
        raise BadValue(field, shown(clean), f"不含换行、制表符、控制字符和看不见的字符的文字（{which}）")
    if len(clean) > limit:
        raise BadValue(field, shown(clean), f"不超过 {limit} 字的文字（现有 {len(clean)} 字）")
    return clean


def clean_key(field: str, text: str) -> str:
    """A number or mark that things are found by (编号, 委员编号, 成果标识): NFKC beside the rules of a text."""
    return clean_text(field, unicodedata.normalize("NFKC", text), limit=100)


def shown(text: str) -> str:
    """``text`` for quoting in a sentence of one line: cut, with a mark for each character that cannot be seen.

    A line break in a cell is named: people put it there and see it.
    """
    said = _BREAK.sub("（换行）", text if len(text) <= 30 else f"{text[:30]}…")
    return _UNSEEN.sub("�", said)
