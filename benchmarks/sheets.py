"""What a workbook of a report costs beside XlsxWriter writing the bare cells, in one run.

Usage: python benchmarks/sheets.py [--rows 27000] [--columns 20] [--rounds 5].
The two sides take turns, so that a drift of the machine touches both alike; bare is one ``write`` a
cell, its numbers made ready before, without a look, a width or a line. Prints the least and the median over the rounds, and their
ratio; the exit code is 1 where neither is within ``AT_MOST``.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from statistics import median

from xlsxwriter import Workbook

from duty_cli.documents.workbook_writer import as_xlsx
from duty_cli.documents.worksheet import AS_TEXT
from duty_cli.model.papers import Cell, Column, Paper, Sheet

AT_MOST = 1.2
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
    """The seconds of the processor in one run: what else the machine does counts on neither side."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(rows: int, columns: int, rounds: int) -> int:
    """Time both and print; 1 where the report takes too long."""
    paper = report(rows, columns)
    ready = [
        [float(cell or 0) if isinstance(cell, int | Fraction | None) else str(cell) for cell in row]
        for row in paper.sheets[0].rows
    ]
    sides = {"bare cells": lambda: bare(ready), "report": lambda: as_xlsx(paper, CREATED)}
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds + 1):
        for name, work in sides.items():
            taken[name].append(timed(work))
    print(f"{f'seconds over {rounds} rounds, {rows} × {columns} cells':50s}{'least':>8s}{'median':>8s}")
    for name, times in taken.items():
        print(f"{name:50s}{min(times[1:]):8.2f}{median(times[1:]):8.2f}")
    cells, whole = (times[1:] for times in taken.values())
    least, middle = min(whole) / min(cells), median(whole) / median(cells)
    print(f"ratio: least {least:.2f}, median {middle:.2f} (at most {AT_MOST})")
    return int(min(least, middle) > AT_MOST)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=27_000)
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    gc.disable()  # as the program does, see duty_cli.cli.main
    sys.exit(main(asked.rows, asked.columns, asked.rounds))
