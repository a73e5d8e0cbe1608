"""What one paper says otherwise than another: rows that changed, came or went, and all its text, titles and remarks too.

Only the identity line is left out: it says which ledger was asked, and differs whenever anything was entered.

Two papers are compared as they are laid out, so that a change is told under the headings that stand on the paper.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from duty_cli.model.exact_numbers import Yuan, show
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.patterns import pattern

_NUMBER, _NAME = "编号", "姓名"
_TEXT = "正文"

_PADDING = pattern(r"[ ─]+")
"""What a table as text is padded and ruled with, as wide as its longest name."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell or line, before and after; None where there was none, or is none any more."""

    heading: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PaperChange:
    """A row that changed, came or went: its sheet, what it is of, and the cells in question. A line is of nobody."""

    place: str
    who: str
    fields: tuple[CellChange, ...]


def changes(before: Paper, after: Paper) -> tuple[PaperChange, ...]:
    """What ``after`` says otherwise: members first, then other rows, then the text."""
    old, new = ({sheet.name: sheet for sheet in paper.sheets} for paper in (before, after))
    names = sorted(dict.fromkeys((*new, *old)), key=lambda name: not _of_members(new.get(name) or old[name]))
    found = [change for name in names for change in _sheet_changes(name, old.get(name), new.get(name))]
    return (*found, *line_changes(_TEXT, _lines(before), _lines(after)))


def _lines(paper: Paper) -> list[str]:
    """All lines of a paper outside its tables and its identity line."""
    own = (paper.title, paper.subtitle, *(paragraph.text for paragraph in paper.text), *paper.notes)
    return [line for line in (*own, *(of for sheet in paper.sheets for of in (sheet.title, *sheet.notes))) if line]


def line_changes(place: str, before: Sequence[str], after: Sequence[str]) -> Iterator[PaperChange]:
    """Lines that changed, came or went."""
    for tag, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            old, new = before[i:j], after[k:m]
            for at in range(max(len(old), len(new))):
                yield PaperChange(place, "", (CellChange("", _at(old, at), _at(new, at)),))


def same_but_for(mark: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether ``after`` says the same as ``before`` with some words of it gone, each replaced by ``mark``, in any order of lines."""
    old, new = (Counter(_PADDING.sub(" ", line) for line in lines) for lines in (before, after))
    gone = list((old - new).elements())
    for line in (new - old).elements():
        # Members go by name in some lists, so that a line may stand in another place.
        like = re.compile(".+".join(map(re.escape, line.split(mark))))
        match = next((one for one in gone if mark in line and like.fullmatch(one)), None)
        if match is None:
            return False
        gone.remove(match)
    return not gone


def _at(lines: Sequence[str], place: int) -> str | None:
    return lines[place] if place < len(lines) else None


def _of_members(sheet: Sheet) -> bool:
    return any(column.heading.endswith(_NUMBER) for column in sheet.columns)


def _sheet_changes(name: str, before: Sheet | None, after: Sheet | None) -> Iterator[PaperChange]:
    old, new = (() if sheet is None else _said(sheet) for sheet in (before, after))
    columns = (after or before or Sheet(name, name, (), ())).columns
    if before and after and before.columns != after.columns:
        yield PaperChange(name, "", (CellChange("", _joined(_headings(before.columns)), _joined(_headings(columns))),))
        return
    keyed_old, keyed_new = _keyed(columns, old), _keyed(columns, new)
    if keyed_old is None or keyed_new is None:
        yield from line_changes(name, [_joined(row) for row in old], [_joined(row) for row in new])
    else:
        yield from _row_changes(name, columns, keyed_old, keyed_new)


def _row_changes(
    name: str, columns: tuple[Column, ...], before: Mapping[str, Row], after: Mapping[str, Row]
) -> Iterator[PaperChange]:
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        fields = tuple(
            CellChange(heading, old[at] if old else None, new[at] if new else None)
            for at, heading in enumerate(_headings(columns))
            if (old[at] if old else "") != (new[at] if new else "")
        )
        if fields:
            yield PaperChange(name, _who(columns, new or old or ()), fields)


def _keyed(columns: tuple[Column, ...], rows: Sequence[Row]) -> Mapping[str, Row] | None:
    """Rows by what names them: the member's number, else the first cell; None where two bear one name."""
    place = _place_of(columns, _NUMBER) or 0
    keyed = {row[place]: row for row in rows}
    return keyed if len(keyed) == len(rows) else None


def _who(columns: tuple[Column, ...], row: Row) -> str:
    place, name = _place_of(columns, _NUMBER), _place_of(columns, _NAME)
    return row[place or 0] if name is None else f"{row[place or 0]} {row[name]}"


def _place_of(columns: tuple[Column, ...], heading: str) -> int | None:
    return next((place for place, said in enumerate(_headings(columns)) if said.endswith(heading)), None)


def _headings(columns: tuple[Column, ...]) -> list[str]:
    return [column.heading for column in columns]


def _said(sheet: Sheet) -> tuple[Row, ...]:
    return tuple(tuple(map(_cell, row)) for row in sheet.rows)


def _cell(cell: Cell) -> str:
    if isinstance(cell, str | Yuan):
        return str(cell)
    return "" if cell is None else show(cell)


def _joined(row: Sequence[str]) -> str:
    return "｜".join(row)
