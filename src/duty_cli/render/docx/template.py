"""An office's own template (.docx): its styles, head and foot stay, the body goes where {{正文}} stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from duty_cli.domain.official import OfficeStyle
from duty_cli.errors import UnfitTemplate
from duty_cli.render.docx.frame import DocxPackage
from duty_cli.render.docx.markup import NAMESPACES
from duty_cli.render.docx.pages import PageSetup
from duty_cli.render.docx.styles import looks
from duty_cli.render.wording import cleaned

_BODY = "{{正文}}"
_OF_THE_FIRST = ("w:headerReference", "w:footerReference", "w:titlePg")
"""What later sections go on with, or a head on the first page that they must not repeat."""


def from_template(style: OfficeStyle, values: Mapping[str, str]) -> DocxPackage:
    """The office's template with ``values`` where it names them, as {{文号}}. Raises UnfitTemplate."""
    file = _opened(style.template)
    named = frozenset(_fill(file, values))
    spot = _spot(file)
    page = _page_of(file)
    first = file.element.body.sectPr
    upright = deepcopy(first)
    for element in [one for tag in _OF_THE_FIRST for one in upright.findall(qn(tag))]:
        upright.remove(element)
    return DocxPackage(file, page, spot, first, upright, _turned(upright, page), named, _with_styles(file, style, page))


def _opened(data: bytes) -> Document:
    try:
        return docx.Document(BytesIO(data))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise UnfitTemplate("不是 .docx 文件；请在 Word 或 WPS 中另存为 .docx") from error


def _spot(file: Document) -> BaseOxmlElement:
    """What stands after the place of the body, which is taken out."""
    for paragraph in file.element.body.iterchildren(qn("w:p")):
        if _text(paragraph).strip() == _BODY:
            after: BaseOxmlElement = paragraph.getnext()
            file.element.body.remove(paragraph)
            return after
    raise UnfitTemplate(f"没有单独成段的 {_BODY}；请在放正文的地方写一段 {_BODY}")


def _fill(file: Document, values: Mapping[str, str]) -> Iterator[str]:
    """Put values where they are named, in the text, head or foot; the names found."""
    for paragraph in _paragraphs(file):
        text = _text(paragraph)
        for name, value in values.items():
            if f"{{{{{name}}}}}" in text:
                yield name
                text = text.replace(f"{{{{{name}}}}}", cleaned(value))
                _say(paragraph, text)


def _paragraphs(file: Document) -> Iterator[BaseOxmlElement]:
    heads = [rel.target_part for rel in file.part.rels.values() if rel.reltype.endswith(("/header", "/footer"))]
    for root in (file.element.body, *(part.element for part in heads)):
        yield from root.iter(qn("w:p"))


def _text(paragraph: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _say(paragraph: BaseOxmlElement, text: str) -> None:
    """Put ``text`` into the first run: an editor may have cut a name in two."""
    first, *others = paragraph.iter(qn("w:t"))
    first.text = text
    for other in others:
        other.text = ""


def _page_of(file: Document) -> PageSetup:
    section = file.sections[-1]
    lengths = (
        *(section.page_width, section.page_height, section.top_margin, section.bottom_margin),
        *(section.left_margin, section.right_margin),
    )
    if None in lengths:
        raise UnfitTemplate("没有设定纸张大小和页边距；请在 Word 或 WPS 的页面设置中设定")
    return PageSetup(*(length.twips for length in lengths if length is not None))


def _turned(upright: BaseOxmlElement, page: PageSetup) -> BaseOxmlElement:
    section = deepcopy(upright)
    for element in parse_xml(page.turned().section()):
        old = section.find(element.tag)
        if element.tag in (qn("w:pgSz"), qn("w:pgMar")) and old is not None:
            section.replace(old, element)
    return section


def _with_styles(file: Document, style: OfficeStyle, page: PageSetup) -> dict[str, str]:
    """Add the styles that the template has not; the ids of those that it has under the same name, by ours."""
    theirs = {one.name: one.style_id for one in file.styles}
    own = {}
    for look in looks(style, page):
        if look.name in theirs:
            own[look.id] = theirs[look.name]
        else:
            file.styles.element.append(parse_xml(look.xml(style.fonts.figures).replace(">", f" {NAMESPACES}>", 1)))
    return own
