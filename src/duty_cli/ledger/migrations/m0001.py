"""Version 1: the first schema. Frozen: a change of the schema is a new migration, never an edit of this one."""

from __future__ import annotations

from duty_cli.ledger.migrations.appended import appended_only, reversible

_TABLES = (
    "CREATE TABLE label (id INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
    """
    CREATE TABLE head (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        seq INTEGER NOT NULL CHECK (seq >= 0),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT
    """,
    """
    CREATE TABLE entry (
        seq INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
        batch INTEGER NOT NULL REFERENCES entry (seq) CHECK (batch <= seq),
        sort TEXT NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT
    """,
    """
    CREATE TABLE batch (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??*+00:00'),
        by TEXT NOT NULL,
        command TEXT NOT NULL,
        source TEXT,
        source_digest TEXT,
        reason TEXT
    ) STRICT
    """,
    """
    CREATE TABLE founding (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        committee TEXT NOT NULL CHECK (committee <> ''),
        term INTEGER NOT NULL CHECK (term > 0),
        first TEXT NOT NULL CHECK (first IS date(first)),
        last TEXT NOT NULL CHECK (last IS date(last) AND last >= first)
    ) STRICT
    """,
    """
    CREATE TABLE member (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        number TEXT NOT NULL CHECK (number <> '')
    ) STRICT
    """,
    """
    CREATE TABLE naming (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        digest BLOB NOT NULL CHECK (length(digest) = 32)
    ) STRICT
    """,
    """
    CREATE TABLE person (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES naming (seq),
        name TEXT CHECK (name <> ''),
        initials TEXT,
        phone TEXT,
        salt BLOB
    ) STRICT
    """,
    """
    CREATE TABLE spell (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        facet INTEGER NOT NULL REFERENCES label (id),
        value INTEGER NOT NULL REFERENCES label (id),
        first TEXT NOT NULL CHECK (first IS date(first)),
        last TEXT CHECK (last IS date(last) AND last >= first)
    ) STRICT
    """,
    """
    CREATE TABLE activity (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        kind INTEGER NOT NULL REFERENCES label (id),
        day TEXT NOT NULL CHECK (day IS date(day)),
        name TEXT NOT NULL CHECK (name <> '')
    ) STRICT
    """,
    """
    CREATE TABLE record (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        kind INTEGER NOT NULL REFERENCES label (id),
        day TEXT NOT NULL CHECK (day IS date(day)),
        number TEXT,
        activity INTEGER REFERENCES activity (seq),
        title TEXT,
        attendance INTEGER REFERENCES label (id),
        share TEXT,
        stages INTEGER REFERENCES label (id),
        levels INTEGER REFERENCES label (id),
        position INTEGER CHECK (position > 0),
        authors INTEGER CHECK (authors > 0 AND authors >= position),
        matter TEXT,
        source TEXT,
        quantity TEXT,
        judged TEXT,
        document TEXT,
        note TEXT
    ) STRICT
    """,
    """
    CREATE TABLE leave (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        member INTEGER NOT NULL REFERENCES member (seq),
        first TEXT NOT NULL CHECK (first IS date(first)),
        last TEXT NOT NULL CHECK (last IS date(last) AND last >= first),
        reason INTEGER NOT NULL REFERENCES label (id),
        granted INTEGER NOT NULL CHECK (granted = 0 OR granted = 1),
        decided_by TEXT NOT NULL,
        kind INTEGER REFERENCES label (id)
    ) STRICT
    """,
    """
    CREATE TABLE reversal (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        target INTEGER NOT NULL UNIQUE REFERENCES entry (seq)
    ) STRICT
    """,
    """
    CREATE TABLE rules (
        seq INTEGER NOT NULL PRIMARY KEY REFERENCES entry (seq),
        digest TEXT NOT NULL,
        files BLOB NOT NULL
    ) STRICT
    """,
)

# All that tallies group by, in their order: they are read from this index alone, already sorted.
_INDEX = """
    CREATE INDEX record_tally ON record (
        member, day, kind, attendance, share, stages, levels, position, authors, matter, quantity, judged
    )
"""

_APPENDED = (
    *("entry", "batch", "founding", "member", "naming", "spell"),
    *("activity", "record", "leave", "reversal", "rules"),
)

STATEMENTS: tuple[str, ...] = (
    *_TABLES,
    _INDEX,
    *appended_only(*_APPENDED),
    reversible("member spell activity record leave"),
    "INSERT INTO head (id, seq, hash) VALUES (1, 0, zeroblob(32))",
)
