"""The door of the program: runs a command and turns every refusal into one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from duty_cli.errors.file_errors import OutputLost

INTERRUPTED = 130
"""What Typer makes of Ctrl+C, as shells do."""


def main() -> None:
    """Run ``duty`` with the arguments of the command line, and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run ``duty`` with ``arguments``; the exit code. A traceback is only for a bug (70)."""
    _start_quickly()
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_streams()
    from duty_cli.cli.without_typer import answered

    try:
        code = answered(arguments)
        if code is not None:
            return code
        from duty_cli.cli.app import app

        return exit_code_of(lambda: app(arguments, prog_name="duty", standalone_mode=False))
    except BrokenPipeError:
        drop_output()
        return 0
    except Exception as error:  # what is answered at once is lost on a full disk as well
        return _refused(error)


def exit_code_of(command: Callable[[], object]) -> int:
    """Run a command; its exit code, once it is said why nothing came of it. Raises BrokenPipeError alone."""
    from typer import Abort

    try:
        code = command()
    except (KeyboardInterrupt, Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # the one place where a refusal, or a bug, becomes an exit code
        return _refused(error)
    if code == INTERRUPTED:
        from duty_cli.cli.output import remark

        remark("已中断；未完成的操作没有写入，已完成的请用 duty log 核对")
    return code if isinstance(code, int) else 0


def _open_streams() -> None:
    """Put something in the place of streams that are closed, before a ledger takes their number."""
    import os

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # What is written to a closed output must be told as lost: this one takes nothing either.
            how = os.O_RDWR if name == "stderr" else os.O_RDONLY
            setattr(sys, name, open(os.open(os.devnull, how), mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _refused(error: Exception) -> int:
    """Say why nothing came of it; the exit code. All that it takes to say so is loaded only then."""
    from typer.exceptions import TyperException

    from duty_cli.cli.localization import refusal_in_chinese
    from duty_cli.cli.output import remark
    from duty_cli.errors.base import DutyError
    from duty_cli.errors.file_errors import OutputLost

    if isinstance(error, OutputLost):
        return _unheard(error)
    if isinstance(error, DutyError):
        remark(f"错误：{error}")
        return error.exit_code
    if isinstance(error, TyperException):
        wrong = refusal_in_chinese(error.format_message())
        remark(wrong if "用法：" in wrong else f"用法错误：{wrong}；可加 --help 查看用法")
        return error.exit_code
    import traceback

    traceback.print_exception(error)
    remark("程序出错；请用 duty log 核对本次操作是否已写入，并把以上内容发给维护人员")
    return 70


def _unheard(error: OutputLost) -> int:
    """Say, where it can still be said, that the answer is lost, and what stands in the ledger all the same; the exit code."""
    from duty_cli.cli import output_guard
    from duty_cli.cli.output import remark
    from duty_cli.errors.base import DutyError
    from duty_cli.errors.file_errors import AnswerLost, DoneUnheard, OutputLost

    entered, done = output_guard.entered(), output_guard.done()
    said: DutyError = error
    if entered or done:
        said = AnswerLost(error.why, entered) if entered else DoneUnheard(error.why, done)
    drop_output()
    try:
        remark(f"错误：{said}")
    except OutputLost:
        drop_output(sys.stderr)
    return said.exit_code


def drop_output(stream: TextIO | None = None) -> None:
    """Let what is left of the output go nowhere: its reader has gone (``duty … | head``), or its disk is full."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


def _start_quickly() -> None:
    """Spare the start-up what it need not do: hunting cycles of which this program makes none, looking for plugins."""
    import gc
    import os

    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
