"""Half of a long work done by a second process, on the same view of the same file.

It takes a pickled :class:`_Task` on standard input (:func:`main`) and gives what it comes to, pickled. Both ends are this program, so that nothing is read that came from outside. Whatever goes wrong is no error: there
is no result then, and the first process does the work itself.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Generic, TypeVar

from duty_cli.documents import systems
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Seq

T = TypeVar("T")


@dataclass(frozen=True)
class _Task(Generic[T]):
    """A work on the file at ``path`` as known at ``known``: a function that both processes find under its name."""

    path: Path
    known: Seq
    work: Callable[[LedgerReader], T]

    def done(self) -> T:
        from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger

        # Not brought up to date: the first process has the file open, as this program writes it.
        with SqliteLedger(self.path).reading(self.known) as reading:
            return self.work(reading)


class _Second(Generic[T]):
    """The other process, to which a thread talks: neither end waits for the other to read."""

    def __init__(self, task: _Task[T]) -> None:
        self._process = systems.other_python(f"from {__name__} import main; main()")
        self._said = b""
        self._thread = Thread(target=self._talk, args=[pickle.dumps(task, pickle.HIGHEST_PROTOCOL)], daemon=True)
        self._thread.start()

    def _talk(self, task: bytes) -> None:
        with suppress(OSError, ValueError):  # it is gone: then it said nothing
            self._said, _ = self._process.communicate(task)

    def result(self) -> T | None:
        """What it came to, waited for; None where it came to nothing."""
        self._thread.join()
        if self._process.returncode:
            return None
        with suppress(Exception):  # cut short
            found: T = pickle.loads(self._said)  # noqa: S301 - our own process said it
            return found
        return None

    def end(self) -> None:
        """End it, wherever it is."""
        self._process.kill()
        self._thread.join()


@contextmanager
def second_process(path: Path, known: Seq, work: Callable[[LedgerReader], T]) -> Iterator[Callable[[], T | None]]:
    """Begin ``work``; what is yielded waits for what it comes to, or gives None where it came to nothing."""
    try:
        other = _Second(_Task(path.absolute(), known, work))
    except (OSError, pickle.PicklingError, AttributeError, TypeError):
        yield lambda: None
        return
    try:
        yield other.result
    finally:
        other.end()


def main() -> None:
    """Do the task on standard input."""
    gc.disable()  # as the first process does, see duty_cli.cli.main
    task: _Task[object] = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from the first process
    sys.stdout.buffer.write(pickle.dumps(task.done(), pickle.HIGHEST_PROTOCOL))
