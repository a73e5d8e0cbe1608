"""How many files of the program a record, a file and a notice run through, in this checkout and in an earlier commit.

Usage: python benchmarks/files_run.py [COMMIT]. A file is *run* when one of its functions is called, and *loaded* when it
is imported at all; packages' ``__init__`` are not counted. Each build works at a sample workspace of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from beside import BEFORE, ROOT, taken_from_git, workspace

SHEET = "委员编号,履职事项,日期,标题\n" + "".join(f"1400{n},定期走访,2025-12-21,走访{n}\n" for n in (1, 2, 3))
COMMANDS = {
    "record": ["record", "14001", "社情民意信息", "--on", "2025-12-20", "--title", "反映校门口停车难"],
    "import": ["import", "二.csv"],
    "annual-notice": ["annual-notice", "2025", "-o", "通报.docx"],
}
"""What is traced, by name."""

TRACED = """
import json, os, sys
import duty_cli
root, run = os.path.dirname(duty_cli.__file__), set()

def called(frame, event, _):
    code = frame.f_code
    # Bodies of modules and classes are no functions (flag 1), comprehensions and lambdas none of their own.
    if event == "call" and code.co_flags & 1 and code.co_name[0] != "<" and code.co_filename.startswith(root):
        run.add(code.co_filename)

sys.setprofile(called)
from duty_cli.cli.main import run as duty
code = duty(sys.argv[1:])
sys.setprofile(None)
assert code == 0, code
files = {one.__file__ for name, one in sys.modules.items() if name.startswith("duty_cli")}
print(json.dumps([len({one for one in found if not one.endswith("__init__.py")}) for found in (run, files)]))
"""


def counted(env: Mapping[str, str], folder: Path, words: list[str]) -> tuple[int, int]:
    """How many files a command runs through, and how many it loads."""
    (folder / "二.csv").write_text(SHEET, "utf-8")
    call = [sys.executable, "-c", TRACED, *words]
    done = subprocess.run(call, env=env, cwd=folder, check=True, capture_output=True, text=True)
    run, loaded = json.loads(done.stdout.splitlines()[-1])
    return run, loaded


def main(commit: str) -> None:
    """Count in both builds and print a line a command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds = {"before": taken_from_git(commit, folder / "build"), "now": ROOT}
        envs = {which: workspace(build, folder / which) for which, build in builds.items()}
        print(f"{'files run and loaded':24s}{commit:>16s}{'now':>16s}")
        for command, words in COMMANDS.items():
            found = [counted(env, folder / which, words) for which, env in envs.items()]
            print(f"{command:24s}" + "".join(f"{run:8d}{loaded:8d}" for run, loaded in found))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else BEFORE)
