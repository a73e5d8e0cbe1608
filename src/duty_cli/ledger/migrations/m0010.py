"""Version 10: results of years before the ledger, taken over (沿用). Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

_TABLE = """
    CREATE TABLE earlier (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        year INTEGER NOT NULL CHECK (year > 0),
        first TEXT NOT NULL CHECK (first IS date(first)),
        last TEXT NOT NULL CHECK (last IS date(last) AND last >= first),
        score TEXT,
        grade INTEGER REFERENCES label (id),
        paper INTEGER NOT NULL REFERENCES label (id)
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    _TABLE,
    *appended_only("earlier"),
    *reversible_too("member spell activity record leave", "closing proceeding step plan", "earlier"),
)
