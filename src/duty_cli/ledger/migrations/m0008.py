"""Version 8: proceedings that people decide (办理事项), and their steps. Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

_TABLES = (
    """
    CREATE TABLE proceeding (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        path INTEGER NOT NULL REFERENCES label (id),
        use INTEGER NOT NULL REFERENCES label (id),
        about TEXT NOT NULL CHECK (about <> ''),
        member INTEGER REFERENCES member (seq),
        year INTEGER CHECK (year > 0),
        target INTEGER REFERENCES entry (seq) CHECK (target < seq),
        grounds TEXT
    ) STRICT
    """,
    """
    CREATE TABLE step (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        proceeding INTEGER NOT NULL REFERENCES proceeding (seq) CHECK (proceeding < seq),
        name INTEGER NOT NULL REFERENCES label (id),
        means INTEGER NOT NULL REFERENCES label (id),
        day TEXT NOT NULL CHECK (day IS date(day)),
        by TEXT NOT NULL CHECK (by <> ''),
        meeting TEXT,
        place TEXT,
        number TEXT,
        words TEXT,
        until TEXT CHECK (until IS date(until)),
        note TEXT
    ) STRICT
    """,
    "CREATE INDEX step_proceeding ON step (proceeding)",
)

STATEMENTS: tuple[str, ...] = (
    *_TABLES,
    *appended_only("proceeding", "step"),
    *reversible_too("member spell activity record leave", "closing proceeding step"),
)
