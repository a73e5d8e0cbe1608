"""A quarter report of this checkout beside that of an earlier commit, whole processes in turns, in one run.

Usage: python benchmarks/beside.py [RUNS] [COMMIT]. The earlier build is taken from git by this script, and each build
makes its own sample workspace (300 members × 3 years). Prints least and median milliseconds over RUNS rounds (default
11), after one that is not counted, and their ratios; the exit code is 1 where neither ratio is within ``AT_MOST``.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "47e2363"
"""The last commit before 0.2.0 was begun."""

AT_MOST = 1.0
DUTY = [sys.executable, "-c", "from duty_cli.cli.main import main; main()"]
TERM = ["--term", "14", "--from", "2022-01-01", "--until", "2026-12-31"]
REPORT = ["quarter-report", "2025-Q3"]


def taken_from_git(commit: str, folder: Path) -> Path:
    """The files of ``commit``, laid into ``folder``."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def workspace(build: Path, folder: Path) -> Mapping[str, str]:
    """The environment in which ``build`` runs at a sample workspace of its own in ``folder``."""
    ledger = str(folder / "data" / "ledger.db")
    env = {**os.environ, "PYTHONPATH": str(build / "src"), "DUTY_LEDGER": ledger, "DUTY_BY": "测试员"}
    env.pop("DUTY_RULES", None)
    # As installed: compiled once, whatever the shell this runs in has set.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(folder.with_name(f"{folder.name}-compiled"))
    sheets = sorted(str(path) for path in (build / "data").glob("20*.csv"))
    for words in (
        ["init", str(folder), "--committee", "政协示例市委员会", *TERM],
        ["member", "import", str(build / "data" / "roster.csv")],
        ["import", *sheets],
    ):
        subprocess.run([*DUTY, *words], env=env, check=True, capture_output=True)
    return env


def milliseconds(env: Mapping[str, str]) -> float:
    """The wall-clock time of one report."""
    start = time.perf_counter()
    subprocess.run([*DUTY, *REPORT], env=env, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def main(runs: int, commit: str) -> int:
    """Time both builds; 1 where this one takes longer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds = {"before": taken_from_git(commit, folder / "build"), "now": ROOT}
        envs = {which: workspace(build, folder / which) for which, build in builds.items()}
        taken: dict[str, list[float]] = {which: [] for which in envs}
        for _ in range(runs + 1):
            for which, env in envs.items():
                taken[which].append(milliseconds(env))
    figures = {which: (min(times[1:]), median(times[1:])) for which, times in taken.items()}
    ratios = [now / before for now, before in zip(figures["now"], figures["before"], strict=True)]
    for which, (least, middle) in figures.items():
        print(f"{which:8s}{least:8.0f}{middle:8.0f}  milliseconds, least and median of {runs}")
    print(f"ratio   {ratios[0]:8.2f}{ratios[1]:8.2f}  at most {AT_MOST}")
    return int(min(ratios) > AT_MOST)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 11, given[1] if len(given) > 1 else BEFORE))
