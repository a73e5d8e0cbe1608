"""Files as a power cut finds them: under their name whole, or not at all. Wherein systems differ stands here alone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

OPEN_FILES_CAN_BE_REPLACED = os.name != "nt"
"""Windows neither renames nor replaces a file that anybody holds open."""

_UNTOLD = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.ENOSYS}
"""How file systems say that they write no folder through when told: shares, and folders that may not be read."""


def sync_folder(folder: Path) -> None:
    """Make sure that the names in ``folder`` outlive a power cut. Raises OSError where the disk fails."""
    # Windows opens no folder as a file; NTFS keeps a log of its own for names.
    if os.name == "nt":
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


def sync_file(file: Path) -> None:
    """Make sure that what ``file`` holds outlives a power cut. Raises OSError where the disk fails."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


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
        file.rename(name)
