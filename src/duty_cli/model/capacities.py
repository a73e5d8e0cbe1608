"""In which capacity a member is at an event (参会身份): due at it (应出席), or as a guest (列席)."""

from __future__ import annotations

from enum import StrEnum


class Capacity(StrEnum):
    """In which capacity a member is invited. A guest is not counted among those due, and cannot be absent."""

    DUE = "应出席"
    GUEST = "列席"
