"""Version 13: yearly reports and accounts handed in (收件). Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

_TABLE = """
    CREATE TABLE handin (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        kind INTEGER NOT NULL REFERENCES label (id),
        year INTEGER NOT NULL CHECK (year > 0),
        day TEXT NOT NULL CHECK (day IS date(day)),
        received_by TEXT NOT NULL CHECK (received_by <> ''),
        digest BLOB CHECK (length(digest) = 32)
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    _TABLE,
    *appended_only("handin"),
    *reversible_too(
        "member spell activity record leave", "closing proceeding step plan", "earlier founding numbering handin"
    ),
)
