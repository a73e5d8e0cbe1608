"""A ledger on a server: made whole or not at all, guarded by the same schema as a file, and told where it is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from duty_cli.errors.ledger_errors import LedgerDamaged, LedgerExists, NewerLedger, NoLedger
from duty_cli.errors.server_errors import NotUnicode, OlderOnServer
from duty_cli.ledger.migrations import MIGRATIONS, m0019
from duty_cli.ledger.postgres.postgres_connection import as_psycopg_has_it
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger, create_on_server, open_on_server
from duty_cli.ledger.postgres.schema_text import always, said, statements
from duty_cli.ledger.postgres.server_schema import found_forms, wanted_forms
from duty_cli.ledger.postgres.server_transactions import session
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.ledger_protocol import Entry, NewRecord
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.records import RecordFields
from duty_cli.parsing.server_url import server_of
from duty_cli.parsing.text_cleaning import TEXT_LIMIT
from tests.ledger.sample import ACT, FOUNDING, REFUSED_BY_THE_SCHEMA, enrolled, record
from tests.office_server import OfficeServer


def seq(ledger: PostgresLedger) -> int:
    with ledger.reading() as reading:
        return reading.head().seq


@contextmanager
def by_hand(place: LedgerServer) -> Iterator[psycopg.Connection[Any]]:
    """The database as its owner opens it with other programs."""
    with closing(session(place)) as connection, connection.raw:
        yield connection.raw


def test_the_tables_on_a_server_are_those_of_a_file(on_server: PostgresLedger) -> None:
    with closing(session(on_server.place)) as connection:
        found = found_forms(connection)
    assert found.pop("schema_version").columns == (("id", "integer", True), ("version", "integer", True))
    wanted = wanted_forms()
    assert found == wanted
    assert wanted["record"].keys >= {("member", "member"), ("kind", "label"), ("seq", "entry")}
    assert wanted["record"].checks == 5


@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_row_that_was_appended_is_changed_or_taken_away(on_server: PostgresLedger, deed: str) -> None:
    for table in ("entry", *SORTS, "clock"):
        key = "id" if table == "clock" else "seq"
        # As a session that only repeats what another server did, which hears no other triggers.
        said = f"SET session_replication_role = replica; {deed.format(table, key, key)}".encode()
        with pytest.raises(psycopg.errors.RestrictViolation), by_hand(on_server.place) as raw:
            raw.execute(said)
    on_server.check()


def test_a_day_is_a_day_on_a_server_as_in_a_file(on_server: PostgresLedger) -> None:
    days = [(date(1999, 1, 1) + timedelta(n)).isoformat() for n in range(0, 40_000, 7)]
    days += [
        "2024-02-29",
        "2023-02-29",
        "1900-02-29",
        "2000-02-29",
        "2026-02-30",
        "2026-13-01",
        "2026-00-01",
        "0000-01-01",
    ]
    days += ["2026-1-01", "2026-01-32", " 2026-01-01", "2026-01-01 ", "2026-04-31", "0001-01-01", "9999-12-31", ""]
    with by_hand(on_server.place) as raw, closing(sqlite3.connect(":memory:")) as file:
        found = raw.execute("SELECT told, is_day(told) FROM unnest(CAST(%s AS text[])) AS told", (days,)).fetchall()
        # What an old SQLite lets in: there is no 30 February, and no year 0.
        wrong = {"2023-02-29", "1900-02-29", "2026-02-30", "2026-04-31", "0000-01-01"}
        query = "SELECT ? IS date(?)"
        assert dict(found) == {
            day: day not in wrong and bool(file.execute(query, (day, day)).fetchone()[0]) for day in days
        }


def test_where_a_ledger_is_no_other_is_made(on_server: PostgresLedger) -> None:
    enrolled(on_server)
    with pytest.raises(LedgerExists, match=r"账本已存在：postgresql://.*；未作任何改动"):
        create_on_server(on_server.place, ACT, FOUNDING)
    assert seq(on_server) == 5


def test_a_ledger_that_cannot_be_founded_is_not_there(blank: LedgerServer) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        create_on_server(blank, ACT, replace(FOUNDING, committee=""))
    with pytest.raises(NoLedger):
        open_on_server(blank)


def test_an_empty_database_is_no_ledger(blank: LedgerServer) -> None:
    with pytest.raises(NoLedger, match="找不到账本：postgresql://"):
        open_on_server(blank)


@pytest.mark.parametrize(("by", "sort"), [(1, NewerLedger), (-1, OlderOnServer)])
def test_another_version_is_told(on_server: PostgresLedger, by: int, sort: type[Exception]) -> None:
    with by_hand(on_server.place) as raw:
        raw.execute("UPDATE schema_version SET version = %s", (len(MIGRATIONS) + by,))
    with pytest.raises(sort, match=f"版本为 {len(MIGRATIONS) + by}"):
        open_on_server(on_server.place)


def test_a_database_that_cannot_hold_every_word_is_refused(office_server: OfficeServer) -> None:
    office_server.sql("DROP DATABASE IF EXISTS ascii")
    office_server.sql("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    with pytest.raises(NotUnicode, match="编码是 SQL_ASCII"):
        create_on_server(server_of(office_server.url("ascii")), ACT, FOUNDING)


@pytest.mark.parametrize("entry", REFUSED_BY_THE_SCHEMA)
def test_what_the_office_should_have_refused_the_schema_refuses(on_server: PostgresLedger, entry: Entry) -> None:
    enrolled(on_server)
    with pytest.raises(psycopg.IntegrityError), on_server.writing(ACT) as desk:
        desk.append(entry)
    assert seq(on_server) == 5
    on_server.check()


def test_an_exception_undoes_everything_and_a_label_rolled_back_is_forgotten(on_server: PostgresLedger) -> None:
    def broken() -> None:
        with on_server.writing(ACT) as desk:
            desk.append(record(member, "甲事项"))
            raise RuntimeError

    member = enrolled(on_server)
    with pytest.raises(RuntimeError):
        broken()
    with on_server.writing(ACT) as desk:
        desk.append_all([record(member, "乙事项"), record(member, "甲事项")])
    with on_server.reading() as reading:
        assert [found.fields.kind for found in reading.records()] == ["乙事项", "甲事项"]
    on_server.check()


def test_many_rows_go_in_at_once_and_come_back(on_server: PostgresLedger) -> None:
    member = enrolled(on_server)
    titles = [f"{n}\t\\N \\. %s “é”\x7f" for n in range(12_345)]
    with on_server.writing(ACT) as desk:
        desk.append_all(record(member, title=title) for title in titles)
    with on_server.reading() as reading:
        assert [found.fields.title for found in reading.records()] == titles
    on_server.check()


def test_the_longest_texts_that_can_be_entered_fit_into_the_indexes(on_server: PostgresLedger) -> None:
    member = enrolled(on_server)
    # Signs of four bytes that no compression makes shorter.
    draw = Random(1)
    long = ["".join(chr(draw.randrange(0x20000, 0x2A6DF)) for _ in range(TEXT_LIMIT)) for _ in range(5)]
    fields = RecordFields(long[0], date(2026, 3, 5), number=long[1], matter=long[2], source=long[3], title=4 * long[4])
    with on_server.writing(ACT) as desk:
        at = desk.append(NewRecord(member, fields))
    with on_server.reading() as reading:
        found = reading.record(at)
        assert found is not None
        assert (found.fields, reading.numbered(long[1])) == (fields, at)


def test_a_query_is_read_as_the_driver_has_it() -> None:
    query = "SELECT a::text, 'it''s :no ? 5%', b % 2 FROM t WHERE x = :known AND y LIKE ? AND z = :known"
    assert as_psycopg_has_it(query) == (
        "SELECT a::text, 'it''s :no ? 5%%', b %% 2 FROM t WHERE x = %(known)s AND y LIKE %s AND z = %(known)s"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE t (day TEXT CHECK (day IS date(day, '+1 day'))) STRICT",
        "CREATE TABLE t (day TEXT CHECK (day GLOB '[0-9]')) STRICT",
        "UPDATE head SET seq = 0",
    ],
)
def test_a_statement_that_no_rule_says_to_a_server_is_not_guessed(statement: str) -> None:
    with pytest.raises(ValueError, match="no rule says this"):
        list(said(statement))


def test_what_no_rule_says_a_migration_may_say_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(m0019, "POSTGRES", ("SELECT 1",), raising=False)
    assert list(statements(19)) == ["SELECT 1"]
    assert list(statements(4)) == ["CREATE INDEX record_source ON record (source) WHERE source IS NOT NULL"]


TAMPERED = {
    "序号 7（记录）的内容或校验值被改动": ("record", "UPDATE record SET title = '改' WHERE seq = 7"),
    "序号 7（记录）的内容缺失": ("record", "DELETE FROM record WHERE seq = 7"),
    "表 record 的列被改动": ("record", "ALTER TABLE record ALTER COLUMN title TYPE varchar(1) USING left(title, 1)"),
    "序号 5（姓名）的内容被改动": (None, "UPDATE person SET name = '改'"),
    "序号 5（姓名）被清除，没有删除登记": (
        None,
        "UPDATE person SET name = NULL, initials = NULL, phone = NULL, salt = NULL",
    ),
    "账首（序号 7）与最后一行（序号 8）不符": (None, "UPDATE head SET seq = 7"),
    "表 leave 的触发器被改动": (None, "ALTER TABLE leave DISABLE TRIGGER leave_no_update"),
    "表 spell 的检查被改动": (None, "ALTER TABLE spell DROP CONSTRAINT spell_begun_check"),
    "表 record 的索引被改动": (None, "DROP INDEX record_number"),
    "表 step 的触发器被改动": (None, "ALTER TABLE step DISABLE TRIGGER ALL"),
    "表 extra 不是由本程序建立": (None, "CREATE TABLE extra (seq bigint)"),
    "表 plan 缺失": (None, "DROP TABLE plan"),
    "函数 is_day 被改动": (
        None,
        "CREATE OR REPLACE FUNCTION is_day(told text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    ),
    "表 activity 的改写规则、行级权限、日志方式或继承被改动": (
        None,
        "CREATE RULE lost AS ON INSERT TO activity DO INSTEAD NOTHING",
    ),
    "表 batch 的改写规则、行级权限、日志方式或继承被改动": (None, "CREATE POLICY few ON batch USING (seq < 3)"),
    "表 budget 的改写规则、行级权限、日志方式或继承被改动": (None, "ALTER TABLE budget ENABLE ROW LEVEL SECURITY"),
    "表 closing 的改写规则、行级权限、日志方式或继承被改动": (None, "ALTER TABLE closing SET UNLOGGED"),
    "表 founding 的改写规则、行级权限、日志方式或继承被改动": (
        None,
        "CREATE TABLE public.more () INHERITS (founding)",
    ),
    "账本的版本号是 3": (None, "UPDATE schema_version SET version = 3"),
}


@pytest.mark.parametrize("said", TAMPERED)
def test_what_was_done_behind_the_back_of_the_program_is_told(on_server: PostgresLedger, said: str) -> None:
    table, deed = TAMPERED[said]
    member = enrolled(on_server)
    with on_server.writing(ACT) as desk:
        desk.append_all([record(member), record(member)])
    on_server.check()
    with by_hand(on_server.place) as raw:
        if table:
            raw.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        raw.execute(deed.encode())
        for guard in (f"{table}_no_update", f"{table}_no_delete", f"{table}_no_truncate") if table else ():
            raw.execute(always(str(table), guard).encode())
    with pytest.raises(LedgerDamaged, match=said):
        on_server.check()


def test_a_reference_to_nothing_is_told(on_server: PostgresLedger) -> None:
    enrolled(on_server)
    with by_hand(on_server.place) as raw:
        raw.execute("ALTER TABLE person DROP CONSTRAINT person_seq_fkey")
        raw.execute("INSERT INTO person (seq, name) VALUES (77, '多一')")
        raw.execute("ALTER TABLE person ADD CONSTRAINT person_seq_fkey FOREIGN KEY (seq) REFERENCES naming NOT VALID")
    with pytest.raises(LedgerDamaged, match="序号 77（姓名）所引用的姓名不存在"):
        on_server.check()


def test_a_reference_that_was_never_held_against_the_rows_is_told(on_server: PostgresLedger) -> None:
    with by_hand(on_server.place) as raw:
        raw.execute("ALTER TABLE person DROP CONSTRAINT person_seq_fkey")
        raw.execute("ALTER TABLE person ADD CONSTRAINT person_seq_fkey FOREIGN KEY (seq) REFERENCES naming NOT VALID")
    with pytest.raises(LedgerDamaged, match="表 person 的引用被改动"):
        on_server.check()
