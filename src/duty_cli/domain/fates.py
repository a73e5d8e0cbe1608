"""What becomes of records that come in by files, and who is right where they say otherwise."""

from __future__ import annotations

from enum import StrEnum


class RowStatus(StrEnum):
    """What becomes of a record in a file."""

    NEW = "新增"
    THERE = "已有"
    CHANGED = "不一致"
    REFUSED = "不予登记"


class OnConflict(StrEnum):
    """What to do where a record stands already with other values; the values are what ``--on-conflict`` takes."""

    KEEP = "keep"
    CORRECT = "correct"
    STOP = "stop"
