"""The .docx file around a body: the built-in document, or an office's own template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from duty_cli.documents.cell_text import cleaned
from duty_cli.documents.docx.markup import CHINESE, NAMESPACES, has_shared_sign
from duty_cli.documents.docx.page_styles import PageSetup, looks, stylesheet, turned_number, upright_number
from duty_cli.documents.docx.template_guard import refuse_unfit, refuse_what_runs
from duty_cli.errors.file_errors import UnfitTemplate
from duty_cli.model.papers import Identity, OfficeStyle

_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class DocxSection:
    """A part of the body that begins on a page of its own, as XML; ``landscape``: on pages on their side."""

    xml: str
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class DocxPackage:
    """A file without its body, which goes before ``spot``.

    ``first`` are the properties of the first section, ``upright`` and ``turned`` those of the later ones. ``named`` is what
    a template has a place for, ``looks`` which of its styles stand for ours, by id.
    """

    file: Document
    page: PageSetup
    spot: BaseOxmlElement
    first: BaseOxmlElement
    upright: BaseOxmlElement
    turned: BaseOxmlElement
    named: frozenset[str] | None = None
    looks: Mapping[str, str] = field(default_factory=dict)

    def filled(self, stretches: Sequence[DocxSection]) -> Document:
        """The file with the body in its place; what a template has after it stands on upright pages."""
        body = self.file.element.body
        if stretches[-1].landscape and self._goes_on():
            stretches = [*stretches, DocxSection("")]
        sections = list(self._sections(stretches))
        parts = (one.xml + _break(section) for one, section in zip(stretches, sections[:-1], strict=False))
        for element in parse_xml(f"<w:body {NAMESPACES}>{''.join(parts)}{stretches[-1].xml}</w:body>"):
            self._take(element)
        body.replace(body.sectPr, sections[-1])
        return self.file

    def _sections(self, stretches: Sequence[DocxSection]) -> Iterator[BaseOxmlElement]:
        for place, one in enumerate(stretches):
            yield deepcopy(self.turned if one.landscape else self.upright if place else self.first)

    def _take(self, element: BaseOxmlElement) -> None:
        for look in element.iter(qn("w:pStyle")) if self.looks else ():
            look.set(qn("w:val"), self.looks.get(look.get(qn("w:val")), look.get(qn("w:val"))))
        self.spot.addprevious(element)

    def _goes_on(self) -> bool:
        """Whether the template has text or a table after the place of the body."""
        return any(
            one.tag == qn("w:tbl") or "".join(text.text or "" for text in one.iter(qn("w:t"))).strip()
            for one in self.spot.itersiblings()
        )


def _break(section: BaseOxmlElement) -> str:
    """The paragraph that ends a section, too thin to be seen."""
    return f'<w:p><w:pPr><w:pStyle w:val="GwEnd"/>{section.xml}</w:pPr></w:p>'


def saved(file: Document, title: str, identity: str, at: datetime) -> bytes:
    """The bytes of a file that says it was made at ``at`` (in UTC where it names no zone), by the committee that it is from."""
    moment = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    said = file.core_properties
    made_from = Identity.last_in(identity)
    author = cleaned(made_from.committee) if made_from else "duty"
    said.title, said.comments, said.author, said.last_modified_by = cleaned(title), cleaned(identity), author, author
    said.created = said.modified = moment
    said.revision = 1
    _say_by_what(file)
    out = BytesIO()
    file.save(out)
    return _without_times(out)


_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>duty</Application></Properties>'
)


def _say_by_what(file: Document) -> None:
    """The library's empty document says that a word processor made it, a template where it lay and in whose office."""
    for rel in file.part.package.rels.values():
        if rel.reltype.endswith("/extended-properties"):
            rel.target_part._blob = _APPLICATION


def _without_times(file: BytesIO) -> bytes:
    """The same archive, whose members bear no time of their writing."""
    out = BytesIO()
    with ZipFile(file) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _EARLIEST), old.read(name), ZIP_DEFLATED)
    return out.getvalue()


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
    _set_for_chinese(file)
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


def _set_for_chinese(file: Document) -> None:
    """Laid out as Word 2013 and later do, not in compatibility mode, and with Chinese as the language of its typefaces."""
    settings = file.settings.element
    (mode,) = settings.xpath('w:compat/w:compatSetting[@w:name="compatibilityMode"]')
    mode.set(qn("w:val"), "15")
    (language,) = settings.xpath("w:themeFontLang")
    language.set(qn("w:eastAsia"), "zh-CN")


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
    refuse_unfit(data)
    try:
        file = docx.Document(BytesIO(data))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise UnfitTemplate("不是 .docx 文件；请在 Word 或 WPS 中另存为 .docx") from error
    refuse_what_runs(file)
    return file


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
    if has_shared_sign(text):
        first.getparent().get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), CHINESE)
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
