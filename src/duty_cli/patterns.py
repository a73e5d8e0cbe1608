"""Regular expressions that are compiled when they are first used: a command uses few of those that its modules hold."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, compiled on first use."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))


class _Uncompiled:
    """Stands for the pattern: what is asked of it is asked of the compiled one, and kept."""

    def __init__(self, *said: Any) -> None:  # noqa: ANN401 - text or bytes
        self._said = said

    def __getattr__(self, name: str) -> object:
        # re keeps what it has compiled, so that asking for another method compiles nothing again.
        found = getattr(re.compile(*self._said), name)
        setattr(self, name, found)
        return found
