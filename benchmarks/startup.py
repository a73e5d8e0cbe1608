"""How long whole commands take, beside bare Python and beside importing the libraries at the top, in one run.

Usage: python benchmarks/startup.py [RUNS]. Commands take turns, so that a drift of the machine touches all alike.
Prints the least and the median of wall-clock milliseconds over RUNS rounds (default 11), after one that is not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
DUTY = [sys.executable, "-c", "from duty_cli.cli.main import main; main()"]
SAMPLE = sorted(str(path) for path in (ROOT / "data").glob("20*.csv"))


def commands() -> dict[str, list[str]]:
    """What is timed, by name."""
    record = ["record", "14001", "定期走访", "--on", "2025-12-20"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import typer, sqlmodel, yaml, pydantic": [sys.executable, "-c", "import typer, sqlmodel, yaml, pydantic"],
        "duty --version": [*DUTY, "--version"],
        "duty --help": [*DUTY, "--help"],
        "duty record (300 members, 3 years)": [*DUTY, *record],
        "duty quarter-report (300 members, 3 years)": [*DUTY, "quarter-report", "2025-Q3"],
        "duty annual-evaluation (300 members, 3 years)": [*DUTY, "annual-evaluation", "2025"],
    }


def sample_workspace(folder: Path) -> None:
    """The sample of ``data/`` in a workspace."""
    term = ["--term", "14", "--from", "2022-01-01", "--until", "2026-12-31"]
    for words in (
        ["init", str(folder), "--committee", "政协示例市委员会", *term],
        ["member", "import", str(ROOT / "data" / "roster.csv")],
        ["import", *SAMPLE],
    ):
        subprocess.run([*DUTY, *words], check=True, capture_output=True)


def milliseconds(command: list[str]) -> float:
    """The wall-clock time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def main(runs: int) -> None:
    """Time all commands and print a line each."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUTY_LEDGER"] = str(Path(folder) / "data" / "ledger.db")
        os.environ.pop("DUTY_RULES", None)
        sample_workspace(Path(folder))
        taken: dict[str, list[float]] = {name: [] for name in commands()}
        for _ in range(runs + 1):
            for name, command in commands().items():
                taken[name].append(milliseconds(command))
    print(f"{'milliseconds over ' + str(runs) + ' runs':50s}{'least':>8s}{'median':>8s}")
    for name, times in taken.items():
        print(f"{name:50s}{min(times[1:]):8.0f}{median(times[1:]):8.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
