"""Answers that came in on another day than that of the meeting, put on its day because the clerk says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from duty_cli.importing.sheets.file_table import Columns
from duty_cli.parsing.record_columns import Parser, Read


class MovedDays:
    """Reads every day of a table as ``on``; what other day stands in a row is told to ``tell``, line by line."""

    def __init__(self, on: date, columns: Columns, read: Parser) -> None:
        self._on, self._read, self._at = on, read, columns.at["日期"]
        self._said = Read("日期", read, columns.converted.get("日期"), None)
        self.tell: Callable[[str], None] = lambda _: None

    def __call__(self, heading: str, text: str) -> date:
        """The day told. Raises BadValue for a text that is no day."""
        self._read(heading, text)
        return self._on

    def tell_of(self, line: int, cells: Sequence[str]) -> None:
        """Tell what day the row says, where it is another."""
        if (day := self._said[cells[self._at]]) != self._on:
            self.tell(f"第 {line} 行写的是 {day}，按 --on 登记为 {self._on}")
