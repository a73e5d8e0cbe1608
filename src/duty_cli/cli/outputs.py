"""The one door of files going out: what an output may take the place of.

The ledger, the rules and what this very call reads are never replaced, by whatever name or link they are reached. Any
other file that is there is replaced where it is still as duty wrote it, else only with ``--overwrite``: its digest is
looked up among those of the files written from this workspace (``data/written.txt``, digests and nothing else).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, TypeAlias

from duty_cli.errors import ProtectedFile, StrangersFile

if TYPE_CHECKING:
    from duty_cli.cli.desk import Desk

_SQLITE = b"SQLite format 3\0"
_BESIDE_LEDGER = ("", "-journal", "-wal", "-shm")
_RULES = {".yaml", ".yml"}
_TEMPLATES = {".docx", ".dotx"}
_KEPT = 4000
"""As many digests are kept; of more, the older half goes."""

WRITTEN = "written.txt"

Identity: TypeAlias = tuple[int, int]
"""A file by device and number, whatever its names."""


@dataclass
class _Call:
    """What one call of the program must not write over: where its ledger and rules are, and which files it has read."""

    ledger: Path = Path()
    rules: Path = Path()
    read: set[Identity] = field(default_factory=set)
    overwrite: bool = False


_CALL: ContextVar[_Call | None] = ContextVar("call", default=None)


def begin(desk: Desk) -> None:
    """A call begins at ``desk``."""
    _CALL.set(_Call(desk.ledger_path, desk.rules_path))


def overwrite_allowed() -> None:
    """``--overwrite`` was given."""
    _call().overwrite = True


def note_read(path: Path) -> None:
    """``path`` is an input of this call."""
    found = _identity(path)
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


def refuse_to_replace(out: Path, data: bytes | None = None) -> None:
    """Raise where ``out`` must not be written, or not without being told to; ``data`` is what it is to hold."""
    call = _call()
    place = out.resolve()
    if _beside_ledger(place, call.ledger):
        raise ProtectedFile(out, "账本或账本的日志")
    if place.suffix.lower() in _RULES and (place.exists() or _same(place.parent, _folder(call.rules))):
        raise ProtectedFile(out, "规则、公文格式或对照表一类的文件")
    if _identity(place) is None:
        return
    if _head(place) == _SQLITE:
        raise ProtectedFile(out, "账本或数据库")
    if _identity(place) in call.read:
        raise ProtectedFile(out, "本次读入的文件")
    if _identity(place) in _of_rules(call.rules):
        raise ProtectedFile(out, "规则文件夹中的规则或模板")
    if not call.overwrite and not _as_written(place, data, call.ledger):
        raise StrangersFile(out)


def _call() -> _Call:
    call = _CALL.get()
    if call is None:
        call = _Call()
        _CALL.set(call)
    return call


def _identity(path: Path) -> Identity | None:
    """The device and number of a plain file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if S_ISREG(found.st_mode) else None


def _beside_ledger(place: Path, ledger: Path) -> bool:
    """Whether ``place`` is the ledger or a companion of it, there already or not: a stray journal undoes the ledger."""
    home = ledger.resolve()
    names = {f"{home.name}{ending}".casefold() for ending in _BESIDE_LEDGER}
    return place.name.casefold() in names and _same(place.parent, home.parent)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other.resolve()


def _folder(rules: Path) -> Path:
    return rules if rules.is_dir() else rules.parent


def _of_rules(rules: Path) -> set[Identity | None]:
    """The rule files, and the office's templates beside its style."""
    folder = _folder(rules)
    endings = _RULES | (_TEMPLATES if (folder / "style.yaml").exists() else set())
    try:
        own = [path for path in folder.iterdir() if path.suffix.lower() in endings]
    except OSError:
        own = []
    return {_identity(path) for path in own}


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE))
    except OSError:
        return b""


def _as_written(place: Path, data: bytes | None, ledger: Path) -> bool:
    """Whether the file that is there is one that duty wrote, unchanged since; or is to stay as it is."""
    try:
        there = place.read_bytes()
    except OSError:
        return False
    return there == data or sha256(there).hexdigest() in _written(ledger)


def _written(ledger: Path) -> list[str]:
    try:
        return (ledger.parent / WRITTEN).read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        return []


def _remember(data: bytes) -> None:
    """Note the digest of what was written; where that cannot be, the file will count as a stranger's."""
    ledger, digest = _call().ledger, sha256(data).hexdigest()
    known = _written(ledger)
    if digest in known or not ledger.exists():
        return
    known = [*(known if len(known) < _KEPT else known[_KEPT // 2 :]), digest]
    from duty_cli.errors import UnwritableFile
    from duty_cli.render.screen import save

    try:
        save(ledger.parent / WRITTEN, "".join(f"{one}\n" for one in known).encode())
    except UnwritableFile:
        return
