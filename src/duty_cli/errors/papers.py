"""Refusals about papers issued and verified."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError, UsageError, nearest


class NotIssuable(UsageError):
    """Something is to be issued that is not a report."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        hint = nearest(name, names) or f"可以印发的有：{'、'.join(names)}"
        super().__init__(f"“{name}”不能印发；{hint}")


class IssuedMeanwhile(DutyError):
    """Somebody else issued the same report while it was being made."""

    def __init__(self) -> None:
        super().__init__("生成期间已有人印发同一报表，本次未印发；请用 duty issued 查看后重新执行")


class IssuedUnwritten(DutyError):
    """A paper is entered as issued, and its file could not take its name."""

    def __init__(self, why: object, again: str) -> None:
        super().__init__(f"{why}；印发已经登记，请用 {again} 重新生成同一份文件")


class NoIdentity(DutyError):
    """A file bears no identity line, and is none that was issued."""

    def __init__(self, file: object) -> None:
        super().__init__(
            f"{file} 中找不到以“账本：”开头的一行，也不是印发的原件，无法核验；请核对是否为本程序生成的报表"
        )


class NoPaper(DutyError):
    """A file is of no format in which papers are issued."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(f"{file} {why}；请核验印发的原件（docx、xlsx、html、csv、json、md、txt）")
