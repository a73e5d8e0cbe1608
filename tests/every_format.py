"""A report in every format there is, as text in which anything that left the program can be found."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

from duty_cli.domain.official import OfficeStyle
from duty_cli.domain.sheet import Paper
from duty_cli.render.csv import as_csv
from duty_cli.render.docx.plain import as_docx
from duty_cli.render.html import as_html
from duty_cli.render.json import as_json
from duty_cli.render.markdown import as_markdown
from duty_cli.render.table import as_table
from duty_cli.render.xlsx import as_xlsx

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
