"""Lines of ``duty shell``: each is a command of the program, run as if the program had been called anew."""

from __future__ import annotations

import codecs
import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from typer.main import get_command

from duty_cli.cli.app import app
from duty_cli.cli.app_context import ShellMemory
from duty_cli.cli.main import drop_output, exit_code_of
from duty_cli.errors.base import UsageError
from duty_cli.errors.file_errors import OutputLost, UnreadableFile
from duty_cli.parsing.command_words import command_words
from duty_cli.patterns import pattern

_PROGRAM = "duty"
_LEAVE = ("退出", "exit", "quit")
_ASKING = ("?", "？")
_COMMENT = "#"
_BREAK = pattern("\r\n|\r|\n")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def lines_of(name: str, data: bytes) -> list[str]:
    """The lines of a list of commands, in UTF-8, UTF-16 with its mark, or GB18030. Raises UnreadableFile."""
    marked = [codec for mark, codec in _MARKS if data.startswith(mark)]
    for codec in marked or ["utf-8", "gb18030"]:
        try:
            return split_lines(data.decode(codec))
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(name, "文字不是 UTF-8 或 GB18030 编码；请另存为 UTF-8 后重试")


def split_lines(text: str) -> list[str]:
    """The lines of a text, without their ends."""
    return _BREAK.split(text)


def command_in(line: str) -> list[str]:
    """The words of the command in a line, without ``duty``; none in a blank line or a comment. Raises UsageError."""
    found = [] if line.lstrip().startswith(_COMMENT) else command_words(line)
    if found and found[0].text == _PROGRAM:
        found = found[1:]
        if not found:
            return ["--help"]
    # 命令 ? and ? 命令 are both typed.
    asking = {at for at in (0, len(found) - 1) if found and found[at].text in _ASKING and not found[at].quoted}
    words = [word.text for at, word in enumerate(found) if at not in asking]
    return [*words, "--help"] if asking else words


def leaves(line: str) -> bool:
    """Whether a line ends the shell."""
    return line.strip() in _LEAVE


@dataclass(frozen=True)
class ShellStop:
    """The line after which nothing was run, by its place from 0, and the exit code."""

    at: int
    code: int


def stopped(where: str, lines: Sequence[str], stop: ShellStop) -> str:
    """That lines ended before the last, ``where`` and what is left undone; empty where nothing is."""
    rest = sum(map(_holds_command, lines[stop.at + 1 :]))
    after = f"；以后的 {rest} 条命令没有执行" if rest else ""
    again = "；处理后可从这一行起重新执行" if stop.code else ""
    return f"在{where}第 {stop.at + 1} 行停下：{lines[stop.at].strip()}{after}{again}" if after or again else ""


def _holds_command(line: str) -> bool:
    try:
        return not leaves(line) and bool(command_in(line))
    except UsageError:
        return True


class ShellLines:
    """``duty`` with the ``options`` that were given once: a line that gives one again overrides it for itself."""

    def __init__(self, options: Sequence[str] = ()) -> None:
        self.options = options
        self._memory = ShellMemory()

    @cached_property
    def program(self) -> Callable[..., Any]:
        """All commands: what is declared is the same at every line."""
        return get_command(app)

    def run(self, lines: Sequence[str]) -> ShellStop | None:
        """Run lines until one is refused or leaves; which that was."""
        for at, line in enumerate(lines):
            if leaves(line):
                return ShellStop(at, 0)
            try:
                code = exit_code_of(partial(self._called, line))
            except BrokenPipeError:
                drop_output()
                code = OutputLost.exit_code
            _forget()
            if code:
                return ShellStop(at, code)
        return None

    def _called(self, line: str) -> object:
        words = command_in(line)
        if not words:
            return 0
        return self.program([*self.options, *words], prog_name=_PROGRAM, standalone_mode=False, obj=self._memory)


def _forget() -> None:
    """Free what a line leaves behind in circles: the collector is off while a command runs."""
    # What is still there is looked at once: modules, and rules that are kept by their bytes.
    gc.collect()
    gc.freeze()
