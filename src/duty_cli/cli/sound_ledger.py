"""In what states a ledger was found sound, kept beside it under the user's seal; and what was worked out of it, kept only then.

A value that was worked out of a damaged ledger would come back from the cache after the ledger was put right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from duty_cli.cli.ledger_place import LedgerPlace
from duty_cli.model.kept_values import KeptInProcess

if TYPE_CHECKING:
    from duty_cli.cli.local_cache import LocalCache

_PURPOSE = "sound"
_MOST = 8
"""So many states are remembered: the ledger now, a copy put back, one looked at elsewhere."""

T = TypeVar("T")


class SoundLedger:
    """See the Protocol ``SoundFiles``: by what a verified reading is known, and where its values are kept."""

    def __init__(self, cache: LocalCache) -> None:
        self._cache = cache
        self._sound = False
        self._waiting: list[tuple[str, Sequence[object], object]] = []
        self._in_process = KeptInProcess(_OfVerified(self))
        self.of_unverified = _OfUnverified(cache)
        """Where the values of readings are kept that nobody verifies."""

    def known(self, digest: str | None) -> bool:
        """Whether the file that is read, of these bytes, was found sound; None where nobody knows its bytes."""
        self._waiting.clear()
        self._sound = digest is not None and digest in self._digests()
        return self._sound

    def any(self) -> bool:
        """Whether any file was found sound."""
        return bool(self._digests())

    def became(self, before: str, after: str) -> None:
        """The file of the bytes ``before`` came to those of ``after`` by what this program wrote, and nothing else."""
        known = self._digests()
        if before in known:
            # In its place, so that a day of entering pushes out no state of another file.
            self._put(after, [one for one in known if one != before])

    def note(self, digest: str) -> None:
        """The file that is read, of these bytes, was found sound."""
        self._put(digest, self._digests())
        for purpose, parts, value in self._waiting:
            self._cache.put(purpose, parts, value)
        self._waiting.clear()
        self._sound = True

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """The value of ``sort`` kept for ``purpose`` and ``parts``; else what ``make`` gives, which is kept once all is sound."""
        return self._in_process.kept(purpose, parts, sort, make)

    def beneath(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """The same without what this process remembers."""
        found = self._cache.get(purpose, parts, sort)
        if found is None:
            found = make()
            if self._sound:
                self._cache.put(purpose, parts, found)
            else:
                self._waiting.append((purpose, parts, found))
        return found

    def _put(self, digest: str, others: Sequence[str]) -> None:
        kept = [one for one in others if one != digest]
        self._cache.put(_PURPOSE, (), (digest, *kept[: _MOST - 1]))

    def _digests(self) -> tuple[str, ...]:
        return cast("tuple[str, ...]", self._cache.get(_PURPOSE, (), tuple) or ())


class _OfVerified:
    """The values of verified readings."""

    def __init__(self, ledger: SoundLedger) -> None:
        self._ledger = ledger

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """The value kept, else made."""
        return self._ledger.beneath(purpose, parts, sort, make)


class _OfUnverified:
    """The values of readings that nobody verifies: those of verified ones too, their own under a name of their own."""

    def __init__(self, cache: LocalCache) -> None:
        self._cache = cache

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """The value kept, else made."""
        found = self._cache.get(purpose, parts, sort)
        return self._cache.kept(f"{purpose}-unverified", parts, sort, make) if found is None else found


def tell_damage(place: LedgerPlace, error: Exception, verify: Callable[[], None] | None) -> None:
    """Raise LedgerDamaged where a fault, or a refusal that may rest on the ledger, has its cause in its file; else nothing.

    ``verify`` the ledger is what a refusal asks for; None where it cannot rest on it.
    """
    from duty_cli.errors.base import DutyError, LedgerError

    refused = isinstance(error, DutyError)
    if isinstance(error, OSError | LedgerError) or _of_typer(error) or (refused and verify is None):
        return
    from duty_cli.errors.ledger_errors import LedgerDamaged

    try:
        if refused and verify is not None:
            verify()
        elif not isinstance(place, Path) or place.is_file():
            _gone_through(place)
    except LedgerDamaged as damage:
        raise damage from error
    except Exception:  # it cannot be looked at: then the fault is told as it is
        return


def _gone_through(place: LedgerPlace) -> None:
    from duty_cli.cli.opened_ledger import as_it_is

    as_it_is(place).check()


def _of_typer(error: Exception) -> bool:
    """Whether it is how a command ends, or a refusal of its words."""
    return any(sort.__module__.split(".")[0] in {"typer", "click"} for sort in type(error).__mro__)
