"""Several programs at one ledger: who waits, for how long, for whom, and that one alone upgrades."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from duty_cli.documents.durable_files import temporary_prefix
from duty_cli.errors.ledger_errors import LedgerBusy, OlderLedger
from duty_cli.ledger.appending import row_writer
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite import waiting
from duty_cli.ledger.sqlite.glimpse import glimpse
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from duty_cli.model.progress import listening
from tests.ledger.sample import ACT, FOUNDING, enrolled, enrolment

OPENS = """
import sys
from pathlib import Path
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
told = []
with open_ledger(Path(sys.argv[1]), upgraded=lambda *said: told.append(said)).reading() as reading:
    print(len(told), reading.head().seq)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from duty_cli.ledger.sqlite import database, sqlite_ledger
database.migrate = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
sqlite_ledger.open_ledger(Path(sys.argv[1]))
"""


def names(folder: Path, ending: str) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.endswith(ending))


@pytest.fixture
def old(path: Path) -> Path:
    """A ledger of the first program."""
    enrolled(create(path, ACT, FOUNDING, MIGRATIONS[:1]))
    return path


def test_of_eight_programs_that_open_an_old_ledger_at_once_one_upgrades_it_and_all_go_on(old: Path) -> None:
    every = [subprocess.Popen([sys.executable, "-c", OPENS, old], stdout=subprocess.PIPE, text=True) for _ in range(8)]
    said = sorted(one.communicate()[0] for one in every)
    assert said == ["0 5\n"] * 7 + ["1 5\n"]
    assert [one.returncode for one in every] == [0] * 8
    assert names(old.parent, ".bak") == ["ledger.db.v1.bak"]
    open_ledger(old).check()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_after_an_upgrade_that_was_killed_the_next_program_upgrades(old: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED, old], check=False).returncode == -9
    assert names(old.parent, ".bak") == ["ledger.db.v1.bak"]
    told: list[object] = []
    open_ledger(old, upgraded=lambda *said: told.append(said)).check()
    assert told == [(1, len(MIGRATIONS), old.with_name("ledger.db.v1-2.bak"))]
    assert names(old.parent, ".tmp") == []


def test_a_tab_upgrades_nothing(old: Path) -> None:
    with pytest.raises(OlderLedger, match="的版本为 1；"), glimpse(old):
        pass
    assert names(old.parent, ".bak") == []


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every writing is long, and nobody waits longer than one look."""
    monkeypatch.setattr(row_writer, "_LONG_SECONDS", 0)
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 0)


@pytest.mark.usefixtures("long")
def test_who_waits_for_a_long_writing_is_told_for_whom(ledger: SqliteLedger, path: Path) -> None:
    with ledger.writing(ACT) as desk:
        desk.append(enrolment())
        whom = r"写入（经办甲的“测试”，批次 3，2026-03-05 04:00:00 开始）；本次未写入，请稍后重试"
        with pytest.raises(LedgerBusy, match=whom), SqliteLedger(path).writing(ACT):
            pass
        assert [file.stat().st_mode & 0o777 for file in path.parent.glob(".duty-*")] == [0o600]
    assert names(path.parent, ".tmp") == []


@pytest.mark.usefixtures("long")
def test_a_note_that_was_left_behind_or_is_of_another_ledger_is_not_told(ledger: SqliteLedger, path: Path) -> None:
    def left(pid: int, mark: str) -> None:
        machine = temporary_prefix().split("-")[1]
        path.with_name(f".duty-{machine}-{pid}-{mark}.tmp").write_text("某人\n导入\n3\n昨天", "utf-8")

    left(2**22 + 1, waiting._mark(path))
    left(1, waiting._mark(path.with_name("other.db")))
    with ledger.writing(ACT), pytest.raises(LedgerBusy, match="其他程序写入；"), SqliteLedger(path).writing(ACT):
        pass


class LooksOn:
    """Somebody at a terminal, who lets the other program go on once he was told to wait."""

    def __init__(self, go_on: Event) -> None:
        self.told: list[str] = []
        self._go_on = go_on

    def still_waiting(self, why: str, seconds: int) -> None:
        self.told.append(why)
        self._go_on.set()

    def clear(self) -> None:
        self.told.append("")


@contextmanager
def somebody_writing(ledger: SqliteLedger) -> Iterator[Event]:
    """Another program has the ledger until the event."""
    begun, go_on = Event(), Event()

    def write() -> None:
        with ledger.writing(ACT) as desk:
            desk.append(enrolment())
            begun.set()
            go_on.wait()

    thread = Thread(target=write)
    thread.start()
    begun.wait()
    yield go_on
    go_on.set()
    thread.join()


@pytest.mark.usefixtures("long")
def test_on_a_terminal_it_is_waited_on_and_then_written(ledger: SqliteLedger, path: Path) -> None:
    with somebody_writing(ledger) as go_on:
        person = LooksOn(go_on)
        with listening(person), SqliteLedger(path).writing(ACT) as desk:  # type: ignore[arg-type]  # no more is asked of it
            desk.append(enrolment("002"))
    assert person.told[0] == "其他程序正在写入账本（经办甲的“测试”，批次 3，2026-03-05 04:00:00 开始）"
    assert person.told[-2:] == ["", ""]
    ledger.check()


@pytest.mark.usefixtures("long")
def test_whoever_breaks_off_the_waiting_leaves_nothing(ledger: SqliteLedger, path: Path) -> None:
    class Leaves(LooksOn):
        def still_waiting(self, why: str, seconds: int) -> None:
            raise KeyboardInterrupt

    with somebody_writing(ledger) as go_on, listening(Leaves(go_on)), pytest.raises(KeyboardInterrupt):  # type: ignore[arg-type]
        SqliteLedger(path).writing(ACT).__enter__()
    with ledger.reading() as reading:
        assert [batch.seq for batch in reading.batches()] == [1, 3]
