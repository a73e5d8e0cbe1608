"""The options of ``duty import`` for a folder that is watched (收件), and which others go along with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duty_cli.errors.inbox_errors import NotForInbox, NothingToImport, OnlyForInbox

WATCH = Annotated[
    Path | None,
    typer.Option(
        "--watch",
        metavar="文件夹",
        help="收件：文件夹里现有的和新来的文件，核对无误的登记后移入 已导入，其余移入 待改正，结果写在旁边的 .html",
    ),
]
ONCE = Annotated[bool, typer.Option("--once", help="与 --watch 合用：处理完现有的文件即结束，不等候新文件")]
POLL = Annotated[bool, typer.Option("--poll", help="与 --watch 合用：网络文件夹收不到变动通知的，定时查看")]

_OF_ONE_FILE = "各份文件不会都一样；请写在表题里，或到 待改正 用 duty import 单独导入"
_OF_A_PERSON = "这要由人看过再定；请到 待改正 用 duty import 单独导入"
_NOT_FOR_FOLDERS = {
    "files": ("文件名", "文件夹里的文件逐份处理；只导入几份的，请去掉 --watch"),
    "on": ("--on", _OF_ONE_FILE),
    "title": ("--title", _OF_ONE_FILE),
    "dry_run": ("--dry-run", "核对无误的随即登记；只核对请用 duty import 文件 --dry-run"),
    "on_conflict": ("--on-conflict", _OF_A_PERSON),
    "accept_valid": ("--accept-valid", _OF_A_PERSON),
    "again": ("--again", _OF_A_PERSON),
    "as_saved": ("--as-saved", _OF_A_PERSON),
    "rejects": ("--rejects", "有问题的整份移入 待改正，原因写在旁边的 .html"),
    "format_": ("--format", "结果写在各份文件旁边的 .html"),
}
"""What cannot be meant for every file of a folder: how it is written, and why not."""


def refuse_together(ctx: typer.Context, *, watching: bool) -> None:
    """Raise for what does not go with a folder, or only with one."""
    given = {name for name, said in ctx.params.items() if _is_given(ctx, name) and said}
    if watching:
        for name, (option, why) in _NOT_FOR_FOLDERS.items():
            if name in given:
                raise NotForInbox(option, why)
        return
    for name in ("once", "poll"):
        if name in given:
            raise OnlyForInbox(f"--{name}")
    if "files" not in given:
        raise NothingToImport


def _is_given(ctx: typer.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
