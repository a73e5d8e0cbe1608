"""Wherein operating systems differ, and the one place that asks which one this is.

Names are judged alike on all of them: a folder that was filled on Linux has to open on Windows. What a system can do is
asked by a function, so that a test can sit down at Windows by setting ``WINDOWS``.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING, TypeVar

from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from subprocess import Popen

WINDOWS = os.name == "nt"

T = TypeVar("T")

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""How a file is opened that must not be there yet; bytes stay as they are."""

NO_LINK = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""How a file of our own is read: no link is followed and no pipe waited for, where a system can do without."""

OWN_FILE = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
"""How a file of our own is opened that may be there already: no link is followed, where a system can do without."""

END_OF_INPUT = "\x1a"
"""What Ctrl+Z types on Windows where a program, and not the console, edits the line."""


def cores() -> int:
    """How many cores this process may use, where a system tells it; else how many there are."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def other_python(code: str) -> Popen[bytes]:
    """Another Python at ``code``, talked to by its standard input and output. Raises OSError.

    It is begun anew, as on Windows: a fork would take along whatever threads libraries have.
    """
    import subprocess

    # -P: no module in the folder of work is taken for one of ours.
    command = [sys.executable, "-P", "-c", code]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def open_files_can_be_replaced() -> bool:
    """Windows neither renames nor replaces a file that anybody holds open."""
    return not WINDOWS


def second_names_can_be_removed() -> bool:
    """Windows removes no name of a file that anybody holds open by another."""
    return not WINDOWS


def folders_can_be_synced() -> bool:
    """Windows opens no folder as a file; NTFS keeps a log of its own for names."""
    return not WINDOWS


def shows_colours() -> bool:
    """The console of Windows knows colours only where it was told to beforehand."""
    return not WINDOWS


def computer() -> str:
    """What this computer is called."""
    return os.environ.get("COMPUTERNAME", "") if WINDOWS else os.uname().nodename


def folder_of_states() -> str:
    """Where programs keep what is the user's own on this computer; empty where nothing says so."""
    # Not APPDATA: that one roams from computer to computer, and a key for caches must not.
    said = os.environ.get("LOCALAPPDATA" if WINDOWS else "XDG_STATE_HOME", "")
    return said if said or WINDOWS else os.path.expanduser("~/.local/state")  # noqa: PTH111 - Path.expanduser raises without a home


def has_ended(pid: int) -> bool:
    """Whether the process is known to have ended."""
    # On Windows, signal 0 ends the process that is asked.
    if WINDOWS:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def make_own(file: int) -> None:
    """Let the open ``file`` be its owner's alone; on Windows the folder of the user sees to that."""
    if not WINDOWS:
        os.fchmod(file, 0o600)


def is_another_users(stamp: os.stat_result) -> bool:
    """Whether a file belongs to somebody else; on Windows nothing tells."""
    return not WINDOWS and stamp.st_uid != os.geteuid()


def others_may_read(stamp: os.stat_result) -> bool:
    """Whether a file is open to others; on Windows nothing tells."""
    return not WINDOWS and bool(S_IMODE(stamp.st_mode) & 0o077)


def reader_has_gone(error: OSError) -> bool:
    """Whether nobody reads any more what is written (``duty … | more``): Windows calls it an invalid argument."""
    return isinstance(error, BrokenPipeError) or (WINDOWS and error.errno == errno.EINVAL)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """What stands in here is done to its end before Ctrl+C is heard; pressed once more, it is heard at once."""
    import signal

    pressed = False

    def later(*_: object) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, later)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


# Files that are held.

_ACCESS_DENIED, _SHARING, _LOCKED = 5, 32, 33
_HELD = (_ACCESS_DENIED, _SHARING, _LOCKED)
"""The errors of Windows on a file that is open elsewhere; the first is also said where there is no right to it."""

_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts: scanners and indexers hold a new file for moments, a clerk's WPS for hours."""


def replace(new: Path, place: Path) -> None:
    """Give ``new`` the name ``place``, replacing what has it. Raises OSError, of a held file after a second and a half."""
    _patiently(lambda: reachable(new).replace(reachable(place)))


def rename(file: Path, name: Path) -> None:
    """Give ``file`` the free name ``name``. Raises OSError, of a held file after a second and a half."""
    _patiently(lambda: reachable(file).rename(reachable(name)))


def remove(file: Path) -> None:
    """Remove a file, there or not. Raises OSError, of a held file after a second and a half."""
    _patiently(lambda: reachable(file).unlink(missing_ok=True))


def _patiently(do: Callable[[], T]) -> T:
    for pause in _PAUSES:
        try:
            return do()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
    return do()


def is_held(error: OSError, file: Path | None = None) -> bool:
    """Whether ``error`` came of another program that has ``file`` open; of none named, whether the system says so itself."""
    code = getattr(error, "winerror", None)
    if code in (_SHARING, _LOCKED):
        return True
    if file is None or not isinstance(error, PermissionError):
        return False
    if any(os.path.lexists(one) for one in _marks_beside(file)):
        return True
    return code == _ACCESS_DENIED and file.is_file() and os.access(file, os.W_OK)


def is_open_elsewhere(file: Path, opened: int) -> bool:
    """Whether an office program says that it has ``file`` open, or any program of this computer is writing it.

    ``opened`` is the same file, open for reading. Of a program on another computer that writes it, nothing tells.
    """
    if any(os.path.lexists(one) for one in _marks_beside(file)):
        return True
    if WINDOWS:
        try:
            os.close(os.open(reachable(file), os.O_RDWR))
        except OSError as error:
            return getattr(error, "winerror", None) in (_SHARING, _LOCKED)
        return False
    return _has_writer(opened)


def _has_writer(opened: int) -> bool:
    """Whether anybody has the open file open for writing: then Linux leases it to nobody who reads it."""
    import fcntl
    import signal

    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        # The signal that the lease is wanted back would end the program, had it not one that is passed over.
        fcntl.fcntl(opened, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:  # other errors: this file system has no leases
        return error.errno == errno.EAGAIN
    fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


_LOCKED_BYTE = 1 << 30
"""Which byte is locked on Windows: far behind all that is ever in the file, for a locked byte cannot be read."""


def taken_alone(opened: int) -> bool:
    """Lock the open file until it is closed, or the process ends; False where somebody else has it.

    Raises OSError where nothing can be locked.
    """
    if WINDOWS:
        locking = import_module("msvcrt")
        os.lseek(opened, _LOCKED_BYTE, os.SEEK_SET)
        try:
            locking.locking(opened, locking.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _marks_beside(file: Path) -> Iterator[Path]:
    """What programs lay beside a file they have open: Excel, Word (which drops two letters), WPS, LibreOffice."""
    name = file.name
    for mark in (f"~${name}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#"):
        yield file.with_name(mark)


# Names.

_DEVICES = pattern(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[1-9¹²³])", re.IGNORECASE)
_REFUSED = pattern(r"[\x00-\x1f<>:\"/\\|?*]")
_DRIVE = pattern(r"[A-Za-z]:(?![\\/])")
_LONGEST_NAME, _LONGEST_PATH = 255, 259
"""Bytes of one name, as Linux counts; characters of a whole path, which WPS and the Explorer open."""

_LONGEST_TEMPORARY = 80
"""Characters that a temporary name of ours, or of SQLite's journal of it, may have more than the name it stands for."""


def unfit(path: Path) -> str | None:
    """Why a file cannot be made under that name, here or on a Windows computer to which it is taken; None where it can."""
    if _DRIVE.match(str(path)):
        return f"盘符后面要有 \\，如 {str(path)[:2]}\\{str(path)[2:]}；请写明文件夹"
    return unfit_name(path.name) or _too_long(path)


def unfit_folder(folder: Path) -> str | None:
    """Why a folder that is not there yet cannot be made under that name; None where it is there or can."""
    missing = [one for one in (folder, *folder.parents) if one.name and not os.path.lexists(one)]
    return next((why for one in missing if (why := unfit(one))), None)


def unfit_name(name: str) -> str | None:
    """Why Windows refuses a file of that name, or would change it; None where it does not."""
    found = _REFUSED.search(name)
    if found is not None:
        sign = found[0]
        way = "引号中的路径不要以 \\ 结尾" if sign == '"' else "请换一个文件名"
        return f"文件名中的{f'“{sign}”' if sign.isprintable() else '控制字符'}在 Windows 上不能用；{way}"
    if _DEVICES.fullmatch(name.split(".", maxsplit=1)[0].rstrip(" ")):
        return f"{name.split('.', maxsplit=1)[0].rstrip()} 是 Windows 留给设备的名称，不能作文件名；请换一个文件名"
    if name.strip(".") and name.endswith((".", " ")):
        return "文件名末尾的句点或空格会被 Windows 去掉；请换一个文件名"
    if len(name.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
        return "文件名过长；请改用较短的文件名"
    return None


def _too_long(path: Path) -> str | None:
    length = len(os.path.abspath(path)) if WINDOWS else 0  # noqa: PTH100
    if length <= _LONGEST_PATH:
        return None
    return f"连同文件夹共 {length} 个字符，Windows 只认 {_LONGEST_PATH} 个以内；请改用较短的文件夹或文件名"


def no_room_beside(ledger: Path) -> str | None:
    """Why SQLite finds no room for its journals beside ``ledger``; None where it does."""
    return _too_long(ledger.with_name("x" * _LONGEST_TEMPORARY))


def reachable(path: Path) -> Path:
    """``path`` in the form in which Windows takes it at any length: our temporary names are longer than those they become."""
    whole = os.path.abspath(path) if WINDOWS else ""  # noqa: PTH100 - Path.absolute leaves .. in it, which that form does not know
    return Path(_extended(whole)) if len(whole) > _LONGEST_PATH - _LONGEST_TEMPORARY else path


def _extended(path: str) -> str:
    r"""A full path of Windows with ``\\?\`` before it."""
    if path.startswith("\\\\?\\"):
        return path
    return f"\\\\?\\UNC{path[1:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"
