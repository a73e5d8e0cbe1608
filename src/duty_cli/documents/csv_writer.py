"""CSV going out: as Excel and WPS open it, and such that no text in it can act as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain

from duty_cli.documents.cell_text import cleaned, numbered, remarks, said
from duty_cli.model.exact_numbers import Yuan
from duty_cli.model.papers import Cell, Paper
from duty_cli.patterns import pattern

WITH_BOM = "utf-8-sig"
"""What Excel takes for UTF-8; the other encoding offices ask for is gb18030."""

# Quotes before the sign are let through, so that taking off one ' always gives back the text that was there.
_FORMULA = pattern(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_SIGNED_NUMBER = pattern(r"[+-]\d{1,9}(\.\d{1,9})?%?")


def as_csv(paper: Paper, encoding: str = WITH_BOM) -> bytes:
    """``paper`` as CSV: its tables one after another, each under its title and over its notes; the identity last."""
    return _written(([_field(cell) for cell in row] for row in _rows(paper)), encoding)


def records_csv(headings: Sequence[str], rows: Iterable[Mapping[str, str]], encoding: str = WITH_BOM) -> bytes:
    """One plain table that ``duty import`` reads back; a heading a row lacks is left empty."""
    lines = ([guarded(row.get(heading, "")) for heading in headings] for row in rows)
    return _written(chain([headings], lines), encoding)


def guarded(text: str) -> str:
    """``text`` with ``'`` before it where a spreadsheet would take it for a formula; signed numbers are none."""
    return f"'{text}" if _FORMULA.match(text) and not _SIGNED_NUMBER.fullmatch(text) else text


def _rows(paper: Paper) -> Iterator[Sequence[Cell]]:
    yield from ([text] for text in (paper.title, paper.subtitle) if text)
    yield from ([text] for _, text in numbered(paper.text))
    for place, sheet in enumerate(paper.sheets):
        if place or paper.text:
            yield []
        if sheet.title != paper.title:
            yield [sheet.title]
        yield [column.heading for column in sheet.columns]
        yield from sheet.rows
        yield from ([line] for line in remarks(sheet.notes))
    yield from ([line] for line in remarks(paper.notes))
    yield [paper.identity]


def _field(cell: Cell) -> str:
    if isinstance(cell, Yuan):
        return cell.plain
    return guarded(cleaned(cell)) if isinstance(cell, str) else said(cell)


def _written(rows: Iterable[Sequence[str]], encoding: str) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)
