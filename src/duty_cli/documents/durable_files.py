"""Files as a power cut finds them: under their name whole, or not at all."""

from __future__ import annotations

import errno
import os
import re
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from duty_cli.documents import systems

_UNTOLD = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.ENOSYS}
"""How file systems say that they write no folder through when told: shares, and folders that may not be read."""


def sync_folder(folder: Path) -> None:
    """Make sure that the names in ``folder`` outlive a power cut. Raises OSError where the disk fails."""
    if not systems.folders_can_be_synced():
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNTOLD:
            raise
    finally:
        os.close(handle)


def lasting_folder(folder: Path, mode: int = 0o777, *, parents: bool = True) -> None:
    """Make ``folder``, and with ``parents`` those above it, where they are not there: they outlive a power cut. Raises OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(mode=mode, parents=parents, exist_ok=True)
    for one in reversed(missing):
        sync_folder(one.parent)


def sync_file(file: Path) -> None:
    """Make sure that what ``file`` holds outlives a power cut. Raises OSError where the disk fails."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def taken_away(file: Path) -> None:
    """Remove a temporary ``file`` where it is there; what a failing disk keeps goes with a later run."""
    with suppress(OSError):
        systems.remove(file)


def name_once(file: Path, name: Path) -> None:
    """Give ``file`` the name ``name``, never replacing what has it; ``file`` may keep its own. Raises FileExistsError."""
    # Of two programs that take a name at once, one must lose: a link fails where a rename would overwrite.
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(name):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(name)) from None
        systems.rename(file, name)


# Texts: they are compiled where something is left, which is seldom.
_OURS = r"\.duty-(?P<machine>[0-9a-f]{8})-(?P<pid>\d{1,10})-\w{8,16}\.tmp(?:-journal)?"
_OF_EARLIER_VERSIONS = r"\.duty-[0-9a-f]{16}\.tmp|\.%s(?:\..+)?\.[a-z0-9_]{8}\.tmp(?:-journal)?"

_OLD = 24 * 60 * 60
"""Seconds after which nobody is at work on a temporary file, wherever he is."""


def temporary_prefix() -> str:
    """How the names of this process's temporary files begin; they end in ``.tmp``."""
    return f".duty-{_machine()}-{os.getpid()}-"


def temporary_beside(place: Path) -> Path:
    """A free name for a temporary file of this process in the folder of ``place``."""
    return place.with_name(f"{temporary_prefix()}{os.urandom(8).hex()}.tmp")


def keep_for_user(place: Path, data: bytes) -> None:
    """Put ``data`` in the place of what is there, whole or not at all, for the user alone. Raises OSError.

    Not synced: for what may be lost in a power cut, as it is made anew.
    """
    new = temporary_beside(place)
    try:
        with os.fdopen(os.open(new, systems.NEW_FILE, 0o600), "wb") as file:
            file.write(data)
        systems.replace(new, place)
    except OSError:
        taken_away(new)
        raise


@cache
def _machine() -> str:
    """Which computer this is: on a share lie the temporary files of others, whose processes are not known here."""
    from zlib import crc32

    return f"{crc32(systems.computer().encode()):08x}"


def sweep(folder: Path, ledger: str = "") -> None:
    """Remove from ``folder`` what broken-off runs of this program left, and nothing that anybody may still be at work on.

    ``ledger`` is the name of the ledger in it, after which earlier versions called their temporary files.
    """
    try:
        with os.scandir(folder) as every:
            left = [Path(one.path) for one in every if one.name[0] == "." and ".tmp" in one.name]
    except OSError:
        return
    for place in left:
        try:
            if is_left_over(place, ledger):
                place.unlink()
        except OSError:  # gone meanwhile, or not ours to remove
            continue


def is_left_over(place: Path, ledger: str = "") -> bool:
    """Whether ``place`` is a temporary file of this program at which nobody is any more; ``ledger`` as above. Raises OSError."""
    found = re.fullmatch(_OURS, place.name)
    if found is None and not (ledger and re.fullmatch(_OF_EARLIER_VERSIONS % re.escape(ledger), place.name)):
        return False
    ended = found is not None and found["machine"] == _machine() and systems.has_ended(int(found["pid"]))
    return ended or _is_old(place)


def _is_old(place: Path) -> bool:
    return time.time() - place.lstat().st_mtime > _OLD
