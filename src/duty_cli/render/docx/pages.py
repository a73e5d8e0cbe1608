"""The page of GB/T 9704-2012: A4, a type area of 22 lines of 28 characters, numbers outside of it, left or right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duty_cli.domain.official import Margins
from duty_cli.render.docx.markup import NAMESPACES, page_number, paragraph_of, twips

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
