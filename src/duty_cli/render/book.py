"""A book as plain text or Markdown: its papers one after another, under a table of contents where there are several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duty_cli.domain.book import BoundPapers
from duty_cli.domain.sheet import Paper
from duty_cli.render.markdown import as_markdown, escaped
from duty_cli.render.table import as_table
from duty_cli.render.wording import cleaned, remarks

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
