"""Annexes: each on a new page under its number and title, on its side where its table is wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duty_cli.domain.official import OfficeStyle
from duty_cli.domain.sheet import Sheet
from duty_cli.render.docx.frame import DocxSection
from duty_cli.render.docx.markup import paragraph
from duty_cli.render.docx.opening import BLANK, title_of
from duty_cli.render.docx.pages import PageSetup
from duty_cli.render.docx.tables import is_wide, table
from duty_cli.render.wording import remarks


def annexes(sheets: Sequence[Sheet], style: OfficeStyle, page: PageSetup) -> Iterator[DocxSection]:
    """The annexes; one alone has no number."""
    for place, sheet in enumerate(sheets, 1):
        number = f"附件{place}" if len(sheets) > 1 else "附件"
        yield with_table(sheet, style, page, above=paragraph("GwAnnex", number) + BLANK)


def with_table(
    sheet: Sheet, style: OfficeStyle, page: PageSetup, above: str = "", *, titled: bool = True
) -> DocxSection:
    """One sheet with its notes, under ``above`` and its title."""
    size = style.sizes.table
    wide = is_wide(sheet, page.across, size)
    at = page.turned() if wide else page
    title = "".join(title_of(sheet.title, style, at)) if titled else ""
    notes = "".join(paragraph("GwNote", line) for line in remarks(sheet.notes))
    return DocxSection(above + title + table(sheet, at.across, size) + notes, wide)
