"""A table of named cells as it was read from a file, with its faults named by line and heading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from duty_cli.domain.faults import Fault
from duty_cli.errors import DutyError


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its first physical line (from 1) and its cells by heading."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file read: ``passed_over`` counts its blank and total rows, ``faults`` what is wrong with its shape.

    After a mapping, ``origins`` gives for each heading of ours the one that stands in the file.
    """

    name: str
    encoding: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    passed_over: int = 0
    faults: tuple[Fault, ...] = ()
    header_line: int = 1
    origins: Mapping[str, str] = field(default_factory=dict)

    def fault(self, line: int, heading: str, what: str, advice: str = "") -> Fault:
        """A fault in the column ``heading``, named also as it stands in the file."""
        origin = self.origins.get(heading, heading)
        return Fault(self.name, line, heading if origin == heading else f"{heading}（{origin}）", what, advice)

    def told(self, line: int, heading: str, error: DutyError) -> Fault:
        """A refusal as a fault, its sentence parted into what is wrong and what to do."""
        sentence = str(error).removeprefix(heading)
        what, _, advice = sentence.rpartition("；")
        return self.fault(line, heading, what, advice) if what else self.fault(line, heading, sentence)

    def lacking(self, *wanted: Sequence[str]) -> tuple[Fault, ...]:
        """A fault for each group of headings of which the header has none."""
        absent = ("、".join(group) for group in wanted if not set(group) & set(self.headings))
        return tuple(Fault(self.name, self.header_line, columns, "缺少此列", "请补上后重试") for columns in absent)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """``faults`` by line, only the first of each cell."""
    first: dict[tuple[int, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.line, fault.column), fault)
    return tuple(sorted(first.values(), key=lambda fault: fault.line))
