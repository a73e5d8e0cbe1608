"""How far a long file has been read: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LONG = 20_000
"""Lines from which a file takes long enough to be waited for."""


@contextmanager
def counted(name: str, lines: int) -> Iterator[Callable[[int], object]]:
    """What is to be told each line that has been read, of a file with so many of them."""
    if lines < _LONG or not sys.stderr.isatty():
        yield int
        return
    from duty_cli.render.progress import bar

    with bar(sys.stderr, name, lines) as moved_on:
        yield moved_on
