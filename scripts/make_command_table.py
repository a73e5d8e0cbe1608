"""Make ``src/duty_cli/cli/command_table.py``: all commands with what they take, for pages of help and what shells offer.

Usage: python scripts/make_command_table.py. A test fails where the program takes something else than the table says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from duty_cli.cli.app import app
from duty_cli.cli.command_rows import CommandRow
from duty_cli.cli.described_commands import described

TABLE = Path(__file__).resolve().parents[1] / "src" / "duty_cli" / "cli" / "command_table.py"

HEAD = '''"""All commands with what they take, by the words that call them. Made by ``scripts/make_command_table.py``; do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_cli.cli.command_rows import Offers

    Parameter = tuple[str, tuple[str, ...], int, bool, Offers, str, str, str]
    Row = tuple[str, str, bool, str, bool, tuple[Parameter, ...]]

# Plain tuples of constants: reading them takes no time to speak of.
# fmt: off
TABLE: Mapping[str, Row] = {
'''


def table() -> str:
    """The module's text."""
    rows = (f"    {path!r}: {_plain(row)!r},\n" for path, row in every_row(app))
    return f"{HEAD}{''.join(rows)}}}\n"


def every_row(program: typer.Typer) -> Iterator[tuple[str, CommandRow]]:
    """The rows of a program and of all commands in it, by the words that call them, in the order of its help."""
    yield from _rows(get_command(program), "duty", None, "")


def _rows(command: object, name: str, above: typer.Context | None, path: str) -> Iterator[tuple[str, CommandRow]]:
    assert isinstance(command, TyperCommand | TyperGroup), "a group has what it lists"
    ctx = typer.Context(command, above, name, resilient_parsing=True, **command.context_settings)
    yield path, described(command, ctx)
    if isinstance(command, TyperGroup):
        for below in command.list_commands(ctx):
            yield from _rows(command.get_command(ctx, below), below, ctx, f"{path} {below}".lstrip())


def _plain(value: object) -> object:
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
