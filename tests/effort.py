"""How much a property is tried: enough for every change, and ten times what it deserves with ``make test-long``."""

from __future__ import annotations

import os

_SAID = os.environ.get("DUTY_TEST_LONG", "")
LONG = bool(_SAID)
_TIMES, _LEAST = 10, 5


def examples(many: int) -> int:
    """How many examples of a property that deserves ``many``."""
    return many * _TIMES if LONG else max(many // 2, _LEAST)


def so_many(many: int) -> int:
    """As ``examples``, or the number that ``DUTY_TEST_LONG`` says where it says more than 1."""
    said = int(_SAID) if _SAID.isdecimal() else 0
    return said if said > 1 else examples(many)
