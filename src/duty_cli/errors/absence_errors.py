"""Refusals of sheets that say of one member both that he came and that he did not."""

from __future__ import annotations

from datetime import date

from duty_cli.errors.base import DutyError


class NoteDisagrees(DutyError):
    """A row says that somebody came, and its note that he did not."""

    column = "备注"

    def __init__(self, note: str, state: object) -> None:
        super().__init__(f"备注写着“{note}”，出席情况是{state}；请改为一致")


class SignedOnOtherDay(DutyError):
    """Somebody signed on another day than that of the activity."""

    column = "出席情况"

    def __init__(self, signed: date | None, day: date) -> None:
        super().__init__(f"签到是 {signed}，活动是 {day}；请核对日期，不是这一次的请删去这一行")


class SignsDisagree(DutyError):
    """Two columns of one meeting say different things of one member."""

    column = "出席情况"

    def __init__(self, said: str) -> None:
        super().__init__(f"{said}，说法不一；请改为一致，或只保留一列")
