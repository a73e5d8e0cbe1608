"""The bytes of a ledger's file by their digest, and by what it is told that they are still the same."""

from __future__ import annotations

from pathlib import Path

from duty_cli.model.quick_dataclass import dataclass

_CHANGES = slice(24, 28)
"""Where SQLite counts, in the header of the file, the transactions that changed it."""


@dataclass(frozen=True, slots=True)
class FileState:
    """The bytes of a file by their SHA-256, how often it was changed, and by what it is told that it was not since."""

    digest: str
    changes: int
    stamp: tuple[int, ...]

    def stands(self, path: Path) -> bool:
        """Whether the file is as it was; asked while nobody can write to it."""
        try:
            return self.stamp == _stamp(path)
        except OSError:
            return False


def state_of(path: Path) -> FileState | None:
    """The state of the file at ``path``; None where it cannot be read.

    Never called while this process has a transaction on it: to close any handle of a file drops the locks of SQLite.
    """
    import hashlib

    try:
        stamp = _stamp(path)
        with path.open("rb") as file:
            changes = int.from_bytes(file.read(_CHANGES.stop)[_CHANGES])
            file.seek(0)
            return FileState(hashlib.file_digest(file, "sha256").hexdigest(), changes, stamp)
    except OSError:
        return None


def _stamp(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
