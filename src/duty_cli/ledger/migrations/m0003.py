"""Version 3: papers that were issued (印发). Frozen, as every migration is."""

from __future__ import annotations

_TABLE = """
    CREATE TABLE issue (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        report TEXT NOT NULL,
        printed TEXT NOT NULL,
        format TEXT NOT NULL,
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        revision INTEGER NOT NULL CHECK (revision > 0),
        known INTEGER NOT NULL REFERENCES entry (seq) CHECK (known < seq),
        head BLOB NOT NULL CHECK (length(head) = 32),
        rules TEXT NOT NULL,
        version TEXT NOT NULL
    ) STRICT
"""

_SEAT_BELTS = tuple(
    f"CREATE TRIGGER issue_no_{deed.lower()} BEFORE {deed} ON issue "
    "BEGIN SELECT RAISE(ABORT, 'issue: the ledger is appended only'); END"
    for deed in ("UPDATE", "DELETE")
)

STATEMENTS: tuple[str, ...] = (_TABLE, *_SEAT_BELTS)
