"""``duty shell``: many commands in one run of the program, typed one after another or listed in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from duty_cli.cli import prompt
from duty_cli.cli.import_sources import STANDARD_INPUT, called, read_file
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import remark
from duty_cli.cli.shell_lines import ShellLines, lines_of, stopped
from duty_cli.errors.shell_errors import AlreadyInShell, ShellUnattended

_OPTIONS = ("ledger", "rules", "by")


def shell(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="文件", help="命令清单，一行一条；不填时在终端上逐行输入，或从标准输入读取"),
    ] = None,
    no_history: Annotated[
        bool, typer.Option("--no-history", envvar="DUTY_NO_HISTORY", help="不保存输入过的命令（其中有委员姓名）")
    ] = False,
) -> None:
    """连续执行命令：只启动一次，逐行输入（不用写 duty）；或执行一份命令清单，遇到不成功的一行即停下。"""
    desk = desk_of(ctx)
    if desk.shell is not None:
        raise AlreadyInShell
    # Every line opens the ledger for itself, and somebody may sit before an empty line for hours.
    desk.let_go()
    commands = ShellLines(_given_once(ctx))
    if file is None and prompt.terminal() is not None:
        from duty_cli.cli.shell_prompt import converse

        converse(commands, desk, history=not no_history)
        return
    raise typer.Exit(_run_list(commands, *_listed(file)))


def _given_once(ctx: typer.Context) -> list[str]:
    """The options of the program with which the shell was called, as words."""
    root = ctx.find_root()
    said = [name for name in _OPTIONS if (source := root.get_parameter_source(name)) and source.name == "COMMANDLINE"]
    return [word for name in said for word in (f"--{name}", str(root.params[name]))]


def _listed(file: Path | None) -> tuple[str, list[str]]:
    """What a list of commands is called, and its lines. Raises UnreadableFile; ShellUnattended where somebody types."""
    if file is not None and file != STANDARD_INPUT:
        return f"{called(file)} ", lines_of(file.name, read_file(file)[0])
    if sys.stdin.isatty():
        raise ShellUnattended
    return "", lines_of("标准输入", sys.stdin.buffer.read())


def _run_list(commands: ShellLines, name: str, lines: list[str]) -> int:
    """Run the lines of a list until one is refused, and say where that was; its exit code."""
    with _nobody_to_ask():
        stop = commands.run(lines)
    if stop is None:
        return 0
    if told := stopped(name, lines, stop):
        remark(told)
    return stop.code


@contextmanager
def _nobody_to_ask() -> Iterator[None]:
    """Commands of a list find nobody at the terminal, even where somebody is: what they ask would stop the list."""
    before = sys.stdin
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        sys.stdin = nothing
        try:
            yield
        finally:
            sys.stdin = before
