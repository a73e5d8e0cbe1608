"""Version 13: yearly reports and accounts handed in (收件). Frozen, as every migration is."""

from __future__ import annotations

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

_SEAT_BELTS = tuple(
    f"CREATE TRIGGER handin_no_{deed.lower()} BEFORE {deed} ON handin "
    "BEGIN SELECT RAISE(ABORT, 'handin: the ledger is appended only'); END"
    for deed in ("UPDATE", "DELETE")
)

_REVERSIBLE = """
    CREATE TRIGGER reversal_of_something BEFORE INSERT ON reversal
    WHEN NOT EXISTS (
        SELECT 1 FROM entry WHERE seq = NEW.target AND seq < NEW.seq AND (
            sort = 'member' OR sort = 'spell' OR sort = 'activity' OR sort = 'record' OR sort = 'leave'
            OR sort = 'closing' OR sort = 'proceeding' OR sort = 'step' OR sort = 'plan'
            OR sort = 'earlier' OR sort = 'founding' OR sort = 'numbering' OR sort = 'handin'
        )
    )
    BEGIN SELECT RAISE(ABORT, 'reversal: no such row, or none that can be reversed'); END
"""

STATEMENTS: tuple[str, ...] = (_TABLE, *_SEAT_BELTS, "DROP TRIGGER reversal_of_something", _REVERSIBLE)
