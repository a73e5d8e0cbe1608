"""Version 15: that a name was erased is a row of the chain. Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only

_TABLE = """
    CREATE TABLE erasure (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq)
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (_TABLE, *appended_only("erasure"))
