"""What `duty watch` with its ways to mend costs beside the annual evaluation of the same ledger, in one run.

Usage: python benchmarks/watching.py [RUNS]. The sample workspace (300 members × 3 years), its last year entered as far as
30 June, when most fail as things stand, and as far as 31 October. Both commands run as whole processes in turns. Prints least
and median milliseconds over RUNS rounds (default 7), after one that is not counted, and their ratios; the exit code is 1
where on either day neither ratio is within ``AT_MOST``.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from beside import ROOT, milliseconds, workspace

AT_MOST = 1.5
YEAR = "2025"
DAYS = (date(2025, 6, 30), date(2025, 10, 31))


def up_to(day: date, source: Path, into: Path) -> list[Path]:
    """The sheet without what was done after ``day``; none where nothing is left."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    done = [row for row in rows if date.fromisoformat(row["日期"]) <= day]
    with (into / source.name).open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.DictWriter(stream, rows[0].keys())
        table.writeheader()
        table.writerows(done)
    return [into / source.name] if done else []


def in_hand(day: date, folder: Path) -> Mapping[str, str]:
    """A workspace in which the last year is in hand on ``day``."""
    sheets = sorted((ROOT / "data").glob("20*.csv"))
    folder.mkdir()
    cut = [one for sheet in sheets for one in (up_to(day, sheet, folder) if sheet.name.startswith(YEAR) else [sheet])]
    return workspace(ROOT, folder / "workspace", cut)


def compared(env: Mapping[str, str], day: date, runs: int) -> bool:
    """Time both in turns, and print; whether either ratio is small enough."""
    calls: Mapping[str, Sequence[str]] = {
        "annual-evaluation": ["annual-evaluation", YEAR],
        "watch": ["watch", YEAR, "--on", day.isoformat()],
    }
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(runs + 1):
        for name, words in calls.items():
            taken[name].append(milliseconds(env, words))
    figures = {name: (min(times[1:]), median(times[1:])) for name, times in taken.items()}
    least, middle = (of / to for of, to in zip(figures["watch"], figures["annual-evaluation"], strict=True))
    for name, (low, mid) in figures.items():
        print(f"{day}  {name:18s}{low:8.0f}{mid:8.0f}  milliseconds, least and median of {runs}")
    print(f"{day}  {'ratio':18s}{least:8.2f}{middle:8.2f}  at most {AT_MOST}")
    return min(least, middle) <= AT_MOST


def main(runs: int) -> int:
    """Time both on every day; 1 where the watch takes too long."""
    with tempfile.TemporaryDirectory() as name:
        held = [compared(in_hand(day, Path(name) / day.isoformat()), day, runs) for day in DAYS]
    return int(not all(held))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
