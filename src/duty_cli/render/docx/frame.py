"""The .docx file around a body: where the body goes, the sections it may have, and the bytes it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from duty_cli.render.docx.markup import NAMESPACES
from duty_cli.render.docx.pages import PageSetup
from duty_cli.render.wording import cleaned

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
    """The bytes of a file that says it was made at ``at`` (in UTC where it names no zone)."""
    moment = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    said = file.core_properties
    said.title, said.comments, said.author, said.last_modified_by = cleaned(title), cleaned(identity), "duty", "duty"
    said.created = said.modified = moment
    said.revision = 1
    out = BytesIO()
    file.save(out)
    return _without_times(out)


def _without_times(file: BytesIO) -> bytes:
    """The same archive, whose members bear no time of their writing."""
    out = BytesIO()
    with ZipFile(file) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _EARLIEST), old.read(name), ZIP_DEFLATED)
    return out.getvalue()
