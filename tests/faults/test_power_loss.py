"""When the power goes, whatever was told to be done is there, and all else whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.effort import LONG
from tests.faults.deeds import DEEDS
from tests.faults.disk import Disk
from tests.faults.judging import Trial

CUTS, PARTS = 1, 1
"""In so many places the power is cut, and so many parts of what is uncertain are kept, besides none and all of it."""


def cuts(trial: Trial, seed: str) -> Iterator[tuple[str, Path, bool]]:
    """The workspaces that a power cut may leave: where it was cut, the workspace, and whether the deed had been told as done."""
    case = trial.fresh()
    numbers = {str(one.relative_to(case)): one.stat().st_ino for one in case.rglob("*")}
    played, draw = trial.server(case, trial.deed.line), Random(seed)
    disk, told, seen = Disk(trial.start), False, set()
    disk.meet(numbers)
    every = range(len(played.calls))
    chosen = set(every if LONG else [*draw.sample(every, CUTS), every[-1]])
    for at, call in enumerate(played.calls):
        disk.apply(call)
        told |= call.what in {"answer", "counted"}
        for state in disk.states(draw, 4 if LONG else PARTS) if at in chosen else ():
            held = (told, frozenset(state.items()))
            if held not in seen:
                seen.add(held)
                yield f"after call {at} ({call.what} {call.name})", trial.laid(state), told


@pytest.mark.parametrize("name", DEEDS)
def test_a_power_cut_takes_nothing_that_was_told_and_leaves_nothing_by_half(
    trials: dict[str, Trial], name: str
) -> None:
    trial = trials[name]
    found = [
        f"{where}: {said}" for where, case, told in cuts(trial, name) for said in trial.judged(case, None, entered=told)
    ]
    assert not found, "\n".join(found)
