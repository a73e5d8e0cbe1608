"""Version 17: from which batch on the times of entry ascend, and which batch says that a clock was wrong. Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only

_TABLE = """
    CREATE TABLE clock (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        since INTEGER NOT NULL
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    # Empty in all that is there, so that no hash of it changes.
    "ALTER TABLE batch ADD COLUMN after_wrong_clock INTEGER CHECK (after_wrong_clock = 1)",
    _TABLE,
    # What earlier versions entered was not compared with the batch before: nobody is to be told now that it is damaged.
    "INSERT INTO clock SELECT 1, coalesce(max(seq), 0) FROM batch",
    *appended_only("clock"),
)
