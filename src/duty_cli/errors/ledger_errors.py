"""Refusals about the ledger."""

from __future__ import annotations

from datetime import datetime

from duty_cli.errors.base import LOOK_FIRST, LedgerError


class NoLedger(LedgerError):
    """There is no ledger where one is looked for."""

    def __init__(self, place: object) -> None:
        super().__init__(f"找不到账本：{place}；请先执行 duty init，或用 --ledger 指定账本文件")


class LedgerExists(LedgerError):
    """``duty init`` never touches a ledger that is there."""

    def __init__(self, place: object) -> None:
        super().__init__(f"账本已存在：{place}；未作任何改动")


class NotALedger(LedgerError):
    """The file is no ledger."""

    def __init__(self, place: object) -> None:
        super().__init__(f"{place} 不是履职账本；请用 --ledger 指定正确的文件")


class NewerLedger(LedgerError):
    """The ledger was written by a newer program."""

    def __init__(self, place: object, found: int, known: int) -> None:
        self.found = found
        super().__init__(f"账本 {place} 的版本为 {found}，本程序只认识到版本 {known}；请升级 duty 后再打开")


class OlderLedger(LedgerError):
    """The ledger was written by an older program, and this is no moment to upgrade it."""

    def __init__(self, place: object, found: int) -> None:
        super().__init__(f"账本 {place} 的版本为 {found}；执行任何一条查看或登记的命令，即自动升级")


class LedgerBusy(LedgerError):
    """Somebody else is writing, or reading for long what is to be written."""

    def __init__(self, place: object, doing: str = "写入", who: str = "", seconds: int = 0) -> None:
        named, waited = f"（{who}）" if who else "", f"，已等 {seconds} 秒" if seconds else ""
        super().__init__(f"账本 {place} 正被其他程序{doing}{named}{waited}；本次未写入，请稍后重试")


class LedgerReplaced(LedgerError):
    """Another file was put in the place of the ledger, or it was taken away, while this program waited to write."""

    def __init__(self, place: object) -> None:
        super().__init__(f"账本 {place} 刚被替换或移走，本次未写入；请重新执行")


class LedgerUnreadable(LedgerError):
    """The ledger is there and cannot be read."""

    def __init__(self, place: object, why: str) -> None:
        super().__init__(f"无法读取账本 {place}：{why}")


class LedgerUnwritable(LedgerError):
    """The ledger, its folder or the disk cannot be written."""

    why_not_entered = "账本只读"

    def __init__(self, place: object, why: str) -> None:
        self.why = why
        super().__init__(f"无法写入账本 {place}：{why}；账本未作任何改动")


class NameLeft(LedgerUnwritable):
    """A whole file got its name, the disk failed as the name was kept, and would not take it away again."""


class LedgerDamaged(LedgerError):
    """What ``duty check`` found first."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"账本核验未通过：{what}；请停止录入，保留现有文件，并从备份核对")


class UnknownSeq(LedgerError):
    """``--known-at`` names a seq the ledger has not reached."""

    def __init__(self, seq: object, last: object) -> None:
        super().__init__(f"账本目前只到序号 {last}，没有序号 {seq}")


class LedgerWentBack(LedgerError):
    """The ledger no longer holds what this user last saw in it: an older copy, a cut tail, or another chain."""

    def __init__(self, place: object, seen: int, at: str, now: int) -> None:
        found = f"现在只到序号 {now}" if now < seen else "现在的这一条已经不同"
        super().__init__(
            f"账本 {place} 上次在这台电脑上到序号 {seen}（登记于 {at}），{found}：可能换成了较早的副本，或被改写；可以查看，不能登记；"
            "有意换成的，请用 duty check --accept-older 确认，否则请用 duty restore 恢复最近的备份"
        )


class ClockBehind(LedgerError):
    """The computer's clock is before the moment of what was entered last."""

    why_not_entered = "电脑时间早于账本"

    def __init__(self, now: datetime, last: datetime, seq: int, by: str, command: str) -> None:
        super().__init__(
            f"电脑时间 {now:%Y-%m-%d %H:%M} 早于账本上一批次的登记时间 {last:%Y-%m-%d %H:%M}（批次 {seq}，{by}的“{command}”），未写入："
            "电脑时间不对的，请先校准；电脑时间是对的，上一批次登记时的时间有误的，在 duty 后面加 --clock-was-wrong 再登记，账本会记明"
        )


class EntryStands(LedgerError):
    """The disk failed as an entry was kept, and the entry was read back."""

    exit_code = LOOK_FIRST

    def __init__(self, place: object, why: str, entered: str) -> None:
        super().__init__(
            f"写入账本 {place} 时磁盘报错（{why}），但已回读核对：{entered}已在账本中，请勿重做；"
            "请检查磁盘，用 duty check 核验，再用 duty backup --to 备份到别的磁盘"
        )


class EntryUnclear(LedgerError):
    """The disk failed as an entry was kept, and nothing can be read back."""

    exit_code = LOOK_FIRST

    def __init__(self, place: object, why: str, entered: str) -> None:
        super().__init__(
            f"写入账本 {place} 时磁盘报错（{why}），也不能回读核对：{entered}可能在账本中，也可能不在；"
            "请排除故障后用 duty log 核对，再决定是否重做"
        )


class StandsAllTheSame(LedgerError):
    """The disk failed as a ledger was given its name; it has it, and was read back whole."""

    exit_code = LOOK_FIRST

    def __init__(self, done: str, place: object, why: str, seq: int, then: str) -> None:
        super().__init__(
            f"{done}时磁盘报错（{why}），但已回读核对：{done}已完成，账本 {place} 到序号 {seq}，断电仍可能丢失；{then}"
        )


class StandsUnclear(LedgerError):
    """The disk failed as a ledger was given its name, and what has it cannot be read back."""

    exit_code = LOOK_FIRST

    def __init__(self, done: str, place: object, why: str, then: str) -> None:
        super().__init__(
            f"{done}时磁盘报错（{why}），也不能回读核对：{done}可能已完成，也可能没有，{place} 暂不能作准；{then}"
        )


class LedgerUnnamed(LedgerError):
    """The disk failed as a ledger was replaced: the old one is whole and has only the name that it was to keep."""

    exit_code = LOOK_FIRST

    def __init__(self, place: object, why: str, aside: object) -> None:
        super().__init__(
            f"恢复时磁盘报错（{why}），没有恢复；原来的账本内容未动，但名字没能改回，现为 {aside}；请排除故障后改名为 {place}"
        )
