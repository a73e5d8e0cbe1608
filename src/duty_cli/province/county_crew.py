"""Counties judged by as many processes as there are cores, the largest first; what comes back of each is small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool

from duty_cli.documents import systems
from duty_cli.errors.province_errors import WorkersLost
from duty_cli.model.progress import in_progress
from duty_cli.province.county_work import CountyAmiss, CountyTask, judged
from duty_cli.reports.county_sums import CountySums

_WORTH = 60_000
"""Rows for which a further process pays: it takes about a second to begin."""


def processes_for(rows: int, counties: int) -> int:
    """How many processes are worth it for so many rows in all."""
    return max(1, min(systems.cores(), counties, rows // _WORTH))


def judged_each(tasks: Sequence[CountyTask], processes: int) -> list[CountySums | CountyAmiss]:
    """What each comes to, in the order of ``tasks``. Raises WorkersLost."""
    return list(in_progress("评定各地", "个地方", _each(tasks, processes), lambda: len(tasks)))


def _each(tasks: Sequence[CountyTask], processes: int) -> Iterator[CountySums | CountyAmiss]:
    if processes == 1:
        yield from map(judged, tasks)
        return
    pool = systems.process_pool(processes)
    try:
        yield from pool.map(judged, tasks)
    except BrokenProcessPool:
        raise WorkersLost from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
