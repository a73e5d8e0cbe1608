"""psycopg, loaded without what a command that waits for its answers never uses: two fifths of the time that its loading takes.

psycopg loads an asynchronous half beside the one that is used here, with all of ``asyncio``, and looks up its own version among all that is
installed. While it is loaded, modules that hold nothing stand in for the two; whoever asks for them afterwards gets the real ones.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

STOOD_IN = ("asyncio", "importlib.metadata")
"""What is not loaded with psycopg, unless it is there already."""

_DRIVER = frozenset({"psycopg", "psycopg_binary", "psycopg_c"})


class _Nothing(Exception):
    """What a stand-in has under every name: to be inherited from, subscripted, caught; who calls it is told that it is not there."""

    def __new__(cls, *_: object) -> _Nothing:
        raise super().__new__(cls)

    def __class_getitem__(cls, _: object) -> type[_Nothing]:
        return cls


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> type[_Nothing]:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing


def load_driver() -> None:
    """Load psycopg once. Raises ImportError as its import does."""
    if "psycopg" in sys.modules:
        return
    try:
        with _standing_in():
            import_module("psycopg")
    except Exception:
        for name in [one for one in sys.modules if one.partition(".")[0] in _DRIVER]:
            del sys.modules[name]
        import_module("psycopg")


@contextmanager
def _standing_in() -> Iterator[None]:
    made = {name: _StandIn(name) for name in STOOD_IN if name not in sys.modules}
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            del sys.modules[name]
