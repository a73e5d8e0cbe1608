"""What leaves the program: data to standard output or a file, remarks to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli.output_guard import write
from duty_cli.errors import UsageError

if TYPE_CHECKING:
    from duty_cli.model.office_words import OfficeWords
    from duty_cli.model.papers import OfficeStyle, OfficialDocument, Paper


class Format(StrEnum):
    """The formats of a report."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"
    MD = "md"
    HTML = "html"


_FILES = (Format.XLSX, Format.DOCX)
"""The formats that no screen can show."""


@dataclass(frozen=True, slots=True)
class ReportOutput:
    """A report ready to be shown: its paper, its document for JSON, and the moment its ledger was last written.

    ``calling`` is how the office calls its own, ``style`` how its documents look (docx); ``official`` what such a document
    says, where it is more than the paper.
    """

    paper: Callable[[], Paper]
    document: Callable[[], object]
    at: datetime
    calling: Callable[[], OfficeWords] | None = None
    style: Callable[[], OfficeStyle] | None = None
    official: Callable[[], OfficialDocument] | None = None

    def __post_init__(self) -> None:
        """Whatever is shown of it is said in the office's words: there is no way out but through here."""
        for name in ("paper", "document", "official"):
            if make := getattr(self, name):
                object.__setattr__(self, name, _in_its_words(make, self.calling))


def _in_its_words(make: Callable[[], object], calling: Callable[[], OfficeWords] | None) -> Callable[[], object]:
    from duty_cli.model.office_words import OfficeWords

    return lambda: (OfficeWords() if calling is None else calling()).said(make())


def show(made: ReportOutput, chosen: Format | None, out: Path | None) -> None:
    """Write a report in the format chosen, else the one the file's name ends in, else as a table."""
    how = chosen or format_by_name(out)
    if out is not None:
        write(out, as_bytes(made, how))
        remark(f"已写入 {out}")
    elif how in _FILES and sys.stdout.isatty():
        raise UsageError(f"{how} 不能显示在屏幕上；请用 -o 指定文件")
    elif how in (*_FILES, Format.CSV):
        from duty_cli.documents.streams import write_bytes

        write_bytes(sys.stdout, as_bytes(made, how))
    else:
        say(_text(made, how, terminal_width()))
        if how is Format.TABLE:
            _draw(made)


def _draw(made: ReportOutput) -> None:
    """Show the charts on a terminal under the tables; a pipe is given figures alone."""
    width = terminal_width()
    if width is None:
        return
    import os

    from duty_cli.documents.terminal_charts import as_bars

    # The console of Windows knows colours only where it was told to beforehand.
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and os.name != "nt"
    drawn = as_bars(made.paper().charts, width, colour=colour)
    if drawn:
        say(f"\n{drawn}")


def format_by_name(out: Path | None) -> Format:
    """The format that a file's name ends in; a table where there is none."""
    ending = "" if out is None else out.suffix.lstrip(".").lower()
    if ending in ("", "txt"):
        return Format.TABLE
    if ending not in set(Format):
        raise UsageError(
            f"文件名 {out} 看不出输出格式；请用 --format 指定，或以 .csv .json .xlsx .docx .md .html .txt 结尾"
        )
    return Format(ending)


def as_bytes(made: ReportOutput, how: Format) -> bytes:
    """A report as a file of that format."""
    if how is Format.XLSX:
        from duty_cli.documents.workbook_writer import as_xlsx

        return as_xlsx(made.paper(), made.at)
    if how is Format.DOCX:
        return _docx(made)
    if how is Format.CSV:
        from duty_cli.documents.csv_writer import as_csv

        return as_csv(made.paper())
    return _text(made, how, None).encode()


def _docx(made: ReportOutput) -> bytes:
    from duty_cli.model.papers import OfficeStyle

    style = made.style() if made.style else OfficeStyle()
    if made.official:
        from duty_cli.documents.docx.docx_writer import as_official_docx

        return as_official_docx(made.official(), style, made.at)
    from duty_cli.documents.docx.docx_writer import as_docx

    return as_docx(made.paper(), style, made.at)


def _text(made: ReportOutput, how: Format, width: int | None) -> str:
    if how is Format.JSON:
        from duty_cli.documents.json_writer import as_json

        return as_json(made.document())
    if how is Format.MD:
        from duty_cli.documents.markdown import as_markdown

        return as_markdown(made.paper())
    if how is Format.HTML:
        from duty_cli.documents.html_page import as_html

        return as_html(made.paper())
    from duty_cli.documents.text_table import as_table

    return as_table(made.paper(), width)


def terminal_width() -> int | None:
    """The cells of a terminal's line; None for a pipe."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def say(text: str) -> None:
    """Write to standard output."""
    from duty_cli.documents.streams import write_text

    write_text(sys.stdout, text if text.endswith("\n") else text + "\n")


def remark(text: str) -> None:
    """Write a remark to standard error, without anything in it that drives a terminal."""
    from duty_cli.documents.cell_text import cleaned
    from duty_cli.documents.streams import write_text

    write_text(sys.stderr, "".join(f"{cleaned(line)}\n" for line in text.split("\n")))
