"""How many files of the program a record, a file and a notice run through, in this checkout and in an earlier commit.

Usage: python benchmarks/files_run.py [--before COMMIT]. A file is *run* when one of its functions is called, and *loaded* when it
is imported at all; packages' ``__init__`` are not counted. Nothing is asked of them; they are shown.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence

from bench import EARLIER, NOW, Bench, Desk, Side
from targets import Limit, Subject, Target, alone

SHEET = "委员编号,履职事项,日期,标题\n" + "".join(f"1400{n},定期走访,2025-12-21,走访{n}\n" for n in (1, 2, 3))
COMMANDS = {
    "record": ["record", "14001", "社情民意信息", "--on", "2025-12-20", "--title", "反映校门口停车难", "--again"],
    "import": ["import", "二.csv"],
    "annual-notice": ["annual-notice", "2025", "-o", "通报.docx"],
}
"""What is traced, by name."""

SORTS = ("run", "loaded")

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


def sides(bench: Bench) -> Mapping[str, Side]:
    """How many files each command of both builds runs through, and how many it loads."""
    found: dict[str, Side] = {}
    for which in (NOW, EARLIER):
        desk = bench.desk(which)
        (desk.folder / "二.csv").write_text(SHEET, "utf-8")
        for name, words in COMMANDS.items():
            for place, sort in enumerate(SORTS):
                found[f"{name}, {sort}, {which}"] = lambda desk=desk, words=words, place=place: counted(desk, words)[
                    place
                ]  # type: ignore[misc]
    return found


def counted(desk: Desk, words: Sequence[str]) -> tuple[int, int]:
    """How many files a command runs through, and how many it loads."""
    call = [sys.executable, "-c", TRACED, *words]
    done = subprocess.run(call, env=desk.env, cwd=desk.folder, check=True, capture_output=True, text=True)
    run, loaded = json.loads(done.stdout.splitlines()[-1])
    return run, loaded


def _target(name: str, sort: str) -> Target:
    key = f"{name}, {sort}"
    return Target(f"files {sort} by {name}", f"{key}, {NOW}", before=Limit(f"{key}, {EARLIER}"), unit="")


SUBJECT = Subject(tuple(_target(name, sort) for name in COMMANDS for sort in SORTS), sides, rounds=1)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
