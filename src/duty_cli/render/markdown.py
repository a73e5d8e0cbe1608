"""A paper as Markdown with GitHub's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duty_cli.domain.sheet import Paper, Sheet
from duty_cli.render.wording import NONE, cleaned, numbered, said

_RULES = {"left": "---", "right": "---:", "center": ":---:"}
_MARKS = re.compile(r"([\\|`*_<\[\]~])")


def as_markdown(paper: Paper) -> str:
    """``paper`` as Markdown; its last paragraph is the identity line."""
    blocks = [
        f"# {escaped(paper.title)}",
        escaped(paper.subtitle),
        *("#" * (level + 1) * bool(level) + " " * bool(level) + escaped(text) for level, text in numbered(paper.text)),
        *(block for sheet in paper.sheets for block in _sheet(sheet, paper.title)),
        _list(paper.notes),
        escaped(paper.identity),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _sheet(sheet: Sheet, above: str) -> Iterator[str]:
    if sheet.title != above:
        yield f"## {escaped(sheet.title)}"
    lines = [
        _line([escaped(column.heading) for column in sheet.columns]),
        _line([_RULES[column.align] for column in sheet.columns]),
        *(_line([escaped(said(cell)) for cell in row]) for row in sheet.rows),
    ]
    yield "\n".join(lines if sheet.rows else [*lines, _line([NONE] + [""] * (len(sheet.columns) - 1))])
    yield _list(sheet.notes)


def _line(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _list(notes: Sequence[str]) -> str:
    return "\n".join(f"- {escaped(note)}" for note in notes)


def escaped(text: str) -> str:
    """``text`` as it stands in Markdown: nothing in it is markup."""
    return _MARKS.sub(r"\\\1", cleaned(text))
