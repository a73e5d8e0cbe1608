"""How long a rule file of 40 items takes to be read, in either edition, beside the build before there were two.

Usage: python benchmarks/rule_loading.py [--rounds 7]. ``again`` is the least of thirty times in one process, where everything is
loaded; ``first`` is the first time in a process, with the modules and the forms that it needs, which commands of known rules
do without. Processor time, in milliseconds.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from bench import EARLIER, NOW, Bench, Side
from targets import Limit, Subject, Target, alone

BEFORE_EDITIONS = "12ee3f2"
"""The build before the second edition of the rule language."""

ITEMS = 40
CATEGORY = "  - id: 其他\n    clause: 第13条\n    items:\n"
ITEM = """\
      - id: 其他{0}
        clause: 第13条
        when: {{kind: 提案, stage: 立案}}
        points: 1
        authors: {{first: 1, others: 1/2}}
        combine: sum
        same_matter: highest
        cap: 3
"""

LOADING = """
import gc, sys, time
start = time.process_time()
gc.disable()  # as a start of the program does
from pathlib import Path
from duty_cli.rules.rule_files import load
data = Path(sys.argv[1]).read_bytes()
load({"scoring.yaml": data})
first, again = time.process_time() - start, []
for _ in range(30):
    start = time.process_time()
    load({"scoring.yaml": data})
    again.append(time.process_time() - start)
print(first * 1000, min(again) * 1000)
"""


def sides(bench: Bench) -> Mapping[str, Side]:
    """The file of the first edition by both builds, and of the second by this one."""
    old = Bench(bench.folder, BEFORE_EDITIONS)
    files = {which: bench.folder / f"{which}.yaml" for which in ("first", "second")}
    shipped = old.build(EARLIER) / "rules" / "scoring.yaml"
    files["first"].write_text(_text(shipped.read_text("utf-8")), "utf-8")
    command = [*bench.duty(NOW), "rules", "upgrade", str(files["first"]), "-o", str(files["second"])]
    subprocess.run(command, env=bench.env(NOW), cwd=bench.folder, check=True, capture_output=True)
    return {
        f"{when}, {name}": _loading(env, file, place)
        for name, env, file in (
            ("one", bench.env(NOW), files["first"]),
            ("two", bench.env(NOW), files["second"]),
            (EARLIER, old.env(EARLIER), files["first"]),
        )
        for place, when in enumerate(("first", "again"))
    }


def _text(shipped: str) -> str:
    """The shipped file as it was in the first edition, with as many further items as make forty."""
    more = "".join(ITEM.format(number) for number in range(1, ITEMS + 1 - shipped.count("\n      - id: ")))
    return shipped.replace("\ntotal:", f"\n{CATEGORY}{more}\ntotal:", 1)


def _loading(env: Mapping[str, str], file: Path, place: int) -> Side:
    def turn() -> float:
        command = [sys.executable, "-c", LOADING, str(file)]
        done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
        return float(done.stdout.split()[place])

    return turn


def _target(name: str, key: str, at_most: float) -> Target:
    when = key.partition(",")[0]
    return Target(name, key, before=Limit(f"{when}, {EARLIER}", at_most))


SUBJECT = Subject(
    (
        _target(f"rules of {ITEMS} items read again, first edition", "again, one", 1),
        _target(f"rules of {ITEMS} items read again, second edition", "again, two", 1),
        _target(f"rules of {ITEMS} items read first, first edition", "first, one", 1.03),
        _target(f"rules of {ITEMS} items read first, second edition", "first, two", 1.03),
    ),
    sides,
    rounds=7,
)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
