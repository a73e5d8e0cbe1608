"""The invented counties are the same each time, and their files go into ledgers as they are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.workspace import Duty, empty

__all__ = ["empty"]

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("省"))


def made(place: Path) -> Path:
    subprocess.run([sys.executable, str(DATA / "make_province.py"), str(place)], check=True, capture_output=True)
    return place


def contents(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_the_same_bytes_come_out_every_time(province: Path, tmp_path: Path) -> None:
    assert contents(province) == contents(made(tmp_path))


def test_twelve_counties_of_different_sizes_score_by_three_schemes(province: Path) -> None:
    counties = [path for path in province.iterdir() if path.is_dir()]
    assert len((province / "县名单.txt").read_text("utf-8").splitlines()) == len(counties) == 12
    assert len({(county / "rules" / "scoring.yaml").read_bytes() for county in counties}) == 3
    assert len({(county / "名册.csv").read_bytes().count(b"\n") for county in counties}) == 12


@pytest.mark.parametrize("county", ["岚汀县", "鹤汀县", "青蓑县"])
def test_the_files_of_a_county_go_into_its_ledger_as_they_are(province: Path, empty: Duty, county: str) -> None:
    shutil.copytree(province / county, empty.folder, dirs_exist_ok=True)
    empty.done(f"init --committee 政协{county}委员会 --term 5 --from 2022-01-01 --until 2026-12-31")
    empty.done("member import 名册.csv")
    empty.done("import 2025-履职记录.csv")
    rows = (empty.folder / "2025-履职记录.csv").read_bytes().count(b"\n") - 1
    assert len(empty.records()) == rows
