"""Version 6: who was said to be due at an activity. Frozen, as every migration is."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = tuple(
    f"ALTER TABLE activity ADD COLUMN {column} INTEGER REFERENCES label (id)"
    for column in ("due", "sector", "liaison_group", "special_committee")
)
