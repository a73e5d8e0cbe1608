"""How long the starts and a Tab of a clerk take, whole processes, beside bare Python and an earlier build.

Usage: python benchmarks/startup.py [--rounds 11] [--before COMMIT].
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from bench import EARLIER, NOW, Bench, Side
from targets import Limit, Subject, Target, alone

COMMANDS = {"version": ["--version"], "help": ["--help"], "tab": [], "member": [], "kind": []}
TABS = {"tab": ("duty re", 1), "member": ("duty record 140", 2), "kind": ("duty record 14001 提", 3)}
"""What stands on the line when Tab is pressed, and which word of it is being written."""


def sides(bench: Bench) -> Mapping[str, Side]:
    """Each command of both builds, and Python alone."""
    found = {"python": bench.python("pass")}
    for name, words in COMMANDS.items():
        for which in (NOW, EARLIER):
            found[f"{name}, {which}"] = bench.command(which, *words, **_pressed(name))
    return found


def _pressed(name: str) -> dict[str, str]:
    if name not in TABS:
        return {}
    line, word = TABS[name]
    return {"_DUTY_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(word)}


def _target(name: str, key: str, at_most: float) -> Target:
    return Target(name, f"{key}, {NOW}", Limit("python", at_most), Limit(f"{key}, {EARLIER}"))


SUBJECT = Subject(
    (
        _target("duty --version", "version", 5),
        _target("duty --help", "help", 9),
        _target("Tab at a command", "tab", 6),
        _target("Tab at a member", "member", 6),
        _target("Tab at a kind", "kind", 6),
    ),
    sides,
)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
