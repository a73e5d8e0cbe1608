"""A report in every format there is, as text in which anything that left the program can be found."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

from duty_cli.documents.csv_writer import as_csv
from duty_cli.documents.docx.docx_writer import as_docx
from duty_cli.documents.html_page import as_html
from duty_cli.documents.json_writer import as_json
from duty_cli.documents.markdown import as_markdown
from duty_cli.documents.text_table import as_table
from duty_cli.documents.workbook_writer import as_xlsx
from duty_cli.model.papers import OfficeStyle, Paper

AT = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)

FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "table": lambda paper: as_table(paper).encode(),
    "csv": as_csv,
    "md": lambda paper: as_markdown(paper).encode(),
    "html": lambda paper: as_html(paper).encode(),
    "xlsx": lambda paper: as_xlsx(paper, AT),
    "docx": lambda paper: as_docx(paper, OfficeStyle(), AT),
}


def unpacked(data: bytes) -> str:
    """All text of a file; of an archive that of everything in it."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def everywhere(paper: Paper, document: object) -> dict[str, str]:
    """The text of each format, by its name."""
    return {"json": as_json(document), **{name: unpacked(make(paper)) for name, make in FORMATS.items()}}
