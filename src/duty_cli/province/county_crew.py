"""Counties judged by as many processes as there are cores, the largest first; what comes back of each is small."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

from duty_cli.documents import systems
from duty_cli.model.progress import in_progress
from duty_cli.province.county_process import CountyProcess
from duty_cli.province.county_work import CountyAmiss, CountyTask, judged, known_rules
from duty_cli.reports.county_sums import CountySums

_WORTH = 60_000
"""Rows for which a further process pays: it takes about a second to begin."""


_Left: TypeAlias = tuple[int, CountyTask]
_Placed: TypeAlias = tuple[int, CountySums | CountyAmiss]


def processes_for(rows: int, counties: int) -> int:
    """How many processes are worth it for so many rows in all."""
    return max(1, min(systems.cores(), counties, rows // _WORTH))


def judged_each(tasks: Sequence[CountyTask], processes: int) -> list[CountySums | CountyAmiss]:
    """What each comes to, in the order of ``tasks``. Raises WorkersLost."""
    done = dict(in_progress("评定各地", "个地方", _each(tasks, processes), lambda: len(tasks)))
    return [done[place] for place in range(len(tasks))]


def _each(tasks: Sequence[CountyTask], processes: int) -> Iterator[_Placed]:
    """What each comes to beside its place, as it is done: others take them from the front, this process from the end."""
    left = deque(enumerate(tasks))
    done: SimpleQueue[_Placed | Exception] = SimpleQueue()
    with ExitStack() as crew:
        others = [crew.enter_context(CountyProcess()) for _ in range(min(processes, len(tasks)) - 1)]
        for count in range(len(tasks)):
            own = _last(left) if done.empty() else None
            yield _heard(done) if own is None else (own[0], judged(own[1]))
            if not count:
                # While this process judged a county and read its rules, which are most others' too, those began.
                for other in others:
                    Thread(target=_served, args=(other, left, done), daemon=True).start()


def _last(left: deque[_Left]) -> _Left | None:
    try:
        return left.pop()
    except IndexError:
        return None


def _heard(done: SimpleQueue[_Placed | Exception]) -> _Placed:
    """What another process has done, waited for; raises what went wrong there."""
    said = done.get()
    if isinstance(said, Exception):
        raise said
    return said


def _served(other: CountyProcess, left: deque[_Left], done: SimpleQueue[_Placed | Exception]) -> None:
    """Have another process judge the counties that are left, one after another."""
    try:
        other.know(known_rules())
        while left:
            place, task = left.popleft()
            done.put((place, other.sums_of(task)))
    except IndexError:  # somebody else took the last one
        return
    except Exception as error:  # to be raised where somebody hears of it
        done.put(error)
