"""Version 3: papers that were issued (印发). Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only

_TABLE = """
    CREATE TABLE issue (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        report TEXT NOT NULL,
        printed TEXT NOT NULL,
        format TEXT NOT NULL,
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        revision INTEGER NOT NULL CHECK (revision > 0),
        known INTEGER NOT NULL REFERENCES entry (seq) CHECK (known < seq),
        head BLOB NOT NULL CHECK (length(head) = 32),
        rules TEXT NOT NULL,
        version TEXT NOT NULL
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (_TABLE, *appended_only("issue"))
