"""Version 12: the numbers that a new term gives members anew, and a term that can be taken back. Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

_TABLE = """
    CREATE TABLE numbering (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        number TEXT NOT NULL CHECK (number <> ''),
        first TEXT NOT NULL CHECK (first IS date(first))
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    _TABLE,
    *appended_only("numbering"),
    *reversible_too("member spell activity record leave", "closing proceeding step plan", "earlier founding numbering"),
)
