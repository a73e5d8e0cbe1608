"""Every subject of the benchmarks, one after the other, and one table at the end: ``make bench``.

Usage: python benchmarks/every.py [--before COMMIT] [SUBJECT …]. A subject that breaks is told of and the others go on; the
exit code is 1 where any target is missed or was not measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

import commands
import counties
import evaluation
import explaining
import files_run
import finding
import importing
import in_shell
import office
import papers
import province
import reading
import rule_loading
import sealed
import sheets
import startup
import verifying
import watching
from bench import BEFORE, Bench
from targets import in_turns, least, shown

SUBJECTS = {
    "startup": startup.SUBJECT,
    "commands": commands.SUBJECT,
    "in_shell": in_shell.SUBJECT,
    "office": office.SUBJECT,
    "evaluation": evaluation.SUBJECT,
    "province": province.SUBJECT,
    "explaining": explaining.SUBJECT,
    "importing": importing.SUBJECT,
    "reading": reading.SUBJECT,
    "rule_loading": rule_loading.SUBJECT,
    "sheets": sheets.SUBJECT,
    "watching": watching.SUBJECT,
    "papers": papers.SUBJECT,
    "files_run": files_run.SUBJECT,
    "verifying": verifying.SUBJECT,
    "sealed": sealed.SUBJECT,
    "counties": counties.SUBJECT,
    "finding": finding.SUBJECT,
}
"""In the order in which they run and stand in the table."""


def measured(name: str, place: Bench) -> dict[str, float]:
    """The least cost of each side of a subject; nothing where it broke."""
    subject, start = SUBJECTS[name], time.perf_counter()
    print(f"{name} …", end="", file=sys.stderr, flush=True)
    try:
        with place.subject(subject.sizes) as bench:
            found = least(in_turns(subject.sides(bench), subject.rounds))
    except Exception:  # the others go on; its targets stand in the table as not measured
        traceback.print_exc()
        return {}
    print(f" {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return found


def main(names: Sequence[str], commit: str) -> int:
    """Measure the subjects of these names; the exit code."""
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place), commit)
        costs = {name: measured(name, bench) for name in names}
    return shown([(target, costs[name]) for name in names for target in SUBJECTS[name].targets])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=" ".join(SUBJECTS))
    parser.add_argument("--before", default=BEFORE, help="the commit that ours is held against")
    asked = parser.parse_args()
    sys.exit(main(asked.subjects or list(SUBJECTS), asked.before))
