"""Refusals about a folder whose files are taken in as they come (收件文件夹)."""

from __future__ import annotations

from duty_cli.errors.base import UsageError


class WatchingMissing(UsageError):
    """The library that tells of new files is an extra."""

    def __init__(self) -> None:
        super().__init__(
            "等候新文件（--watch）需要 watchfiles；请安装 duty-cli[watch]，只处理文件夹里现有的文件请加 --once"
        )


class WatchedAlready(UsageError):
    """Another program takes in the files of the folder."""

    def __init__(self, folder: object, who: str) -> None:
        other = f"（{who}）" if who else ""
        super().__init__(f"{folder} 已有程序在收件{other}；一个文件夹只由一个程序收件，请先结束那一个")


class UnfitInbox(UsageError):
    """A folder holds what must not be taken for files that came in."""

    def __init__(self, folder: object, what: str) -> None:
        super().__init__(f"{folder} 是{what}，不能作收件文件夹；请另建一个文件夹，只放要导入的文件")


class NotForInbox(UsageError):
    """An option is given that cannot be meant for every file of a folder."""

    def __init__(self, option: str, why: str) -> None:
        super().__init__(f"收件（--watch）不用 {option}：{why}")


class OnlyForInbox(UsageError):
    """An option is given that means something only for a folder that is watched."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} 只与 --watch 合用；请写明 --watch 文件夹，或去掉 {option}")


class NothingToImport(UsageError):
    """Neither a file nor a folder is named."""

    def __init__(self) -> None:
        super().__init__("没有写明文件；请写明要导入的文件，或用 --watch 写明收件文件夹")
