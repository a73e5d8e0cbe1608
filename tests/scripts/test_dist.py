"""What goes out as wheel and source archive. Installing and running them takes longer: ``make dist``."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from scripts import dist


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dist.Built:
    return dist.build(tmp_path_factory.mktemp("dist"))


def test_the_wheel_carries_every_file_of_the_program_and_its_rule_files(built: dist.Built) -> None:
    inside = zipfile.ZipFile(built.wheel).namelist()
    rules = {"scoring.yaml", "scoring.schema.json", "style.yaml", "intake.yaml", "new/start.yaml", "examples/S01.yaml"}
    assert {"duty_cli/py.typed", *(f"duty_cli/bundled/{name}" for name in rules)} <= set(inside)
    assert dist.lacking(built.wheel) == []
    assert {name.split("/")[0].split("-")[0] for name in inside} == {"duty_cli"}


def test_a_file_left_out_of_the_wheel_is_noticed(built: dist.Built, tmp_path: Path) -> None:
    thinner = tmp_path / built.wheel.name
    with zipfile.ZipFile(built.wheel) as whole, zipfile.ZipFile(thinner, "w") as thin:
        for name in whole.namelist():
            thin.writestr(name, b"" if name.endswith("bundled/style.yaml") else whole.read(name))
    assert dist.lacking(thinner) == ["duty_cli/bundled/style.yaml"]


def test_a_file_of_no_commit_is_noticed_in_the_source_archive(
    built: dist.Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [path for path in dist.tracked(dist.ROOT) if path.name != "LICENSE"]
    monkeypatch.setattr(dist, "tracked", lambda _: known)
    assert "LICENSE" in dist.strangers(built.sdist)


def test_the_wheel_asks_for_no_library_of_the_tests(built: dist.Built) -> None:
    asked = {one.name.lower() for one in dist.needed(dist.wheel_requirements(built.wheel))}
    assert {"typer", "sqlmodel", "sqlalchemy", "pydantic-core", "lxml"} <= {name.replace("_", "-") for name in asked}
    assert not asked & {"pytest", "hypothesis", "openpyxl", "mypy", "hatchling"}
