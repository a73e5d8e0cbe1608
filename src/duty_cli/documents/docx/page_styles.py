"""The page of GB/T 9704-2012 and the paragraph styles of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from xml.sax.saxutils import escape

from duty_cli.documents.docx.markup import NAMESPACES, page_number, paragraph_of, twips
from duty_cli.model.exact_numbers import Points
from duty_cli.model.papers import Margins, OfficeStyle

LINES, CHARACTERS = 22, 28
_A4_WIDTH, _A4_HEIGHT = 11906, 16838
_BELOW = twips(7)
"""From the type area to the page number."""


@dataclass(frozen=True, slots=True)
class PageSetup:
    """A page and its margins."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def of(cls, margins: Margins) -> PageSetup:
        """An upright A4 page, an odd one."""
        edges = (margins.top, margins.bottom, margins.binding, margins.cut)
        return cls(_A4_WIDTH, _A4_HEIGHT, *map(twips, edges))

    @property
    def across(self) -> int:
        """The width of the type area."""
        return self.width - self.left - self.right

    @property
    def line(self) -> int:
        """The height of a line of text."""
        return (self.height - self.top - self.bottom) // LINES

    @property
    def character(self) -> int:
        """The width of a character of text, with the space beside it."""
        return self.across // CHARACTERS

    def turned(self) -> PageSetup:
        """The page on its side: the same type area, its head where the upright page has its left edge.

        Margins that differ are made alike, so that odd and even pages have the table in the same place.
        """
        ends, sides = (self.top + self.bottom) // 2, (self.left + self.right) // 2
        return replace(self, width=self.height, height=self.width, top=sides, bottom=sides, left=ends, right=ends)

    def section(self, references: str = "") -> str:
        """The properties of a section of such pages."""
        landscape = ' w:orient="landscape"' if self.width > self.height else ""
        return (
            f'<w:sectPr {NAMESPACES}>{references}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{self.width}" w:h="{self.height}"{landscape}/>'
            f'<w:pgMar w:top="{self.top}" w:right="{self.right}" w:bottom="{self.bottom}" w:left="{self.left}" '
            f'w:header="851" w:footer="{max(self.bottom - _BELOW - 400, 0)}" w:gutter="0"/></w:sectPr>'
        )


def upright_number(side: str, indent: int) -> str:
    """The number under an upright page, ``indent`` in from the edge of the type area on that side."""
    return paragraph_of("GwPage", page_number(), f'<w:ind w:{side}="{indent}"/><w:jc w:val="{side}"/>')


def turned_number(page: PageSetup, side: str, indent: int) -> str:
    """The number of a page on its side, where the upright page has it: read from the page's left edge, turned."""
    number = paragraph_of("GwPage", page_number(), f'<w:ind w:{side}="{indent}"/><w:jc w:val="{side}"/>')
    column = 400
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{page.left - _BELOW - column}" w:tblpY="{page.top}"/>'
        f'<w:tblW w:w="{column}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{column}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:trHeight w:val="{page.height - page.top - page.bottom}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>{number}</w:tc>'
        "</w:tr></w:tbl>" + paragraph_of("GwEnd", "")
    )


RED, BLACK = "FF0000", "000000"
RULE = '<w:bottom w:val="single" w:sz="18" w:space="11" w:color="FF0000"/>'
"""The red rule under the document number: 4 mm below it."""
_LARGEST_MARK = 62
_THINNEST_LINE = 14


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style. ``line`` is the height of its lines, ``indent`` that of the first one, ``spacing`` between characters.

    ``latin`` is the typeface of its digits and Latin letters, where that is not the document's.
    """

    id: str
    name: str
    font: str
    size: Points
    line: int
    align: Literal["left", "center", "both"] = "left"
    indent: int = 0
    spacing: int = 0
    colour: str = BLACK
    border: str = ""
    latin: str = ""

    def xml(self, figures: str) -> str:
        """The style as XML; ``figures`` is the document's typeface of digits and Latin letters."""
        size, latin = int(self.size * 2), _quoted(self.latin or figures)
        border = f"<w:pBdr>{self.border}</w:pBdr>" if self.border else ""
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'<w:qFormat/><w:pPr><w:widowControl w:val="0"/>{border}<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
            f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{self.line}" w:lineRule="exact"/>'
            f'<w:ind w:firstLine="{self.indent}"/><w:jc w:val="{self.align}"/></w:pPr>'
            f'<w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{_quoted(self.font)}" w:cs="{latin}"/>'
            f'<w:color w:val="{self.colour}"/><w:spacing w:val="{self.spacing}"/><w:kern w:val="0"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
        )


def looks(style: OfficeStyle, page: PageSetup) -> Iterator[Look]:
    """All paragraph styles of a document in that style, on such pages."""
    fonts, sizes = style.fonts, style.sizes
    line, body = page.line, sizes.body
    tight = int(page.character - body * 20)
    two = 2 * page.character
    mark = sizes.mark or min(_LARGEST_MARK, page.across // 20 // max(len(style.mark), 1))
    yield Look("GwMark", "公文发文机关", fonts.title, mark, int(mark * 24), "center", colour=RED)
    yield Look("GwNumber", "公文文号", fonts.body, body, line, "center", border=RULE)
    yield Look("GwTitle", "公文标题", fonts.title, sizes.title, line, "center")
    yield Look("GwAddressee", "公文主送", fonts.body, body, line, spacing=tight)
    yield Look("GwText", "公文正文", fonts.body, body, line, "both", two, tight)
    yield Look("GwLevel1", "公文一级标题", fonts.heading, body, line, "both", two, tight)
    yield Look("GwLevel2", "公文二级标题", fonts.subheading, body, line, "both", two, tight)
    yield Look("GwLevel3", "公文三级标题", fonts.body, body, line, "both", two, tight)
    yield Look("GwLevel4", "公文四级标题", fonts.body, body, line, "both", two, tight)
    yield Look("GwSigned", "公文落款", fonts.body, body, line, spacing=tight)
    yield Look("GwAnnex", "公文附件", fonts.heading, body, line)
    yield Look("GwHeading", "公文表头", fonts.heading, sizes.table, _of(sizes.table), "center")
    yield Look("GwCell", "公文表格", fonts.body, sizes.table, _of(sizes.table))
    yield Look("GwSmallHeading", "公文窄表表头", fonts.heading, 9, _of(9), "center")
    yield Look("GwSmallCell", "公文窄表", fonts.body, 9, _of(9))
    yield Look("GwNote", "公文注", fonts.body, sizes.table, _of(sizes.table))
    yield Look("GwFoot", "公文版记", fonts.body, sizes.foot, _of(sizes.foot))
    yield Look("GwPage", "公文页码", fonts.page, 14, 400, latin=fonts.page)
    yield Look("GwIdentity", "公文核验", fonts.body, 9, _of(9), colour="7F7F7F")
    yield Look("GwEnd", "公文分节", fonts.body, 1, _THINNEST_LINE)


def stylesheet(style: OfficeStyle, page: PageSetup) -> str:
    """All of a document's styles as XML."""
    figures, body = _quoted(style.fonts.figures), _quoted(style.fonts.body)
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{figures}" w:hAnsi="{figures}" w:eastAsia="{body}" w:cs="{figures}"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{''.join(look.xml(style.fonts.figures) for look in looks(style, page))}</w:styles>"
    )


def _of(size: Points) -> int:
    """The height of a line of small type."""
    return int(size * 30)


def _quoted(font: str) -> str:
    return escape(font, {'"': "&quot;"})
