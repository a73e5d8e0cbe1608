"""Many at one server, and a server that goes: none lost, none doubled, one chain, and readers wait for nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from duty_cli.errors.ledger_errors import LedgerBusy, LedgerDamaged
from duty_cli.errors.server_errors import (
    EntryStandsOnServer,
    EntryUnclearOnServer,
    NameLeftOnServer,
    ServerGone,
    ServerUnreachable,
)
from duty_cli.ledger.postgres import server_transactions
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger, open_on_server
from duty_cli.model.ledger_protocol import NameErasure
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.members import MemberKey
from tests.ledger.sample import ACT, enrolled, enrolment, record
from tests.office_server import OfficeServer

CLERKS, RECORDS = 8, 50


def seq(ledger: PostgresLedger) -> int:
    with ledger.reading() as reading:
        return reading.head().seq


@contextmanager
def another(place: LedgerServer) -> Iterator[PostgresLedger]:
    """The ledger as somebody else opened it."""
    found = open_on_server(place)
    try:
        yield found
    finally:
        found.let_go()


def test_eight_clerks_enter_at_once_and_none_is_lost_or_refused(on_server: PostgresLedger) -> None:
    member = enrolled(on_server)

    def enters(clerk: int) -> int:
        with another(on_server.place) as own:
            for n in range(RECORDS):
                with own.writing(ACT) as desk:
                    desk.append(record(member, title=f"{clerk}-{n}"))
        return clerk

    with ThreadPoolExecutor(CLERKS) as clerks:
        assert sorted(clerks.map(enters, range(CLERKS))) == [*range(CLERKS)]
    with on_server.reading() as reading:
        titles = [one.fields.title for one in reading.records()]
        assert sorted(map(str, titles)) == sorted(f"{clerk}-{n}" for clerk in range(CLERKS) for n in range(RECORDS))
        assert [batch.rows for batch in reading.batches()[2:]] == [1] * (CLERKS * RECORDS)
    on_server.check()


def test_readers_and_a_writer_wait_for_nobody_but_writers(on_server: PostgresLedger) -> None:
    member = enrolled(on_server)
    with another(on_server.place) as other, other.reading() as before, on_server.writing(ACT) as desk:
        desk.append_all(record(member) for _ in range(100))
        # Nothing of it is there yet; what was read from the beginning stays as it was when all of it is there.
        assert seq(other) == before.head().seq == 5
    with another(on_server.place) as other, other.reading() as reading:
        with on_server.writing(ACT) as desk:
            desk.append(record(member))
        assert (reading.head().seq, seq(on_server)) == (106, 108)
        assert len(list(reading.records())) == 100


def test_a_second_writer_is_told_that_another_is_writing(
    on_server: PostgresLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_transactions, "BUSY_SECONDS", 0)
    with another(on_server.place) as other:
        with (
            on_server.writing(ACT),
            pytest.raises(LedgerBusy, match="正被其他程序写入（postgres）"),
            other.writing(ACT),
        ):
            pass
        with other.writing(ACT) as desk:
            assert desk.batch_seq == 4


def test_a_server_that_is_killed_in_the_middle_leaves_the_ledger_as_it_was(
    on_server: PostgresLedger, office_server: OfficeServer
) -> None:
    member = enrolled(on_server)

    def half() -> None:
        with on_server.writing(ACT) as desk:
            desk.append_all(record(member) for _ in range(6_000))
            office_server.control("-m", "immediate", "stop")
            desk.append(record(member))

    try:
        with pytest.raises(ServerGone, match="连接中断；未完成的没有写入"):
            half()
        with pytest.raises(ServerUnreachable):
            seq(on_server)
    finally:
        office_server.start()
    assert seq(on_server) == 5
    on_server.check()


def test_a_server_that_was_started_anew_is_asked_again(on_server: PostgresLedger, office_server: OfficeServer) -> None:
    enrolled(on_server)
    office_server.control("-m", "fast", "stop")
    office_server.start()
    assert seq(on_server) == 5
    with on_server.writing(ACT) as desk:
        desk.append(enrolment("002"))
    assert seq(on_server) == 8


_KEEP = PostgresConnection.commit


def gone(self: PostgresConnection) -> None:
    self.raw.close()
    raise psycopg.OperationalError("server closed the connection unexpectedly")


def kept_and_gone(self: PostgresConnection) -> None:
    _KEEP(self)
    gone(self)


@pytest.mark.parametrize(
    ("commit", "refusal", "last"), [(gone, ServerGone, 2), (kept_and_gone, EntryStandsOnServer, 5)]
)
def test_what_is_said_of_an_entry_and_what_is_there_are_the_same(
    on_server: PostgresLedger,
    monkeypatch: pytest.MonkeyPatch,
    commit: Callable[[PostgresConnection], None],
    refusal: type[Exception],
    last: int,
) -> None:
    def once(connection: PostgresConnection) -> None:
        monkeypatch.undo()
        commit(connection)

    def enter() -> None:
        with on_server.writing(ACT) as desk:
            desk.append(enrolment())
            monkeypatch.setattr(PostgresConnection, "commit", once)

    with pytest.raises(refusal):
        enter()
    assert seq(on_server) == last
    on_server.check()


def test_what_nobody_can_read_back_is_told_as_unclear(
    on_server: PostgresLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostgresConnection, "commit", kept_and_gone)
    with pytest.raises(EntryUnclearOnServer, match="可能在账本中，也可能不在"), on_server.writing(ACT) as desk:
        desk.append(enrolment())
    assert EntryUnclearOnServer.exit_code == EntryStandsOnServer.exit_code == 6


def holding(server: OfficeServer, name: str) -> list[Path]:
    """The files of the server's tables in which a name stands."""
    server.sql("CHECKPOINT")
    tables = (path for path in Path(server.folder, "base").rglob("*") if path.is_file())
    return [path for path in tables if name.encode() in path.read_bytes()]


def test_a_name_that_is_erased_is_in_no_table_any_more(on_server: PostgresLedger, office_server: OfficeServer) -> None:
    with on_server.writing(ACT) as desk:
        member = MemberKey(desk.append(enrolment(name="爨底甲")))
    assert len(holding(office_server, "爨底甲")) == 1
    with on_server.writing(ACT) as desk:
        desk.append(NameErasure(member))
    assert holding(office_server, "爨底甲") == []
    with on_server.reading() as reading:
        assert "爨底甲" not in str(list(reading.roster()))
    on_server.check()


@pytest.mark.parametrize("looks_at_names", [False, True])
def test_a_name_that_cannot_be_swept_out_of_the_files_at_once_is_told(
    on_server: PostgresLedger, office_server: OfficeServer, looks_at_names: bool
) -> None:
    with on_server.writing(ACT) as desk:
        member = MemberKey(desk.append(enrolment(name="爨底乙")))
    with another(on_server.place) as other, other.reading() as reading:
        assert reading.head().seq == 5
        assert not looks_at_names or len(reading.roster()) == 1
        with (
            pytest.raises(NameLeftOnServer, match=r"已登记，.*请管理员稍后在数据库里执行：VACUUM FULL duty\.person"),
            on_server.writing(ACT) as desk,
        ):
            desk.append(NameErasure(member))
        assert holding(office_server, "爨底乙") != []
    office_server.sql("VACUUM FULL duty.person", "ledgers")
    assert holding(office_server, "爨底乙") == []
    assert seq(on_server) == 7
    on_server.check()


def test_a_ledger_whose_head_is_gone_is_damaged(on_server: PostgresLedger, office_server: OfficeServer) -> None:
    office_server.sql("DELETE FROM duty.head", "ledgers")
    with pytest.raises(LedgerDamaged, match="账首缺失"):
        on_server.check()
