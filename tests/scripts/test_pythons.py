"""Which Pythons are tested beside the one at work: those that start, and are what their name says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import pythons

OWN = f"{sys.version_info[0]}.{sys.version_info[1]}"


def laid(folder: Path, version: str, script: str) -> Path:
    """A program of that version's name in a folder of its own."""
    folder.mkdir()
    place = folder / f"python{version}"
    place.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    place.chmod(0o755)
    return place


@pytest.mark.skipif(sys.platform == "win32", reason="scripts of a shell")
def test_a_shim_that_does_not_start_is_passed_over_and_so_is_one_that_is_another_version(tmp_path: Path) -> None:
    laid(tmp_path / "shims", OWN, "echo 'pyenv: command not found'; exit 127")
    laid(tmp_path / "other", OWN, "echo 2.7")
    good = laid(tmp_path / "good", OWN, f'exec {sys.executable} "$@"')
    places = [tmp_path / name for name in ("none", "shims", "other", "good")]
    assert pythons.installed(OWN, places) == good
    assert pythons.installed(OWN, places[:3]) is None


def test_every_version_of_which_the_package_speaks_is_looked_for() -> None:
    said = (pythons.ROOT / "pyproject.toml").read_text("utf-8")
    assert [one for one in pythons.VERSIONS if f'"Programming Language :: Python :: {one}"' not in said] == []


@pytest.mark.parametrize("place", pythons.PART)
def test_every_part_that_is_run_is_there(place: str) -> None:
    assert (pythons.ROOT / place).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="scripts of a shell")
def test_a_python_whose_packages_cannot_be_had_is_told_and_fails_the_full_run_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pythons, "VERSIONS", ("3.99",))
    monkeypatch.setattr(pythons, "ROOT", tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    bare = laid(tmp_path / "bin", "3.99", 'case "$1" in -c) echo 3.99;; *) echo "no venv here"; exit 1;; esac')
    monkeypatch.setattr(pythons, "folders", lambda: iter([bare.parent]))
    assert (pythons.main([]), pythons.main(["--full"])) == (0, 1)
    assert "Python 3.99 is installed and was NOT tested" in capsys.readouterr().out
