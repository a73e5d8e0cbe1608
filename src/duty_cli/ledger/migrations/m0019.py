"""Version 19: in which capacity a member was invited to an event (参会身份). Frozen, as every migration is."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible_too

_TABLE = """
    CREATE TABLE invitation (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        kind INTEGER NOT NULL REFERENCES label (id),
        day TEXT NOT NULL CHECK (day IS date(day)),
        name TEXT NOT NULL CHECK (name <> ''),
        member INTEGER NOT NULL REFERENCES member (seq),
        capacity INTEGER NOT NULL REFERENCES label (id)
    ) STRICT
"""

STATEMENTS: tuple[str, ...] = (
    # Its own table, so that no row of an earlier ledger has another hash.
    _TABLE,
    "CREATE INDEX invitation_day ON invitation (day)",
    *appended_only("invitation"),
    *reversible_too(
        "member spell activity record leave",
        "closing proceeding step plan",
        "earlier founding numbering handin",
        "budget spending invitation",
    ),
)
