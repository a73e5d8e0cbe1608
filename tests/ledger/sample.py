"""A small committee, and the tools that tamper with its ledger behind the program's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

from duty_cli.ledger.chain.hash_chain import GENESIS, canonical, link
from duty_cli.ledger.checking.chain_blocks import contents_of
from duty_cli.ledger.checking.schema_shape import shape_of
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger
from duty_cli.ledger.queries.snapshot import TextTable
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.ledger_protocol import (
    CommitteeSetup,
    Enrolment,
    Entry,
    Ledger,
    NewRecord,
    NewTenure,
    Operation,
    Reversal,
)
from duty_cli.model.members import Facet, MemberKey, Person, Seq
from duty_cli.model.periods import Period, Term
from duty_cli.model.records import RecordFields

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
ACT = Operation("测试", "经办甲", NOON)
FOUNDING = CommitteeSetup("政协某市委员会", Term(15, Period(date(2022, 1, 1), date(2026, 12, 31))))

SHAPE = shape_of(MIGRATIONS)
"""The schema of a ledger: every migration is gone through to know it."""

AnyLedger: TypeAlias = SqliteLedger | PostgresLedger


def enrolment(number: str = "001", name: str = "甲一") -> Enrolment:
    return Enrolment(number, Person(name, "jy"))


def sector(member: MemberKey, value: str = "教育界") -> NewTenure:
    return NewTenure(member, Facet.SECTOR, value, date(2022, 1, 1))


def record(member: MemberKey, kind: str = "提案", on: date = date(2026, 3, 5), title: str | None = None) -> NewRecord:
    return NewRecord(member, RecordFields(kind, on, title=title))


def enrolled(ledger: Ledger, number: str = "001") -> MemberKey:
    """A member in the ledger; seqs 4 and 5 in a new one."""
    with ledger.writing(ACT) as desk:
        return MemberKey(desk.append(enrolment(number)))


@contextmanager
def behind_its_back(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as any SQLite tool opens it: no foreign keys, and the triggers thrown away; they are back at the end."""
    with closing(sqlite3.connect(path)) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        # All at once: each for itself would wait for the disk.
        raw.executescript(";".join(("BEGIN", *(f"DROP TRIGGER {name}" for name, _ in triggers), "COMMIT")))
        yield raw
        raw.commit()
        raw.executescript(";".join(("BEGIN", *(definition for _, definition in triggers), "COMMIT")))


@contextmanager
def hashed_anew(path: Path) -> Iterator[sqlite3.Connection]:
    """The same by a skilled hand, who afterwards hashes the whole chain anew: nothing inside can tell."""
    with behind_its_back(path) as raw:
        yield raw
        texts, before = TextTable(raw).texts, GENESIS
        contents = {sort: contents_of(raw, sort, SHAPE, texts) for sort in SORTS}
        for seq, batch, sort in raw.execute("SELECT seq, batch, sort FROM entry ORDER BY seq").fetchall():
            before = link(before, canonical(seq, batch, sort, next(contents[sort])[1]))
            raw.execute("UPDATE entry SET hash = ? WHERE seq = ?", (before, seq))
        raw.execute("UPDATE head SET hash = ?", (before,))


REFUSED_BY_THE_SCHEMA: tuple[Entry, ...] = (
    record(MemberKey(2)),
    NewRecord(MemberKey(4), RecordFields("提案", date(2026, 3, 5), position=3, authors=2)),
    NewRecord(MemberKey(4), RecordFields("提案", date(2026, 3, 5), position=0)),
    NewTenure(MemberKey(4), Facet.PARTY, "某党", date(2026, 3, 5), date(2026, 3, 4)),
    Reversal(Seq(1)),
    Reversal(Seq(99)),
    enrolment(""),
)
"""Entries that no office may append, whatever holds the ledger, of which the members are 4."""
