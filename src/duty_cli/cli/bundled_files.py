"""The rule files that come with the program."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

SCORING = "scoring.yaml"
SCORING_TEXT = "scoring.txt"
"""The printed document that the shipped rules name; it lies beside them."""
START = "new/start.yaml"
STYLE = "style.yaml"
OWN_WORDS = "new/intake.yaml"
"""The words of an office's files, to be filled in: those shipped with the program are known without it."""
STEPS_FILE = "steps.yaml"
HOLIDAYS_FILE = "holidays.yaml"
CALENDAR_FILE = "calendar.yaml"
SCHEMA = "scoring.schema.json"
"""The name by which rule files name their schema: it lies beside them."""
MAP_SCHEMA = "map.schema.json"
"""The same of maps, which lie in a folder beside it."""
CASE_SCHEMA = "cases.schema.json"
"""The same of case files, which lie beside it."""


def shipped(name: str) -> bytes:
    """The bytes of a file in ``rules/``: inside an installed package, else in the source tree."""
    inside = files("duty_cli").joinpath("bundled", *name.split("/"))
    if inside.is_file():
        return inside.read_bytes()
    return (Path(__file__).parents[3] / "rules" / name).read_bytes()


def shipped_names(folder: str) -> list[str]:
    """The names of the files in a folder of ``rules/``, in order."""
    inside = files("duty_cli").joinpath("bundled", folder)
    place = inside if inside.is_dir() else Path(__file__).parents[3] / "rules" / folder
    names = [one.name for one in place.iterdir() if one.is_file()]
    return sorted(names)


OWN_COMMITTEE = "政协乐清市委员会"
"""Whose rules the shipped file proposes."""


def rules_of(committee: str) -> bytes:
    """The shipped rules under the name of another committee: papers print the title, and it is not theirs."""
    import re

    own = re.compile(rf"^(title: ){OWN_COMMITTEE}(.*)$", re.MULTILINE)
    said = own.sub(lambda found: f"{found[1]}{_quoted(committee + found[2])}", shipped(SCORING).decode(), count=1)
    return said.encode()


def _quoted(text: str) -> str:
    """A YAML text; in quotes where it would otherwise be read as something else."""
    import json

    plain = all(sign not in text for sign in ":#\"'\\{}[],&*!|>%@`") and text == text.strip()
    return text if plain else json.dumps(text, ensure_ascii=False)


def lay_beside(folder: Path, *names: str) -> None:
    """Put shipped files straight into ``folder``, where they are not there yet. Raises UnwritableFile."""
    from duty_cli.cli.output_guard import write_new

    for name in names:
        place = folder / Path(name).name
        if not os.path.lexists(place):
            write_new(place, shipped(name))
