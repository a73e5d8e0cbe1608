"""How long ``duty find`` takes to look into every row for a word that few hold, beside a raw LIKE over the same columns of records.

Usage: python benchmarks/finding.py [--members 27000] [--records 60] [--rounds 3]. A turn is a process that reads the ledger;
so long the call takes, not the process. The earlier build had no such command.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

from bench import NOW, Bench, Side
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.reports.find_rows import find
from evaluation import timed
from targets import Limit, Subject, Target, alone

WORD = "河道保洁"
COLUMNS = ("title", "number", "matter", "source", "document", "note")


def measured(path: Path) -> dict[str, float]:
    """The milliseconds of a find, and of the LIKE."""
    like = " OR ".join(f"{name} LIKE ?" for name in COLUMNS)
    with open_ledger(path).reading() as reading, closing(connect(path)) as raw:
        return {
            "find": timed(lambda: find(reading, [WORD], 10)),
            "like": timed(
                lambda: raw.execute(f"SELECT seq FROM record WHERE {like}", [f"%{WORD}%"] * len(COLUMNS)).fetchall()  # noqa: S608
            ),
        }


def sides(bench: Bench) -> Mapping[str, Side]:
    """Both, of one ledger and one process."""
    path, env = bench.folder / "finding.db", bench.env(NOW)
    costs: dict[str, float] = {}

    def called(script: str, *words: str) -> str:
        command = [sys.executable, str(Path(__file__).with_name(script)), "--alone", str(path), *words]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    def turn() -> float:
        costs.update(json.loads(called("finding.py")))
        return costs["find"]

    called("evaluation.py", str(bench.sizes["members"]), str(bench.sizes["records"]))
    return {"find": turn, "like": lambda: costs["like"]}


NAME = "a word found among 27,000 × 60, peer a raw LIKE"
SUBJECT = Subject((Target(NAME, "find", Limit("like", 1.5)),), sides, 3, {"members": 27_000, "records": 60})

if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        gc.disable()  # as the program does, see duty_cli.cli.main
        print(json.dumps(measured(Path(sys.argv[2]))))
    else:
        sys.exit(alone(SUBJECT))
