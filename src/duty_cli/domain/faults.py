"""Faults found in what a person wrote: values, gathered all at once, and never raised one by one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it stands (``line`` from 1; ``column`` a heading or a number), what it is, what to do."""

    file: str
    line: int
    column: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f"：{self.column}" if self.column else "")
        return f"{place}：{self.what}" + (f"；{self.advice}" if self.advice else "")
