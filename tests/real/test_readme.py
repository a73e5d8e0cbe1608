"""The commands of the example's README, typed as they stand there, and the figures it gives."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

from tests.real.house import EXAMPLE, REAL, ROOT, needs_the_files, report

pytestmark = needs_the_files

README = (EXAMPLE / "README.md").read_text(encoding="utf-8")


def typed(folder: Path) -> subprocess.CompletedProcess[str]:
    """The README's one block of commands, run by a shell in ``folder``."""
    (block,) = re.findall(r"^```sh\n(.*?)^```$", README, re.M | re.S)
    found = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    shell = ["bash", "-euo", "pipefail", "-c", block]
    return subprocess.run(shell, cwd=folder, env=found, capture_output=True, text=True, check=False)


def listed(file: Path) -> list[dict[str, str]]:
    """The first table of a report in CSV: below its title and the name of the rules, above its notes."""
    table, _, _ = file.read_text(encoding="utf-8-sig").partition("\n注")
    return list(csv.DictReader(table.splitlines()[2:]))


def test_the_commands_run_as_they_stand_and_rank_everyone(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "rules").symlink_to(ROOT / "rules")
    (tmp_path / "shared").symlink_to(REAL.parent)
    done = typed(checkout)
    assert done.returncode == 0, done.stderr
    scores = [Fraction(row["年度积分"]) for row in listed(checkout / "build" / "lok-sabha" / "ranked.csv")]
    assert (len(scores), scores) == (544, sorted(scores, reverse=True))


def test_the_figures_are_those_of_the_evaluation(house: Path) -> None:
    said = {grade: int(count) for grade, count in re.findall(r"^\| (\S+) \| (\d+) \|$", README, re.M)}
    assert said == Counter(one["grade"] for one in report(house, "annual-evaluation", "2024")["members"])
