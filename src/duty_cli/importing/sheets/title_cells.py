"""Cells of the title block above a foreign table, found by their labels: 会议主题：…, or a label and its value beside or below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from duty_cli.importing.readers.file_sheet import Row
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.model.column_maps import ForeignCell
from duty_cli.model.parsed_rows import Problem
from duty_cli.parsing import text_cleaning
from duty_cli.patterns import pattern

_COLON = pattern(r"\s*[:：]")
_NEXT_LABEL = pattern(r"(?:\s|[；;|｜]\s*)(?=[^\s\d:；;|｜][^\s:；;|｜]{0,11}:(?!//))")
"""What parts a value from the next label of the same cell; hours begin with a figure, and addresses are no labels."""


class TitleCells:
    """The title block of one table. What cannot be found in it is gathered as ``problems``."""

    def __init__(self, table: FileTable) -> None:
        self._table = table
        self.problems: list[Problem] = []

    def __call__(self, wanted: ForeignCell) -> str:
        """The value of that label; empty where it is not there or not one, which is a problem."""
        label, rows = text_cleaning.heading(wanted.heading).rstrip(":"), self._table.title_rows
        found = list(dict.fromkeys(_below(rows, label) if wanted.where == "below" else _beside(rows, label)))
        if len(found) == 1:
            return found[0]
        place = "下面" if wanted.where == "below" else "后面"
        if found:
            what = f"表上方的“{label}”{place}有几种写法：{'、'.join(map(text_cleaning.shown, found))}"
        else:
            labelled = any(_is(cell, label) for _, cells in rows for cell in cells)
            what = f"表上方的“{label}”{place}是空的" if labelled else f"表上方没有写着“{label}”的格"
        self.problems.append(
            Problem(self._table.name, self._table.header.line, "", what, "请核对文件和对应表；可改用 always 写明")
        )
        return ""


def _beside(rows: Sequence[Row], label: str) -> Iterator[str]:
    """What stands behind the colon, or in the next cell of the row that says anything."""
    for _, cells in rows:
        for at, cell in enumerate(cells):
            if _is(cell, label):
                if value := next((one for one in cells[at + 1 :] if one.strip()), ""):
                    yield value
            elif value := _behind(cell, label):
                yield value


def _below(rows: Sequence[Row], label: str) -> Iterator[str]:
    for (_, cells), (_, following) in pairwise(rows):
        for at, cell in enumerate(cells):
            if _is(cell, label) and at < len(following) and following[at].strip():
                yield following[at]


def _is(cell: str, label: str) -> bool:
    return text_cleaning.heading(cell).rstrip(": ") == label


def _behind(cell: str, label: str) -> str:
    """What follows the label in the same cell, up to the next label."""
    plain = _COLON.sub(":", " ".join(cell.split()))
    before, sign, value = plain.partition(f"{label}:")
    if not sign or (before and not before[-1].isspace() and before[-1] not in ",，;；|"):
        return ""
    return _NEXT_LABEL.split(value.strip(), maxsplit=1)[0].strip()
