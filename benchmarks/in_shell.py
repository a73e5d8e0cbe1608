"""How long a line of ``duty shell`` takes once the program is there: the same record, entered after a first, in one process.

Usage: python benchmarks/in_shell.py [--rounds 5]. A turn is a process that enters 41 records; it costs the least of the
last 40, beside the whole process that one record takes by itself.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from bench import EARLIER, NOW, Bench, Side
from targets import Limit, Subject, Target, alone

LINE = "record 14001 定期走访 --on 2025-12-20 --again"
LINES = f"""
import sys, time
from duty_cli.cli import main
from duty_cli.cli.shell_lines import ShellLines
main.run(["--version"])  # what a start sets, the collector off, is set
shell, taken = ShellLines(), []
for _ in range(41):
    start = time.perf_counter()
    stop = shell.run([{LINE!r}])
    taken.append(time.perf_counter() - start)
    assert stop is None, stop
print(min(taken[1:]) * 1000, file=sys.stderr)
"""


def sides(bench: Bench) -> Mapping[str, Side]:
    """A further record in the shell, and one by itself, of both builds."""
    desk = bench.desk(NOW)

    def in_shell() -> float:
        command = [sys.executable, "-c", LINES]
        done = subprocess.run(command, env=desk.env, cwd=desk.folder, check=True, capture_output=True, text=True)
        return float(done.stderr)

    alone_ = {f"alone, {which}": bench.command(which, *LINE.split()) for which in (NOW, EARLIER)}
    return {"in the shell": in_shell, **alone_}


SUBJECT = Subject(
    (
        Target(
            "a further record in duty shell",
            "in the shell",
            Limit(f"alone, {NOW}"),
            Limit(f"alone, {EARLIER}"),
            within=30,
        ),
    ),
    sides,
    rounds=5,
)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
