"""The local cache: values worked out before, kept beside the ledger under all that they came of, read by their maker alone.

A value may be kept where it is a function of its purpose and its parts, and of the program: one that was worked out by
another version, another Python or other sources is not found. Whatever is wrong with a kept value, the folder or the seal,
there is no kept value; it is never an error, and never another value.
"""

from __future__ import annotations

import hmac
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from duty_cli import __version__
from duty_cli.cli.ledger_place import LedgerPlace, beside, make_beside, there_or_told_later
from duty_cli.cli.user_folder import user_folder
from duty_cli.documents import systems
from duty_cli.documents.durable_files import keep_for_user, sweep
from duty_cli.patterns import pattern

FOLDER = ".duty-cache"
"""Beside the ledger."""

KEY = "cache.key"
"""In the user's own folder of state: what seals are made with, so that a file laid there by another is not read."""

_MOST_BYTES, _MOST_FILES = 64 << 20, 64
"""So much is kept in a folder, the newest."""

_KEY_BYTES = _SEAL_BYTES = 32
_NAME = pattern(r"[a-z-]+-[0-9a-f]{32}(?:\.new-[0-9a-f]{16})?")
"""What files of ours are called; no other is removed."""

T = TypeVar("T")


class LocalCache:
    """The values kept beside one ledger, where there is one."""

    def __init__(self, ledger: LedgerPlace) -> None:
        self._ledger = ledger
        self._folder = beside(ledger) / FOLDER

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """The value of ``sort`` kept for ``purpose`` and ``parts``; else what ``make`` gives, which is kept."""
        found = self.get(purpose, parts, sort)
        if found is None:
            found = make()
            self.put(purpose, parts, found)
        return found

    def get(self, purpose: str, parts: Sequence[object], sort: type[T]) -> T | None:
        """The value of ``sort`` kept for ``purpose`` (letters and hyphens) and ``parts`` (texts and numbers); None where none is."""
        try:
            if self._key is None:
                return None
            said = self._said(purpose, parts)
            sealed = _read(self._folder / self._name(purpose, said))
            # Nothing of a file is decoded before it is known that this user's program wrote it, for these very parts.
            if not hmac.compare_digest(sealed[:_SEAL_BYTES], self._seal(said, sealed[_SEAL_BYTES:])):
                return None
            found = _Values(BytesIO(sealed[_SEAL_BYTES:])).load()
        except Exception:  # whatever is wrong with it, there is none
            return None
        return found if isinstance(found, sort) else None

    def put(self, purpose: str, parts: Sequence[object], value: object) -> None:
        """Keep ``value``, where that can be."""
        try:
            if self._key is None:
                return
            said, held = self._said(purpose, parts), pickle.dumps(value, protocol=5)
            if len(held) < _MOST_BYTES:
                make_beside(self._ledger)
                _make_folder(self._folder)
                _write(self._folder / self._name(purpose, said), self._seal(said, held) + held)
                _remove_old(self._folder)
        except (
            Exception
        ):  # a full disk, a folder that is read only, rules nested too deep to be written: it is not kept
            return

    @cached_property
    def _key(self) -> bytes | None:
        """The user's own key; None where nothing is kept."""
        if os.environ.get("DUTY_CACHE") == "off" or not there_or_told_later(self._ledger):
            return None
        return _own_key()

    def _said(self, purpose: str, parts: Sequence[object]) -> bytes:
        """All that a value is a function of."""
        return repr((purpose, *map(str, parts), __version__, sys.version, _sources())).encode()

    def _name(self, purpose: str, said: bytes) -> str:
        """The file of a value: of each user another, for nobody can read another's."""
        return f"{purpose}-{self._sealed(b'name', said).hex()[:32]}"

    def _seal(self, said: bytes, held: bytes) -> bytes:
        return self._sealed(b"seal", sha256(said).digest() + held)

    def _sealed(self, use: bytes, data: bytes) -> bytes:
        assert self._key is not None, "nothing is named or sealed without a key"
        return hmac.digest(self._key, use + data, "sha256")


class _Values(pickle.Unpickler):
    """Reads nothing but values of this program."""

    def find_class(self, module: str, name: str) -> object:
        if module.startswith("duty_cli.") or module in {"datetime", "fractions"}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(module)


@cache
def _sources() -> str:
    """A digest of what the sources are, by names, sizes and times: a checkout at work reads nothing of yesterday's."""
    stamps = [*sorted(_stamps(os.fspath(Path(__file__).parents[1]))), str(_libraries().stat().st_mtime_ns)]
    return sha256("\n".join(stamps).encode()).hexdigest()


def _libraries() -> Path:
    """The folder in which the libraries that read rules are: whenever one is put in the place of another, its time changes."""
    found = find_spec("pydantic")
    assert found is not None, "it is a dependency"
    assert found.origin is not None, "it is a package of files"
    return Path(found.origin).parents[1]


def _stamps(folder: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for one in found:
            if one.name.endswith(".py"):
                stamp = one.stat()
                yield f"{one.path} {stamp.st_size} {stamp.st_mtime_ns}"
            elif one.name != "__pycache__" and one.is_dir():
                yield from _stamps(one.path)


def _own_key() -> bytes | None:
    """The key in the user's own folder, made where there is none; None where it cannot be, or is another's."""
    folder = user_folder()
    if folder is None:
        return None
    try:
        return _private_key(folder / KEY) or _new_key(folder / KEY)
    except OSError:
        return None


def _private_key(place: Path) -> bytes | None:
    """The key at ``place``; None where none is there, or one that is torn or that others may read. Raises PermissionError for another's."""
    try:
        file = os.open(place, systems.NO_LINK)
    except FileNotFoundError:
        return None
    try:
        stamp = os.fstat(file)
        if systems.is_another_users(stamp):
            raise PermissionError(place)
        if systems.others_may_read(stamp):
            return None
        key = os.read(file, _KEY_BYTES + 1)
    finally:
        os.close(file)
    return key if len(key) == _KEY_BYTES else None


def _new_key(place: Path) -> bytes | None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(place, os.urandom(_KEY_BYTES))
    return _private_key(place)  # of two processes that make one, one's stays


def _read(place: Path) -> bytes:
    """The bytes of a plain file of a size that we write. Raises OSError."""
    file = os.open(place, systems.NO_LINK)
    try:
        stamp = os.fstat(file)
        if not S_ISREG(stamp.st_mode) or stamp.st_size > _MOST_BYTES + _SEAL_BYTES:
            raise FileNotFoundError(place)
        with os.fdopen(os.dup(file), "rb") as whole:
            return whole.read(stamp.st_size)
    finally:
        os.close(file)


def _write(place: Path, data: bytes) -> None:
    """Put ``data`` in the place of what is there. Raises OSError."""
    sweep(place.parent)
    keep_for_user(place, data)  # what a crash leaves torn bears no seal


def _make_folder(folder: Path) -> None:
    """The folder, which asks version control to leave it out. Raises OSError, also where the name leads elsewhere."""
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_symlink():
            raise
        return
    (folder / ".gitignore").write_text("*\n", "ascii")


def _remove_old(folder: Path) -> None:
    """Remove what is older than the newest that are kept."""
    with os.scandir(folder) as found:
        ours = [(one.stat(follow_symlinks=False), one.path) for one in found if _NAME.fullmatch(one.name)]
    ours.sort(key=lambda one: one[0].st_mtime_ns, reverse=True)
    held = 0
    for count, (stamp, path) in enumerate(ours):
        held += stamp.st_size
        if held > _MOST_BYTES or count >= _MOST_FILES:
            Path(path).unlink(missing_ok=True)
