"""What a document opens with: the red head, the title in balanced lines, the text in its levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duty_cli.domain.official import OfficeStyle, OfficialDocument
from duty_cli.domain.sheet import Paragraph
from duty_cli.render.docx.markup import paragraph, twips
from duty_cli.render.docx.pages import PageSetup
from duty_cli.render.wording import cleaned, numbered

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
