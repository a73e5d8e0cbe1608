"""What `duty watch` with its ways to mend costs beside the annual evaluation of the same ledger, whole processes in turns.

Usage: python benchmarks/watching.py [--rounds 7]. The sample workspace (300 members × 3 years), its last year entered as far
as 30 June, when most fail as things stand, and as far as 31 October.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from bench import NOW, ROOT, Bench, Side, sample
from targets import Limit, Subject, Target, alone

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


def sides(bench: Bench) -> Mapping[str, Side]:
    """Both commands at a workspace in which the last year is in hand on each day."""
    found: dict[str, Side] = {}
    for day in DAYS:
        cut = bench.folder / f"{day}-sheets"
        cut.mkdir()
        sheets = [
            one
            for sheet in sample(ROOT)
            for one in (up_to(day, sheet, cut) if sheet.name.startswith(YEAR) else [sheet])
        ]
        desk = bench.new_desk(NOW, bench.folder / f"{day}", sheets)
        found[f"watch, {day}"] = partial(desk.run, ["watch", YEAR, "--on", str(day)])
        found[f"evaluation, {day}"] = partial(desk.run, ["annual-evaluation", YEAR])
    return found


def _target(day: date) -> Target:
    return Target(f"duty watch, peer the evaluation, {day}", f"watch, {day}", Limit(f"evaluation, {day}", 1.5))


SUBJECT = Subject(tuple(map(_target, DAYS)), sides, rounds=7)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
