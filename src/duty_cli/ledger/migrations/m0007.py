"""Version 7: the year to which a record belongs (所属年度), and its own day where it counts on another. Frozen."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE record ADD COLUMN year INTEGER CHECK (year > 0)",
    "ALTER TABLE record ADD COLUMN done TEXT CHECK (done IS date(done))",
)
