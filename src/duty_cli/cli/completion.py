"""Completion in the shell: the script that asks, and the answer. It is asked at every Tab, so it never complains."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

_VARIABLE = "_DUTY_COMPLETE"
"""Set by the shell's script where it asks."""


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

    say(get_completion_script(prog_name="duty", complete_var=_VARIABLE, shell=shell))


def asked() -> bool:
    """Whether this run is a shell asking."""
    return bool(os.environ.get(_VARIABLE))


def answer() -> int:
    """Answer the shell; where anything goes wrong there is nothing to offer."""
    from typer.completion import get_completion_inspect_parameters

    from duty_cli.cli.app import app

    get_completion_inspect_parameters()  # makes the shells known, which Typer does only for options of its own
    try:
        app([], prog_name="duty", standalone_mode=False)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except Exception:  # nobody wants a sentence in the middle of a line being typed
        return 0
    return 0
