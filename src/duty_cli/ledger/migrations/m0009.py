"""Version 9: activities planned ahead (活动计划). Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

_PLAN = """
    CREATE TABLE plan (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        kind INTEGER NOT NULL REFERENCES label (id),
        day TEXT NOT NULL CHECK (day IS date(day)),
        name TEXT NOT NULL CHECK (name <> ''),
        place TEXT,
        due INTEGER REFERENCES label (id),
        sector INTEGER REFERENCES label (id),
        liaison_group INTEGER REFERENCES label (id),
        special_committee INTEGER REFERENCES label (id),
        origin INTEGER REFERENCES plan (seq) CHECK (origin < seq)
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    _PLAN,
    *appended_only("plan"),
    *reversible_too("member spell activity record leave", "closing proceeding step plan"),
)
