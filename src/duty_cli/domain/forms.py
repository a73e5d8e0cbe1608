"""The forms that files of offices have."""

from __future__ import annotations

from enum import StrEnum


class FileForm(StrEnum):
    """What the rows of a file are; the values are what ``--as`` takes."""

    RECORDS = "records"
    ATTENDANCE = "attendance"
    ROSTER = "roster"
    PROPOSALS = "proposals"

    @property
    def called(self) -> str:
        """What offices call it."""
        return _TITLES[self]


_TITLES = {
    FileForm.RECORDS: "履职记录",
    FileForm.ATTENDANCE: "出席情况",
    FileForm.ROSTER: "名册",
    FileForm.PROPOSALS: "提案",
}
