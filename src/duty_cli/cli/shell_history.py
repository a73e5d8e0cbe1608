"""The lines typed in ``duty shell``, kept for the next time in a file that their writer alone can read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import History

from duty_cli.cli.user_folder import user_folder
from duty_cli.documents import systems

_KEPT = 1_000
"""So many lines are offered again; of a file with twice as many the older half goes."""

_OWN = 0o600


def history_file() -> Path | None:
    """Where they are kept: in the user's own folder, as the ledger's is often shared; None where there is no such folder."""
    own = user_folder()
    return own and own / "history.txt"


class ShellHistory(History):
    """Lines in a file; a line that begins with a blank is remembered until the shell ends, and not written.

    A file that cannot be read or written is no reason to refuse a command: then nothing is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__()

    def load_history_strings(self) -> Iterable[str]:
        """The lines kept, the latest first."""
        try:
            lines = self._path.read_bytes().decode("utf-8", "replace").splitlines()
        except OSError:
            return []
        if len(lines) > 2 * _KEPT:
            self._shorten(lines[-_KEPT:])
        return lines[: -_KEPT - 1 : -1]

    def store_string(self, string: str) -> None:
        """Keep what was typed, or pasted."""
        kept = [line for line in string.splitlines() if line.strip() and not line[0].isspace()]
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _append(self._path, _as_bytes(kept))

    def _shorten(self, lines: list[str]) -> None:
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            _append(beside, _as_bytes(lines))
            systems.replace(beside, self._path)


def _as_bytes(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _append(path: Path, data: bytes) -> None:
    """Append to a file that is made, or made to be, its owner's alone."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWN)
    try:
        systems.make_own(file)
        os.write(file, data)
    finally:
        os.close(file)
