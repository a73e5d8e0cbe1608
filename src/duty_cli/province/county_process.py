"""Another process that judges counties, one after another, for the one that began it.

It takes pickles on standard input (:func:`main`), first the rules that are known already and then a task for each county, and gives
for each what it comes to. Both ends are this program, so that nothing is read that came from outside. A pool of Python's own takes
several times as long to begin.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any

from duty_cli.documents import systems
from duty_cli.errors.province_errors import WorkersLost
from duty_cli.model.rulebook import Rules
from duty_cli.province.county_work import CountyAmiss, CountyTask, RuleFiles, judged, know_rules, look_for_libraries
from duty_cli.reports.county_sums import CountySums

BEGIN = f"from {__name__} import main; main()"
"""With what the other process begins."""


class CountyProcess:
    """The other process: begun at once, told what is known when that is known, and ended with ``end``, wherever it is."""

    def __init__(self) -> None:
        """Raises WorkersLost where there is no room for it."""
        try:
            self._process = systems.other_python(BEGIN)
        except OSError:
            raise WorkersLost from None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout

    def __enter__(self) -> CountyProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def know(self, rules: Mapping[RuleFiles, Rules]) -> None:
        """Tell it what rule files say, so that it need not read them. Raises WorkersLost."""
        self._tell(rules)

    def sums_of(self, task: CountyTask) -> CountySums | CountyAmiss:
        """What the county comes to, waited for. Raises WorkersLost, and what went wrong there beside."""
        self._tell(task)
        try:
            said = pickle.load(self._out)  # noqa: S301 - our own process said it
        except (OSError, EOFError, pickle.UnpicklingError):
            raise WorkersLost from None
        if isinstance(said, Exception):
            raise said
        found: CountySums | CountyAmiss = said
        return found

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError):  # what it was not told any more
                pipe.close()

    def _tell(self, what: object) -> None:
        try:
            _give(what, self._in)
        except (OSError, ValueError):
            raise WorkersLost from None


def main() -> None:
    """Judge the counties that are told on standard input, until no more are."""
    gc.disable()  # as the first process does, see duty_cli.cli.main
    look_for_libraries()
    told, said = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError):
        know_rules(_taken(told))
        while True:
            _give(_judged(_taken(told)), said)


def _judged(task: CountyTask) -> CountySums | CountyAmiss | Exception:
    try:
        return judged(task)
    except Exception as error:  # a fault of ours, to be told as one where somebody sees it
        return error


def _taken(pipe: IO[bytes]) -> Any:  # noqa: ANN401 - whatever the other end gave
    return pickle.load(pipe)  # noqa: S301 - from the process that began this one


def _give(what: object, pipe: IO[bytes]) -> None:
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
