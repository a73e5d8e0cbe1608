"""Refusals of sheets that say of one member both that he came and that he did not."""

from __future__ import annotations

from duty_cli.errors.base import DutyError


class NoteDisagrees(DutyError):
    """A row says that somebody came, and its note that he did not."""

    column = "备注"

    def __init__(self, note: str, state: object) -> None:
        super().__init__(f"备注写着“{note}”，出席情况是{state}；请改为一致")
