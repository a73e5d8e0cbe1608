"""The built-in document: an empty file made into one of GB/T 9704-2012."""

from __future__ import annotations

import docx
from docx.document import Document
from docx.oxml import parse_xml

from duty_cli.domain.official import OfficeStyle
from duty_cli.render.docx.frame import DocxPackage
from duty_cli.render.docx.markup import NAMESPACES
from duty_cli.render.docx.pages import PageSetup, turned_number, upright_number
from duty_cli.render.docx.styles import stylesheet

_NOT_NEEDED = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering", "/webSettings")
"""What the library's own empty document holds beside what is needed."""
_ONE_CHARACTER = 280


def built_in(style: OfficeStyle) -> DocxPackage:
    """An empty document in that style."""
    file, page = docx.Document(), PageSetup.of(style.margins)
    for part in (file.part, file.part.package):
        for key in [key for key, rel in part.rels.items() if rel.reltype.endswith(_NOT_NEEDED)]:
            part.rels.pop(key)
    _set_styles(file, style, page)
    _set_both_sides(file)
    upright = parse_xml(page.section(_numbers(file, page, turned=False)))
    turned = parse_xml(page.turned().section(_numbers(file, page.turned(), turned=True)))
    body = file.element.body
    body.replace(body.sectPr, upright)
    return DocxPackage(file, page, upright, upright, upright, turned)


def _set_styles(file: Document, style: OfficeStyle, page: PageSetup) -> None:
    ours = parse_xml(stylesheet(style, page))
    theirs = file.styles.element
    for element in list(theirs):
        theirs.remove(element)
    for element in list(ours):
        theirs.append(element)


def _set_both_sides(file: Document) -> None:
    """Odd and even pages have their binding, and the page number, on different sides."""
    settings = file.settings
    settings.odd_and_even_pages_header_footer = True
    settings.element.insert(1, parse_xml(f"<w:mirrorMargins {NAMESPACES}/>"))


def _numbers(file: Document, page: PageSetup, *, turned: bool) -> str:
    """Feet with page numbers, right on odd and left on even pages; the references to them."""
    references = ""
    for pages, side in (("default", "right"), ("even", "left")):
        part, key = file.part.add_footer_part()  # type: ignore[no-untyped-call]
        foot = part.element
        number = turned_number(page, side, _ONE_CHARACTER) if turned else upright_number(side, _ONE_CHARACTER)
        for element in list(foot):
            foot.remove(element)
        for element in parse_xml(f"<w:ftr {NAMESPACES}>{number}</w:ftr>"):
            foot.append(element)
        references += f'<w:footerReference w:type="{pages}" r:id="{key}"/>'
    return references
