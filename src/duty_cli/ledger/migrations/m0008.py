"""Version 8: proceedings that people decide (办理事项), and their steps. Frozen, as every migration is."""

from __future__ import annotations

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

_SEAT_BELTS = tuple(
    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table}: the ledger is appended only'); END"
    for table in ("proceeding", "step")
    for deed in ("UPDATE", "DELETE")
)

_REVERSIBLE = """
    CREATE TRIGGER reversal_of_something BEFORE INSERT ON reversal
    WHEN NOT EXISTS (
        SELECT 1 FROM entry WHERE seq = NEW.target AND seq < NEW.seq AND (
            sort = 'member' OR sort = 'spell' OR sort = 'activity' OR sort = 'record' OR sort = 'leave'
            OR sort = 'closing' OR sort = 'proceeding' OR sort = 'step'
        )
    )
    BEGIN SELECT RAISE(ABORT, 'reversal: no such row, or none that can be reversed'); END
"""

STATEMENTS: tuple[str, ...] = (*_TABLES, *_SEAT_BELTS, "DROP TRIGGER reversal_of_something", _REVERSIBLE)
