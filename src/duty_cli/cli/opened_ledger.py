"""A ledger opened for a desk, in a file or on a server: what it is told of the desk, and what is said where there is none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from duty_cli.cli.former_use import missing
from duty_cli.cli.last_head import gone_back
from duty_cli.cli.ledger_place import LedgerPlace, file_of
from duty_cli.cli.output import remark, upgraded
from duty_cli.errors.ledger_errors import NoLedger
from duty_cli.errors.server_errors import PostgresMissing
from duty_cli.model.ledger_server import LedgerServer

if TYPE_CHECKING:
    from duty_cli.cli.sound_ledger import SoundLedger
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
    from duty_cli.model.name_order import Lists

    OpenedLedger: TypeAlias = SqliteLedger


_NOT_YET, _FILE = "这个版本的 duty 还不能打开", "请用 --ledger 指定账本文件"


def driver_there() -> None:
    """Raises PostgresMissing where what talks to servers is not installed."""
    from importlib.util import find_spec

    if find_spec("psycopg") is None:
        raise PostgresMissing


def opened(place: LedgerPlace, *, keep: bool = False) -> OpenedLedger:
    """The ledger at ``place``, brought up to date. Raises as ``open_ledger``; NoLedger and LedgerLost where there is none."""
    from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger

    if isinstance(place, LedgerServer):
        driver_there()
        from duty_cli.ledger.postgres.server_connection import connected
        from duty_cli.ledger.postgres.server_refusals import told

        with told(place):
            connected(place).close()
    file = file_of(place, _NOT_YET, _FILE)
    try:
        return open_ledger(file, keep=keep, upgraded=upgraded)
    except NoLedger:
        raise missing(file) from None


def as_it_is(place: LedgerPlace) -> OpenedLedger:
    """The ledger at ``place``, whatever its version."""
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger

    return SqliteLedger(file_of(place, _NOT_YET, _FILE))


def opened_for_desk(place: LedgerPlace, lists: Lists, sound: SoundLedger, *, keep: bool) -> OpenedLedger:
    """The same as a desk works with it: ``lists`` is the order of its lists; one that has gone back is not written to."""
    from duty_cli.cli import output_guard
    from duty_cli.model.kept_values import KeptInProcess

    found = opened(place, keep=keep)
    found.lists, found.entered = lists, output_guard.note_entered
    found.values, found.sound = KeptInProcess(sound.of_unverified), sound
    found.not_to_be_written = gone_back(place, found)
    if found.not_to_be_written is not None:
        remark(str(found.not_to_be_written))
    found.processes = 1 if os.environ.get("DUTY_PROCESSES") == "1" else min(2, os.cpu_count() or 1)
    return found
