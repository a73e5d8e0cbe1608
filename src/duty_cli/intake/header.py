"""Finding the row of headings, and judging it. Titles above the header, as workbooks have them, are to be met here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from duty_cli.domain.faults import Fault
from duty_cli.errors import UnreadableFile, nearest
from duty_cli.intake import texts

MAX_COLUMNS = 200

Lines = Iterator[tuple[int, list[str]]]
"""Rows of cells, each with the physical line on which it begins."""


def find_header(name: str, lines: Lines, known: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """The line and headings of the first row that is not blank; ``lines`` is left at the row below."""
    line, row = next((numbered for numbered in lines if not blank(numbered[1])), (0, []))
    if not row:
        raise UnreadableFile(name, "文件是空的；请核对文件")
    if len(row) > MAX_COLUMNS:
        raise UnreadableFile(name, f"第 {line} 行有 {len(row)} 列，超过 {MAX_COLUMNS} 列；请核对分隔符")
    headings = tuple(texts.heading(cell) for cell in row)
    if not set(headings) & set(known):
        advice = f"请核对首行和分隔符（可用的列名：{'、'.join(known)}）"
        raise UnreadableFile(name, f"第 {line} 行没有一个可识别的列名；{advice}")
    return line, headings


def header_faults(
    name: str, line: int, headings: Sequence[str], known: Collection[str], *, others_ignored: bool
) -> tuple[Fault, ...]:
    """Headings that stand twice, and those that nobody knows unless ``others_ignored``."""
    named = [heading for heading in headings if heading in known or (heading and not others_ignored)]
    twice = [heading for heading, count in Counter(named).items() if count > 1]
    unknown = [heading for heading in dict.fromkeys(named) if heading not in known]
    return (
        *(Fault(name, line, heading, "列名重复", "请只保留一列") for heading in twice),
        *(Fault(name, line, heading, "列名无法识别", _advice(heading, known)) for heading in unknown),
    )


def blank(row: Sequence[str]) -> bool:
    """Whether no cell of the row says anything."""
    return not any(cell.strip() for cell in row)


def _advice(heading: str, known: Collection[str]) -> str:
    return nearest(heading, list(known)) or f"可用的列名：{'、'.join(known)}"
