"""Waiting while another program has the ledger: for how long, and for whom.

SQLite does not say who has it. Whoever writes for long leaves a note beside the ledger for those who wait; nothing but
their message rests on it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from duty_cli.documents.durable_files import is_left_over, temporary_prefix
from duty_cli.errors.ledger_errors import LedgerBusy
from duty_cli.model.legal_time import BEIJING
from duty_cli.model.progress import clear_progress, still_waiting

BUSY_SECONDS = 5
"""Where nobody looks on, as in a nightly script, so long is waited; an import of a quarter takes less."""

UPGRADE_SECONDS = 600
"""The same while another program upgrades the ledger: nobody can do anything before."""

_UPGRADING = "升级账本"

T = TypeVar("T")


def is_busy(error: sqlite3.Error) -> bool:
    """Whether it says that somebody else has the ledger."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def tried_on(place: Path, step: Callable[[], T], *, readers: bool) -> T:
    """What ``step`` gives, as soon as nobody else has the ledger at ``place``. Raises LedgerBusy.

    On a terminal it is tried until it is broken off; ``readers``: it is readers that are waited for.
    """
    begun = time.monotonic()
    try:
        while True:
            try:
                return step()
            except sqlite3.OperationalError as error:
                if not is_busy(error):
                    raise
                _wait_or_refuse(place, int(time.monotonic() - begun), readers=readers)
    finally:
        clear_progress()


def _wait_or_refuse(place: Path, seconds: int, *, readers: bool) -> None:
    holder, upgrading = ("", False) if readers else _holder(place)
    doing = "读取" if readers else "写入"
    looked_on = still_waiting(f"其他程序正在{doing}账本{f'（{holder}）' if holder else ''}", seconds)
    if not looked_on and seconds >= (UPGRADE_SECONDS if upgrading else BUSY_SECONDS):
        raise LedgerBusy(place, doing, holder, seconds)
    # SQLite waits by itself, but not in every case.
    time.sleep(0.02)


def _holder(place: Path) -> tuple[str, bool]:
    """Who is writing to the ledger at ``place``, and whether he upgrades it; empty where there is no note of it."""
    with suppress(OSError):
        for note in place.parent.glob(f".duty-*-{_mark(place)}.tmp"):
            if is_left_over(note):
                continue
            who, what, batch, since, *_ = [*note.read_text("utf-8").split("\n"), "", "", ""]
            if what:
                said = [f"{who}的“{what}”" if who else what, f"批次 {batch}" if batch else "", f"{since} 开始"]
                return "，".join(filter(None, said)), what == _UPGRADING
    return "", False


def _mark(place: Path) -> str:
    """What tells the note about a ledger from the other temporary files of its folder; ``sweep`` knows it as one of them."""
    from zlib import crc32

    return f"writing_{crc32(place.name.encode(errors='surrogateescape')):08x}"


@contextmanager
def writer_noted(place: Path, who: str, what: str, batch: int | None, since: datetime) -> Iterator[None]:
    """From here to the end others find a note, for the owner's eyes alone, of what is written to the ledger at ``place``."""
    file = place.with_name(f"{temporary_prefix()}{_mark(place)}.tmp")
    with suppress(OSError):  # nothing rests on it
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8", errors="replace") as note:  # noqa: PTH123
            note.write(f"{who}\n{what}\n{batch or ''}\n{since.isoformat(' ', 'seconds')[:19]}")
    try:
        yield
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)


@contextmanager
def upgrade_noted(place: Path) -> Iterator[None]:
    """From here to the end others know that the ledger at ``place`` is being upgraded."""
    with writer_noted(place, "", _UPGRADING, None, datetime.now(BEIJING)):
        yield
