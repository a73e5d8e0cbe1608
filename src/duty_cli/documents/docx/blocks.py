"""What a document opens and closes with: red head, title, text; annex note, sign-off, foot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duty_cli.documents.cell_text import cleaned, numbered
from duty_cli.documents.docx.markup import anchored, paragraph, twips
from duty_cli.documents.docx.page_styles import PageSetup
from duty_cli.documents.text_table import cell_width, wrapped
from duty_cli.model.papers import OfficeStyle, OfficialDocument, Paragraph, Sheet, in_figures

BLANK = paragraph("GwText")
_ABOUT = "关于"
_TO_THE_MARK = twips(35)
_KEPT = "<w:keepNext/>"
_HEADINGS = (1, 2)
_SHORT = 140
"""Five lines."""
_PHRASE = re.compile(r"年度|委员会|委员|情况|事项")


def red_head(number: str, style: OfficeStyle) -> Iterator[str]:
    """The issuing body's mark, the document number over the red rule, and the blank lines about them."""
    yield paragraph("GwMark", style.mark, f'<w:spacing w:before="{_TO_THE_MARK}"/>')
    yield from (BLANK, BLANK, paragraph("GwNumber", number), BLANK, BLANK)


def title_of(title: str, style: OfficeStyle, page: PageSetup) -> Iterator[str]:
    """The title and the blank line under it."""
    for line in title_lines(cleaned(title), int(page.across // (style.sizes.title * 20))):
        yield paragraph("GwTitle", line, _KEPT)
    yield BLANK


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
    for place, (level, said) in enumerate(numbered(text), 1):
        last = closed and place == len(text) and len(said) <= _SHORT
        yield paragraph(f"GwLevel{level}" if level else "GwText", said, _KEPT if level in _HEADINGS or last else "")


_KEPT_BLANK = paragraph("GwText", "", _KEPT)
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
