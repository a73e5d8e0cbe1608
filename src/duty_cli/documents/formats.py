"""FORMATS: every format that a report can be written in, once.

To add one: its writer beside this file, a member of ``Format`` and a line in ``FORMATS``. What it needs loads when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_cli.model.office_words import OfficeWords
    from duty_cli.model.papers import BoundPapers, OfficeStyle, OfficialDocument, Paper


class Format(StrEnum):
    """The formats of a report; the values are what ``--format`` takes and what a file's name ends in."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"
    MD = "md"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class ReportOutput:
    """A report ready to be shown: its paper, its document for JSON, and the moment its ledger was last written.

    ``calling`` is how the office calls its own, ``style`` how its documents look (docx); ``official`` what such a document
    says, where it is more than the paper; ``bound`` are papers bound together, in the place of one.
    """

    paper: Callable[[], Paper]
    document: Callable[[], object]
    at: datetime
    calling: Callable[[], OfficeWords] | None = None
    style: Callable[[], OfficeStyle] | None = None
    official: Callable[[], OfficialDocument] | None = None
    bound: Callable[[], BoundPapers] | None = None

    def __post_init__(self) -> None:
        """Whatever is shown of it is said in the office's words: there is no way out but through here."""
        for name in ("paper", "document", "official", "bound"):
            if make := getattr(self, name):
                object.__setattr__(self, name, _in_its_words(make, self.calling))


def _in_its_words(make: Callable[[], object], calling: Callable[[], OfficeWords] | None) -> Callable[[], object]:
    from duty_cli.model.office_words import OfficeWords

    return lambda: (OfficeWords() if calling is None else calling()).said(make())


@dataclass(frozen=True, slots=True)
class FormatSpec:
    """How a format is written. ``width`` is that of a terminal in cells, None for a file or a pipe.

    ``on_screen``: whether a terminal can show it; ``as_bytes``: whether it goes out in an encoding of its own, even to a pipe;
    ``binds``: whether papers can be bound in it.
    """

    write: Callable[[ReportOutput, int | None], str | bytes]
    on_screen: bool = True
    as_bytes: bool = False
    binds: bool = False


def written(made: ReportOutput, how: Format, width: int | None = None) -> str | bytes:
    """The report in that format."""
    return FORMATS[how].write(made, width)


def _table(made: ReportOutput, width: int | None) -> str:
    if made.bound is not None:
        from duty_cli.documents.markdown import book_as_table

        return book_as_table(made.bound(), width)
    from duty_cli.documents.text_table import as_table

    return as_table(made.paper(), width)


def _csv(made: ReportOutput, _: int | None) -> bytes:
    from duty_cli.documents.csv_writer import as_csv

    return as_csv(made.paper())


def _json(made: ReportOutput, _: int | None) -> str:
    from duty_cli.documents.json_writer import as_json

    return as_json(made.document())


def _xlsx(made: ReportOutput, _: int | None) -> bytes:
    from duty_cli.documents.workbook_writer import as_xlsx

    return as_xlsx(made.paper(), made.at)


def _docx(made: ReportOutput, _: int | None) -> bytes:
    from duty_cli.model.papers import OfficeStyle

    style = OfficeStyle() if made.style is None else made.style()
    if made.bound is not None:
        from duty_cli.documents.docx.docx_writer import book_as_docx

        return book_as_docx(made.bound(), style, made.at)
    from duty_cli.documents.docx.docx_writer import as_docx, as_official_docx

    if made.official is not None:
        return as_official_docx(made.official(), style, made.at)
    return as_docx(made.paper(), style, made.at)


def _markdown(made: ReportOutput, _: int | None) -> str:
    from duty_cli.documents.markdown import as_markdown, book_as_markdown

    return as_markdown(made.paper()) if made.bound is None else book_as_markdown(made.bound())


def _html(made: ReportOutput, _: int | None) -> str:
    from duty_cli.documents.html_page import as_html, book_as_html

    return as_html(made.paper()) if made.bound is None else book_as_html(made.bound())


FORMATS: Mapping[Format, FormatSpec] = {
    Format.TABLE: FormatSpec(_table, binds=True),
    Format.CSV: FormatSpec(_csv, as_bytes=True),
    Format.JSON: FormatSpec(_json, binds=True),
    Format.XLSX: FormatSpec(_xlsx, on_screen=False, as_bytes=True),
    Format.DOCX: FormatSpec(_docx, on_screen=False, as_bytes=True, binds=True),
    Format.MD: FormatSpec(_markdown, binds=True),
    Format.HTML: FormatSpec(_html, binds=True),
}
