"""Version 11: why a tenure began and ended, and the numbers of the papers (文号). Frozen, as every migration is."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = tuple(
    f"ALTER TABLE spell ADD COLUMN {name} TEXT CHECK ({name} <> '')"
    for name in ("begun", "begun_number", "ended", "ended_number")
)
