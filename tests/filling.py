"""Filling in a blank workbook as a clerk does: cells get values, and nothing else in the file is touched."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

Value = str | int | date
Cells = Mapping[str, Value]
"""Place (B7) → what is typed there."""

FORM = "xl/worksheets/sheet1.xml"


def fill(file: Path, cells: Cells) -> None:
    """Write values into empty cells of the first sheet."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts[FORM].decode()
    for place, value in cells.items():
        sheet, found = re.subn(rf'<c r="{place}"( s="\d+")/>', rf'<c r="{place}"\1{_value(value)}</c>', sheet)
        assert found == 1, f"{place} is no empty cell"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {**parts, FORM: sheet.encode()}.items():
            archive.writestr(name, data)


def _value(value: Value) -> str:
    if isinstance(value, str):
        return f' t="inlineStr"><is><t>{escape(value)}</t></is>'
    number = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
    return f"><v>{number}</v>"
