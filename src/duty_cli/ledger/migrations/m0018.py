"""Version 18: that the name of a batch is put right is a row of the chain; what was entered stays. Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only

_TABLE = """
    CREATE TABLE attribution (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        target INTEGER NOT NULL REFERENCES batch (seq) CHECK (target < seq),
        by TEXT NOT NULL CHECK (by <> '')
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    _TABLE,
    "CREATE INDEX attribution_target ON attribution (target)",
    *appended_only("attribution"),
)
