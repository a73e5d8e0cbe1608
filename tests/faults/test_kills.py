"""A command that is killed, at every call that changes a file and at any moment, has done all of it or nothing."""

from __future__ import annotations

from random import Random

import pytest

from tests.effort import LONG
from tests.faults.deeds import DEEDS
from tests.faults.desk import KILL, TEAR, Plan
from tests.faults.judging import Trial

SOME = 2
SLOW = 0.2
"""Seconds within which most commands end."""


def places(trial: Trial, seed: str, some: int = SOME) -> list[int]:
    """Which calls are tried: all, or some drawn."""
    every = range(1, trial.whole.changes + 1)
    return list(every) if LONG else sorted(Random(seed).sample(every, min(some, len(every))))


@pytest.mark.parametrize("name", DEEDS)
def test_a_kill_before_a_call_leaves_all_or_nothing(trials: dict[str, Trial], name: str) -> None:
    found = [fault for at in places(trials[name], name) for fault in trials[name].broken(Plan(KILL, at))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DEEDS)
def test_a_kill_in_the_middle_of_a_writing_leaves_all_or_nothing(trials: dict[str, Trial], name: str) -> None:
    found = [fault for at in places(trials[name], f"{name}!", 1) for fault in trials[name].broken(Plan(TEAR, at))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DEEDS)
def test_a_kill_at_any_moment_leaves_all_or_nothing(trials: dict[str, Trial], name: str) -> None:
    draw = Random(name)
    plans = [Plan(seconds=draw.uniform(0, SLOW)) for _ in range(30 if LONG else 1)]
    found = [fault for plan in plans for fault in trials[name].broken(plan)]
    assert not found, "\n".join(found)
