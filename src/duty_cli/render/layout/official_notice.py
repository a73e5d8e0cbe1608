"""The annual notice as an official document under a red head (公文)."""

from __future__ import annotations

from datetime import date

from duty_cli.domain.official import OfficeStyle, OfficialDocument
from duty_cli.domain.sheet import Paragraph
from duty_cli.render.layout.evaluation import provisional_notes
from duty_cli.render.layout.notice import annexes_of, title_of
from duty_cli.render.layout.notice_text import notice_text
from duty_cli.render.layout.official import prose
from duty_cli.reports.annual_notice import AnnualNotice


def official_notice(report: AnnualNotice, style: OfficeStyle, number: int | None, on: date) -> OfficialDocument:
    """The notice with its annexes."""
    annexes = annexes_of(report)
    # What a form leaves out is told to the clerk, not in a document that goes out.
    notes = tuple(Paragraph(f"{prose(note)}。") for note in provisional_notes(report.evaluation))
    return OfficialDocument(
        title_of(report),
        style.members,
        (*notice_text(report, annexes), *notes),
        annexes,
        str(report.identity),
        number=style.numbered(on.year, number),
        on=on,
        signed=style.signed,
        cc=style.cc,
    )
