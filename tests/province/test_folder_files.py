"""Which files of a folder are a year's, and their names however a file system tells them."""

from __future__ import annotations

import pytest

from duty_cli.province.folder_files import named_below, of_year


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("/封存", "file:/封存/"),
        ("/封存", "/封存/"),
        ("file:///封存/", "file:/封存/"),
        ("file:/a/../封存", "file:///封存/"),
        ("hdfs:///封存", "hdfs://name-node:8020/封存/"),
        ("hdfs://name-node/封存//", "hdfs://name-node/封存/"),
        ("s3a://city.gov", "s3a://city.gov/"),
        ("C:/封存", "file:/C:/封存/"),
    ],
)
def test_files_are_named_below_the_folder_however_they_are_told(folder: str, told: str) -> None:
    names = ["a.parquet", "year=2026/county=甲县/a%20?#b.parquet"]
    assert named_below(folder, [told + name for name in names]) == {name: told + name for name in names}


def test_files_that_are_told_elsewhere_keep_their_whole_names() -> None:
    paths = ["hdfs://a/封存二/a.parquet", "hdfs://a/别处/a.parquet"]
    assert named_below("hdfs://a/封存", paths) == {path: path for path in paths}


@pytest.mark.parametrize(
    ("file", "own"),
    [
        ("a.parquet", True),
        ("county=甲县/a.parquet", True),
        ("year=2026/county=甲县/a.parquet", True),
        ("county=甲县/year=2026/a.parquet", True),
        ("year=2025/a.parquet", False),
        ("year=20260/a.parquet", False),
        ("year=2025.parquet", True),
    ],
)
def test_files_parted_by_year_are_those_of_the_year(file: str, own: bool) -> None:
    assert of_year(file, 2026) is own
