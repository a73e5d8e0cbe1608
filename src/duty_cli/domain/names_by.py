"""What a list of names can be ordered by."""

from __future__ import annotations

from enum import StrEnum


class NamesBy(StrEnum):
    """What names are ordered by; each order falls back on the number."""

    SECTOR = "界别"
    STROKES = "姓氏笔画"
    NUMBER = "编号"
