"""Finding the row of headings under the titles that stand above it, and what each heading means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from duty_cli.errors import UnreadableFile
from duty_cli.importing.file_sheet import MAX_COLUMNS, Row, blank
from duty_cli.model.file_forms import HEADINGS, FileVocabulary
from duty_cli.parsing import text_cleaning

_SOUGHT = 30
"""The rows in which the header must stand."""

_UNIT = re.compile(r"\([^()%‰百千万]*\)$")
_MEMBER = ("委员编号", "姓名")


def _without_unit(text: str) -> str:
    return _UNIT.sub("", text).strip()


def _spellings(cell: str) -> tuple[str, str]:
    """A heading as it stands and without what stands in brackets at its end, in which order it is looked up."""
    whole = text_cleaning.heading(cell)
    return whole, _without_unit(whole)


@dataclass(frozen=True, slots=True)
class Header:
    """The row of headings as it stands in the file, and the rows above it that say something."""

    line: int
    cells: tuple[str, ...]
    above: tuple[Row, ...] = ()


class HeadingVocabulary:
    """Lookup of headings, normalised: our own names, the office's aliases, and columns that are not read."""

    def __init__(self, words: FileVocabulary) -> None:
        self.words = words
        self._headings = {text_cleaning.heading(alias): heading for alias, heading in words.headings.items()}
        self._unread = {text_cleaning.heading(word) for word in words.unread}
        # 提交者（自动） is not read without its brackets either; 姓名（拼音） leaves 姓名 what it is.
        self._unread |= {bare for word in self._unread if (bare := _without_unit(word)) not in HEADINGS}

    def heading(self, cell: str, among: Collection[str] = HEADINGS) -> str | None:
        """Which heading ``among`` these the cell writes: our own word before another's; a unit in brackets is none of it.

        What is declared not to be read is none, whatever it might mean.
        """
        for text in _spellings(cell):
            if text in self._unread:
                return None
            if text in among:
                return text
            if (meant := self._headings.get(text)) in among:
                return meant
        return None

    def unread(self, cell: str) -> bool:
        """Whether a column of that heading is not read."""
        return any(text in self._unread for text in _spellings(cell)) and self.heading(cell) is None

    def known(self, cell: str) -> str | None:
        """What a cell of a header is counted as: a heading of any form, or one that is not read."""
        return self.heading(cell) or (text_cleaning.heading(cell) if self.unread(cell) else None)


class Named(HeadingVocabulary):
    """The headings of a foreign file, as a mapping names them: no other word means one of them."""

    def __init__(self, words: FileVocabulary, theirs: Collection[str]) -> None:
        super().__init__(words)
        self._theirs = frozenset(theirs)

    def known(self, cell: str) -> str | None:
        """The heading, where the mapping names it."""
        text = text_cleaning.heading(cell)
        return text if text in self._theirs else None


def find_header(file: str, rows: Iterator[Row], lexicon: HeadingVocabulary) -> Header | None:
    """The header among the first rows: two known headings in it, or else one, of a member rather than of anything else.

    Raises UnreadableFile where two rows are headers.
    """
    above: list[Row] = []
    strong: list[Header] = []
    weak: list[tuple[bool, Header]] = []
    for line, cells in islice(rows, _SOUGHT):
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFile(file, f"第 {line} 行有 {len(cells)} 列，超过 {MAX_COLUMNS} 列；请核对分隔符")
        known = {found for cell in cells if (found := lexicon.known(cell))}
        if known:
            header = Header(line, tuple(cells), tuple(above))
            strong += [header] if len(known) > 1 else []
            # One known word may stand in a title too: such a row is the header only if no row has two of them.
            weak.append((not known & set(_MEMBER), header))
        if not blank(cells):
            above.append((line, cells))
    # With two lists below one another, the second header would be read as a member of the first.
    if len(strong) > 1:
        lines = f"第 {strong[0].line} 行和第 {strong[1].line} 行"
        raise UnreadableFile(file, f"{lines}都是列名；请只保留一行，一张表只放一份名单")
    return strong[0] if strong else min(weak, key=lambda one: one[0])[1] if weak else None
