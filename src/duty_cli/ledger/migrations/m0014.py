"""Version 14: budgets and spending (委员活动经费). Frozen, as every migration is."""

from __future__ import annotations

_BUDGET = """
    CREATE TABLE budget (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        year INTEGER NOT NULL CHECK (year > 0),
        facet INTEGER REFERENCES label (id),
        name INTEGER REFERENCES label (id) CHECK (name IS NOT NULL OR facet IS NULL),
        fen INTEGER NOT NULL CHECK (fen > 0),
        paper TEXT,
        note TEXT
    ) STRICT
"""

_SPENDING = """
    CREATE TABLE spending (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        day TEXT NOT NULL CHECK (day IS date(day)),
        fen INTEGER NOT NULL CHECK (fen <> 0),
        summary TEXT NOT NULL CHECK (summary <> ''),
        facet INTEGER REFERENCES label (id),
        name INTEGER REFERENCES label (id) CHECK ((name IS NULL) = (facet IS NULL)),
        activity INTEGER REFERENCES label (id),
        handled_by TEXT,
        voucher TEXT,
        approved_by TEXT,
        note TEXT
    ) STRICT
"""

_SEAT_BELTS = tuple(
    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table}: the ledger is appended only'); END"
    for table in ("budget", "spending")
    for deed in ("UPDATE", "DELETE")
)

_REVERSIBLE = """
    CREATE TRIGGER reversal_of_something BEFORE INSERT ON reversal
    WHEN NOT EXISTS (
        SELECT 1 FROM entry WHERE seq = NEW.target AND seq < NEW.seq AND (
            sort = 'member' OR sort = 'spell' OR sort = 'activity' OR sort = 'record' OR sort = 'leave'
            OR sort = 'closing' OR sort = 'proceeding' OR sort = 'step' OR sort = 'plan'
            OR sort = 'earlier' OR sort = 'founding' OR sort = 'numbering' OR sort = 'handin'
            OR sort = 'budget' OR sort = 'spending'
        )
    )
    BEGIN SELECT RAISE(ABORT, 'reversal: no such row, or none that can be reversed'); END
"""

STATEMENTS: tuple[str, ...] = (_BUDGET, _SPENDING, *_SEAT_BELTS, "DROP TRIGGER reversal_of_something", _REVERSIBLE)
