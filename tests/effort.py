"""How much a property is tried: enough for every change, and ten times what it deserves with ``make test-long``."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("DUTY_TEST_LONG"))
_TIMES, _LEAST = 10, 5


def examples(many: int) -> int:
    """How many examples of a property that deserves ``many``."""
    return many * _TIMES if LONG else max(many // 2, _LEAST)
