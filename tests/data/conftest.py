"""The committed sample, read once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"

Row = dict[str, str]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def roster() -> list[Row]:
    return _rows(DATA / "roster.csv")


@pytest.fixture(scope="module")
def records() -> list[Row]:
    return [row for path in sorted(DATA.glob("20*.csv")) for row in _rows(path)]
