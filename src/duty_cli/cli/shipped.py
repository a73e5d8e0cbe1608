"""The rule files that come with the program."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

SCORING = "scoring.yaml"
START = "new/start.yaml"
STYLE = "style.yaml"
OWN_WORDS = "new/intake.yaml"
"""The words of an office's files, to be filled in: those shipped with the program are known without it."""
SCHEMA = "scoring.schema.json"
"""The name by which rule files name their schema: it lies beside them."""


def shipped(name: str) -> bytes:
    """The bytes of a file in ``rules/``: inside an installed package, else in the source tree."""
    inside = files("duty_cli").joinpath("rules", *name.split("/"))
    if inside.is_file():
        return inside.read_bytes()
    return (Path(__file__).parents[3] / "rules" / name).read_bytes()


def lay_beside(folder: Path, *names: str) -> None:
    """Put shipped files straight into ``folder``, where they are not there yet. Raises UnwritableFile."""
    from duty_cli.cli.outputs import write_new

    for name in names:
        place = folder / Path(name).name
        if not os.path.lexists(place):
            write_new(place, shipped(name))
