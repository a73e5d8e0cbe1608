"""Version 16: what another copy of the ledger had is taken over, and where each batch of it stood there. Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only

_MERGE = """
    CREATE TABLE merge (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        head BLOB NOT NULL,
        last INTEGER NOT NULL,
        common INTEGER NOT NULL,
        batches INTEGER NOT NULL
    ) STRICT
"""

_TAKEN = """
    CREATE TABLE taken (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        merge INTEGER NOT NULL REFERENCES merge (seq),
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        head BLOB NOT NULL
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    # Empty in all that is there, so that no hash of it changes.
    "ALTER TABLE batch ADD COLUMN entered_by TEXT",
    "ALTER TABLE batch ADD COLUMN entered_at TEXT",
    "ALTER TABLE issue ADD COLUMN elsewhere INTEGER",
    _MERGE,
    _TAKEN,
    *appended_only("merge"),
    *appended_only("taken"),
)
