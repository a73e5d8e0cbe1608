"""Version 5: years that are closed (结账), and open again once that is reversed. Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

_TABLE = """
    CREATE TABLE closing (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        year INTEGER NOT NULL CHECK (year > 0),
        first TEXT NOT NULL CHECK (first IS date(first)),
        last TEXT NOT NULL CHECK (last IS date(last) AND last >= first)
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    _TABLE,
    *appended_only("closing"),
    *reversible_too("member spell activity record leave", "closing"),
)
