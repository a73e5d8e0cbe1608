"""The one door of files going out: what an output may take the place of.

The ledger, the rules and what this very call reads are never replaced, by whatever name or link they are reached. Any
other file that is there is replaced where it is still as duty wrote it, else only with ``--overwrite``: its digest is
looked up among those of the files written from this workspace (``data/written.txt``, digests and nothing else).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli import protected
from duty_cli.errors import FileThere, ProtectedFile, StrangersFile, UnwritableFile

if TYPE_CHECKING:
    from duty_cli.cli.desk import AppContext

_KEPT = 4000
"""As many digests are kept; of more, the older half goes."""

_DIGESTS = re.compile(rb"(?:[0-9a-f]{64}\s+)*")
"""What the list of written files holds; a file of that name with anything else in it is somebody else's."""


@dataclass
class _Call:
    """What one call of the program must not write over: where its ledger and rules are, and which files it has read."""

    ledger: Path = Path()
    rules: Path = Path()
    read: set[protected.Identity] = field(default_factory=set)
    overwrite: bool = False


_CALL: ContextVar[_Call | None] = ContextVar("call", default=None)


def begin(desk: AppContext) -> None:
    """A call begins at ``desk``."""
    _CALL.set(_Call(desk.ledger_path, desk.rules_path))


def overwrite_allowed() -> None:
    """``--overwrite`` was given."""
    _call().overwrite = True


def note_read(file: Path | int) -> None:
    """``file``, a path or the number of an open file, is an input of this call."""
    found = protected.identity(file)
    if found is not None:
        _call().read.add(found)


def write(out: Path, data: bytes) -> None:
    """Write ``data`` to ``out``. Raises ProtectedFile, StrangersFile, UnwritableFile; then nothing is changed."""
    from duty_cli.render.screen import save

    refuse_to_replace(out, data)
    save(out, data, lambda: refuse_to_replace(out, data))
    _remember(data)


@contextmanager
def laid(out: Path, data: bytes) -> Iterator[None]:
    """``data`` beside ``out``, which take that name on leaving. Raises as ``write`` does."""
    from duty_cli.render.screen import laid_by

    refuse_to_replace(out, data)
    with laid_by(out, data, lambda: refuse_to_replace(out, data)):
        yield
    _remember(data)


def write_new(out: Path, data: bytes) -> None:
    """Write ``data`` to ``out`` where nothing is. Raises FileThere, also where it came in between; UnwritableFile."""
    from duty_cli.render.screen import save

    def refuse() -> None:
        if os.path.lexists(out):
            raise FileThere(out)

    refuse()
    save(out, data, refuse)


def refuse_to_replace(out: Path, data: bytes | None = None) -> None:
    """Raise where ``out`` must not be written, or not without being told to; ``data`` is what it is to hold."""
    call = _call()
    what = protected.what(out.resolve(), call.ledger, call.rules, call.read)
    if what is not None:
        raise ProtectedFile(out, what)
    if protected.identity(out) is not None and not call.overwrite and not _as_written(out, data, call.ledger):
        raise StrangersFile(out)


def _call() -> _Call:
    call = _CALL.get()
    if call is None:
        call = _Call()
        _CALL.set(call)
    return call


def _as_written(place: Path, data: bytes | None, ledger: Path) -> bool:
    """Whether the file that is there is one that duty wrote, unchanged since; or is to stay as it is."""
    try:
        there = place.read_bytes()
    except OSError:
        return False
    return there == data or sha256(there).hexdigest() in (_written(ledger) or ())


def _written(ledger: Path) -> list[str] | None:
    """The digests of what was written; None where the list cannot be kept, because another file has its name."""
    place = ledger.parent / protected.WRITTEN
    if place.is_symlink():
        return None
    try:
        held = place.read_bytes()
    except FileNotFoundError:
        return []
    except OSError:
        return None
    return held.decode("ascii").split() if _DIGESTS.fullmatch(held) else None


def _remember(data: bytes) -> None:
    """Note the digest of what was written; where that cannot be, the file will count as a stranger's."""
    ledger, digest = _call().ledger, sha256(data).hexdigest()
    known = _written(ledger)
    if known is None or digest in known or not ledger.exists():
        return
    known = [*(known if len(known) < _KEPT else known[_KEPT // 2 :]), digest]
    from duty_cli.render.screen import save

    try:
        save(ledger.parent / protected.WRITTEN, "".join(f"{one}\n" for one in known).encode())
    except UnwritableFile:
        return
