"""Merged cells: a value stands in the file once and is meant for every cell it was merged over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duty_cli.errors import UnreadableFile
from duty_cli.intake.archive import BROKEN
from duty_cli.intake.sheet import Block, Row, blank


class Merged:
    """The merged blocks of a table's rows. ``headings`` says under which heading the cells at each place are read.

    ``crossed`` is the block that stands, in the row given last, under two headings, of which no one can tell which is meant.
    """

    def __init__(self, file: str, blocks: Sequence[Block], headings: Mapping[int, str]) -> None:
        self._file, self._blocks, self._headings = file, sorted(blocks, reverse=True), headings
        self.crossed: Block | None = None

    def spread(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows with each merged value in all cells it stands for and that are read. A row that says nothing of its own stays so.

        Raises UnreadableFile where blocks overlap.
        """
        if not self._blocks:
            yield from rows
            return
        waiting, standing = [*self._blocks], list[tuple[Block, str, list[int]]]()
        for line, cells in rows:
            standing = [one for one in standing if one[0].bottom >= line]
            while waiting and waiting[-1].top <= line:
                block = waiting.pop()
                places = [place for place in self._headings if block.left <= place <= block.right]
                if block.top == line and places and block.left < len(cells):
                    standing.append((block, cells[block.left], places))
            if len(standing) > len(self._headings):
                raise UnreadableFile(self._file, BROKEN)
            self.crossed = None
            yield line, self._filled(cells, standing) if standing and not blank(cells) else cells

    def _filled(self, cells: list[str], standing: Sequence[tuple[Block, str, list[int]]]) -> list[str]:
        filled = list(cells)
        for block, value, places in standing:
            for place in places:
                filled[place] = value
            if value.strip() and len({self._headings[place] for place in places}) > 1:
                self.crossed = block
        return filled

    def told(self) -> str:
        """The block that is crossed, and the headings it stands under."""
        block = self.crossed
        places = sorted(at for at in self._headings if block and block.left <= at <= block.right)
        headings = "、".join(f"“{heading}”" for heading in dict.fromkeys(self._headings[at] for at in places))
        return f"{block} 是合并的单元格，跨{headings}几列"
