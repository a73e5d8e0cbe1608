"""The door for any other paper: title, text, tables, notes and the identity line on A4."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from duty_cli.domain.official import OfficeStyle
from duty_cli.domain.sheet import Paper, Sheet
from duty_cli.render.docx.annexes import with_table
from duty_cli.render.docx.built_in import built_in
from duty_cli.render.docx.frame import DocxSection, saved
from duty_cli.render.docx.markup import paragraph
from duty_cli.render.docx.opening import BLANK, paragraphs, title_of
from duty_cli.render.docx.pages import PageSetup
from duty_cli.render.wording import cleaned, numbered, remarks

_SPACED = '<w:keepNext/><w:spacing w:before="240" w:after="60"/>'


def as_docx(paper: Paper, style: OfficeStyle, at: datetime) -> bytes:
    """``paper`` as a document that says it was made at ``at``; tables follow one another as long as they stand alike."""
    frame = built_in(style)
    pieces = groupby(_pieces(paper, style, frame.page), key=lambda piece: piece.landscape)
    between = "" if paper.together else BLANK
    stretches = [DocxSection(between.join(piece.xml for piece in alike), landscape) for landscape, alike in pieces]
    return saved(frame.filled(stretches), paper.title, paper.identity, at)


def _pieces(paper: Paper, style: OfficeStyle, page: PageSetup) -> Iterator[DocxSection]:
    """The parts of a paper; its title stands on the page of the first table, and its remarks under the last one."""
    head = "".join(_head(paper, style, page))
    foot = "".join(paragraph("GwNote", line) for line in [*remarks(paper.notes), cleaned(paper.identity)])
    if not paper.sheets:
        yield DocxSection(head + foot)
        return
    tables = [_titled(paper, sheet, style, page) for sheet in paper.sheets]
    tables[0] = DocxSection(head + tables[0].xml, tables[0].landscape)
    tables[-1] = DocxSection(tables[-1].xml + foot, tables[-1].landscape)
    yield from tables


def _titled(paper: Paper, sheet: Sheet, style: OfficeStyle, page: PageSetup) -> DocxSection:
    """A table under its title: a small one where all of the paper is to stand on two pages."""
    if paper.together:
        return with_table(sheet, style, page, paragraph("GwHeading", sheet.title, _SPACED), titled=False)
    return with_table(sheet, style, page, titled=sheet.title != paper.title)


def _head(paper: Paper, style: OfficeStyle, page: PageSetup) -> Iterator[str]:
    yield from title_of(paper.title, style, page)
    if paper.subtitle:
        yield paragraph("GwNote", paper.subtitle)
    if paper.together:
        yield from (paragraph("GwNote", f"　　{text}") for _, text in numbered(paper.text))
    else:
        yield from paragraphs(paper.text)
