"""The forms that files of offices have."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """What the rows of a file are; the values are what ``--as`` takes."""

    RECORDS = "records"
    ATTENDANCE = "attendance"
    ROSTER = "roster"
    PROPOSALS = "proposals"

    @property
    def called(self) -> str:
        """What offices call it."""
        return _TITLES[self]


_TITLES = {Form.RECORDS: "履职记录", Form.ATTENDANCE: "出席情况", Form.ROSTER: "名册", Form.PROPOSALS: "提案"}
