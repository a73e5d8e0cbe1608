"""Make the files of twelve invented counties of 示例省: ``python data/make_province.py OUTDIR``.

A folder for each county, a desk to be: its roster, its rule file and its records of 2025; the same bytes every time and everywhere.
``县名单.txt`` names them all, one a line. No county, committee or member of these names exists.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from make_sample import csv_bytes
from sample.county import HEADINGS, RECORDED, SCHEMES, County, records, roster

YEAR = 2025
LATE = date(YEAR, 9, 30)
"""Up to this day one county has entered its records."""
EXAMPLES = Path(__file__).resolve().parents[1] / "rules" / "examples"

_FIRST, _SECOND, _THIRD = SCHEMES
COUNTIES = (
    County("岚汀县", 46, 90, _FIRST), County("栖禾县", 60, 82, _FIRST), County("澜沚县", 38, 76, _FIRST),
    County("松墟县", 72, 88, _FIRST), County("麦垄县", 55, 70, _FIRST), County("鹤汀县", 42, 85, _SECOND),
    County("枫渡县", 64, 80, _SECOND), County("石笕县", 36, 92, _SECOND), County("柳塬县", 50, 78, _SECOND, LATE),
    County("青蓑县", 58, 86, _THIRD), County("月泊县", 40, 74, _THIRD), County("霜桥县", 44, 83, _THIRD),
)  # fmt: skip
"""Those of one scheme have rule files of the same bytes, and so of the same digest."""


def rules_of(county: County) -> bytes:
    """The example by which the county scores, under a title of its own and for the years of its term."""
    text = (EXAMPLES / f"{county.scheme.example}.yaml").read_text("utf-8").partition("\nformat: ")
    kept = f"# 按 rules/examples/{county.scheme.example}.yaml 改写，仅供演示。\n\n" + "".join(text[1:]).lstrip("\n")
    kept = re.sub(r"^title: .*$", f"title: {county.scheme.title}", kept, count=1, flags=re.M)
    kept = re.sub(r"^basis: .*$", "basis: 示例政协〔2021〕1号", kept, count=1, flags=re.M)
    return re.sub(
        r"^effective: .*$", "effective: {from: 2022-01-01, to: 2026-12-31}", kept, count=1, flags=re.M
    ).encode()


def county_files(county: County) -> dict[str, bytes]:
    """File name → content, of one county."""
    seats = roster(county)
    day = RECORDED.index("日期")
    rows = sorted(records(county, seats, YEAR), key=lambda row: row[day])
    rows = [row for row in rows if row[day] <= county.until.isoformat()]
    return {
        "名册.csv": csv_bytes([HEADINGS, *(seat.cells for seat in seats)]),
        f"{YEAR}-履职记录.csv": csv_bytes([RECORDED, *rows]),
        "rules/scoring.yaml": rules_of(county),
    }


def main(arguments: Sequence[str]) -> None:
    """Write the folders and say how many."""
    (place,) = map(Path, arguments)
    for county in COUNTIES:
        (place / county.name / "rules").mkdir(parents=True, exist_ok=True)
        for name, content in county_files(county).items():
            (place / county.name / name).write_bytes(content)
    (place / "县名单.txt").write_text("".join(f"{county.committee}\n" for county in COUNTIES), "utf-8")
    print(f"{place}: {len(COUNTIES)} counties, {sum(county.members for county in COUNTIES)} members")


if __name__ == "__main__":
    main(sys.argv[1:])
