"""A page of help, laid out in cells of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from duty_cli.cli.command_rows import ASKING, CommandRow, command_row, commands_in, paragraphs
from duty_cli.documents.cell_widths import cell_width, padded, wrapped
from duty_cli.documents.streams import terminal_width

_INDENT, _GAP = "  ", "  "
_LONGEST_NAME = 30
"""What takes more cells has its text on the next line."""

_LEAST_TEXT = 20
"""In a terminal that leaves less, lines run on."""

Entry = tuple[str, str]


def help_asked(arguments: Sequence[str]) -> str | None:
    """The page that the words of a line ask for and nothing else; None where they say more, or another thing."""
    path = " ".join(arguments[:-1])
    row = command_row(path) if arguments and arguments[-1] in ASKING else None
    return row and page(path, row, _listed(path), terminal_width(sys.stdout))


def _listed(path: str) -> list[Entry]:
    found = ((name, command_row(f"{path} {name}".lstrip())) for name in commands_in(path))
    return [(name, row.short_help) for name, row in found if row]


def page(path: str, row: CommandRow, commands: Sequence[Entry], width: int | None) -> str:
    """The help of the command ``path`` and of the ``commands`` in it, in lines of ``width`` cells; None: as long as they are."""
    taken = [(bool(one.options), (one.written, one.hint + one.more)) for one in row.parameters if one.written]
    sections = (
        ("参数", [entry for option, entry in taken if not option]),
        ("选项", [entry for option, entry in taken if option]),
        ("命令", commands),
    )
    blocks = [
        [f"用法：{' '.join(filter(None, ('duty', path, row.usage)))}"],
        *([_INDENT + line for line in _lines(text, width, len(_INDENT))] for text in paragraphs(row.help)),
        *([f"{heading}：", *_entries(entries, width)] for heading, entries in sections if entries),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks)


def _entries(entries: Sequence[Entry], width: int | None) -> Iterator[str]:
    wide = [cell_width(name) for name, _ in entries]
    column = max((one for one in wide if one <= _LONGEST_NAME), default=0)
    before = _INDENT + " " * column + _GAP
    for name, text in entries:
        first, *more = _lines(text, width, len(before))
        if cell_width(name) <= column:
            yield (_INDENT + padded(name, column, "left") + _GAP + first).rstrip()
        else:
            yield _INDENT + name
            yield before + first
        yield from (before + line for line in more)


def _lines(text: str, width: int | None, before: int) -> list[str]:
    return [text] if width is None or width - before < _LEAST_TEXT else wrapped(text, width - before)
