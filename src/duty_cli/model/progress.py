"""How far long work has come, told to whoever listens: the floors that work know neither a terminal nor a clock.

Where nobody listens, what is gone through is handed back as it is, and telling costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")


class ProgressListener(Protocol):
    """Whoever shows it."""

    def follow(self, doing: str, unit: str, steps: Iterable[T], total: int) -> Iterable[T]:
        """The same steps, shown as they are done."""

    def waiting(self, doing: str) -> AbstractContextManager[None]:
        """Shown from here to the end, where it is long."""

    def still_waiting(self, why: str, seconds: int) -> None:
        """Shown that nothing can be done yet, after so many ``seconds``."""

    def clear(self) -> None:
        """Take away what is shown."""


_LISTENER: ContextVar[ProgressListener | None] = ContextVar("progress", default=None)


def in_progress(doing: str, unit: str, steps: Iterable[T], total: Callable[[], int]) -> Iterable[T]:
    """``steps``, of which there are about ``total``, told as they are gone through: 正在``doing``：第 3 ``unit``."""
    listener = _LISTENER.get()
    return steps if listener is None else listener.follow(doing, unit, steps, total())


@contextmanager
def under_way(doing: str) -> Iterator[None]:
    """What is done from here to the end in one step, of which nobody knows how long it will take."""
    listener = _LISTENER.get()
    with nullcontext() if listener is None else listener.waiting(doing):
        yield


def still_waiting(why: str, seconds: int) -> bool:
    """Tell ``why`` it has been waited for so many ``seconds``; whether there is somebody who sees it and can break it off."""
    listener = _LISTENER.get()
    if listener is not None:
        listener.still_waiting(why, seconds)
    return listener is not None


def somebody_sees() -> bool:
    """Whether there is somebody who is told."""
    return _LISTENER.get() is not None


def clear_progress() -> None:
    """Take away what is shown of it: something else is to be said."""
    listener = _LISTENER.get()
    if listener is not None:
        listener.clear()


@contextmanager
def listening(listener: ProgressListener) -> Iterator[None]:
    """From here to the end ``listener`` is told."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        listener.clear()
        _LISTENER.reset(before)
