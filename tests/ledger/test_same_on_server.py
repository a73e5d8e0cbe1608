"""Whatever is asked of a ledger, of rows of every sort, a server answers what a file answers; and what diverged is merged alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from duty_cli.ledger.appending.row_writer import RowWriter
from duty_cli.ledger.copies.diverged_ledgers import take_over
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger, create_on_server
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.ledger_protocol import NewRecord, WholeReader
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period, year_of
from duty_cli.model.records import Activity, Attendance, RecordFields
from duty_cli.model.row_search import FoundRows, SoughtWord
from duty_cli.reports.find_rows import SOUGHT
from tests.ledger.sample import ACT, FOUNDING, enrolled, enrolment, record
from tests.ledger.test_diverged_ledgers import HOME, MERGE, apart, every_sort
from tests.ledger.test_known_at import everything
from tests.office_server import OfficeServer

YEAR, DAY = year_of(2026), date(2026, 3, 5)
WORDS = ("培训", "Ab%_!", "乙二", "印刷", "办公室", "约谈", "在家", "0")


ALIKE_BUT_FOR_ONE: tuple[dict[str, Any], ...] = (
    *({"judged": Fraction(1, 3)}, {"quantity": 2}, {"matter": "甲"}, {"authors": 2}, {"position": 1}, {}),
    *({"levels": frozenset({"市级"})}, {"stages": frozenset({"提交"})}, {"share": 1}, {"attendance": Attendance.LATE}),
)
"""Records that say one thing each and nothing in all other columns: in which order they come hangs on where nothing stands."""


def salted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are salted at random, so that no two ledgers have one head; from here on they are salted by turns."""
    turns = count()
    monkeypatch.setattr("secrets.token_bytes", lambda many: next(turns).to_bytes(many))


def answers(reading: WholeReader) -> Iterator[Any]:
    """What can be asked."""
    yield everything(reading)
    for ask in (
        reading.issues,
        reading.erasures,
        reading.taken,
        reading.closings,
        reading.earlier_results,
        reading.hand_ins,
        reading.proceedings,
        reading.plans,
        reading.invitations,
        reading.budgets,
        reading.families,
        reading.called,
        reading.operators,
    ):
        yield ask()
    yield reading.spending(2026), reading.budgets(2026), reading.plans(YEAR, reversed_too=True)
    yield (
        reading.activities(YEAR),
        reading.invitations(YEAR),
        reading.has_records(YEAR),
        reading.has_records(year_of(2020)),
    )
    kinds = frozenset({"培训"})
    yield (
        list(reading.sheets(YEAR, kinds)),
        reading.events(YEAR, kinds),
        list(reading.sheets(YEAR, kinds, MemberKey(4))),
    )
    yield list(reading.records(period=Period(DAY, DAY), kinds=("提案",))), reading.numbered("甲1")
    for seq in range(1, reading.head().seq + 1):
        row = reading.row(Seq(seq))
        assert row is not None
        yield reading.cells(Seq(seq)), list(reading.referring(Seq(seq), row.sort)), reading.reversed_by(Seq(seq))
        yield reading.counted_by_sort(row.batch), list(reading.records_of(row.batch))


def found(reading: WholeReader) -> Iterator[FoundRows]:
    """What is found of words, days, members and amounts, sort by sort."""
    words = [SoughtWord(text) for text in WORDS]
    words += [SoughtWord("", days=days) for days in ("2026", "2026-03", "2026-03-05")]
    words += [SoughtWord("", frozenset({MemberKey(4), MemberKey(9)})), SoughtWord("", seq=11, fen=100)]
    words += [SoughtWord("", spells="培训".__eq__)]
    for sort in SOUGHT:
        yield from (reading.found(sort, [word], 2) for word in words)
        yield reading.found(sort, [words[0], SoughtWord("", days="2026")], 5)


OTHERWISE = """
    timezone = 'America/New_York'; datestyle = 'German, DMY'; bytea_output = escape; default_transaction_read_only = on;
    default_transaction_isolation = serializable; standard_conforming_strings = off; statement_timeout = 1; lock_timeout = 1;
    idle_in_transaction_session_timeout = 1; search_path = nowhere; extra_float_digits = 0; enable_hashagg = off
"""
"""What an administrator may have set for all who come to a database."""


@pytest.fixture(params=["", OTHERWISE], ids=["as made", "set otherwise"])
def as_set(request: pytest.FixtureRequest, office_server: OfficeServer, blank: LedgerServer) -> Iterator[LedgerServer]:
    """A database as its administrator has set it."""
    for setting in filter(None, map(str.strip, request.param.split(";"))):
        office_server.sql(f"ALTER DATABASE ledgers SET {setting}")
    yield blank
    office_server.sql("ALTER DATABASE ledgers RESET ALL")


@pytest.fixture
def both(
    ledger: SqliteLedger, as_set: LedgerServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[SqliteLedger, PostgresLedger]]:
    """The same ledger in a file and on a server, with rows of every sort."""
    on_server = create_on_server(as_set, ACT, FOUNDING)
    for one in (ledger, on_server):
        salted(monkeypatch)
        member = enrolled(one)
        with one.writing(ACT) as desk:
            desk.append(record(member, title="aB%_!关于培训"))
            desk.append(record(member, title="ab%%"))
            desk.append_all(NewRecord(member, RecordFields("调研", DAY, **said)) for said in ALIKE_BUT_FOR_ONE)
        with one.writing(HOME) as desk:
            assert isinstance(desk, RowWriter)
            every_sort(desk)
    yield ledger, on_server
    on_server.let_go()


def test_what_is_asked_of_a_server_is_answered_as_by_a_file(both: tuple[SqliteLedger, PostgresLedger]) -> None:
    in_file, on_server = both
    with in_file.reading() as one, on_server.reading() as other:
        for here, there in zip(answers(one), answers(other), strict=True):
            assert there == here
        hits = 0
        for here, there in zip(found(one), found(other), strict=True):
            assert there == here
            hits += here.count
        assert hits > 60
    assert on_server.time_remarks() == in_file.time_remarks()
    on_server.check()


def test_of_very_many_rows_a_server_keeps_the_order_of_a_file(ledger: SqliteLedger, on_server: PostgresLedger) -> None:
    """Of two lines of one event, and of two records of one number, the last counts."""
    said: list[list[Any]] = []
    for one in (ledger, on_server):
        with one.writing(ACT) as desk:
            people = [MemberKey(desk.append(enrolment(f"{n % 300:03}"))) for n in range(400)]
            desk.append(Activity("培训", DAY, "第一期"))
            draw = Random(1)
            for _ in range(3):
                lines = [
                    RecordFields("培训", DAY, activity="第一期", attendance=draw.choice([*Attendance])) for _ in people
                ]
                who = draw.sample(people, len(people))
                desk.append_all(map(NewRecord, who, [replace(line, number=str(draw.randrange(50))) for line in lines]))
        with one.reading() as reading:
            sheets, numbers = list(reading.sheets(YEAR, frozenset({"培训"}))), reading.record_numbers()
            own = list(reading.sheets(YEAR, frozenset({"培训"}), people[7]))
            said.append([sheets, own, numbers, reading.called(), list(reading.roster())])
            assert len(sheets) == 1200
    assert said[0] == said[1]


def test_what_diverged_is_merged_into_a_server_as_into_a_file(
    ledger: SqliteLedger, on_server: PostgresLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = []
    for one in (ledger, on_server):
        salted(monkeypatch)
        other = create(tmp_path / f"{type(one).__name__}.db", ACT, FOUNDING)
        enrolled(other)
        salted(monkeypatch)
        enrolled(one)
        with other.writing(HOME) as desk:
            assert isinstance(desk, RowWriter)
            every_sort(desk)
        enrolled(one, "009")
        apart_by = apart(one, other)
        take_over(one, MERGE, apart_by, apart_by.new)
        one.check()
        with one.reading() as reading:
            heads.append((reading.head(), list(reading.batches()), reading.taken()))
        assert apart(one, other).new == ()
    assert heads[0] == heads[1]
