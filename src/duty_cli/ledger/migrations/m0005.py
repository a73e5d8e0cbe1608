"""Version 5: years that are closed (结账), and open again once that is reversed. Frozen, as every migration is."""

from __future__ import annotations

_TABLE = """
    CREATE TABLE closing (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        year INTEGER NOT NULL CHECK (year > 0),
        first TEXT NOT NULL CHECK (first IS date(first)),
        last TEXT NOT NULL CHECK (last IS date(last) AND last >= first)
    ) STRICT
"""

_SEAT_BELTS = tuple(
    f"CREATE TRIGGER closing_no_{deed.lower()} BEFORE {deed} ON closing "
    "BEGIN SELECT RAISE(ABORT, 'closing: the ledger is appended only'); END"
    for deed in ("UPDATE", "DELETE")
)

_REVERSIBLE = """
    CREATE TRIGGER reversal_of_something BEFORE INSERT ON reversal
    WHEN NOT EXISTS (
        SELECT 1 FROM entry WHERE seq = NEW.target AND seq < NEW.seq AND (
            sort = 'member' OR sort = 'spell' OR sort = 'activity' OR sort = 'record' OR sort = 'leave'
            OR sort = 'closing'
        )
    )
    BEGIN SELECT RAISE(ABORT, 'reversal: no such row, or none that can be reversed'); END
"""

STATEMENTS: tuple[str, ...] = (_TABLE, *_SEAT_BELTS, "DROP TRIGGER reversal_of_something", _REVERSIBLE)
