"""Readings that are verified: known by the digest of the file, or gone through by a thread while the report is made.

What a report says rests on rows, names, references and indexes; ``verify.check`` goes through all of them. It takes longer than many
a report, so that a file which was found sound is known again by the SHA-256 of all its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection, Error
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from duty_cli.ledger.sqlite.database import connect
from duty_cli.ledger.sqlite.file_state import FileState
from duty_cli.model.kept_values import KeptValues

if TYPE_CHECKING:
    from duty_cli.ledger.checking.schema_shape import SchemaShape


class SoundFiles(KeptValues, Protocol):
    """Which files were found sound, by the SHA-256 of their bytes; and what is worked out of one, kept once it is."""

    def known(self, digest: str | None) -> bool:
        """Whether the file that is read, of these bytes, was found sound; None where nobody knows its bytes."""

    def note(self, digest: str) -> None:
        """The file that is read, of these bytes, was found sound."""

    def any(self) -> bool:
        """Whether any file was found sound."""

    def became(self, before: str, after: str) -> None:
        """The file of the bytes ``before`` came to those of ``after`` by what this program wrote, and nothing else."""


class _Verification:
    """``check`` by a thread on a connection of its own; where that can not be had, by whoever asks what came of it."""

    def __init__(self, path: Path, shape: Callable[[], SchemaShape], ours: Connection) -> None:
        self._path, self._shape, self._ours = path, shape, ours
        self._other: Connection | None = None
        self._done = self._stopped = False
        self._damage: Exception | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        # Of a file that is known nothing of this is loaded.
        from duty_cli.ledger.checking.verify import check

        try:
            with closing(connect(self._path)) as self._other:
                self._other.execute("BEGIN")
                if not self._stopped:
                    check(self._other, self._shape())
            self._done = True
        except Error:  # somebody waits to write, or it was stopped: then it is asked again where it is needed
            return
        except Exception as damage:
            self._done, self._damage = True, damage

    def end(self) -> None:
        """Wait for it. Raises LedgerDamaged."""
        self._thread.join()
        if not self._done:
            from duty_cli.ledger.checking.verify import check

            check(self._ours, self._shape())
        if self._damage is not None:
            raise self._damage

    def stop(self) -> None:
        """Let it go, as nothing will be shown."""
        self._stopped = True
        if self._thread.is_alive() and self._other is not None:
            self._other.interrupt()
        self._thread.join()


@contextmanager
def verified(
    path: Path, before: FileState | None, sound: SoundFiles, shape: Callable[[], SchemaShape], ours: Connection
) -> Iterator[None]:
    """From here to the end, at which nothing may have been shown, the ledger that ``ours`` reads is verified. Raises LedgerDamaged.

    ``before`` is the state of its file before the transaction of ``ours`` began.
    """
    # What came in between was not digested.
    state = before if before is not None and before.stands(path) else None
    if sound.known(None if state is None else state.digest):
        yield
        return
    going = _Verification(path, shape, ours)
    try:
        yield
    except Exception:
        # Whatever went wrong, it may be what the damage led to: that is told first.
        _ended(going, state, sound)
        raise
    except BaseException:
        going.stop()
        raise
    _ended(going, state, sound)


def _ended(going: _Verification, state: FileState | None, sound: SoundFiles) -> None:
    going.end()
    if state is not None:
        sound.note(state.digest)
