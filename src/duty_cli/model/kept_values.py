"""Values that were worked out before: each a function of its purpose, of its parts, and of the program.

Whoever keeps them gives back the value that would be worked out anew, or works it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar, cast

T = TypeVar("T")


class KeptValues(Protocol):
    """Where values are kept."""

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """The value of ``sort`` kept for ``purpose`` and ``parts`` (texts and numbers); else what ``make`` gives, which is kept."""


class KeptInProcess:
    """The last values of this process, and ``beneath`` them what is kept from one run to the next, if anything is."""

    def __init__(self, beneath: KeptValues | None = None, most: int = 32) -> None:
        self._beneath = beneath
        self._most = most
        self._values: dict[tuple[object, ...], object] = {}

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """The value of ``sort`` kept for ``purpose`` and ``parts``; else what ``make`` gives, which is kept."""
        key = (purpose, *parts)
        if key not in self._values:
            made = make() if self._beneath is None else self._beneath.kept(purpose, parts, sort, make)
            self._values[key] = made
            # The oldest goes; what is asked for again and again comes back from beneath.
            if len(self._values) > self._most:
                del self._values[next(iter(self._values))]
            return made
        return cast("T", self._values[key])
