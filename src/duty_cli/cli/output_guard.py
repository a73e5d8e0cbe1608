"""The one door of files going out: what an output may take the place of, and what it never may."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, TypeAlias

from duty_cli.cli.ledger_place import POINTER, LedgerPlace, beside, make_beside, there_or_told_later
from duty_cli.errors.file_errors import FileThere, ProtectedFile, StrangersFile, UnwritableFile
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext

_KEPT = 4000
"""As many digests are kept; of more, the older half goes."""

_DIGESTS = pattern(rb"(?:[0-9a-f]{64}\s+)*")
"""What the list of written files holds; a file of that name with anything else in it is somebody else's."""


@dataclass
class _Call:
    """What one call of the program must not write over: where its ledger and rules are, and which files it has read."""

    ledger: LedgerPlace = Path()
    rules: Path = Path()
    read: set[Identity] = field(default_factory=set)
    overwrite: bool = False
    entered: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


_CALL: ContextVar[_Call | None] = ContextVar("call", default=None)


def begin(desk: AppContext) -> None:
    """A call begins at ``desk``."""
    _CALL.set(_Call(desk.place, desk.rules_path))


def overwrite_allowed() -> None:
    """``--overwrite`` was given."""
    _call().overwrite = True


def note_entered(what: str) -> None:
    """``what`` was entered in the ledger by this call, and stands."""
    _call().entered.append(what)


def entered() -> str:
    """What this call entered in the ledger; empty where nothing."""
    return "、".join(_call().entered)


def note_done(what: str) -> None:
    """``what`` was done by this call, outside the ledger or with it as a whole, and stands."""
    _call().done.append(what)


def done() -> str:
    """What this call did so; empty where nothing."""
    return "、".join(_call().done)


def note_read(file: Path | int) -> None:
    """``file``, a path or the number of an open file, is an input of this call."""
    found = identity(file)
    if found is not None:
        _call().read.add(found)


def write(out: Path, data: bytes, *, public: bool = False) -> None:
    """Write ``data`` to ``out``, for its owner alone unless it is ``public``.

    Raises ProtectedFile, StrangersFile, UnwritableFile; then nothing is changed.
    """
    from duty_cli.documents.streams import save

    refuse_to_replace(out, data)
    save(out, data, lambda: _about_to_replace(out, data), private=not public)


@contextmanager
def laid(out: Path, data: bytes, *, public: bool) -> Iterator[Callable[[], None]]:
    """``data`` beside ``out``; what is given lets them take that name, on the disk. After an exception it is as it was.

    Raises as ``write`` does.
    """
    from duty_cli.documents.streams import laid_by

    refuse_to_replace(out, data)
    with laid_by(out, data, lambda: _about_to_replace(out, data), private=not public) as put:
        yield put


def _about_to_replace(out: Path, data: bytes) -> None:
    """What is written is known as ours before it has its name: a run that breaks off there is no stranger's to the next."""
    refuse_to_replace(out, data)
    _remember(data)


def write_new(out: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data`` to ``out`` where nothing is, ``private`` for its owner alone.

    Raises FileThere, also where it came in between; UnwritableFile.
    """
    from duty_cli.documents.streams import laid_by

    def refuse() -> None:
        if os.path.lexists(out):
            raise FileThere(out)

    refuse()
    with laid_by(out, data, refuse, private=private) as put:
        put()


def write_rule_back(place: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file that a backup or the ledger holds back among the rules. Raises FileThere, UnwritableFile."""
    if not overwrite:
        write_new(place, data)
        return
    from duty_cli.documents.streams import laid_by

    with laid_by(place, data) as put:
        put()


def keep_beside(ledger: LedgerPlace, name: str, data: bytes) -> None:
    """Write a list of our own beside the ledger; where that cannot be, there is none: nothing rests on it."""
    from duty_cli.documents.streams import laid_by

    place = beside(ledger) / name
    if place.is_symlink():
        return
    try:
        make_beside(ledger)
        with laid_by(place, data, private=True) as put:
            put()
    except (OSError, UnwritableFile):
        return


def refuse_to_replace(out: Path, data: bytes | None = None) -> None:
    """Raise where ``out`` must not be written, or not without being told to; ``data`` is what it is to hold."""
    from duty_cli.documents.systems import unfit

    why = unfit(out)
    if why is not None:
        raise UnwritableFile(out, why)
    call = _call()
    what = protected_as(out.resolve(), call.ledger, call.rules, call.read)
    if what is not None:
        raise ProtectedFile(out, what)
    if identity(out) is not None and not call.overwrite and not _as_written(out, data, call.ledger):
        raise StrangersFile(out)


def _call() -> _Call:
    call = _CALL.get()
    if call is None:
        call = _Call()
        _CALL.set(call)
    return call


def _as_written(place: Path, data: bytes | None, ledger: LedgerPlace) -> bool:
    """Whether the file that is there is one that duty wrote, unchanged since; or is to stay as it is."""
    try:
        there = place.read_bytes()
    except OSError:
        return False
    return there == data or sha256(there).hexdigest() in (_written(ledger) or ())


def _written(ledger: LedgerPlace) -> list[str] | None:
    """The digests of what was written; None where the list cannot be kept, because another file has its name."""
    place = beside(ledger) / WRITTEN
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
    if known is None or digest in known or not there_or_told_later(ledger):
        return
    known = [*(known if len(known) < _KEPT else known[_KEPT // 2 :]), digest]
    keep_beside(ledger, WRITTEN, "".join(f"{one}\n" for one in known).encode())


WRITTEN = "written.txt"
"""Beside the ledger: the digests of the files written."""

Identity: TypeAlias = tuple[int, int]
"""A file by device and number, whatever its names."""

_SQLITE = b"SQLite format 3\0"
_DATABASES = (_SQLITE, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How a database, a rollback journal and the two sorts of write-ahead logs begin."""

_COMPANION = pattern(r"(.+)-(?:journal|wal|shm)", re.IGNORECASE)
_SAYS_SO = pattern(rb"^\xef?\xbb?\xbf?format:\s*[\"']?duty-[a-z]+/\d", re.MULTILINE)
_READ = 1 << 16
"""Of a file so much is looked at to see what it is."""

_RULES = {".yaml", ".yml"}
_TEMPLATES = {".docx", ".dotx"}
_ZIP = b"PK"


def identity(file: Path | int) -> Identity | None:
    """The device and number of a plain file, by its path or as it is open; None where there is none."""
    try:
        found = os.fstat(file) if isinstance(file, int) else file.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if S_ISREG(found.st_mode) else None


def protected_as(place: Path, ledger: LedgerPlace, rules: Path, read: Collection[Identity]) -> str | None:
    """What stands at ``place`` (resolved) that must stay, as a clerk would call it; None where nothing does."""
    if _of_ledger(place, ledger):
        return "账本或账本的日志"
    if _same(place, beside(ledger) / WRITTEN):
        return "输出文件的登记"
    if _same(place, POINTER):
        return "账本所在服务器的地址"
    if place.suffix.lower() in _RULES and (place.exists() or _same(place.parent, _folder(rules))):
        return "规则、公文格式或对照表一类的文件"
    own = identity(place)
    if own is None:
        return None
    held = _head(place)
    if held.startswith(_DATABASES):
        return "账本或数据库"
    if own in read:
        return "本次读入的文件"
    if _SAYS_SO.search(held):
        return "规则、公文格式或对照表一类的文件"
    return "本单位的规则或公文模板" if _of_rules(place, rules) else None


def _of_ledger(place: Path, ledger: LedgerPlace) -> bool:
    """Whether ``place`` is the ledger or a companion of any, there already or not: a stray journal undoes the ledger."""
    own = ledger.resolve() if isinstance(ledger, Path) else None
    if own is not None and _same(place, own):
        return True
    companion = _COMPANION.fullmatch(place.name)
    if companion is None:
        return False
    owner = place.with_name(companion[1])
    return (own is not None and _same(owner, own)) or _head(owner).startswith(_SQLITE)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.name.casefold() == other.name.casefold() and one.parent.resolve() == other.parent.resolve()


def _folder(rules: Path) -> Path:
    return rules if rules.is_dir() else rules.parent


def _of_rules(place: Path, rules: Path) -> bool:
    """Whether ``place`` is the file of rules, the printed document that one names, or a template of the office."""
    folder = _folder(rules)
    if not rules.is_dir() and _same(place, rules):
        return True
    if place.suffix.lower() in (".txt", ".docx"):
        from duty_cli.rules.carried_files import texts_named

        beside = texts_named(_head(path) for path in folder.glob("*.y*ml"))
        if any(_same(place, folder / name) for name in beside):
            return True
    if (
        place.suffix.lower() in (".txt", ".xlsx")
        or not _head(place).startswith(_ZIP)
        or not (folder / "style.yaml").exists()
    ):
        return False
    from duty_cli.rules.style_file import StyleFile

    named = StyleFile(folder).template
    own = (path for path in folder.iterdir() if path.suffix.lower() in _TEMPLATES)
    return any(_same(place, path) for path in (*own, *([named] if named else ())))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_READ)
    except OSError:
        return b""
