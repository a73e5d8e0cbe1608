"""Version 9: activities planned ahead (活动计划). Frozen, as every migration is."""

from __future__ import annotations

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

_SEAT_BELTS = tuple(
    f"CREATE TRIGGER plan_no_{deed.lower()} BEFORE {deed} ON plan "
    "BEGIN SELECT RAISE(ABORT, 'plan: the ledger is appended only'); END"
    for deed in ("UPDATE", "DELETE")
)

_REVERSIBLE = """
    CREATE TRIGGER reversal_of_something BEFORE INSERT ON reversal
    WHEN NOT EXISTS (
        SELECT 1 FROM entry WHERE seq = NEW.target AND seq < NEW.seq AND (
            sort = 'member' OR sort = 'spell' OR sort = 'activity' OR sort = 'record' OR sort = 'leave'
            OR sort = 'closing' OR sort = 'proceeding' OR sort = 'step' OR sort = 'plan'
        )
    )
    BEGIN SELECT RAISE(ABORT, 'reversal: no such row, or none that can be reversed'); END
"""

STATEMENTS: tuple[str, ...] = (_PLAN, *_SEAT_BELTS, "DROP TRIGGER reversal_of_something", _REVERSIBLE)
