"""How long the papers of the sample committee (about 300 members, three years) take, as whole commands.

Usage: python benchmarks/papers.py [RUNS]. Prints the least and the median of wall-clock milliseconds over RUNS rounds
(default 5), after one that is not counted.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from startup import DUTY, milliseconds, sample_workspace

PAPERS = {
    "annual-notice, docx (limit 3,000)": ["annual-notice", "2025", "--number", "3", "-o", "通报.docx"],
    "annual-notice, xlsx": ["annual-notice", "2025", "-o", "通报.xlsx"],
    "annual-evaluation, docx": ["annual-evaluation", "2025", "-o", "评比.docx"],
    "profile --all, docx (limit 20,000)": ["profile", "--all", "-o", "风采.docx"],
    "profile --all, html": ["profile", "--all", "-o", "风采.html"],
    "letter result, docx": ["letter", "result", "14002", "--year", "2025", "-o", "函.docx"],
}
"""What is timed, by name."""


def main(runs: int) -> None:
    """Time all papers and print a line each."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUTY_LEDGER"] = str(Path(folder) / "data" / "ledger.db")
        os.environ.pop("DUTY_RULES", None)
        sample_workspace(Path(folder))
        os.chdir(folder)
        print(f"{'milliseconds over ' + str(runs) + ' runs':50s}{'least':>8s}{'median':>8s}")
        for name, words in PAPERS.items():
            times = [milliseconds([*DUTY, *words]) for _ in range(runs + 1)][1:]
            print(f"{name:50s}{min(times):8.0f}{median(times):8.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
