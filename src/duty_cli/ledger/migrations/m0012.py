"""Version 12: the numbers that a new term gives members anew, and a term that can be taken back. Frozen, as every migration is."""

from __future__ import annotations

_TABLE = """
    CREATE TABLE numbering (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        number TEXT NOT NULL CHECK (number <> ''),
        first TEXT NOT NULL CHECK (first IS date(first))
    ) STRICT
"""

_SEAT_BELTS = tuple(
    f"CREATE TRIGGER numbering_no_{deed.lower()} BEFORE {deed} ON numbering "
    "BEGIN SELECT RAISE(ABORT, 'numbering: the ledger is appended only'); END"
    for deed in ("UPDATE", "DELETE")
)

_REVERSIBLE = """
    CREATE TRIGGER reversal_of_something BEFORE INSERT ON reversal
    WHEN NOT EXISTS (
        SELECT 1 FROM entry WHERE seq = NEW.target AND seq < NEW.seq AND (
            sort = 'member' OR sort = 'spell' OR sort = 'activity' OR sort = 'record' OR sort = 'leave'
            OR sort = 'closing' OR sort = 'proceeding' OR sort = 'step' OR sort = 'plan'
            OR sort = 'earlier' OR sort = 'founding' OR sort = 'numbering'
        )
    )
    BEGIN SELECT RAISE(ABORT, 'reversal: no such row, or none that can be reversed'); END
"""

STATEMENTS: tuple[str, ...] = (_TABLE, *_SEAT_BELTS, "DROP TRIGGER reversal_of_something", _REVERSIBLE)
