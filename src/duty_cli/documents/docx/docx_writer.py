"""The three doors to documents: official documents (公文), any other paper, and papers bound into a book.

A book has a cover and a table of contents, then each paper on a page of its own, in type that lets it fit. The numbers in the
table of contents are references to the pages; until a word processor works them out anew, they show what the papers are
reckoned to take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import accumulate, groupby

from duty_cli.documents.cell_text import cleaned, numbered, remarks
from duty_cli.documents.cell_widths import wrapped
from duty_cli.documents.docx.blocks import (
    BLANK,
    annex_note,
    annexes,
    foot,
    paragraphs,
    red_head,
    sign_off,
    table,
    text_of,
    title_of,
    with_table,
)
from duty_cli.documents.docx.docx_package import DocxPackage, DocxSection, built_in, from_template, saved
from duty_cli.documents.docx.markup import paragraph, paragraph_of, run
from duty_cli.documents.docx.page_styles import LINES, PageSetup
from duty_cli.model.papers import BoundPapers, OfficeStyle, OfficialDocument, Paper, Sheet, in_figures

_SIZE = Fraction(21, 2)
"""五号: in larger type the years of a term do not fit on one page."""
_KEPT = "<w:keepNext/>"
_NEW_PAGE = "<w:pageBreakBefore/>"
_SPACED = '<w:spacing w:before="120" w:after="60"/>'
_UNDER, _ABOVE = '<w:spacing w:after="120"/>', '<w:spacing w:before="80"/>'
_CENTRED, _LEFT, _BOTH = (f'<w:jc w:val="{side}"/>' for side in ("center", "left", "both"))
_ROW, _HEADING_ROW, _HEADING = 340, 660, 395
"""The heights of a row of a table, of the row of its headings, of a heading in the text."""
_BESIDE = 579 + 435 + 495 + 270 + 315
"""Those of a paper's name, the line under it, the title of its table, the identity line, and a line to spare."""


def as_official_docx(official: OfficialDocument, style: OfficeStyle, at: datetime) -> bytes:
    """``official`` as a document that says it was made at ``at``. Raises UnfitTemplate."""
    frame = _frame(official, style)
    stretches = [
        DocxSection("".join(_body(official, frame, style))),
        *annexes(official.annexes, style, frame.page),
    ]
    return saved(
        frame.filled(_ended(stretches, _ending(official, frame, style))), official.title, official.identity, at
    )


def _frame(official: OfficialDocument, style: OfficeStyle) -> DocxPackage:
    if not style.template:
        return built_in(style)
    on = in_figures(official.on) if official.on else ""
    return from_template(style, {"标题": official.title, "文号": official.number, "日期": on})


def _body(official: OfficialDocument, frame: DocxPackage, style: OfficeStyle) -> Iterator[str]:
    """From the head to the date."""
    page, named = frame.page, frame.named
    if named is None and official.red_head:
        yield from red_head(official.number, style)
    elif official.number and "文号" not in (named or ()):
        yield from (paragraph("GwSigned", official.number, '<w:jc w:val="right"/>'), BLANK)
    if "标题" not in (named or ()):
        yield from title_of(official.title, style, page)
    yield from text_of(official)
    yield from annex_note(official.annexes, page)
    yield from sign_off(official, style, page)


def _ending(official: OfficialDocument, frame: DocxPackage, style: OfficeStyle) -> str:
    """The identity line and, where the document has a red head of ours, the foot."""
    line = paragraph("GwIdentity", official.identity, '<w:spacing w:before="240"/>')
    return line + (foot(official, style, frame.page) if frame.named is None and official.red_head else "")


def _ended(stretches: list[DocxSection], ending: str) -> list[DocxSection]:
    """The end of the document stands on an upright page."""
    *before, last = stretches
    return [*stretches, DocxSection(ending)] if last.landscape else [*before, DocxSection(last.xml + ending)]


_ABOVE_TABLE = '<w:keepNext/><w:spacing w:before="240" w:after="60"/>'


def as_docx(paper: Paper, style: OfficeStyle, at: datetime) -> bytes:
    """``paper`` as a document that says it was made at ``at``; tables follow one another as long as they stand alike."""
    frame = built_in(style)
    pieces = groupby(_pieces(paper, style, frame.page), key=lambda piece: piece.landscape)
    between = "" if paper.together else BLANK
    stretches = [DocxSection(between.join(piece.xml for piece in alike), landscape) for landscape, alike in pieces]
    return saved(frame.filled(stretches), paper.title, paper.identity, at)


def _pieces(paper: Paper, style: OfficeStyle, page: PageSetup) -> Iterator[DocxSection]:
    """The parts of a paper; its title stands on the page of the first table, and its remarks under the last one.

    A text before a wide table stands on a page of its own: its last heading would else be read on its side.
    """
    head = "".join(_head(paper, style, page))
    # Kept together: the identity line would else be alone on a page.
    kept = "".join(paragraph("GwNote", line, "<w:keepNext/>") for line in remarks(paper.notes))
    foot = kept + paragraph("GwNote", cleaned(paper.identity))
    if not paper.sheets:
        yield DocxSection(head + foot)
        return
    tables = [_titled(paper, sheet, style, page) for sheet in paper.sheets]
    if paper.text and tables[0].landscape and not paper.together:
        yield DocxSection(head)
        tables[0] = with_table(_apart(paper), style, page)
    else:
        tables[0] = DocxSection(head + tables[0].xml, tables[0].landscape)
    tables[-1] = DocxSection(tables[-1].xml + foot, tables[-1].landscape)
    yield from tables


def _apart(paper: Paper) -> Sheet:
    """The first table for a page of its own: under its short title where its long one stands above the text already."""
    first = paper.sheets[0]
    return replace(first, title=first.name) if first.title == paper.title else first


def _titled(paper: Paper, sheet: Sheet, style: OfficeStyle, page: PageSetup) -> DocxSection:
    """A table under its title: a small one where all of the paper is to stand on two pages."""
    if paper.together:
        return with_table(sheet, style, page, paragraph("GwHeading", sheet.title, _ABOVE_TABLE), titled=False)
    return with_table(sheet, style, page, titled=sheet.title != paper.title)


def _head(paper: Paper, style: OfficeStyle, page: PageSetup) -> Iterator[str]:
    yield from title_of(paper.title, style, page)
    if paper.subtitle:
        yield paragraph("GwNote", paper.subtitle)
    if paper.together:
        yield from (paragraph("GwNote", f"　　{text}") for _, text in numbered(paper.text))
    else:
        yield from paragraphs(paper.text)


@dataclass(frozen=True, slots=True)
class BookType:
    """A paragraph style, the width of half a character in it and the height of a line, in twips."""

    look: str
    half: int
    line: int


_TYPES = (BookType("GwNote", 105, 315), BookType("GwSmallCell", 90, 270))
"""The larger type is for papers that it lets fit on one page."""


def book_as_docx(book: BoundPapers, style: OfficeStyle, at: datetime) -> bytes:
    """``book`` as a document that says it was made at ``at``."""
    frame = built_in(replace(style, sizes=replace(style.sizes, table=_SIZE)))
    page = frame.page
    papers = DocxSection("".join(_paper(paper, place, page) for place, paper in enumerate(book.papers)))
    cover = DocxSection("".join((*_cover(book, style, page), *_contents(book, page))))
    return saved(frame.filled([cover, papers] if len(book.papers) > 1 else [papers]), book.title, book.identity, at)


def _cover(book: BoundPapers, style: OfficeStyle, page: PageSetup) -> Iterator[str]:
    yield BLANK
    yield from title_of(book.title, style, page)
    if book.subtitle:
        yield paragraph("GwNote", book.subtitle, _CENTRED)
    yield from (paragraph("GwNote", line, _SPACED) for line in remarks(book.notes))
    yield paragraph("GwIdentity", book.identity)


def _contents(book: BoundPapers, page: PageSetup) -> Iterator[str]:
    """A line a paper, each with a reference to the page it begins on."""
    from duty_cli.documents.markdown import CONTENTS, entry

    yield paragraph("GwHeading", CONTENTS, _NEW_PAGE + _SPACED)
    own = _pages_of((len(book.papers) + 1) * _TYPES[0].line, page)
    numbers = accumulate((_fitting(paper, page)[1] for paper in book.papers), initial=own + 2)
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{page.across}"/></w:tabs>'
    for place, (paper, number) in enumerate(zip(book.papers, numbers, strict=False)):
        reference = f'<w:fldSimple w:instr=" PAGEREF {_mark(place)} \\h "><w:r><w:t>{number}</w:t></w:r></w:fldSimple>'
        yield paragraph_of("GwNote", run(f"{entry(paper)}\t") + reference, tab)


def _mark(place: int) -> str:
    return f"paper{place + 1}"


def _paper(paper: Paper, place: int, page: PageSetup) -> str:
    mark = f'<w:bookmarkStart w:id="{place}" w:name="{_mark(place)}"/>'
    title = f'{mark}{run(paper.title)}<w:bookmarkEnd w:id="{place}"/>'
    kind, _ = _fitting(paper, page)
    return "".join(
        (
            paragraph_of("GwTitle", title, _KEPT + (_NEW_PAGE if place else "")),
            *(paragraph("GwNote", text, _KEPT + _UNDER + _CENTRED) for text in (paper.subtitle,) if text),
            *_text(paper, kind),
            *(_table(sheet, page) for sheet in paper.sheets),
            *(paragraph("GwNote", line) for line in remarks(paper.notes)),
            paragraph("GwIdentity", paper.identity),
        )
    )


def _text(paper: Paper, kind: BookType) -> Iterator[str]:
    indent = f'<w:ind w:firstLine="{4 * kind.half}"/>{_BOTH}'
    for level, text in numbered(paper.text):
        yield paragraph("GwHeading", text, _KEPT + _ABOVE + _LEFT) if level else paragraph(kind.look, text, indent)


def _table(sheet: Sheet, page: PageSetup) -> str:
    drawn = table(sheet, page.across, int(_SIZE))
    notes = "".join(paragraph("GwNote", line) for line in remarks(sheet.notes))
    return paragraph("GwHeading", sheet.title, _KEPT + _SPACED) + drawn + notes


def _fitting(paper: Paper, page: PageSetup) -> tuple[BookType, int]:
    """The type in which a paper takes one page, else the smallest, and how many pages it takes."""
    reckoned = [(kind, _pages_of(_height(paper, page, kind), page)) for kind in _TYPES]
    return next((one for one in reckoned if one[1] == 1), reckoned[-1])


def _height(paper: Paper, page: PageSetup, kind: BookType) -> int:
    # Word processors put a little space between Chinese and figures.
    cells = page.across * 24 // (kind.half * 25)
    bodies = (len(wrapped(f"　　{text}", cells)) * kind.line for level, text in numbered(paper.text) if not level)
    headings = _HEADING * sum(paragraph.level > 0 for paragraph in paper.text)
    tables = sum(_HEADING_ROW + _ROW * len(sheet.rows) for sheet in paper.sheets)
    return _BESIDE + sum(bodies) + headings + tables


def _pages_of(height: int, page: PageSetup) -> int:
    return -(-height // (page.line * LINES))
