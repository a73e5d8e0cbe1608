"""Build twelve invented counties, seal their ledgers and print the report of the province: what ``make demo-province`` runs.

Every step is a ``duty`` command as clerks of the counties and of the province would type it, on the days named here. Three
things are wrong on purpose, so that the report shows what it does with them: one county has not handed in anything, one has
entered its records up to September only, and the file of one has been cut on its way.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from datetime import datetime
from pathlib import Path

from duty_cli.cli import clock
from duty_cli.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
TERM = ("--term", "5", "--from", "2022-01-01", "--until", "2026-12-31")
SEALED, HANDED_IN, EXPECTED = "封存", "各县账本", "县名单.txt"

ON_TIME, LATE = "2026-01-08", "2025-10-09"
LATE_COUNTY, MISSING_COUNTY, CUT_COUNTY = "柳塬县", "月泊县", "麦垄县"

REPORTS = (
    "province report 封存 --year 2025 --expect 县名单.txt --accept-valid",
    "province report 封存 --year 2025 --expect 县名单.txt --accept-valid -o 报表/全省2025年度.xlsx",
    "province report 封存 --year 2025 --expect 县名单.txt --accept-valid -o 报表/全省2025年度.docx",
    "province report 封存 --year 2025 --expect 县名单.txt --accept-valid -o 报表/全省2025年度.html",
)


def main(place: Path) -> int:
    """Run all steps in the folder ``place``; the exit code of the first that does not go as it should."""
    if place.exists() and not (place / EXPECTED).exists() and any(place.iterdir()):
        sys.stderr.write(f"{place} 不是演示用的文件夹，未作改动\n")
        return 2
    shutil.rmtree(place, ignore_errors=True)
    for name in (HANDED_IN, SEALED, "报表"):
        (place / name).mkdir(parents=True)
    made = [sys.executable, str(ROOT / "data" / "make_province.py"), str(place / HANDED_IN)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    (place / HANDED_IN / EXPECTED).rename(place / EXPECTED)
    os.environ["DUTY_BY"] = "演示员"
    for name in ("DUTY_RULES", "DUTY_LEDGER"):
        os.environ.pop(name, None)
    for folder in sorted(path for path in (place / HANDED_IN).iterdir() if path.is_dir()):
        code = keep(folder, place / SEALED)
        if code:
            return code
    spoil(place / SEALED)
    return report(place)


def keep(county: Path, sealed: Path) -> int:
    """Make the ledger of a county from its files and seal it."""
    day = LATE if county.name == LATE_COUNTY else ON_TIME
    sys.stdout.write(f"—— {county.name}，{day} ——\n")
    with chdir(county):
        code = typed(day, f"init . --committee 政协{county.name}委员会", *TERM)
        code = code or typed(day, "member import 名册.csv")
        code = code or typed(day, "import 2025-履职记录.csv")
        if day == ON_TIME:
            code = code or typed(day, "close-year 2025 --although-open")
        return code or typed(day, f"seal export -o {sealed / county.name}.parquet")


def spoil(sealed: Path) -> None:
    """What goes wrong on the way to the province: one file is not there, one is not whole."""
    (sealed / f"{MISSING_COUNTY}.parquet").unlink()
    cut = sealed / f"{CUT_COUNTY}.parquet"
    content = cut.read_bytes()
    cut.write_bytes(content[: len(content) * 3 // 4])


def report(place: Path) -> int:
    """Print the report of the province, and write it in several formats."""
    with chdir(place):
        for line in REPORTS:
            code = typed(ON_TIME, line, shown=True)
            if code:
                return code
    sys.stdout.write(f"\n演示：{place}，报表在 {place / '报表'}\n")
    return 0


def typed(day: str, line: str, *words: str, shown: bool = False) -> int:
    """Type a command on a day; its exit code. What it says is shown where it is ``shown``, or where it went wrong."""
    now = datetime.fromisoformat(f"{day}T09:00+08:00")
    clock.now = lambda: now
    said = io.StringIO()
    sys.stdout.write(f"$ duty {line}\n")
    sys.stdout.flush()
    command = [*line.split(), *words]
    if shown:
        return run(command)
    with redirect_stdout(said):
        code = run(command)
    if code:
        sys.stdout.write(said.getvalue())
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo-province").resolve()))
