"""Statements on a thread of their own: while the database works, which holds no lock of Python, the next rows are made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from queue import Queue
from sqlite3 import Connection
from threading import Thread
from typing import TypeAlias

Job: TypeAlias = tuple[str, Sequence[object]]
"""A statement and its values."""

_AHEAD = 4
"""Statements that may wait: few enough for the memory."""

_TURN = 0.0005
"""Seconds after which Python lets the thread go on with its next statement; by default ten times as long, and it would stand idle."""


class StatementThread:
    """Carries out statements in the order in which they are given; nobody else may use the connection before ``wait``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._jobs: Queue[Job | None] = Queue(_AHEAD)
        self._failed: BaseException | None = None
        self._given_up = False
        self._turn = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        # Not left running where the program ends in the middle: what was begun is rolled back with the next opening.
        self._thread = Thread(target=self._work, name="ledger", daemon=True)
        self._thread.start()

    def give(self, statement: str, values: Sequence[object]) -> None:
        """Have a statement carried out. Raises what an earlier one raised."""
        self._raise()
        self._jobs.put((statement, values))

    def wait(self) -> None:
        """Come back when all that was given is done. Raises what any of it raised."""
        self._jobs.join()
        self._raise()

    def stop(self) -> None:
        """End the thread; what it has not begun is not done any more."""
        self._given_up = True
        self._jobs.put(None)
        self._thread.join()
        sys.setswitchinterval(self._turn)

    def _raise(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                if self._failed is None and not self._given_up:
                    self._connection.execute(*job)
            # Whatever it is: it is raised where the rows came from.
            except BaseException as error:
                self._failed = error
            finally:
                self._jobs.task_done()
