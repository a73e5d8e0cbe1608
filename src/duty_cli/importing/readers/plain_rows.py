"""Rows of an xlsx that say nothing beside their values, taken out before its XML is walked: nearly all rows of nearly every sheet.

A regular expression that knows how programs write such a row goes through them ten times as quickly as a walk does. It takes
nothing that it does not know whole: what it takes is well-formed, and has no formula, error, hidden row or number with zeros
in front. Where it is not certain that a row stands among the rows of the sheet, nothing is taken.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from duty_cli.patterns import pattern

_BLANK = rb"[ \t\r\n]*+"
_OTHERS = rb"&(?:#(?:65[0-4][0-9]{2}|5[0-4][0-9]{3}|[1-9][0-9]{2,3}|9|10|13)|amp|lt|gt|quot|apos);"
_ENTITY = rb"&#[1-4][0-9]{4};|" + _OTHERS
"""Of numbers only such as are characters for certain: no half of a surrogate, nothing that no text may hold."""

_SIGNS = rb"[^\x00-\x08\x0b\x0c\x0e-\x1f<>&]*+"
TEXT = rb"%s(?:(?:%s)++%s)*+" % (_SIGNS, _ENTITY, _SIGNS)
"""What a text may say; with a > it could end a CDATA section that has not begun."""

_T = rb'<%st(?: xml:space="preserve")?+>' + TEXT + rb"</%st>"

_YES = rb'"(?:0|1|true|false)"'
_HEIGHT = rb' ht="(?=[0.]*+[1-9])\d++(?:\.\d++)?+"'
_SHOWN = rb' hidden="(?:0|false)"'
_SPANS, _LOOK, _LEVEL = rb' spans="[\d: ]++"', rb' s="\d++"', rb' outlineLevel="\d"'
_FORMATTED, _CUSTOM, _COLLAPSED, _TOP, _BOTTOM, _PHONETIC = (
    b" %s=%s" % (name, _YES)
    for name in (b"customFormat", b"customHeight", b"collapsed", b"thickTop", b"thickBot", b"ph")
)
_DESCENT = rb' x14ac:dyDescent="[\d.]++"'

_ORDERS = (
    # Nearly all rows.
    (_SPANS, _DESCENT),
    # As the schema has them, and Excel, LibreOffice, XlsxWriter and openpyxl.
    (_SPANS, _LOOK, _FORMATTED, _HEIGHT, _SHOWN, _CUSTOM, _LEVEL, _COLLAPSED, _TOP, _BOTTOM, _PHONETIC, _DESCENT),
    # WPS; POI, and what platforms build on it.
    (_LOOK, _FORMATTED, _HEIGHT, _CUSTOM, _SPANS),
    (_CUSTOM, _HEIGHT, _LOOK, _FORMATTED),
)
"""The attributes of a row behind its number, in the orders in which programs write them: so none can stand twice."""

_ATTRIBUTES = b"|".join(b"".join(b"(?:%s)?+" % one for one in order) + b"(?=/?>)" for order in _ORDERS)

_DECLARED = pattern(
    rb"(?:\xef\xbb\xbf)?+(?:<\?xml version=.1\.0.(?: encoding=.(?:UTF|utf)-8.)?+(?: standalone=.(?:yes|no).)?+ ?\?>)?+"
    rb"(?=" + _BLANK + rb"<[A-Za-z])"
)
"""The head of a part that a parser reads as UTF-8, and as nothing else."""

_DATA = pattern(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData>")
_ITEM = pattern(rb"<((?:[A-Za-z_][\w.-]*:)?)si>")
_CELLS, _VALUES = pattern(rb"[<:](?:row|c)[ \t\r\n/>]"), pattern(rb"[<:](?:f|v|is)[ \t\r\n/>]")
_MOST_COLUMNS = 26 + 26 * 26
_MOST_ROWS = 1 << 20
_PIECE = 1 << 16
_NO_CHARACTERS = (chr(0xFFFE), chr(0xFFFF))
"""Which UTF-8 may spell and XML may not."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a sheet. What was taken out reached no further than to so many rows and columns."""

    part: bytes
    rows: int
    columns: int


def without_plain_rows(part: bytes, padding: Collection[str], most_cells: int) -> Rest | None:
    """A sheet without its plain rows, which has the same marks, and is well-formed if it was; None where that is not certain.

    ``padding`` are the looks that put zeros in front of a number; what is taken spans no more than ``most_cells``.
    """
    begin = _DATA.search(part)
    if begin is None or not certain(part, begin.end()):
        return None
    prefix, rows = begin[1], _last_row(part, begin[1])
    if not 0 < rows <= _MOST_ROWS:
        return None
    rows, numbers = _numbers(rows)
    columns = min(most_cells // rows, _MOST_COLUMNS)
    plain = _rows(prefix, numbers, _letters(columns), tuple(sorted(padding)))
    kept, below = _taken_out(part, begin.end(), plain, _whole(prefix, b'row r="[1-9][0-9]{0,6}+"', b"row"))
    return Rest(kept + below, rows, columns) if _ends(below, prefix) else None


def without_plain_texts(part: bytes) -> tuple[bytes, int] | None:
    """The shared texts without those that are nothing but text, well-formed if they all were, and a bound for all their lengths.

    None where that is not certain.
    """
    begin = _ITEM.search(part)
    if begin is None or not certain(part, begin.start()):
        return None
    rest = b"".join(_taken_out(part, begin.start(), _texts(begin[1]), _whole(begin[1], b"si", b"si")))
    # A character has at least one byte, however it is written.
    return rest, max(map(len, part.split(b"</%ssi>" % begin[1])))


def certain(part: bytes, begin: int) -> bool:
    """Whether a part is UTF-8, and what follows ``begin`` is no comment or the like."""
    start = _DECLARED.match(part)
    if start is None or b"<!" in part[:begin] or b"<?" in part[start.end() : begin]:
        return False
    if part.isascii():
        return True
    decoder, octets = codecs.getincrementaldecoder("utf-8")(), memoryview(part)
    try:
        # Piece by piece it takes a third of the time: the memory is at hand.
        texts = (decoder.decode(octets[at : at + _PIECE]) for at in range(0, len(part), _PIECE))
        return not any(one in text for text in texts for one in _NO_CHARACTERS) and not decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False


def _taken_out(part: bytes, at: int, plain: re.Pattern[bytes], other: re.Pattern[bytes]) -> tuple[bytes, bytes]:
    """The part without the plain elements that follow ``at``: up to the last element, and what is below it.

    Each match begins where the element before ends, so that it stands among elements and in no attribute or section.
    """
    kept = [part[:at]]
    while True:
        found = plain.match(part, at)
        at = at if found is None else found.end()
        found = other.match(part, at)
        if found is None:
            return b"".join(kept), part[at:]
        kept.append(found[0])
        at = found.end()


def _ends(below: bytes, prefix: bytes) -> bool:
    """Whether the rows end there. A cell further down would be reckoned from the row before it."""
    if not below.lstrip(b" \t\r\n").startswith(b"</%ssheetData>" % prefix) or _CELLS.search(below):
        return False
    added = below.find(b"extLst")
    return _VALUES.search(below if added < 0 else below[:added]) is None


def _last_row(part: bytes, prefix: bytes) -> int:
    """The number of the row that stands last; 0 without any."""
    start = b'<%srow r="' % prefix
    at = part.rfind(start) + len(start)
    digits = part[at : part.find(b'"', at)] if at >= len(start) else b""
    return int(digits) if digits.isdigit() and len(digits) < 9 else 0


def _numbers(last: int) -> tuple[int, bytes]:
    """A bound for row numbers, and what numbers up to there look like: as many digits, from 100,000 on with the first of them."""
    first, more = int(str(last)[0]), len(str(last)) - 1
    if more < 5:
        return 10 ** (more + 1) - 1, b"[1-9][0-9]{0,%d}+" % more
    return (first + 1) * 10**more - 1, b"(?:[1-%d][0-9]{%d}|[1-9][0-9]{0,%d})" % (first, more, more - 1)


def _letters(columns: int) -> bytes:
    """What the letters of so many columns look like."""
    alphabets, more = divmod(columns, 26)
    looks = [b"[A-Z]"] if alphabets else []
    looks += [b"[A-%c][A-Z]" % (63 + alphabets)] if alphabets > 1 else []
    last = b"[A-%c]" % (64 + more)
    looks += [b"%c%s" % (64 + alphabets, last) if alphabets else last] if more else []
    return b"(?:%s)" % b"|".join(looks)


@lru_cache(maxsize=16)
def _rows(prefix: bytes, numbers: bytes, letters: bytes, padding: tuple[str, ...]) -> re.Pattern[bytes]:
    """What plain rows look like, any number of them."""
    name = re.escape(prefix)
    row = rb'%s<%srow r="[1-9][0-9]{0,6}+"(?:%s)(?:/>|>%s(?:%s%s)*+</%srow>)'
    cell = _cell(name, rb'<%sc r="%s%s"' % (name, letters, numbers), padding)
    return re.compile(rb"(?:%s)*+" % (row % (_BLANK, name, _ATTRIBUTES, _BLANK, cell, _BLANK, name)))


def _cell(name: bytes, start: bytes, padding: tuple[str, ...]) -> bytes:
    """What a plain cell looks like: a number, a text, yes or no, or nothing."""

    def value(said: bytes) -> bytes:
        return rb"><%sv>%s</%sv></%sc>" % (name, said, name, name)

    nothing = rb"/>|></%sc>" % name
    number = value(rb"[0-9.Ee+-]++")
    inline = rb"><%sis>%s</%sis></%sc>" % (name, _T % (name, name), name, name)
    text = rb' t="s"' + value(rb"[0-9]++")
    others = rb'b"%s|str"%s|inlineStr"%s' % (value(b"[01]"), value(TEXT), inline)
    if not padding:
        # The most usual first.
        said = rb'%s|%s|%s| t="(?:n"(?:%s|%s)|%s)' % (text, number, nothing, number, nothing, others)
        return rb'%s(?: s="[0-9]++")?+(?:%s)' % (start, said)
    shown = rb'(?: s="(?!(?:%s)")[0-9]++")?+(?: t="n")?+%s' % ("|".join(map(re.escape, padding)).encode(), number)
    said = rb'%s|%s| t="(?:n"(?:%s)|%s)' % (text, nothing, nothing, others)
    return rb'%s(?:(?: s="[0-9]++")?+(?:%s)|%s)' % (start, said, shown)


@lru_cache(maxsize=4)
def _texts(prefix: bytes) -> re.Pattern[bytes]:
    """What shared texts look like that are nothing but text, any number of them."""
    name = re.escape(prefix)
    return re.compile(rb"(?:%s<%ssi>%s</%ssi>)*+" % (_BLANK, name, _T % (name, name), name))


@lru_cache(maxsize=8)
def _whole(prefix: bytes, start: bytes, element: bytes) -> re.Pattern[bytes]:
    """What any other such element looks like, without comments, sections and elements like itself within."""
    name = re.escape(prefix)
    within = rb"(?:[^<]++|<(?![!?]|/?%s%s[ \t\r\n/>]))*+" % (name, element)
    attributes = rb'(?:[ \t\r\n]++[\w:.-]++="[^"<&]*+")*+'
    found = rb"%s<%s%s%s%s(?:/>|>%s</%s%s>)"
    return re.compile(found % (_BLANK, name, start, attributes, _BLANK, within, name, element))
