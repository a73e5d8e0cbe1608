"""What the commands take, as rows of a table: enough for a page of help and for what a shell offers, without Typer."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

ASKING = ("-h", "--help")
"""The options that ask for a page of help."""

Offers: TypeAlias = "str | tuple[str, ...]"
"""The words themselves; or the name under which ``offered_values`` has them, with what it is about after a space."""


class ParameterRow(NamedTuple):
    """An argument or option. ``takes``: the words that follow it, -1 for all; ``hint`` is its help, ``more`` what stands behind."""

    name: str
    options: tuple[str, ...]
    """How it is written on the line; empty for an argument."""
    takes: int
    many: bool
    """Whether an option may be given again."""
    offers: Offers
    written: str
    """How the page of help writes it."""
    hint: str
    more: str


class CommandRow(NamedTuple):
    """A command, or a group of them."""

    usage: str
    """What follows its name on the line."""
    help: str
    group: bool
    leads_to: str
    """The command of a group whose words need no name before them; empty where there is none."""
    any_words: bool
    """Whether options it does not know are words to it."""
    parameters: tuple[ParameterRow, ...]

    @property
    def short_help(self) -> str:
        """The first paragraph of its help, on one line."""
        return paragraphs(self.help)[0]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line; at least one, which may be empty."""
    return [_on_one_line(one) for one in text.split("\n\n")]


def _on_one_line(text: str) -> str:
    """Lines joined; by a space unless Chinese goes on as Chinese."""
    joined = ""
    for line in map(str.strip, text.splitlines()):
        spaced = joined and line and (joined[-1].isascii() or line[0].isascii())
        joined += f" {line}" if spaced else line
    return joined


def command_row(path: str) -> CommandRow | None:
    """The command called by those words after ``duty``; None where there is none."""
    from duty_cli.cli.command_table import TABLE

    found = TABLE.get(path)
    return found and CommandRow(*found[:5], tuple(map(ParameterRow._make, found[5])))


def commands_in(path: str) -> list[str]:
    """The names of the commands of a group, in the order of its help."""
    from duty_cli.cli.command_table import TABLE

    start = f"{path} " if path else ""
    names = [one.removeprefix(start) for one in TABLE if one and one.startswith(start)]
    return [name for name in names if " " not in name]
