"""The real files, beside the checkout and never in it, and a clerk who takes them in."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from duty_cli.cli.main import run
from duty_cli.rules.mapping_file import load_mapping

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "rules" / "examples" / "lok-sabha"
REAL = ROOT.parent / "shared" / "real"
FILES = {"questions": "questions", "debates": "debates", "bills": "private-member-bills"}
"""Mapping → file."""

needs_the_files = pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")

Row = dict[str, str]
Report = dict[str, Any]


def real(name: str) -> Path:
    """One of the real files."""
    return REAL / f"lok-sabha-18-{name}.csv"


def rows(file: Path, separator: str) -> list[Row]:
    """The rows of a file, by heading."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=separator))


def duty(workspace: Path, *arguments: str) -> None:
    """Run a command that must succeed."""
    assert run(["--ledger", str(workspace / "data" / "ledger.db"), *arguments]) == 0


def take_in(workspace: Path, file: Path, mapping: str) -> None:
    """Import records through one of the example's mappings."""
    duty(workspace, "import", str(file), "--map", str(EXAMPLE / f"{mapping}.map.yaml"))


def with_members(folder: Path) -> Path:
    """A workspace under the example's rules, with all members."""
    (folder / "rules").mkdir()
    (folder / "rules" / "scoring.yaml").write_bytes((EXAMPLE / "scoring.yaml").read_bytes())
    term = ["--term", "18", "--from", "2024-06-09", "--until", "2029-06-23"]
    assert run(["init", str(folder), "--committee", "印度人民院", *term]) == 0
    duty(folder, "member", "import", str(real("members")), "--map", str(EXAMPLE / "roster.map.yaml"))
    return folder


def report(workspace: Path, *arguments: str) -> Report:
    """A report as its JSON says it."""
    duty(workspace, *arguments, "-o", str(workspace / "report.json"))
    said: Report = json.loads((workspace / "report.json").read_text(encoding="utf-8"))
    return said


def debate_types() -> dict[str, str]:
    """Our kind of a debate → its type in the source, as the mapping has them."""
    mapping = load_mapping("debates.map.yaml", (EXAMPLE / "debates.map.yaml").read_bytes())
    return {kind: type_ for type_, kind in (mapping.columns["履职事项"].values or {}).items()}
