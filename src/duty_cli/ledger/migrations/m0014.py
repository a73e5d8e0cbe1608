"""Version 14: budgets and spending (委员活动经费). Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

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

STATEMENTS: tuple[str, ...] = (
    _BUDGET,
    _SPENDING,
    *appended_only("budget", "spending"),
    *reversible_too(
        "member spell activity record leave",
        "closing proceeding step plan",
        "earlier founding numbering handin",
        "budget spending",
    ),
)
