"""A backup: one zip file with a ledger, the files beside its rules, and a manifest that says what it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from duty_cli.errors.backup_errors import BackupUncertain, BackupUnwritten, DamagedBackup, NewerBackup, NotABackup
from duty_cli.errors.ledger_errors import LedgerExists, LedgerUnwritable, NameLeft, UnknownSeq
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite.database import blank_beside, copy_into, made_whole, reason
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.ledger_protocol import Ledger, Operation
from duty_cli.model.members import Seq
from duty_cli.model.progress import under_way

FORMAT = "duty-backup/1"
MANIFEST, LEDGER, RULES = "manifest.json", "ledger.db", "rules/"
DUMP, SERVER = "ledger.dump", "ledger.url"
"""Beside a ledger of a server: what ``pg_dump`` took of it, or else where it lies."""
_MAPS = "maps/"
FOUNDING = Seq(2)
"""The row that founds the committee: its hash tells one ledger from another."""

_PIECE = 1 << 20
_MANIFEST_LIMIT, _RULES_LIMIT = 1 << 20, 1 << 26
"""Bytes of a manifest, and of one file beside it: a stick may hold anything."""

_BROKEN = (BadZipFile, OSError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError)
"""What reading a zip file that is none, or is damaged, raises; zlib's own error among them by ``_zip_errors``."""


@dataclass(frozen=True)
class Sealed:
    """The size in bytes and the SHA-256 of a file."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: whose ledger (``ledger``: hash of its founding), how far, by whom and when it was made."""

    committee: str
    ledger: str
    seq: int
    head: str
    made: str
    by: str
    program: str
    schema: int
    files: Mapping[str, Sealed]


@dataclass(frozen=True)
class Backup:
    """A backup where it lies."""

    path: Path
    manifest: Manifest


def write_backup(ledger: Path, folder: Path, beside: Mapping[str, bytes], act: Operation, program: str) -> Backup:
    """Copy a ledger and the files of its rules into a new backup in ``folder``: verified first, then named.

    Raises LedgerDamaged where the ledger is not sound, BackupUnwritten, BackupUncertain.
    """
    return write_copy(ledger, lambda copy: copy_into(ledger, copy), folder, beside, act, program, {})


def write_copy(
    called: Path,
    fill: Callable[[Path], object],
    folder: Path,
    beside: Mapping[str, bytes],
    act: Operation,
    program: str,
    more: Mapping[str, Path],
) -> Backup:
    """The same of a ledger that ``fill`` puts into a blank file, ``called`` as the one it is of; with ``more`` files as they are."""
    try:
        with blank_beside(folder / called.name) as copy:
            fill(copy)
            manifest = _described(copy, act, program)
            whole = {LEDGER: copy, **more}
            sealed = {f"{RULES}{name}": _sealed(data) for name, data in sorted(beside.items())}
            manifest = replace(manifest, files={**{name: _sealed_file(one) for name, one in whole.items()}, **sealed})
            target = _free_name(folder, called, act.at)
            with under_way("写备份"), made_whole(target) as blank:
                _write_zip(blank, manifest, whole, beside)
                _read_back(Backup(blank, manifest))
    except NameLeft as error:
        raise BackupUncertain(target, error.why) from error
    except (LedgerUnwritable, LedgerExists) as error:
        raise BackupUnwritten(folder, getattr(error, "why", str(error))) from error
    except OSError as error:
        raise BackupUnwritten(folder, reason(error)) from error
    return Backup(target, manifest)


def _described(copy: Path, act: Operation, program: str) -> Manifest:
    """What there is to be said of a copy of a ledger, which is checked from the first row to the last."""
    ledger = SqliteLedger(copy)
    ledger.check()
    with ledger.reading() as reading, ledger.reading(FOUNDING) as then:
        head, founding = reading.head(), then.head().digest
    made, schema = act.at.isoformat(), len(MIGRATIONS)
    return Manifest(head.committee, founding, head.seq, head.digest, made, act.by, program, schema, files={})


def _free_name(folder: Path, ledger: Path, at: datetime) -> Path:
    stem = f"{ledger.stem}-{at:%Y%m%d-%H%M%S}"
    names = (folder / f"{stem}{'' if again == 1 else f'-{again}'}.zip" for again in count(1))
    return next(name for name in names if not name.exists())


def _write_zip(blank: Path, manifest: Manifest, whole: Mapping[str, Path], beside: Mapping[str, bytes]) -> None:
    # The least effort brings a ledger to three eighths; the most takes six times as long for a tenth of that.
    with ZipFile(blank, "w", ZIP_DEFLATED, compresslevel=1) as out:
        said = {"format": FORMAT, **asdict(manifest)}
        out.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))
        for name, file in whole.items():
            out.write(file, name)
        for name, data in sorted(beside.items()):
            out.writestr(f"{RULES}{name}", data)


def _read_back(backup: Backup) -> None:
    for name in backup.manifest.files:
        with opened(backup, name) as file:
            for _ in file:
                pass


def _sealed(data: bytes) -> Sealed:
    return Sealed(len(data), sha256(data).hexdigest())


def _sealed_file(path: Path) -> Sealed:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return Sealed(path.stat().st_size, digest.hexdigest())


def read_backup(path: Path) -> Backup:
    """The backup at ``path`` by its manifest. Raises NotABackup, NewerBackup."""
    try:
        with _zip_errors(), ZipFile(path) as file, file.open(MANIFEST) as part:
            said = json.loads(part.read(_MANIFEST_LIMIT))
            manifest = _manifest(said)
    except FileNotFoundError:
        raise NotABackup(path, "没有这个文件") from None
    except _BROKEN as error:
        raise NotABackup(path, "没有可读的备份清单（manifest.json）") from error
    if manifest.schema > len(MIGRATIONS):
        raise NewerBackup(path, manifest.program, manifest.schema, len(MIGRATIONS))
    return Backup(path, manifest)


def _manifest(said: Any) -> Manifest:  # noqa: ANN401 - whatever a file holds
    """A manifest of what JSON holds. Raises ValueError where it is none."""
    if not isinstance(said, dict) or said.pop("format", None) != FORMAT:
        raise ValueError(said)
    numbers, files = {"seq", "schema"}, said.pop("files", None)
    fields = {name for name in Manifest.__dataclass_fields__ if name != "files"}
    typed = all(isinstance(said.get(name), int if name in numbers else str) for name in fields)
    if not typed or not isinstance(files, dict) or LEDGER not in files:
        raise ValueError(said)
    sealed = {str(name): Sealed(int(one["size"]), str(one["sha256"])) for name, one in files.items()}
    return Manifest(**{name: said[name] for name in fields}, files=sealed)


def backups_in(folder: Path) -> list[Backup]:
    """The backups that lie in ``folder``, the oldest first; what is none, or is of a newer program, is passed over."""
    found = []
    for path in sorted(folder.glob("*.zip"), key=attrgetter("name")):
        if path.is_file() and not path.is_symlink():
            try:
                found.append(read_backup(path))
            except (NotABackup, NewerBackup):
                continue
    return sorted(found, key=lambda one: one.manifest.made)


def prune(newest: Backup, ledger: Ledger, keep: int) -> tuple[list[Backup], list[Backup]]:
    """Delete the oldest backups of ``ledger`` beside its ``newest``, so that ``keep`` are left; those deleted.

    Beside them, those that hold what ``ledger`` does not, as after a restore: they are not touched and not counted.
    """
    others = [one for one in backups_in(newest.path.parent) if one.path != newest.path]
    own = [one for one in others if one.manifest.ledger == newest.manifest.ledger]
    contained = [one for one in own if _holds(ledger, one.manifest)]
    # A clock that runs ahead must not make the one just verified the oldest.
    surplus = contained[: max(0, len(contained) + 1 - keep)]
    return [one for one in surplus if _deleted(one.path)], [one for one in own if one not in contained]


def _deleted(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:  # a disk that may only be read, a file that is open
        return False
    return True


def _holds(ledger: Ledger, said: Manifest) -> bool:
    try:
        with ledger.reading(Seq(said.seq)) as reading:
            return reading.head().digest == said.head
    except UnknownSeq:
        return False


@contextmanager
def opened(backup: Backup, name: str) -> Iterator[Iterator[bytes]]:
    """A file of a backup piece by piece, no more than the manifest says of it. Raises DamagedBackup, at the end too."""
    told, digest = backup.manifest.files[name], sha256()

    def pieces(file: IO[bytes]) -> Iterator[bytes]:
        size = 0
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > told.size:
                break
            digest.update(piece)
            yield piece
        if size != told.size or digest.hexdigest() != told.sha256:
            raise DamagedBackup(backup.path, f"{name} 与清单不符")

    try:
        with _zip_errors(), ZipFile(backup.path) as whole, whole.open(name) as part:
            yield pieces(part)
    except _BROKEN as error:
        raise DamagedBackup(backup.path, f"{name} 不能读出") from error


def unpack_ledger(backup: Backup, blank: Path) -> None:
    """Write the ledger of a backup into a blank file. Raises DamagedBackup, LedgerUnwritable."""
    with opened(backup, LEDGER) as pieces, blank.open("wb") as out:
        for piece in pieces:
            try:
                out.write(piece)
            except OSError as error:
                raise LedgerUnwritable(blank, reason(error)) from error


def files_beside(backup: Backup) -> dict[str, bytes]:
    """The files of the rules in a backup by name. Raises DamagedBackup."""
    found = {}
    for name, told in backup.manifest.files.items():
        plain = name.removeprefix(RULES)
        if name in {LEDGER, DUMP, SERVER}:
            continue
        if not name.startswith(RULES) or not _lies_there(plain) or told.size > _RULES_LIMIT:
            raise DamagedBackup(backup.path, f"清单里有不认识的文件 {name}")
        with opened(backup, name) as pieces:
            found[plain] = b"".join(pieces)
    return found


def _lies_there(name: str) -> bool:
    """Whether a file lies among the rules, or in their folder of maps, and nowhere else."""
    file = name.removeprefix(_MAPS)
    return Path(file).name == file and "\\" not in file and file not in ("", "..")


@contextmanager
def _zip_errors() -> Iterator[None]:
    """Turn what unpacking raises of a damaged stream into the error of a bad zip file."""
    from zlib import error as StreamError  # noqa: N812 - an exception

    try:
        yield
    except StreamError as error:
        raise BadZipFile(str(error)) from error
