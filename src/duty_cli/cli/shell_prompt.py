"""The terminal of ``duty shell``: lines are typed, found again and completed, and run one after another."""

from __future__ import annotations

from prompt_toolkit import PromptSession
from prompt_toolkit.history import History, InMemoryHistory

from duty_cli import __version__
from duty_cli.cli.app_context import AppContext
from duty_cli.cli.ledger_place import there_or_told_later
from duty_cli.cli.output import remark, say
from duty_cli.cli.shell_completer import ShellCompleter
from duty_cli.cli.shell_history import ShellHistory, history_file
from duty_cli.cli.shell_lines import ShellLines, leaves, split_lines, stopped
from duty_cli.documents.systems import END_OF_INPUT
from duty_cli.errors.base import DutyError

_ROOM = 8
"""Lines kept free below for what is offered."""


def converse(commands: ShellLines, desk: AppContext, *, history: bool) -> None:
    """Run what is typed until the clerk leaves. ``desk`` is where it is typed: whose ledger it is stands before every line."""
    before_line(desk)
    say(f"duty {__version__}，账本 {desk.place}\n? 看命令，Tab 补全，Ctrl+R 找输入过的命令，“退出”或 Ctrl+D 结束")
    session: PromptSession[str] = PromptSession(
        history=_history(kept=history),
        completer=ShellCompleter(commands.options),
        complete_while_typing=False,
        reserve_space_for_menu=_ROOM,
    )
    while True:
        try:
            lines = split_lines(session.prompt(before_line(desk)))
            if lines == [END_OF_INPUT]:
                return
            stop = commands.run(lines)
        except KeyboardInterrupt:  # the line is dropped
            continue
        except EOFError:
            return
        if stop is not None and leaves(lines[stop.at]):
            return
        # Several lines are there only where they were pasted.
        if stop is not None and len(lines) > 1:
            remark(stopped("粘贴的", lines, stop))


def before_line(desk: AppContext) -> str:
    """Whose ledger it is, as it stands now, and who enters. Raises BadValue where that is no name."""
    return f"{_committee(desk)} {desk.who}> "


def _committee(desk: AppContext) -> str:
    # Opened as a command would open it: another ledger may have been put in its place, even one of an earlier version.
    now = AppContext(desk.place, None, None)
    try:
        with now.ledger.reading() as reading:
            return reading.head().committee
    except DutyError:
        return "（账本不能读取）" if there_or_told_later(desk.place) else "（没有账本）"


def _history(*, kept: bool) -> History:
    file = history_file() if kept else None
    return InMemoryHistory() if file is None else ShellHistory(file)
