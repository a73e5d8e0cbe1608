"""Version 4: records that come of others are found by an index. Frozen, as every migration is."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ("CREATE INDEX record_source ON record (source) WHERE source IS NOT NULL",)
