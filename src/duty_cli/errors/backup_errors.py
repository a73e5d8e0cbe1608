"""Refusals about backups, and about a ledger that is no longer where it was."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError, LedgerError


class NotABackup(DutyError):
    """A file is to be restored that is neither a backup nor a ledger."""

    def __init__(self, file: object, why: str) -> None:
        self.why = why
        super().__init__(f"{file} 不是履职账本的备份：{why}；请选 duty backup 写出的 zip 文件，或升级前留下的 bak 文件")


class DamagedBackup(LedgerError):
    """A backup is not as it was written."""

    def __init__(self, file: object, what: str) -> None:
        self.what = what
        super().__init__(f"备份 {file} 已损坏：{what}；没有恢复，未作任何改动；请换用另一份备份")


class NewerBackup(LedgerError):
    """A backup was written by a newer program."""

    def __init__(self, file: object, program: str, found: int, known: int) -> None:
        self.found, self.known = found, known
        super().__init__(
            f"备份 {file} 由 duty {program} 写出，账本版本为 {found}，本程序只认识到版本 {known}；"
            "没有恢复，未作任何改动；请升级 duty 后再恢复"
        )


class BackupUnwritten(LedgerError):
    """A backup could not be written whole."""

    def __init__(self, place: object, why: str) -> None:
        super().__init__(f"备份没有完成，{place} 中没有留下文件：{why}；账本未作任何改动；请换一个位置，用 --to 指明")


class BackupUncertain(LedgerError):
    """A backup was written whole and verified, and the disk failed as it kept its name."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(
            f"备份 {file} 已写出并核验，但磁盘报错（{why}），断电可能丢失，不能作准；账本未作任何改动；请换一个位置再备份，用 --to 指明"
        )


class OtherLedger(LedgerError):
    """A backup of one ledger is to take the place of another."""

    def __init__(self, file: object, committee: str, place: object, present: str) -> None:
        super().__init__(
            f"{file} 是另一个账本（{committee}）的备份，{place} 是{present}的账本；没有恢复，未作任何改动；"
            "要恢复到别处，请用 duty --ledger 新文件 restore"
        )


class RestoreUnconfirmed(DutyError):
    """Nobody is there to be asked whether a ledger is to be replaced."""

    def __init__(self) -> None:
        super().__init__("没有恢复，未作任何改动；确认以这份备份替换现有账本的，请加 --yes")


class LedgerLost(LedgerError):
    """There is no ledger where one was: ``backups`` are those found, the newest first, ``signs`` what shows that it was."""

    def __init__(self, place: object, backups: Sequence[str], signs: Sequence[str]) -> None:
        if backups:
            found = f"找到 {len(backups)} 份备份，最近的是 {backups[0]}；请用 duty restore 恢复它"
        else:
            found = (
                f"这里留有 {'、'.join(signs)}，没有找到备份；请先找回账本或备份（其他位置、其他电脑、U 盘、回收站），"
                "用 duty restore 恢复"
            )
        super().__init__(f"账本不见了：{place}；{found}；不要用 duty init 另建账本")


class UsedBefore(LedgerError):
    """A ledger is to be founded where one was kept before."""

    def __init__(self, folder: object, signs: Sequence[str]) -> None:
        super().__init__(
            f"{folder} 里用过账本（留有 {'、'.join(signs)}），没有另建；账本不见了的，请用 duty restore 恢复备份；"
            "确要另建一个空账本，请加 --yes"
        )


class RuleFilesDiffer(DutyError):
    """Rule files are to be written back, and others of their names are there."""

    def __init__(self, folder: object, names: Sequence[str]) -> None:
        super().__init__(f"{folder} 中的 {'、'.join(names)} 与账本登记的不同，未作任何改动；确要替换，请加 --overwrite")
