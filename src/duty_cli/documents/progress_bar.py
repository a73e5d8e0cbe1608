"""A bar that moves on while something long is done. By itself, because what draws it is slow to load and seldom wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from duty_cli.documents.cell_text import cleaned

_STEP = 1_000


@contextmanager
def bar(stream: TextIO, label: str, total: int) -> Iterator[Callable[[int], object]]:
    """A bar on ``stream`` that is gone at the end; it is told how many of ``total`` are done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        task = progress.add_task(cleaned(label), total=total)

        def moved_on(done: int) -> None:
            if done % _STEP == 0:
                progress.update(task, completed=done)

        yield moved_on
