"""What a document is made of: red head, title, text; tables; sign-off and foot; annexes on pages of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from duty_cli.documents.cell_text import NONE, cleaned, numbered, remarks, said
from duty_cli.documents.cell_widths import cell_width, wrapped
from duty_cli.documents.docx.docx_package import DocxSection
from duty_cli.documents.docx.markup import anchored, paragraph, run, twips
from duty_cli.documents.docx.page_styles import PageSetup
from duty_cli.documents.text_table import LONG, evened, fitted
from duty_cli.model.exact_numbers import Points
from duty_cli.model.papers import Cell, OfficeStyle, OfficialDocument, Paragraph, Sheet, in_figures
from duty_cli.model.progress import in_progress
from duty_cli.patterns import pattern

BLANK = paragraph("GwText")
_ABOUT = "关于"
_TO_THE_MARK = twips(35)
_KEPT = "<w:keepNext/>"
_KEPT_BLANK = paragraph("GwText", "", _KEPT)
_HEADINGS = (1, 2)
_SHORT = 140
"""Five lines."""
_PHRASE = pattern(r"年度|委员会|委员|情况|事项")

_WIDEST, _TWO_LINES, _LEAST = 44, 14, 6
_WHOLE_HEADING, _BROKEN_HEADING = 8, 6
_PAD = 1
"""In half characters: the margins of a cell; in small type they are one more."""
_MARGIN = 50
_WHOLE = pattern("[!-~]+")
_LONGEST = 20
"""A number, a date, a place in a file stays in one line up to so many half characters."""
_WITH_NOTES = 2
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def red_head(number: str, style: OfficeStyle) -> Iterator[str]:
    """The issuing body's mark, the document number over the red rule, and the blank lines about them."""
    yield paragraph("GwMark", style.mark, f'<w:spacing w:before="{_TO_THE_MARK}"/>')
    yield from (BLANK, BLANK, paragraph("GwNumber", number), BLANK, BLANK)


def title_of(title: str, style: OfficeStyle, page: PageSetup) -> Iterator[str]:
    """The title and the blank line under it."""
    for line in title_lines(cleaned(title), int(page.across // (style.sizes.title * 20))):
        yield paragraph("GwTitle", line, _KEPT)
    yield _KEPT_BLANK


def title_lines(title: str, room: int) -> list[str]:
    """A title in lines of at most ``room`` characters, broken before 关于, else at the end of a phrase near the middle."""
    if len(title) <= room:
        return [title]
    about = title.find(_ABOUT)
    cut = about if 0 < about <= room else _middle(title, room)
    return [title[:cut], *title_lines(title[cut:], room)]


def _middle(title: str, room: int) -> int:
    """Where to break a title: the end of a phrase, or any place that does not cut a number in two."""
    half = -(-len(title) // -(-len(title) // room))
    phrases = [found.end() for found in _PHRASE.finditer(title) if found.end() < len(title)]
    anywhere = [at for at in range(1, len(title)) if not (title[at - 1].isdigit() and title[at].isdigit())]
    for places in (phrases, anywhere):
        if fitting := [at for at in places if at <= room and len(title) - at <= max(room, len(title) - half)]:
            return min(fitting, key=lambda at: abs(at - half))
    return room


def text_of(official: OfficialDocument) -> Iterator[str]:
    """The addressee and the text, whose end stays with the sign-off: no date stands on a page alone."""
    if official.addressee:
        yield paragraph("GwAddressee", f"{official.addressee}：")
    yield from paragraphs(official.text, closed=True)


def paragraphs(text: Sequence[Paragraph], *, closed: bool = False) -> Iterator[str]:
    """Text in its levels. A heading stays with what follows it; so does a short last paragraph of a ``closed`` text."""
    for place, (level, words) in enumerate(numbered(text), 1):
        last = closed and place == len(text) and len(words) <= _SHORT
        yield paragraph(f"GwLevel{level}" if level else "GwText", words, _KEPT if level in _HEADINGS or last else "")


_SEALED_DATE, _PLAIN_NAME, _PLAIN_DATE = 8, 4, 4
"""In half characters: the sealed date and the unsealed name from the right; the unsealed date from where the name begins."""
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6))
)
"""The rules of the foot, 0.35 and 0.25 mm: in eighths of a point."""
_SPARE = 60


def annex_note(annexes: Sequence[Sheet], page: PageSetup) -> Iterator[str]:
    """One blank line, then the titles of the annexes, numbered where there are several, one under another."""
    if not annexes:
        return
    yield _KEPT_BLANK
    one = page.character
    numbers = [f"{place}.\t" if len(annexes) > 1 else "" for place in range(1, len(annexes) + 1)]
    left = 5 * one + (one * 3 // 2 if len(annexes) > 1 else 0)
    for place, (number, annex) in enumerate(zip(numbers, annexes, strict=True)):
        hanging = left - (5 if place else 2) * one
        indent = f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'
        yield paragraph("GwText", f"{'' if place else '附件：'}{number}{annex.title}", _KEPT + indent)


def sign_off(official: OfficialDocument, style: OfficeStyle, page: PageSetup) -> Iterator[str]:
    """One blank line, who signs, and the date: centred over one another for a seal, else set off to the right."""
    if official.on is None:
        return
    date = in_figures(official.on)
    *others, last = official.signed or ("",)
    name_indent, date_indent = _indents(cell_width(last), cell_width(date), sealed=style.seal)
    yield _KEPT_BLANK
    for name in others:
        yield _to_the_right(name, max(0, name_indent + (cell_width(last) - cell_width(name)) // 2), page)
    yield _to_the_right(last, name_indent, page)
    yield _to_the_right(date, date_indent, page)


def _indents(name: int, date: int, *, sealed: bool) -> tuple[int, int]:
    """How far from the right name and date end, in half characters; each is so wide."""
    if sealed:
        name_indent = _SEALED_DATE + (date - name) // 2
        return (name_indent, _SEALED_DATE) if name_indent >= 0 else (0, (name - date) // 2)
    date_indent = _PLAIN_NAME + name - _PLAIN_DATE - date
    return (_PLAIN_NAME, date_indent) if date_indent >= _PLAIN_NAME else (2 * _PLAIN_NAME + date - name, _PLAIN_NAME)


def _to_the_right(text: str, half_characters: int, page: PageSetup) -> str:
    indent = half_characters * page.character // 2
    return paragraph("GwSigned", text, f'{_KEPT}<w:ind w:right="{indent}"/><w:jc w:val="right"/>')


def foot(official: OfficialDocument, style: OfficeStyle, page: PageSetup) -> str:
    """The foot, at the bottom of the last page: who gets a copy, who printed it and when, between rules."""
    one, line = int(style.sizes.foot * 20), int(style.sizes.foot * 30)
    rows = []
    if official.cc:
        copied = wrapped(f"{official.cc}。", 2 * page.across // one - 10)
        indent = f'<w:ind w:left="{4 * one}" w:hanging="{3 * one}"/>'
        rows.append((paragraph("GwFoot", "抄送：" + "\n".join(copied), indent), len(copied) * line))
    printed = f"{style.printed_by}\t" + (f"{in_figures(official.on)}印发" if official.on else "")
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{page.across - one}"/></w:tabs><w:ind w:left="{one}"/>'
    rows.append((paragraph("GwFoot", printed, tab), line))
    table = _between_rules(rows, page.across)
    return anchored(table + paragraph("GwEnd"), page.across, sum(height for _, height in rows) + _SPARE)


def _between_rules(rows: Sequence[tuple[str, int]], across: int) -> str:
    """Rows, each with its height, as a table that has rules and no sides."""
    cells = "".join(
        f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{across}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{row}</w:tc></w:tr>'
        for row, height in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{across}" w:type="dxa"/><w:tblBorders>{_RULES}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f'</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{across}"/></w:tblGrid>{cells}</w:tbl>'
    )


@dataclass(frozen=True, slots=True)
class TableType:
    """The type a table is set in: the styles of its heading and cells, and the width of half a character.

    ``row`` is the least height of a row and ``line`` that of a line in its cells, where these are not as the style has them.
    """

    heading: str
    cell: str
    half: int
    row: int = 0
    line: int = 0


_SIGNED = 160
"""Half a character of the body's type, in which its cells are set, in twips."""

_TO_SIGN = 14
"""The half characters that a signature takes, and the heading above it in one line."""

_FOR_A_PEN, _LINE_FOR_A_PEN = 510, 400
"""A row that is filled in by hand is nine millimetres high: forty names and the title stand on two pages."""


def is_wide(sheet: Sheet, across: int, size: Points) -> bool:
    """Whether ``sheet`` in type of ``size`` points needs more than ``across`` twips even with long texts in two lines."""
    return sum(map(_in_two_lines, _widths(sheet, _BROKEN_HEADING))) * _half(size) > across


def _in_two_lines(width: int) -> int:
    return min(width, max(_TWO_LINES, width // 2))


def table(sheet: Sheet, across: int, size: Points) -> str:
    """``sheet`` over ``across`` twips in type of ``size`` points; in small type where it would be too narrow."""
    if sheet.by_hand:
        kind = TableType("GwHeading", "GwSigned", _half(size), _FOR_A_PEN, _LINE_FOR_A_PEN)
        wanted = _widths(sheet, _BROKEN_HEADING)
        # The long names of sectors give way: no number is broken into two lines, and where one writes there is room.
        written = [not "".join(body).strip() for body in _texts(sheet)]
        least = [
            min(wide, _TO_SIGN) if blank else -(-low * _SIGNED // kind.half)
            for wide, blank, low in zip(wanted, written, _unbroken(sheet, wanted, _PAD), strict=True)
        ]
        return _drawn(sheet, across, fitted(wanted, least, across // kind.half), kind)
    if sheet.merged:
        kind = TableType("GwHeading", "GwCell", _half(size))
        return _drawn(sheet, across, _balanced(sheet, across // kind.half), kind)
    kind = TableType("GwHeading", "GwCell", _half(size))
    natural = _widths(sheet, _WHOLE_HEADING)
    if sum(natural) * kind.half > across:
        natural = _widths(sheet, _BROKEN_HEADING)
    pad = _PAD
    if sum(map(_in_two_lines, natural)) * kind.half > across:
        kind, pad = TableType("GwSmallHeading", "GwSmallCell", 90), _PAD + 1
        natural = [width + 1 for width in natural]
    room = across // kind.half
    return _drawn(sheet, across, _halves(sheet, natural, pad, room), kind)


def _drawn(sheet: Sheet, across: int, halves: Sequence[int], kind: TableType) -> str:
    """The table with columns of those widths, in half characters, spread over ``across``."""
    widths = _spread(halves, across)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{across}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_MARGIN}" w:type="dxa"/><w:right w:w="{_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(sheet, _headings(sheet, halves), widths, kind))}</w:tbl>"
    )


def _halves(sheet: Sheet, natural: Sequence[int], pad: int, room: int) -> list[int]:
    """The width of each column within ``room``, in half characters; of a table with long texts, so that its rows are low."""
    least = _unbroken(sheet, natural, pad)
    longest = [max(map(cell_width, body), default=0) for body in _texts(sheet)]
    low = [max(one, min(width, _TWO_LINES)) for one, width in zip(least, natural, strict=True)]
    if max(longest, default=0) > LONG and sum(low) < room < sum(natural):
        return evened(longest, low, room)
    return fitted(natural, least if sum(least) <= room else [min(width, _LEAST) for width in natural], room)


def _balanced(sheet: Sheet, room: int) -> list[int]:
    """The widths of two columns, the cells of the first of which reach down, so that the whole table is low."""
    sides = [
        (cell_width(said(sheet.rows[first][0])), [cell_width(said(row[1])) for row in sheet.rows[first:end]])
        for first, end in sheet.reaches
    ]

    def height(width: int) -> int:
        return sum(max(-(-one // width), sum(-(-low // (room - width)) for low in others)) for one, others in sides)

    width = min(range(room // 4, room * 2 // 3), key=height)
    return [width, room - width]


def _texts(sheet: Sheet) -> list[Sequence[str]]:
    """The texts of each column."""
    bodies = zip(*(map(said, row) for row in sheet.rows), strict=True)
    return list(bodies) if sheet.rows else [()] * len(sheet.columns)


def _half(size: Points) -> int:
    """Half a character of type of ``size`` points, in twips."""
    return int(size * 10)


def _widths(sheet: Sheet, whole: int) -> list[int]:
    """How wide each column would like to be, in half characters; headings wider than ``whole`` are in two lines."""
    return [
        min(max(_heading_width(column.heading, whole), *map(cell_width, body), _LEAST - _PAD), _WIDEST) + _PAD
        for column, body in zip(sheet.columns, _texts(sheet), strict=True)
    ]


def _unbroken(sheet: Sheet, natural: Sequence[int], pad: int) -> list[int]:
    """The least each column takes, in half characters, so that no number, date or other run of Latin signs is broken."""
    runs = ([len(run) for text in set(body) for run in _WHOLE.findall(text)] for body in _texts(sheet))
    longest = (max((length for length in own if length <= _LONGEST), default=0) for own in runs)
    return [min(width, max(_LEAST, long + pad)) for width, long in zip(natural, longest, strict=True)]


def _heading_width(heading: str, whole: int) -> int:
    wide = cell_width(heading)
    return wide if wide <= whole else -(-wide // 4) * 2


def _spread(widths: Sequence[int], across: int) -> list[int]:
    """``widths`` in proportion over the whole of ``across``."""
    whole = sum(widths)
    edges = [across * sum(widths[:place]) // whole for place in range(len(widths) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _headings(sheet: Sheet, halves: Sequence[int]) -> list[str]:
    """The headings; a short one that is too wide for its column is broken in the middle."""
    texts = [cleaned(column.heading) for column in sheet.columns]
    return [
        _halved(text) if half < cell_width(text) + _PAD <= 2 * half else text
        for text, half in zip(texts, halves, strict=True)
    ]


def _halved(text: str) -> str:
    """A heading in two lines, broken near its middle and never within a number."""
    inside = {place for run in _WHOLE.finditer(text) for place in range(run.start() + 1, run.end())}
    middle = cell_width(text) / 2
    places = [place for place in range(1, len(text)) if place not in inside]
    at = min(places, key=lambda place: abs(cell_width(text[:place]) - middle), default=0)
    return f"{text[:at]}\n{text[at:]}" if at else text


def _rows(sheet: Sheet, headings: Sequence[str], widths: Sequence[int], kind: TableType) -> Iterator[str]:
    """The rows; the last two stay with the notes under the table."""
    yield _row(headings, [_opening(width, kind.heading, "center", _KEPT) for width in widths], "<w:tblHeader/>")
    spans = list(zip(widths, (column.align for column in sheet.columns), strict=True))
    line = f'<w:spacing w:line="{kind.line}" w:lineRule="exact"/>' if kind.line else ""
    height = f'<w:trHeight w:val="{kind.row}" w:hRule="atLeast"/>' if kind.row else ""
    openings = [_opening(width, kind.cell, align, line) for width, align in spans]
    kept = [_opening(width, kind.cell, align, _KEPT + line) for width, align in spans]
    rows = sheet.rows or ((NONE, *[None] * (len(spans) - 1)),)
    for left, row in in_progress("写表格", "行", zip(range(len(rows), 0, -1), rows, strict=True), partial(len, rows)):
        if sheet.merged:
            yield _merged_row(row, spans, kind.cell)
        else:
            yield _row([said(cell) for cell in row], kept if sheet.notes and left <= _WITH_NOTES else openings, height)


def _merged_row(row: Sequence[Cell], spans: Sequence[tuple[int, str]], look: str) -> str:
    """A row under a first cell that reaches down. One that stands alone, or begins, may go on overleaf: its text is long."""
    merge = '<w:vMerge w:val="restart"/>' if row[0] is not None else "<w:vMerge/>"
    openings = [
        _opening(width, look, align, cell=merge if place == 0 else "") for place, (width, align) in enumerate(spans)
    ]
    texts = [said(cell) for cell in row]
    return _row(texts, openings, whole="") if texts[0] else _row(texts, openings)


def _row(texts: Sequence[str], openings: Sequence[str], more: str = "", whole: str = "<w:cantSplit/>") -> str:
    cells = "".join(
        f"{opening}{run(text) if text else ''}</w:p></w:tc>" for opening, text in zip(openings, texts, strict=True)
    )
    return f"<w:tr><w:trPr>{whole}{more}</w:trPr>{cells}</w:tr>"


def _opening(width: int, look: str, align: str, kept: str = "", cell: str = '<w:vAlign w:val="center"/>') -> str:
    """A cell up to its text."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{cell}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{look}"/>{kept}<w:jc w:val="{align}"/></w:pPr>'
    )


def annexes(sheets: Sequence[Sheet], style: OfficeStyle, page: PageSetup) -> Iterator[DocxSection]:
    """The annexes; one alone has no number."""
    for place, sheet in enumerate(sheets, 1):
        number = f"附件{place}" if len(sheets) > 1 else "附件"
        yield with_table(sheet, style, page, above=paragraph("GwAnnex", number) + BLANK)


def with_table(
    sheet: Sheet, style: OfficeStyle, page: PageSetup, above: str = "", *, titled: bool = True
) -> DocxSection:
    """One sheet with its notes, under ``above`` and its title."""
    size = style.sizes.body if sheet.by_hand else style.sizes.table
    wide = not (sheet.by_hand or sheet.merged) and is_wide(sheet, page.across, size)
    at = page.turned() if wide else page
    title = "".join(title_of(sheet.title, style, at)) if titled else ""
    notes = "".join(paragraph("GwNote", line) for line in remarks(sheet.notes))
    return DocxSection(above + title + table(sheet, at.across, size) + notes, wide)
