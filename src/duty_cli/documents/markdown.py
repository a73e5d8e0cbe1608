"""A paper as Markdown; and bound papers as plain text or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from duty_cli.documents.cell_text import NONE, cleaned, numbered, remarks, said
from duty_cli.documents.text_table import as_table
from duty_cli.model.papers import BoundPapers, Paper, Sheet
from duty_cli.patterns import pattern

_RULES = {"left": "---", "right": "---:", "center": ":---:"}
_MARKS = pattern(r"([\\|`*_<\[\]~])")


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


CONTENTS = "目录"


def book_as_table(book: BoundPapers, width: int | None = None) -> str:
    """``book`` as text; in a terminal of ``width`` cells long text is wrapped."""
    head = [line for line in (book.title, book.subtitle, *remarks(book.notes)) if line]
    pages = (as_table(_bound(paper), width).strip("\n") for paper in book.papers)
    return "\n\n\n".join(["\n".join(map(cleaned, head)), *pages, cleaned(book.identity)]) + "\n"


def book_as_markdown(book: BoundPapers) -> str:
    """``book`` as Markdown, with links from the table of contents."""
    return "\n\n".join(block for block in _blocks(book) if block) + "\n"


def _blocks(book: BoundPapers) -> Iterator[str]:
    yield f"# {escaped(book.title)}"
    yield escaped(book.subtitle)
    yield "\n".join(f"- {escaped(note)}" for note in book.notes)
    if len(book.papers) > 1:
        yield f"## {CONTENTS}"
        yield "\n".join(f"{place}. [{escaped(entry(one))}](#p{place})" for place, one in enumerate(book.papers, 1))
    for place, paper in enumerate(book.papers, 1):
        # One level lower: the book has the first.
        yield f'<a id="p{place}"></a>\n\n' + re.sub("^#", "##", as_markdown(_bound(paper)), flags=re.M).rstrip("\n")
    yield escaped(book.identity)


def entry(paper: Paper) -> str:
    """A paper as the table of contents names it."""
    return f"{paper.title}　{paper.subtitle}" if paper.subtitle else paper.title


def _bound(paper: Paper) -> Paper:
    """A paper without its identity line, which the book bears."""
    return replace(paper, identity="")
