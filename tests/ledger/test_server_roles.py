"""What a clerk and a reader may not do, the server refuses them, whatever program they use."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from duty_cli.errors.server_errors import MayNotFound, MayNotLook, MayOnlyLook, NoRightThere, NoSuchRole, OwnerErases
from duty_cli.ledger.appending.row_writer import TABLES_IN_ORDER
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger, create_on_server, open_on_server
from duty_cli.ledger.postgres.server_roles import ServerRole, roles_at, set_roles
from duty_cli.model.capacities import Capacity
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import NameErasure
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.members import MemberKey
from tests.ledger.sample import ACT, FOUNDING, enrolled, enrolment, record
from tests.office_server import OWNER, OfficeServer

CLERK, READER, NOBODY = "经办 甲", 'reader"x', "nobody"
"""Names as an administrator may choose them."""
TABLES = ("label", "head", "clock", "schema_version", *TABLES_IN_ORDER)


@pytest.fixture
def roles(on_server: PostgresLedger, office_server: OfficeServer) -> LedgerServer:
    """A ledger that a clerk and a reader may use."""
    with office_server.connect() as connection:
        for name in (CLERK, READER, NOBODY):
            quoted = psycopg.sql.Identifier(name)
            there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
            if there is None:
                connection.execute(psycopg.sql.SQL("CREATE ROLE {} LOGIN").format(quoted))
    set_roles(on_server.place, [CLERK], [READER], [])
    return on_server.place


def as_(role: str, place: LedgerServer) -> LedgerServer:
    return LedgerServer(tuple({**place.keywords, "user": role}.items()))


def refused(place: LedgerServer, role: str, statement: str) -> None:
    with psycopg.connect(**as_(role, place).keywords) as raw:  # type: ignore[arg-type]
        raw.execute("SET search_path = duty")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(statement.encode())


def test_a_clerk_enters_and_reads(roles: LedgerServer) -> None:
    ledger = open_on_server(as_(CLERK, roles))
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all(record(member, kind) for kind in ("提案", "未曾有过的事项"))
    ledger.check()
    with ledger.reading() as reading:
        assert (len(list(reading.records())), reading.head().seq) == (2, 8)
    ledger.let_go()


@pytest.mark.parametrize("role", [CLERK, READER])
def test_neither_changes_or_takes_away_a_row_or_switches_a_guard_off(roles: LedgerServer, role: str) -> None:
    for table in TABLES:
        column = "id" if table in ("label", "head", "clock", "schema_version") else "seq"
        refused(roles, role, f"UPDATE {table} SET {column} = {column}")
        refused(roles, role, f"DELETE FROM {table}")
        refused(roles, role, f"TRUNCATE {table} CASCADE")
        refused(roles, role, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        refused(roles, role, f"DROP TABLE {table} CASCADE")
    for statement in (
        "SET session_replication_role = replica",
        "CREATE TABLE duty.own (seq bigint)",
        "DROP FUNCTION appended_only() CASCADE",
        "CREATE OR REPLACE FUNCTION is_day(told text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "DROP SCHEMA duty CASCADE",
    ):
        refused(roles, role, statement)


def test_a_reader_reads_and_enters_nothing(roles: LedgerServer) -> None:
    ledger = open_on_server(as_(READER, roles))
    said = '用户 reader"x 只能查看，不能登记）；本次未写入；请有登记权限的人来做；.*--clerk reader"x$'
    with pytest.raises(MayOnlyLook, match=said), ledger.writing(ACT) as desk:
        desk.append(enrolment())
    for table in TABLES:
        column = "id" if table in ("label", "head", "clock", "schema_version") else "seq"
        refused(roles, READER, f"INSERT INTO {table} ({column}) VALUES (77)")
    with ledger.reading() as reading:
        assert reading.head().seq == 2
    ledger.check()
    ledger.let_go()


def test_a_clerk_erases_no_name_and_makes_no_ledger(roles: LedgerServer) -> None:
    ledger = open_on_server(as_(CLERK, roles))
    member = enrolled(ledger)
    with pytest.raises(OwnerErases, match="用户 经办 甲 不是所有者，不能删除姓名"):
        ledger.look_before_erasing()
    open_on_server(roles).look_before_erasing()
    with pytest.raises(OwnerErases, match="用户 经办 甲 不是所有者，不能删除姓名"), ledger.writing(ACT) as desk:
        desk.append(NameErasure(member))
    with ledger.reading() as reading:
        assert (reading.head().seq, reading.roster()[MemberKey(member)].person.name) == (5, "甲一")
    ledger.let_go()
    with pytest.raises(MayNotFound, match="不能在这个数据库里建立账本"):
        create_on_server(as_(NOBODY, roles), ACT, FOUNDING)


def test_who_may_do_what_is_told_and_can_be_taken_back(roles: LedgerServer) -> None:
    assert roles_at(roles) == {OWNER: ServerRole.OWNER, CLERK: ServerRole.CLERK, READER: ServerRole.READER}
    set_roles(roles, [], [CLERK], [READER])
    assert roles_at(roles) == {OWNER: ServerRole.OWNER, CLERK: ServerRole.READER}
    refused(roles, CLERK, "UPDATE head SET seq = seq")
    refused(roles, CLERK, "INSERT INTO entry (seq) VALUES (77)")
    with pytest.raises(MayNotLook, match='用户 reader"x 还不能查看这本账'):
        open_on_server(as_(READER, roles))


def test_a_clerk_grants_nothing(roles: LedgerServer) -> None:
    before = roles_at(roles)
    with pytest.raises(NoRightThere):
        set_roles(as_(CLERK, roles), [NOBODY], [], [])
    assert roles_at(roles) == before


def test_a_role_that_is_not_there_changes_nothing_for_others(roles: LedgerServer) -> None:
    before = roles_at(roles)
    with pytest.raises(NoSuchRole):
        set_roles(roles, [READER, "乙"], [CLERK], [])
    assert roles_at(roles) == before


def test_the_owner_stays_the_owner(roles: LedgerServer, on_server: PostgresLedger) -> None:
    set_roles(roles, [], [OWNER], [])
    set_roles(roles, [], [], [OWNER])
    assert roles_at(roles)[OWNER] is ServerRole.OWNER
    enrolled(on_server)


def test_who_had_a_right_has_it_for_the_tables_of_a_later_version_too(
    roles: LedgerServer, on_server: PostgresLedger, office_server: OfficeServer
) -> None:
    office_server.sql(
        f"""
        REVOKE ALL ON duty.invitation FROM PUBLIC, "{CLERK}"; DROP TABLE duty.invitation;
        UPDATE duty.schema_version SET version = 18
        """,
        "ledgers",
    )
    kept: list[tuple[int, int]] = []
    assert on_server.upgrade(lambda there, version: kept.append((there.known, version))) == (18, len(MIGRATIONS))
    assert kept == [(2, 18)]
    on_server.check()
    ledger = open_on_server(as_(CLERK, roles))
    with ledger.writing(ACT) as desk:
        member = MemberKey(desk.append(enrolment()))
        desk.append(Invitation("培训", date(2026, 3, 5), "第一期", member, next(iter(Capacity))))
    ledger.let_go()
