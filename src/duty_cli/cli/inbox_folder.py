"""收件文件夹: what lies in a folder and is whole, and where it goes; one program a folder.

Nothing is followed out of the folder, nothing is replaced in it, and a file is moved as what was read or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath
from stat import S_ISREG

from duty_cli.cli.output_guard import Identity, identity, note_read, write_new
from duty_cli.documents import systems
from duty_cli.documents.durable_files import lasting_folder, sync_folder
from duty_cli.documents.streams import laid_by
from duty_cli.errors.file_errors import FileThere, UnreadableFile, UnwritableFile
from duty_cli.errors.inbox_errors import WatchedAlready
from duty_cli.patterns import pattern

QUIET = 2.0
"""Seconds for which a file must stay as it is before it is read: it may still be on its way."""

PATIENCE = 60.0
"""Seconds after which a file that could not be read or moved is tried once more."""

TAKEN, FAULTY = "已导入", "待改正"
"""The folders in it to which files go."""

LOCK = ".duty-watch.lock"

_BEGINNINGS = (".", "~")
"""How the marks of open files and the temporary files of office programs begin: ~$, .~, .~lock., ~WRL."""

_ENDINGS = (
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".download",
    ".opdownload",
    ".downloading",
)
"""What browsers and other programs call a file that is not all there."""

_OF_SYSTEMS = ("thumbs.db", "desktop.ini")
_SAVED_BY_EXCEL = pattern(r"[0-9A-F]{8}")
"""What Excel calls a file while it saves it."""

_LONGEST = 200
"""Bytes of a name, so that there is room for the report's ending and a number."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it stood at one look: its name, and by what it is known to be the same."""

    name: str
    stamp: tuple[int, int, int, int]


class InboxFolder:
    """A folder whose files are taken in; ``beside`` are files in it that are none of them."""

    def __init__(self, place: Path, beside: Collection[Identity] = ()) -> None:
        self.place = place
        self._beside = beside

    def look(self) -> list[FoundFile]:
        """The files in it that are wanted, by name. Raises UnreadableFile where it cannot be read."""
        try:
            names = sorted(name for name in os.listdir(self.place) if not is_passed_over(name))  # noqa: PTH208 - names alone
        except OSError as error:
            raise UnreadableFile(self.place, _why_unread(error, self.place)) from error
        found = (self._found(name) for name in names)
        return [one for one in found if one is not None and one.stamp[:2] not in self._beside]

    def _found(self, name: str) -> FoundFile | None:
        """The file of that name as it stands; None for what is gone, a link or a folder."""
        try:
            held = (self.place / name).lstat()
        except OSError:
            return None
        return FoundFile(name, _stamp(held)) if S_ISREG(held.st_mode) else None

    def read(self, file: FoundFile) -> bytes | None:
        """Its bytes; None where it is not as it stood, or somebody is at work on it. Raises UnreadableFile."""
        place = self.place / file.name
        note_read(place)
        try:
            opened = os.open(systems.reachable(place), systems.NO_LINK)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnreadableFile(place, _why_unread(error, place)) from error
        with os.fdopen(opened, "rb") as reading:
            if _stamp(os.fstat(opened)) != file.stamp or systems.is_open_elsewhere(place, opened):
                return None
            try:
                data = reading.read()
            except OSError as error:
                raise UnreadableFile(place, _why_unread(error, place)) from error
        return data if self._found(file.name) == file else None

    def put_away(self, file: FoundFile, digest: str, into: str, report: bytes) -> Path | None:
        """Move it, with ``report`` beside it, under a name that nothing has; None where another file has its name by now.

        ``digest`` is the SHA-256 of its bytes, which the report holds: one that an earlier run wrote of it is written anew.
        Raises UnwritableFile.
        """
        folder = self.place / into
        try:
            lasting_folder(folder)
            if folder.is_symlink() or not folder.is_dir():
                raise UnwritableFile(folder, "这不是文件夹，或通到别处；请改名后重试")
            if self._found(file.name) != file:
                return None
            goal = self._laid_beside(folder, _fit(file.name, digest), digest, report)
            return self._moved(file, goal)
        except OSError as error:
            raise UnwritableFile(folder / file.name, _why_unmoved(error, self.place / file.name)) from error

    def _laid_beside(self, folder: Path, name: str, digest: str, report: bytes) -> Path:
        """A free name in ``folder``, beside which the report stands."""
        for goal in _names(folder, name):
            beside = report_beside(goal)
            if os.path.lexists(goal):
                continue
            if os.path.lexists(beside):
                if beside.is_symlink() or digest.encode() not in beside.read_bytes():
                    continue
                with laid_by(beside, report) as put:
                    put()
                return goal
            with suppress(FileThere):
                write_new(beside, report)
                return goal
        raise AssertionError("names never end")

    def _moved(self, file: FoundFile, goal: Path) -> Path | None:
        place = self.place / file.name
        systems.rename(place, goal)
        # Of the moment between look and move: what was not read goes back, and is read.
        if _stamp(goal.lstat()) != file.stamp:
            systems.rename(goal, place if not os.path.lexists(place) else next(_free(_names(self.place, file.name))))
            return None
        sync_folder(goal.parent)
        sync_folder(self.place)
        return goal


def is_passed_over(name: str) -> bool:
    """Whether a name is that of a temporary or hidden file, a mark, or a file that a system lays down by itself."""
    lower = name.lower()
    if lower.startswith(_BEGINNINGS) or lower.endswith(_ENDINGS) or lower in _OF_SYSTEMS:
        return True
    return _SAVED_BY_EXCEL.fullmatch(name) is not None


def report_beside(file: Path) -> Path:
    """Where the report on a file stands."""
    return file.with_name(f"{file.name}.html")


def _stamp(held: os.stat_result) -> tuple[int, int, int, int]:
    return held.st_dev, held.st_ino, held.st_size, held.st_mtime_ns


def _names(folder: Path, name: str) -> Iterator[Path]:
    """The name itself, then with numbers from 2."""
    pure = PurePath(name)
    yield folder / name
    number = 2
    while True:
        yield folder / f"{pure.stem}（{number}）{pure.suffix}"
        number += 1


def _free(names: Iterator[Path]) -> Iterator[Path]:
    return (name for name in names if not os.path.lexists(name))


def _fit(name: str, digest: str) -> str:
    """The name, or one by the digest where the name is none that a file could be given on Windows."""
    suffix = PurePath(name).suffix
    long = len(os.fsencode(name)) > _LONGEST
    if not long and systems.unfit_name(name) is None and name.isprintable():
        return name
    return f"{digest[:16]}{suffix if suffix.isascii() and suffix.isprintable() and len(suffix) < 9 else ''}"


def _why_unread(error: OSError, place: Path) -> str:
    if systems.is_held(error, place):
        return "文件正被其他程序打开；关闭后自动处理"
    if isinstance(error, PermissionError):
        return "没有读取权限；请设好权限"
    return f"读取出错（系统错误号 {error.errno}）；请检查磁盘"


def _why_unmoved(error: OSError, place: Path) -> str:
    if systems.is_held(error, place):
        return "文件正被其他程序打开；关闭后自动移走"
    if isinstance(error, PermissionError):
        return "没有写入权限；请设好收件文件夹的权限"
    return f"移动出错（系统错误号 {error.errno}）；请检查磁盘"


@dataclass(slots=True)
class _Seen:
    stamp: tuple[int, int, int, int]
    since: float
    put_off: float = 0.0


class Ripening:
    """Which files have stayed as they are for long enough; ``quiet`` is how many seconds."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._seen: dict[str, _Seen] = {}

    def ripe(self, found: Collection[FoundFile], now: float) -> list[FoundFile]:
        """Those of the files found now that are whole, as far as can be told."""
        kept = {one.name: self._seen.get(one.name) for one in found}
        self._seen = {
            one.name: seen
            if (seen := kept[one.name]) is not None and seen.stamp == one.stamp
            else _Seen(one.stamp, now)
            for one in found
        }
        return [one for one in found if self._is_ripe(self._seen[one.name], now)]

    def _is_ripe(self, seen: _Seen, now: float) -> bool:
        return now - seen.since >= self._quiet and now >= seen.put_off

    def put_off(self, file: FoundFile, until: float) -> None:
        """Let a file be until then, unless it changes."""
        if file.name in self._seen:
            self._seen[file.name].put_off = until

    def forget(self, file: FoundFile) -> None:
        """Look at a file as one that has just come."""
        self._seen.pop(file.name, None)

    @property
    def waits(self) -> bool:
        """Whether a file found at the last look is to be looked at soon again."""
        return any(not one.put_off for one in self._seen.values())


@contextmanager
def only_one(place: Path, who: str) -> Iterator[None]:
    """The only program that takes in the files of a folder; ``who`` is told to others. Raises WatchedAlready, UnwritableFile."""
    lock = place / LOCK
    try:
        opened = os.open(lock, systems.OWN_FILE, 0o666)
    except OSError as error:
        raise UnwritableFile(lock, _why_unmoved(error, lock)) from error
    taken = False
    try:
        if not _alone(opened) or identity(lock) != identity(opened):
            raise WatchedAlready(place, _holder(lock))
        taken = True
        with suppress(OSError):  # it is the lock that counts
            os.ftruncate(opened, 0)
            os.write(opened, f"{who}\n".encode(errors="replace"))
        yield
    finally:
        # While it is held, where a system lets it go then: who has opened it meanwhile finds another file, or none, in its place.
        _let_go(lock, taken and systems.open_files_can_be_replaced())
        os.close(opened)
        _let_go(lock, taken and not systems.open_files_can_be_replaced())


def _let_go(lock: Path, now: bool) -> None:
    with suppress(OSError):
        if now:
            lock.unlink(missing_ok=True)


def _alone(opened: int) -> bool:
    try:
        return systems.taken_alone(opened)
    except OSError:
        from duty_cli.cli.output import remark

        remark("这个文件夹所在的磁盘不能加锁；请确认没有别的电脑在同一文件夹收件")
        return True


def _holder(lock: Path) -> str:
    from duty_cli.documents.cell_text import cleaned

    try:
        return cleaned(lock.read_bytes()[:300].decode("utf-8", "replace").strip())
    except OSError:
        return ""


def digest_of(data: bytes) -> str:
    """The SHA-256 in hex, as the ledger keeps it of a file."""
    return sha256(data).hexdigest()
