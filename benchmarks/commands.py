"""How long the everyday commands take, whole processes at 300 members × 3 years, beside an earlier build.

Usage: python benchmarks/commands.py [--rounds 11] [--before COMMIT].
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

from bench import EARLIER, NOW, ROOT, Bench, Side
from targets import Limit, Subject, Target, alone

COMMANDS = {
    "record": ["record", "14001", "定期走访", "--on", "2025-12-20", "--again"],
    "quarter": ["quarter-report", "2025-Q3"],
    "annual": ["annual-evaluation", "2025"],
    "explain": ["explain", "14001", "--year", "2025"],
}


def sides(bench: Bench) -> Mapping[str, Side]:
    """Each command of both builds, the import into a ledger without those rows, and importing at the top."""
    found = {"imports": bench.python("import typer, sqlmodel")}
    sheet = _sheet(bench.folder / "走访.csv")
    for which in (NOW, EARLIER):
        found |= {f"{name}, {which}": bench.command(which, *words) for name, words in COMMANDS.items()}
        found[f"rows, {which}"] = bench.afresh(which, "import", str(sheet))
    return found


def _sheet(path: Path) -> Path:
    """A sheet of 300 rows, a visit of each of 300 members in office."""
    with (ROOT / "data" / "roster.csv").open(encoding="utf-8-sig", newline="") as roster:
        members = [row["委员编号"] for row in csv.DictReader(roster) if not row["离任日期"]][:300]
    rows = (f"{number},定期走访,2025-12-21,走访{number}\n" for number in members)
    path.write_text("委员编号,履职事项,日期,标题\n" + "".join(rows), "utf-8")
    return path


def _target(name: str, key: str, peer: Limit | None = None) -> Target:
    return Target(name, f"{key}, {NOW}", peer or Limit(), Limit(f"{key}, {EARLIER}", 0.6))


SUBJECT = Subject(
    (
        _target("duty record", "record", Limit("imports", 1.2)),
        _target("duty quarter-report", "quarter"),
        _target("duty annual-evaluation", "annual"),
        _target("duty import of 300 rows", "rows"),
        Target("duty explain", f"explain, {NOW}", before=Limit(f"explain, {EARLIER}")),
    ),
    sides,
)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
