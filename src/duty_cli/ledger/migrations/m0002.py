"""Version 2: records are looked up by the office's own number. Frozen, as every migration is."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ("CREATE INDEX record_number ON record (number) WHERE number IS NOT NULL",)
