"""Rows of an ods that say nothing beside their values, put together before its XML is walked: nearly all rows of nearly every sheet.

As ``plain_rows`` does it for an xlsx; but the rows of an ods have no numbers, and are counted. So a stretch of them is written as one
row that is repeated, as wide as any may be, and the last one as it stands, from which the walk goes on.
"""

from __future__ import annotations

import re
from functools import lru_cache

from duty_cli.importing.readers.plain_rows import TEXT, certain
from duty_cli.patterns import pattern

_ROW = b"<table:table-row"
_NAMED = rb'(?: table:style-name="[\w.-]++")?+'
_END = rb"</table:table-cell>"
_P = rb"<text:p>" + TEXT + rb"</text:p>"
_MOST_COLUMNS = 1024
_WIDE = 4
"""As how many cells one within a row may stand."""

_FLAT = pattern(rb'style:(?:row-height|column-width)(?!="0*+\.?+0*+[1-9])')
"""A row or column that may be drawn without height or width: what is said is 0, or written otherwise than programs do."""

_PADDED = pattern(rb'number:min-integer-digits(?!="[01]")')
"""A number that may be shown with zeros in front."""

_STYLES = (b"style:row-height", b"style:column-width", b"number:min-integer-digits", b"<!", b"<?")
"""What stands above all rows, and nowhere between them; comments and sections may hold what looks like rows."""


def with_plain_rows_together(part: bytes, styles: bytes, most_cells: int) -> bytes | None:
    """The content of an ods with its plain rows together, which has the same marks but for a wider rectangle; well-formed if it was.

    None where that is not certain.
    """
    begin = part.find(_ROW)
    if begin < 0 or not certain(part, begin) or _FLAT.search(part, 0, begin) or _FLAT.search(styles):
        return None
    columns = min(most_cells // part.count(_ROW), _MOST_COLUMNS)
    padded = _PADDED.search(part, 0, begin) is not None or _PADDED.search(styles) is not None
    plain, kept, at = _rows(columns, numbers=not padded).match, list[bytes](), 0
    while (row := part.find(_ROW, max(at, begin))) >= 0:
        between = part[max(at, begin) : row]
        if any(one in between for one in _STYLES):
            return None
        found = plain(part, row)
        end = row + len(_ROW) if found is None else found.end()
        kept += [part[at:row], part[row:end] if found is None else _together(part[row:end], columns)]
        at = begin = end
    return b"".join((*kept, part[at:]))


def _together(rows: bytes, columns: int) -> bytes:
    """Plain rows as one that is repeated, and the last of them."""
    last = rows.rfind(_ROW)
    before = rows.count(_ROW) - 1
    cell = b'<table:table-cell office:value-type="string" table:number-columns-repeated="%d"/>' % columns
    return (
        b'%s table:number-rows-repeated="%d">%s</table:table-row>%s' % (_ROW, before, cell, rows[last:])
        if before
        else rows
    )


@lru_cache(maxsize=16)
def _rows(columns: int, *, numbers: bool) -> re.Pattern[bytes]:
    """What plain rows look like, one or more of them, none with more than so many cells."""
    repeated = rb' table:number-columns-repeated="%s"/>'
    empty = rb"/>|" + repeated % b"[2-%d]" % _WIDE
    text = rb' office:value-type="string"(?: calcext:value-type="string")?+>(?:%s)*+%s' % (_P, _END)
    day = rb' office:value-type="date" office:date-value="[0-9T:.-]++"(?: calcext:value-type="date")?+>(?:%s)*+%s' % (
        _P,
        _END,
    )
    number = rb' office:value-type="float" office:value="[0-9.eE+-]++"(?: calcext:value-type="float")?+>(?:%s)*+%s' % (
        _P,
        _END,
    )
    said = b"|".join((text, empty, day, *([number] if numbers else [])))
    cell = rb"<table:table-cell%s(?:%s)" % (_NAMED, said)
    # The last one may reach to the edge of the sheet.
    rest = rb"(?:<table:table-cell%s%s)?+" % (_NAMED, repeated % b"[0-9]{1,5}+")
    row = rb"%s%s>(?:%s){0,%d}+%s</table:table-row>" % (_ROW, _NAMED, cell, columns // _WIDE, rest)
    return re.compile(rb"(?:%s[ \t\r\n]*+)++" % row)
