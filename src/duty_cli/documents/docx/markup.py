"""WordprocessingML as text: paragraphs and the runs in them. Lengths are in twips, a twentieth of a point."""

from __future__ import annotations

from fractions import Fraction
from xml.sax.saxutils import escape

from duty_cli.documents.cell_text import cleaned
from duty_cli.model.exact_numbers import Points
from duty_cli.patterns import pattern

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


_MARK = pattern(r"([\t\n])")
_MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_OF_TWO_TYPEFACES = pattern(r"[§°±·×÷\u2010-\u2bff]")
"""Signs such as “ ” — … · that Latin and Chinese typefaces share, and Word sets in the Latin one unless it is told."""
CHINESE = "eastAsia"
_IN_CHINESE = f'<w:rPr><w:rFonts w:hint="{CHINESE}"/></w:rPr>'


def twips(millimetres: Points) -> int:
    """A length in millimetres as twips: 1440 to the inch of 25.4 mm."""
    return int(Fraction(millimetres) * 7200 / 127)


def run(text: str) -> str:
    """A run of text; a tab in it is a tab, a break ends a line, a sign of two typefaces is set in the Chinese one."""
    inside = "".join(_MARKS.get(part) or _text(part) for part in _MARK.split(text) if part)
    return f"<w:r>{_IN_CHINESE if has_shared_sign(text) else ''}{inside}</w:r>"


def has_shared_sign(text: str) -> bool:
    """Whether Word must be told that ``text`` is Chinese, lest its quotes and dashes be set in the Latin typeface."""
    return _OF_TWO_TYPEFACES.search(text) is not None


def _text(part: str) -> str:
    return f'<w:t xml:space="preserve">{escape(cleaned(part))}</w:t>'


def paragraph(look: str, text: str = "", properties: str = "") -> str:
    """A paragraph in the style whose id is ``look``; ``properties`` are those it has beside its style's."""
    return paragraph_of(look, run(text) if text else "", properties)


def paragraph_of(look: str, runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{look}"/>{properties}</w:pPr>{runs}</w:p>'


def page_number() -> str:
    """The runs of the number of the page, between dashes."""
    return run("— ") + '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>' + run(" —")


def anchored(content: str, width: int, height: int) -> str:
    """A paragraph that holds a box without a border at the bottom of the type area, over its width."""
    emu = f'cx="{width * 635}" cy="{height * 635}"'
    return (
        '<w:p><w:pPr><w:pStyle w:val="GwEnd"/></w:pPr><w:r><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent {emu}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {emu}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r></w:p>"
    )
