"""A sealed ledger answers as the ledger that it was made of; and only when it is proved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duty_cli.errors.sealed_errors import SealedDamaged
from duty_cli.ledger.parquet.duck_records import DuckTables
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_reader import SealedReader, sealed_reading
from duty_cli.ledger.parquet.sealed_writer import sealed_bytes
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.capacities import Capacity
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import year_of
from duty_cli.model.record_families import NO_LINKS
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Activity, Attendance, RecordFields, Tally
from tests.ledger.sample import ACT, behind_its_back, enrolled, hashed_anew
from tests.ledger.test_known_at import LIFE, everything

DUCK = DuckTables()
DAY = date(2026, 3, 5)
YEAR = year_of(2026)


@contextmanager
def sealed(ledger: SqliteLedger, path: Path) -> Iterator[SealedReader]:
    with ledger.reading() as reading:
        path.write_bytes(sealed_bytes(reading, "0.2.0", with_names=True))
    with open_sealed(path) as file, sealed_reading(file, DUCK) as found:
        yield found


@pytest.mark.parametrize("steps", range(len(LIFE) + 1))
def test_a_sealed_ledger_answers_as_the_ledger(ledger: SqliteLedger, tmp_path: Path, steps: int) -> None:
    for entries in LIFE[:steps]:
        with ledger.writing(ACT) as desk:
            desk.append_all(entries)
    with ledger.reading() as reading, sealed(ledger, tmp_path / "a.parquet") as found:
        assert everything(found) == everything(reading)


def test_one_county_after_another_is_asked(ledger: SqliteLedger, tmp_path: Path) -> None:
    with sealed(ledger, tmp_path / "a.parquet") as found:
        assert list(found.records()) == []
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append(NewRecord(member, RecordFields("提案", DAY)))
    with sealed(ledger, tmp_path / "b.parquet") as found:
        assert [one.member for one in found.records()] == [member]


def in_no_order(tallies: Iterator[tuple[MemberKey, list[Tally]]]) -> dict[MemberKey, list[str]]:
    """Tallies by member, in an order that does not hang on how an engine numbers texts; what is in a set as well."""
    return {key: sorted(map(_told, own)) for key, own in tallies}


def _told(tally: Tally) -> str:
    return repr(replace(tally, stages=frozenset(), levels=frozenset())) + repr(
        (sorted(tally.stages), sorted(tally.levels))
    )


def full(ledger: SqliteLedger) -> MemberKey:
    """A member with records that say something in every column, with links, and attendance."""
    member = enrolled(ledger)
    said = [
        RecordFields(
            "提案", DAY, number="1", title="甲;乙|丙", stages=frozenset({"立案", "提交"}), position=1, authors=2
        ),
        RecordFields("座谈", DAY, source="1", matter="事@一", quantity=3, note="备注"),
        RecordFields("座谈", DAY, title="会", attendance=Attendance.LATE),
        RecordFields("报告", DAY, year=2025, counts_on=date(2025, 12, 31), judged=8),
    ]
    with ledger.writing(ACT) as desk:
        desk.append_all(NewRecord(member, one) for one in said)
    return member


def test_links_sheets_and_tallies_are_those_of_the_ledger(ledger: SqliteLedger, tmp_path: Path) -> None:
    full(ledger)
    sight = Sight((YEAR.first, date(2026, 3, 1)), frozenset({"座谈"}), by_matter=frozenset({"座谈"}))
    with ledger.reading() as reading, sealed(ledger, tmp_path / "a.parquet") as found:
        assert found.families() == reading.families() != NO_LINKS
        kinds = frozenset({"座谈"})
        assert list(found.sheets(YEAR, kinds)) == list(reading.sheets(YEAR, kinds)) != []
        assert found.events(YEAR, kinds) == reading.events(YEAR, kinds)
        assert in_no_order(found.tallies(YEAR)) == in_no_order(reading.tallies(YEAR))
        coded, theirs = (one.tallies(YEAR, by_source=False, sight=sight) for one in (found, reading))
        assert in_no_order(coded) == in_no_order(theirs)
        assert found.numbered("1") == reading.numbered("1")
        assert found.has_records(YEAR)
        assert not found.has_records(year_of(2027))


def test_who_was_a_guest_at_an_event_is_one_in_the_sealed_ledger_too(ledger: SqliteLedger, tmp_path: Path) -> None:
    member = full(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all((Activity("座谈", DAY, "会"), Invitation("座谈", DAY, "会", member, Capacity.GUEST)))
    sight = Sight((YEAR.first,))
    with ledger.reading() as reading, sealed(ledger, tmp_path / "a.parquet") as found:
        assert in_no_order(found.tallies(YEAR)) == in_no_order(reading.tallies(YEAR))
        assert any(tally.capacity is Capacity.GUEST for _, own in found.tallies(YEAR) for tally in own)
        coded, theirs = (one.tallies(YEAR, by_source=False, sight=sight) for one in (found, reading))
        assert in_no_order(coded) == in_no_order(theirs)


def test_nothing_can_be_asked_of_a_file_that_is_not_proved(ledger: SqliteLedger, path: Path, tmp_path: Path) -> None:
    full(ledger)
    with behind_its_back(path) as raw:
        raw.execute("UPDATE record SET day = '2026-03-06' WHERE title = '会'")
    with pytest.raises(SealedDamaged, match="校验值不符"), sealed(ledger, tmp_path / "a.parquet"):
        pytest.fail("it was asked")


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE member SET number = ''",
        "UPDATE record SET day = '2026-02-31' WHERE title = '会'",
        "UPDATE record SET quantity = '1/0' WHERE source = '1'",
        "UPDATE record SET position = 0 WHERE number = '1'",
        "UPDATE record SET member = 1 WHERE title = '会'",
        "UPDATE record SET attendance = kind WHERE title = '会'",
    ],
)
def test_rows_that_no_ledger_holds_are_refused_though_their_chain_is_whole(
    ledger: SqliteLedger, path: Path, tmp_path: Path, deed: str
) -> None:
    full(ledger)
    with hashed_anew(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(deed)
    with pytest.raises(SealedDamaged, match="不合账本的规定"), sealed(ledger, tmp_path / "a.parquet"):
        pytest.fail("it was asked")


def test_what_the_file_says_of_itself_is_held_against_its_rows(ledger: SqliteLedger, tmp_path: Path) -> None:
    full(ledger)
    with sealed(ledger, tmp_path / "a.parquet") as found:
        assert found.head().committee == "政协某市委员会"
    data = (tmp_path / "a.parquet").read_bytes()
    # The name is as long, so that the footer stays where it is.
    (tmp_path / "a.parquet").write_bytes(data.replace('"政协某市委员会"'.encode(), '"政协他市委员会"'.encode()))
    with (
        open_sealed(tmp_path / "a.parquet") as file,
        pytest.raises(SealedDamaged, match="与账内各行不符"),
        sealed_reading(file, DUCK),
    ):
        pytest.fail("it was asked")


def test_a_record_is_found_by_its_seq_among_all_rows(ledger: SqliteLedger, tmp_path: Path) -> None:
    full(ledger)
    with ledger.reading() as reading, sealed(ledger, tmp_path / "a.parquet") as found:
        last = Seq(reading.head().seq)
        assert found.row(last) == reading.row(last) is not None
        assert found.rows_of(Seq(last - 4)) == reading.rows_of(Seq(last - 4))
