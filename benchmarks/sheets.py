"""What a workbook of a report costs beside XlsxWriter writing the bare cells, in one run.

Usage: python benchmarks/sheets.py [--rows 27000] [--columns 20] [--rounds 5]. Bare is one ``write`` a cell, its numbers made
ready before, without a look, a width or a line; the earlier build works in a process of its own. The figures are of the processor.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO

from xlsxwriter import Workbook

from bench import EARLIER, Bench, Side
from duty_cli.documents.workbook_writer import as_xlsx
from duty_cli.documents.worksheet import AS_TEXT
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from targets import Limit, Subject, Target, alone

CREATED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def report(rows: int, columns: int) -> Paper:
    """A table as the reports have them: number, name, sector, and figures of which some are not whole."""
    headings = (Column("委员编号"), Column("姓名"), Column("界别"))
    figures = tuple(Column(f"事项{number}", "right") for number in range(columns - len(headings)))
    return Paper(
        "省政协委员履职统计",
        (
            Sheet(
                "委员",
                "省政协委员履职统计",
                headings + figures,
                tuple(_row(number, len(figures)) for number in range(rows)),
            ),
        ),
        "账本：政协示例省委员会",
    )


def _row(number: int, figures: int) -> tuple[Cell, ...]:
    who = (f"{number:06d}", f"委员{number:06d}", f"第{number % 30 + 1}界")
    return (*who, *(Fraction(number + place, 10) if place % 3 else number % 97 for place in range(figures)))


def bare(rows: Sequence[Sequence[str | float]]) -> bytes:
    """The cells alone."""
    file = BytesIO()
    book = Workbook(file, AS_TEXT)
    worksheet = book.add_worksheet()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            worksheet.write(row, column, cell)
    book.close()
    return file.getvalue()


def timed(work: Callable[[], object]) -> float:
    """The milliseconds of the processor in one run: what else the machine does counts on neither side."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def sides(bench: Bench) -> Mapping[str, Side]:
    """The report and the bare cells, in this process."""
    gc.disable()  # as the program does, see duty_cli.cli.main
    paper = report(bench.sizes["rows"], bench.sizes["columns"])
    ready = [
        [float(cell or 0) if isinstance(cell, int | Fraction | None) else str(cell) for cell in row]
        for row in paper.sheets[0].rows
    ]
    words = [sys.executable, __file__, "--alone", str(bench.sizes["rows"]), str(bench.sizes["columns"])]

    def before() -> float:
        done = subprocess.run(words, env=bench.env(EARLIER), check=True, capture_output=True, text=True)
        return float(done.stdout)

    return {
        "report": lambda: timed(lambda: as_xlsx(paper, CREATED)),
        "bare": lambda: timed(lambda: bare(ready)),
        "before": before,
    }


TARGETS = (Target("xlsx of 27,000 × 20, peer the bare cells", "report", Limit("bare", 1.2), Limit("before")),)
SUBJECT = Subject(TARGETS, sides, rounds=5, sizes={"rows": 27_000, "columns": 20})

if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        gc.disable()
        once = report(*map(int, sys.argv[2:]))
        print(timed(lambda: as_xlsx(once, CREATED)))
    else:
        sys.exit(alone(SUBJECT))
