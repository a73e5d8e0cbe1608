"""The door for official documents (公文)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from duty_cli.domain.official import OfficeStyle, OfficialDocument, in_figures
from duty_cli.render.docx.annexes import annexes
from duty_cli.render.docx.built_in import built_in
from duty_cli.render.docx.closing import annex_note, foot, sign_off
from duty_cli.render.docx.frame import DocxPackage, DocxSection, saved
from duty_cli.render.docx.markup import paragraph
from duty_cli.render.docx.opening import BLANK, red_head, text_of, title_of
from duty_cli.render.docx.template import from_template


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
