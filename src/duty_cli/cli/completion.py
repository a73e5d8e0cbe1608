"""Completion in the shell: the script that asks; ``tab_answer`` answers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from duty_cli.cli.without_typer import ASKED_BY


class Shell(StrEnum):
    """The shells that can be served."""

    BASH = "bash"
    ZSH = "zsh"
    POWERSHELL = "powershell"
    FISH = "fish"


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="命令行", help="bash zsh powershell fish，所用的命令行程序")],
) -> None:
    """输出命令行的补全脚本，装好后按 Tab 键补全命令、选项、委员、事项、年度、季度、届次、界别和格式。"""
    # Private, and the only private name of a library used: Typer's public way to its scripts prints them itself, past our
    # door to the terminal, and exits. A test holds the signature; another, that nobody else reaches into a library.
    from typer._completion_shared import get_completion_script

    from duty_cli.cli.output import say

    say(get_completion_script(prog_name="duty", complete_var=ASKED_BY, shell=shell))
