"""The two doors to documents: official documents (公文), and any other paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from duty_cli.documents.cell_text import cleaned, numbered, remarks
from duty_cli.documents.docx.blocks import BLANK, annex_note, foot, paragraphs, red_head, sign_off, text_of, title_of
from duty_cli.documents.docx.docx_package import DocxPackage, DocxSection, built_in, from_template, saved
from duty_cli.documents.docx.docx_tables import annexes, with_table
from duty_cli.documents.docx.markup import paragraph
from duty_cli.documents.docx.page_styles import PageSetup
from duty_cli.model.papers import OfficeStyle, OfficialDocument, Paper, Sheet, in_figures


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
