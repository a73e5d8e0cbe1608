"""The line on a terminal that says what is being done, how far it has come, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import ceil
from shutil import get_terminal_size
from threading import Timer
from typing import TextIO, TypeVar

from duty_cli.documents.cell_text import cleaned
from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.streams import write_text

_PATIENCE = 2.0
"""Seconds that nobody minds."""

_BETWEEN = 0.1
"""Seconds between two looks at the clock; a line that changes oftener cannot be read."""

_BAR = 12

T = TypeVar("T")


class ProgressLine:
    """One line, written over again and again, and gone before anything else is said; see the Protocol ``ProgressListener``."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._begun = clock()
        self._shown = 0
        self._busy = False

    def follow(self, doing: str, unit: str, steps: Iterable[T], total: int) -> Iterable[T]:
        """The same steps; what is gone through inside of what is followed already is not shown."""
        return steps if self._busy else self._followed(doing, unit, steps, total)

    @contextmanager
    def waiting(self, doing: str) -> Iterator[None]:
        """That something is being done which takes one step, from when it is time on."""
        if self._busy:
            yield
            return
        left = _PATIENCE - (self._clock() - self._begun)
        timer = Timer(max(left, 0), self._write, (f"正在{cleaned(doing)}，请稍候", ""))
        self._busy = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            self._busy = False
            self.clear()

    def still_waiting(self, why: str, seconds: int) -> None:
        """Why nothing can be done yet, from the first whole second on."""
        if seconds:
            self._write(f"已等 {seconds} 秒（Ctrl+C 放弃）：{cleaned(why)}", "")

    def clear(self) -> None:
        """Leave an empty line behind."""
        # Blanks and no escape sequence: older consoles of Windows write those out.
        if self._shown:
            write_text(self._stream, f"\r{' ' * self._shown}\r")
            self._shown = 0

    def _followed(self, doing: str, unit: str, steps: Iterable[T], total: int) -> Iterator[T]:
        self._busy, begun, due = True, self._clock(), 1
        try:
            for done, one in enumerate(steps, 1):
                yield one
                if done >= due:
                    due = done + self._look(doing, unit, done, total, begun)
        finally:
            self._busy = False
            self.clear()

    def _look(self, doing: str, unit: str, done: int, total: int, begun: float) -> int:
        """Show how far it has come, if it is time; after how many more steps to look again, at most as many as there were."""
        now = self._clock()
        if now - self._begun >= _PATIENCE:
            self._write(progress_text(doing, unit, done, total, now - begun), progress_bar(done, total))
        return max(1, min(done, int(done / max(now - begun, 1e-9) * _BETWEEN)))

    def _write(self, text: str, bar: str) -> None:
        room = get_terminal_size().columns - 3  # an echoed ^C must not go on to the next line
        if cell_width(text) + len(bar) <= room:
            text += bar
        while cell_width(text) > room:
            text = text[:-1]
        width = cell_width(text)
        write_text(self._stream, f"\r{text}{' ' * (self._shown - width)}")
        self._shown = width


def progress_text(doing: str, unit: str, done: int, total: int, seconds: float) -> str:
    """What is shown after so many ``seconds`` of it; a ``total`` that was passed is not told."""
    said = f"正在{cleaned(doing)}：第 {done:,} {unit}"
    if done > total:
        return said
    rest = seconds * (total - done) / done
    left = f"{max(1, ceil(rest))} 秒" if rest <= 90 else f"{ceil(rest / 60)} 分钟"
    return f"{said}，共 {total:,} {unit}，约还需 {left}"


def progress_bar(done: int, total: int) -> str:
    """How far it has come, drawn; nothing where that is not known."""
    # Plain signs: what is drawn with blocks is twice as wide on some consoles.
    full = _BAR * done // total if done <= total else 0
    return f" [{'#' * full}{'.' * (_BAR - full)}]" if done <= total else ""
