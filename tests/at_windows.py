"""A desk at Windows, as far as another system can play it: files that are open can be neither renamed, replaced nor removed.

What is open is asked of the system, so that whatever the program leaves open by mistake is found here as it would be there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from duty_cli.documents import systems

HERE = Path("/proc/self/fd")


class WindowsRefusal(PermissionError):
    """What Windows says of a file that is held: 5 for the one to be replaced, 32 for the one to be moved or removed."""

    def __init__(self, file: object, winerror: int) -> None:
        super().__init__(13, "另一个程序正在使用此文件，进程无法访问。", str(file))
        self.winerror = winerror


def _open_files() -> Iterator[tuple[int, int]]:
    for one in HERE.iterdir():
        try:
            stamp = one.stat()
        except OSError:  # closed meanwhile
            continue
        yield stamp.st_dev, stamp.st_ino


def is_open(path: object) -> bool:
    """Whether this process holds the file open."""
    try:
        stamp = Path(str(path)).stat()
    except OSError:
        return False
    return (stamp.st_dev, stamp.st_ino) in set(_open_files())


def sit_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be at Windows until the test ends; pauses cost nothing."""
    if not HERE.exists():
        pytest.skip("open files cannot be told here")
    monkeypatch.setattr(systems, "WINDOWS", True)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    for name in ("replace", "rename", "unlink", "remove"):
        monkeypatch.setattr(os, name, _refusing(getattr(os, name)))


def _refusing(real: Callable[..., None]) -> Callable[..., None]:
    def do(path: object, *more: object, **named: object) -> None:
        if is_open(path):
            raise WindowsRefusal(path, 32)
        if more and is_open(more[0]):
            raise WindowsRefusal(more[0], 5)
        if real.__name__ == "rename" and os.path.lexists(str(more[0])):
            raise FileExistsError(17, "当文件已存在时，无法创建该文件。", str(more[0]))
        real(path, *more, **named)

    return do
