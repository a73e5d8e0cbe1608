"""When the disk fails, is full or writes half, what duty says and what is there are the same."""

from __future__ import annotations

import errno
from dataclasses import replace
from random import Random

import pytest

from tests.effort import LONG
from tests.faults.deeds import DEEDS
from tests.faults.desk import FAIL, HALVE, Plan
from tests.faults.judging import Trial
from tests.faults.test_kills import places

FAULTS = {
    "EIO": Plan(FAIL, code=errno.EIO),
    "EIO, and ever after": Plan(FAIL, code=errno.EIO, lasting=True),
    "ENOSPC": Plan(FAIL, code=errno.ENOSPC),
    "ENOSPC, and ever after": Plan(FAIL, code=errno.ENOSPC, lasting=True),
    "EINTR": Plan(FAIL, code=errno.EINTR),
    "half": Plan(HALVE),
}

UNHEARD = (("/dev/full", "/dev/null"), (None, "/dev/null"), ("", None))
"""Where the answer goes and what is asked comes from: a full disk, or a stream that is closed."""


@pytest.mark.parametrize("name", DEEDS)
def test_a_failing_disk_is_told_as_it_left_things(trials: dict[str, Trial], name: str) -> None:
    trial, kinds = trials[name], list(FAULTS)
    if not LONG:
        kinds = Random(name).sample(kinds, 2)
    plans = [replace(FAULTS[kind], at=at) for kind in kinds for at in places(trial, f"{name} {kind}", 1)]
    found = [fault for plan in plans for fault in trial.broken(plan)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DEEDS)
def test_an_answer_that_nobody_hears_is_no_reason_to_enter_twice(trials: dict[str, Trial], name: str) -> None:
    tried = UNHEARD if LONG else Random(name).sample(UNHEARD, 1)
    found = [fault for out, given in tried for fault in trials[name].broken(out=out, given=given)]
    assert not found, "\n".join(found)
