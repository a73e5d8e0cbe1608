"""Statements that several migrations make. What they return is frozen as the migrations are: a ledger keeps the text."""

from __future__ import annotations


def appended_only(*tables: str) -> tuple[str, ...]:
    """Triggers that refuse to change or delete a row. A seat-belt against slips; against intent there is the chain."""
    return tuple(
        f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: the ledger is appended only'); END"
        for table in tables
        for deed in ("UPDATE", "DELETE")
    )


def reversible(*lines: str) -> str:
    """The trigger that lets rows of these sorts alone be reversed, and only those that stand before; the sorts as ``lines`` of words."""
    said = "\n            OR ".join(" OR ".join(f"sort = '{sort}'" for sort in line.split()) for line in lines)
    return f"""
    CREATE TRIGGER reversal_of_something BEFORE INSERT ON reversal
    WHEN NOT EXISTS (
        SELECT 1 FROM entry WHERE seq = NEW.target AND seq < NEW.seq AND (
            {said}
        )
    )
    BEGIN SELECT RAISE(ABORT, 'reversal: no such row, or none that can be reversed'); END
"""


def reversible_too(*lines: str) -> tuple[str, str]:
    """The same in the place of the trigger that an earlier migration made."""
    return "DROP TRIGGER reversal_of_something", reversible(*lines)
