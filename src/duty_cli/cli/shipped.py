"""The rule file that comes with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped_rules() -> bytes:
    """The bytes of ``rules/scoring.yaml``: inside an installed package, else in the source tree."""
    inside = files("duty_cli").joinpath("rules", "scoring.yaml")
    if inside.is_file():
        return inside.read_bytes()
    return (Path(__file__).parents[3] / "rules" / "scoring.yaml").read_bytes()
