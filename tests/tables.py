"""The tables of a report read back out of a file of any format: rows of text under their headings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import docx
import openpyxl

Rows = list[list[str]]


def of_csv(data: bytes) -> Rows:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def of_markdown(data: bytes) -> Rows:
    lines = (line for line in data.decode().splitlines() if not line.startswith("| ---"))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def of_workbook(data: bytes) -> Rows:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [["" if cell is None else str(cell) for cell in row] for sheet in book for row in sheet.values]


def of_document(data: bytes) -> Rows:
    found: Rows = []
    for table in docx.Document(io.BytesIO(data)).element.body.iterchildren(f"{_W}tbl"):
        rows = (row.iterchildren(f"{_W}tc") for row in table.iterchildren(f"{_W}tr"))
        found += [*(["".join(text.text or "" for text in cell.iter(f"{_W}t")) for cell in row] for row in rows), []]
    return found


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Page(HTMLParser):
    """The cells of a page's tables."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = []
        self._cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")
        if tag == "table":
            self.rows.append([])

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


def of_page(data: bytes) -> Rows:
    page = _Page()
    page.feed(data.decode())
    return page.rows


READERS: dict[str, Callable[[bytes], Rows]] = {
    "csv": of_csv,
    "md": of_markdown,
    "xlsx": of_workbook,
    "docx": of_document,
    "html": of_page,
}
"""Format → what reads its tables."""


def under(rows: Rows, *headings: str) -> Iterator[dict[str, str]]:
    """The rows of the first table that has all of ``headings``, by heading; a table ends where a row has one cell or none."""
    head: list[str] = []
    for row in rows:
        if not head:
            head = row if set(headings) <= set(row) else []
        elif sum(map(bool, row)) < 2:
            return
        else:
            yield dict(zip(head, row, strict=False))
