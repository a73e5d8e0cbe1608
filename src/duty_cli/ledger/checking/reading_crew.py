"""Questions about one state of a ledger's file: asked beforehand by threads on connections of their own, or when they are to be answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from sqlite3 import Connection, Error, OperationalError
from time import sleep
from typing import TypeVar

T = TypeVar("T")

_THREADS = 2
_AHEAD = 8
"""So many questions are asked ahead of the answers that were looked at."""

_PAUSE = 0.005
"""Seconds between two interruptions."""

Opened = Callable[[], Connection]
"""Opens a further connection to the file, for a thread of its own."""


class Crew:
    """Nobody but whoever asks: each question is put to ``here``, the connection there is, once its answer is wanted."""

    def __init__(self, here: Connection) -> None:
        self.here = here

    def ask(self, question: Callable[[Connection], T]) -> Callable[[], T]:
        """What gives the answer."""
        return partial(question, self.here)

    def ask_in_turn(self, questions: Iterable[Callable[[Connection], T]]) -> Iterator[Callable[[], T]]:
        """What gives the answers, in the order of the questions, of which but a few are asked ahead."""
        asked: deque[Callable[[], T]] = deque()
        for question in questions:
            asked.append(self.ask(question))
            if len(asked) > _AHEAD:
                yield asked.popleft()
        yield from asked


class _Threads(Crew):
    """Each question is put to whichever connection is free first."""

    def __init__(self, here: Connection, others: list[Connection]) -> None:
        # A report, which verifies by one thread, is spared what this takes to load.
        from concurrent.futures import ThreadPoolExecutor

        super().__init__(here)
        self._others = others
        self._free = others.copy()
        self._stopped = False
        self._pool = ThreadPoolExecutor(len(others))

    def ask(self, question: Callable[[Connection], T]) -> Callable[[], T]:
        """What gives the answer; a question that went wrong is asked again by whoever wants to know."""
        asked = self._pool.submit(self._put, question)

        def answer() -> T:
            try:
                return asked.result()
            except Error:
                return question(self.here)

        return answer

    def _put(self, question: Callable[[Connection], T]) -> T:
        connection = self._free.pop()
        try:
            if self._stopped:
                raise OperationalError("interrupted")
            return question(connection)
        finally:
            self._free.append(connection)

    def stop(self) -> None:
        """Leave what was asked."""
        self._stopped = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        # SQLite forgets an interruption that comes before the statement has begun.
        while len(self._free) < len(self._others):
            for other in self._others:
                other.interrupt()
            sleep(_PAUSE)
        self._pool.shutdown()


@contextmanager
def crew_of(here: Connection, beside: Opened | None) -> Iterator[Crew]:
    """Threads where further connections can be opened ``beside``; at the end they are gone."""
    with ExitStack() as opened:
        try:
            others = [] if beside is None else [opened.enter_context(closing(beside())) for _ in range(_THREADS)]
        except Error:  # nothing can be opened: then one after the other
            others = []
        if not others:
            yield Crew(here)
            return
        crew = _Threads(here, others)
        try:
            yield crew
        finally:
            crew.stop()
