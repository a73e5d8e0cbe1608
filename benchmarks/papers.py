"""How long the papers of the sample committee (about 300 members, three years) take, as whole commands, beside an earlier build.

Usage: python benchmarks/papers.py [--rounds 5] [--before COMMIT]. Nothing is asked of them; their times are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial

from bench import EARLIER, NOW, Bench, Side, sample
from targets import Limit, Subject, Target, alone

PAPERS = {
    "annual-notice, docx (limit 3,000)": ["annual-notice", "2025", "--number", "3", "-o", "通报.docx"],
    "annual-notice, xlsx": ["annual-notice", "2025", "-o", "通报.xlsx"],
    "annual-evaluation, docx": ["annual-evaluation", "2025", "-o", "评比.docx"],
    "profile --all, docx (limit 20,000)": ["profile", "--all", "-o", "风采.docx"],
    "profile --all, html": ["profile", "--all", "-o", "风采.html"],
    "letter result, docx": ["letter", "result", "14002", "--year", "2025", "-o", "函.docx"],
}
"""What is timed, by name."""


def sides(bench: Bench) -> Mapping[str, Side]:
    """Each paper of both builds, at a workspace whose last year is closed."""
    found: dict[str, Side] = {}
    for which in (NOW, EARLIER):
        desk = bench.new_desk(which, bench.folder / which, sample(bench.build(which)))
        desk.run(["close-year", "2025", "--although-open"])
        found |= {f"{name}, {which}": partial(desk.run, words) for name, words in PAPERS.items()}
    return found


SUBJECT = Subject(
    tuple(Target(name, f"{name}, {NOW}", before=Limit(f"{name}, {EARLIER}")) for name in PAPERS), sides, rounds=5
)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
