"""Refusals about publication and objections (公示与异议)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duty_cli.errors.base import DutyError


class ObjectionLate(DutyError):
    """An objection that came after its last day."""

    def __init__(self, year: int, on: date, until: date) -> None:
        super().__init__(
            f"{year} 年度评比结果的异议期限到 {until} 为止，{on} 收到的异议已逾期，未登记；"
            "记录确有错误的，请核实后用 duty correct 或 duty void 更正"
        )


class CannotObject(DutyError):
    """There is nothing under that seq to which this member can object."""

    def __init__(self, member: object, seq: object, why: str) -> None:
        super().__init__(f"{member} 不能对序号 {seq} 提出异议：{why}；可用 duty explain 查看本人记录的序号")


class NothingPutRight(DutyError):
    """An objection is said to be settled, and nothing of the member was reversed, corrected or entered since."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"还不能登记“{name}”：{what}；请先用 duty void、duty correct 或 duty record 更正，"
            "年度已结账的，先用 duty close-year 年度 --reopen --reason 原因 开账"
        )


class NoObjection(DutyError):
    """No objection has that seq."""

    def __init__(self, seq: object) -> None:
        super().__init__(f"账本中没有序号 {seq} 的异议；可用 duty object list 年度 查看序号")


class NotAnswered(DutyError):
    """A letter is wanted on an objection that was not answered yet."""

    def __init__(self, seq: object) -> None:
        super().__init__(f"序号 {seq} 的异议还没有答复，不能出具答复函；请先用 duty follow-up step {seq} 登记答复")


class PeriodRuns(DutyError):
    """A publication is said to be over within its period."""

    def __init__(self, name: str, on: date, until: date) -> None:
        super().__init__(f"公示期到 {until} 为止，{on} 不能登记“{name}”；请在 {until} 以后登记，或登记会议决定")


class ObjectionsOpen(DutyError):
    """A publication is said to be over while objections are open."""

    def __init__(self, name: str, seqs: Sequence[object]) -> None:
        listed = "、".join(map(str, seqs))
        super().__init__(
            f"还有 {len(seqs)} 件异议没有办结（序号 {listed}），不能登记“{name}”；请先答复、办结，或登记会议决定"
        )


class NotFinal(DutyError):
    """Results are to be issued as final while their publication runs or an objection is open; ``way`` leads out."""

    def __init__(self, year: int, why: str, way: str) -> None:
        super().__init__(f"{year} 年度评比结果{why}，不能作为定稿印发；{way or '请在公示和异议办结以后印发'}")
