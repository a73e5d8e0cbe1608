"""A ledger opened for a desk, in a file or on a server: what it is told of the desk, and what is said where there is none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

from duty_cli.cli.former_use import missing
from duty_cli.cli.last_head import gone_back
from duty_cli.cli.ledger_place import LedgerPlace
from duty_cli.cli.output import remark, upgraded
from duty_cli.errors.ledger_errors import NoLedger
from duty_cli.errors.server_errors import PostgresMissing
from duty_cli.model.ledger_server import LedgerServer

if TYPE_CHECKING:
    from duty_cli.cli.sound_ledger import SoundLedger
    from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
    from duty_cli.model.ledger_protocol import CommitteeSetup, Operation
    from duty_cli.model.name_order import Lists

    OpenedLedger: TypeAlias = SqliteLedger | PostgresLedger


def driver_there() -> None:
    """Raises PostgresMissing where what talks to servers is not installed."""
    from importlib.util import find_spec

    if find_spec("psycopg") is None:
        raise PostgresMissing


def opened(place: LedgerPlace, *, keep: bool = False) -> OpenedLedger:
    """The ledger at ``place``, brought up to date. Raises as opening a file or a server does; LedgerLost where it is lost."""
    if isinstance(place, LedgerServer):
        driver_there()
        from duty_cli.ledger.postgres.postgres_ledger import open_on_server

        return open_on_server(place, keep=keep)
    from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger

    try:
        return open_ledger(place, keep=keep, upgraded=upgraded)
    except NoLedger:
        raise missing(place) from None


def founded(place: LedgerPlace, act: Operation, setup: CommitteeSetup) -> OpenedLedger:
    """A new ledger at ``place``. Raises LedgerExists, and as making a file or a schema does."""
    if isinstance(place, LedgerServer):
        driver_there()
        from duty_cli.ledger.postgres.postgres_ledger import create_on_server

        return create_on_server(place, act, setup)
    from duty_cli.ledger.sqlite.sqlite_ledger import create

    return create(place, act, setup)


def as_it_is(place: LedgerPlace) -> OpenedLedger:
    """The ledger at ``place``, whatever its version."""
    if isinstance(place, LedgerServer):
        driver_there()
        from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger

        return PostgresLedger(place)
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger

    return SqliteLedger(place)


def opened_for_desk(place: LedgerPlace, lists: Lists, sound: SoundLedger, *, keep: bool) -> OpenedLedger:
    """The same as a desk works with it: ``lists`` is the order of its lists; one that has gone back is not written to."""
    from duty_cli.cli import output_guard
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
    from duty_cli.model.kept_values import KeptInProcess

    found = opened(place, keep=keep)
    found.lists, found.entered = lists, output_guard.note_entered
    found.values = KeptInProcess(sound.of_unverified)
    found.not_to_be_written = gone_back(place, found)
    if found.not_to_be_written is not None:
        remark(str(found.not_to_be_written))
    if isinstance(found, SqliteLedger):
        found.sound = sound
        found.processes = 1 if os.environ.get("DUTY_PROCESSES") == "1" else min(2, os.cpu_count() or 1)
    return found
