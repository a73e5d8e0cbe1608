"""Commands of this checkout beside those of an earlier commit, whole processes in turns, in one run.

Usage: python benchmarks/beside.py [RUNS] [COMMIT]. The earlier build is taken from git by this script, and each build
makes its own sample workspace (300 members × 3 years). Prints least and median milliseconds over RUNS rounds (default
11), after one that is not counted, and their ratios; the exit code is 1 where neither ratio of a command is within
``AT_MOST``.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
BEFORE = "baca47b"
"""The last commit before the house was redrawn; 0.2.0 was begun after 47e2363."""

AT_MOST = 0.9
DUTY = [sys.executable, "-c", "from duty_cli.cli.main import main; main()"]
TERM = ["--term", "14", "--from", "2022-01-01", "--until", "2026-12-31"]
COMMANDS = {
    "duty --version": ["--version"],
    "duty record": ["record", "14001", "定期走访", "--on", "2025-12-20", "--again"],
    "duty quarter-report": ["quarter-report", "2025-Q3"],
}
"""What is timed, by name."""


def taken_from_git(commit: str, folder: Path) -> Path:
    """The files of ``commit``, laid into ``folder``."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def workspace(build: Path, folder: Path, sheets: Sequence[Path] = ()) -> Mapping[str, str]:
    """The environment in which ``build`` runs at a workspace of its own in ``folder``; of the sample where no ``sheets`` are told."""
    ledger = str(folder / "data" / "ledger.db")
    env = {**os.environ, "PYTHONPATH": str(build / "src"), "DUTY_LEDGER": ledger, "DUTY_BY": "测试员"}
    env.pop("DUTY_RULES", None)
    # As installed: compiled once, whatever the shell this runs in has set.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(folder.with_name(f"{folder.name}-compiled"))
    sheets = sheets or sorted((build / "data").glob("20*.csv"))
    for words in (
        ["init", str(folder), "--committee", "政协示例市委员会", *TERM],
        ["member", "import", str(build / "data" / "roster.csv")],
        ["import", *map(str, sheets)],
    ):
        subprocess.run([*DUTY, *words], env=env, check=True, capture_output=True)
    return env


def milliseconds(env: Mapping[str, str], words: Sequence[str]) -> float:
    """The wall-clock time of one command."""
    start = time.perf_counter()
    subprocess.run([*DUTY, *words], env=env, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def timed(envs: Mapping[str, Mapping[str, str]], runs: int) -> dict[tuple[str, str], list[float]]:
    """The times of each command of each build."""
    taken: dict[tuple[str, str], list[float]] = {(name, which): [] for name in COMMANDS for which in envs}
    for _ in range(runs + 1):
        for (name, which), times in taken.items():
            times.append(milliseconds(envs[which], COMMANDS[name]))
    return {one: times[1:] for one, times in taken.items()}


def main(runs: int, commit: str) -> int:
    """Time both builds; 1 where a command of this one takes more than its part of the time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds = {"before": taken_from_git(commit, folder / "build"), "now": ROOT}
        taken = timed({which: workspace(build, folder / which) for which, build in builds.items()}, runs)
    late = 0
    print(f"least and median milliseconds of {runs}: {commit}, now, ratio (at most {AT_MOST})")
    for command in COMMANDS:
        before, now = ((min(times), median(times)) for times in (taken[command, "before"], taken[command, "now"]))
        ratios = [there / here for there, here in zip(now, before, strict=True)]
        late += min(ratios) > AT_MOST
        figures = "".join(f"{one:8.0f}" for one in (*before, *now)) + "".join(f"{one:8.2f}" for one in ratios)
        print(f"{command:20s}{figures}")
    return int(late > 0)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 11, given[1] if len(given) > 1 else BEFORE))
