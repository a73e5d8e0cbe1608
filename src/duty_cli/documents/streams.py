"""How text and bytes get to a stream or a file: whatever the console's encoding, whole or not at all."""

from __future__ import annotations

import codecs
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from duty_cli.documents import systems
from duty_cli.documents.durable_files import sweep, sync_folder, taken_away, temporary_beside
from duty_cli.errors.file_errors import FileLeft, OutputLost, UnwritableFile
from duty_cli.errors.ledger_errors import EntryStands, EntryUnclear

_CHINESE = {"gb18030", "big5", "big5hkscs", "cp950", "hz"}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_text(stream: TextIO, text: str) -> None:
    """Write ``text``; what a console cannot show becomes ``?``, while a file or pipe loses nothing."""
    if hasattr(stream, "buffer"):
        write_bytes(stream, text.replace("\n", os.linesep).encode(_encoding(stream), "replace"))
    else:
        stream.write(text)


def write_bytes(stream: TextIO, data: bytes) -> None:
    """Write ``data`` as they are to the bytes under ``stream``, after all text written before. Raises OutputLost."""
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.flush()
    except OSError as error:
        if systems.reader_has_gone(error):
            raise BrokenPipeError from error
        raise OutputLost("磁盘空间不足" if error.errno in _FULL else error.strerror or str(error)) from error


def terminal_width(stream: TextIO) -> int | None:
    """The cells of a terminal's line; None for a pipe or a file."""
    if not stream.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _encoding(stream: TextIO) -> str:
    name = codecs.lookup(stream.encoding or "utf-8").name
    if stream.isatty():
        return name
    # GB18030 holds every character and is the same as GBK for those of GBK; consoles know only the latter.
    if name in {"gbk", "gb2312"}:
        return "gb18030"
    # A Windows that is not set to Chinese would fill the file with question marks.
    return name if name.startswith("utf") or name in _CHINESE else "utf-8"


def _anything() -> None:
    """Nothing stands against it."""


def save(path: Path, data: bytes, check: Callable[[], None] = _anything, *, private: bool = False) -> None:
    """Write ``data`` to a file beside ``path`` and rename it, so that a failed run leaves the old file or none.

    ``check`` raises where ``path`` must not be replaced: it is asked once more at the last moment. ``private``: the
    file is its owner's alone. Raises UnwritableFile.
    """
    if _is_special(path):
        with _told(path):
            path.write_bytes(data)  # A device such as /dev/stdout must not be renamed away; a folder is refused.
    else:
        with _beside(path, data, private=private) as (beside, place):
            check()
            with _told(path):
                systems.replace(beside, place)


def _is_special(path: Path) -> bool:
    """Whether something stands there that is no plain file."""
    with _told(path):
        return path.exists() and not path.is_file()


@contextmanager
def laid_by(
    path: Path, data: bytes, check: Callable[[], None] = _anything, *, private: bool = False
) -> Iterator[Callable[[], None]]:
    """``data`` in a file beside ``path``; what is given lets it take that name, on the disk with its folder.

    After an exception what was there before is there again. Raises UnwritableFile; FileLeft where the disk keeps the new one.
    """
    if _is_special(path):
        raise UnwritableFile(path, "这不是普通文件；请写明文件名")
    with _beside(path, data, private=private) as (beside, place), _kept(path, place, private=private) as before:

        def put() -> None:
            check()
            with _told(path):
                systems.replace(beside, place)
                sync_folder(place.parent)

        try:
            yield put
        except (EntryStands, EntryUnclear):  # the row that names the file stands, or may stand
            raise
        except BaseException as error:
            if not beside.exists() and not _put_back(before, place):
                raise FileLeft(path, error) from error
            raise


def _put_back(before: Path | None, place: Path) -> bool:
    """Whether what was at ``place`` is there again."""
    if before is None:
        taken_away(place)
        return not place.exists()
    try:
        systems.replace(before, place)
    except OSError:
        return False
    return True


@contextmanager
def _kept(path: Path, place: Path, *, private: bool) -> Iterator[Path | None]:
    """What has the name ``place`` now, under another name beside it; None where nothing has it."""
    if not place.exists():
        yield None
        return
    kept = temporary_beside(place)
    try:
        # Kept ready: on a disk that has filled up meanwhile nothing can be written back.
        with _told(path):
            if not _linked(place, kept):
                _write(kept, place.read_bytes(), 0o600 if private else 0o666)
        yield kept
    finally:
        taken_away(kept)


def _linked(place: Path, kept: Path) -> bool:
    if not systems.second_names_can_be_removed():
        return False
    with suppress(OSError):  # a file system without links
        os.link(place, kept)
        return True
    return False


@contextmanager
def _beside(path: Path, data: bytes, *, private: bool) -> Iterator[tuple[Path, Path]]:
    """``data`` on the disk in a file beside ``path``, which is gone at the end unless it was renamed; and what ``path`` leads to."""
    why = systems.unfit(path)
    if why is not None:
        raise UnwritableFile(path, why)
    place = path.resolve()
    sweep(place.parent)
    beside = temporary_beside(place)
    try:
        with _told(path):
            _write(beside, data, 0o600 if private else 0o666)
        yield beside, place
    finally:
        taken_away(beside)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnwritableFile(path, _reason(path, error)) from error


def _write(path: Path, data: bytes, mode: int) -> None:
    with os.fdopen(os.open(systems.reachable(path), systems.NEW_FILE, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _reason(path: Path, error: OSError) -> str:
    if systems.is_held(error, path):
        return "文件正被 WPS 或其他程序打开；请关闭后重试，或换个文件名"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"没有文件夹 {path.parent}；请先建立，或改用其他位置"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹；请写明文件名"
    if isinstance(error, PermissionError):
        return "没有写入权限，或文件为只读；请改用其他位置"
    if error.errno == errno.EROFS:
        return "所在位置为只读；请改用其他位置"
    if error.errno in _FULL:
        return "磁盘空间不足；请清理后重试，或改用其他位置"
    if error.errno == errno.ENAMETOOLONG:
        return "文件名过长；请改用较短的文件名"
    return f"写入出错（系统错误号 {error.errno}）；请检查磁盘，或改用其他位置"
