"""In which capacity members were at events reaches their tallies, whichever engine holds the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger
from duty_cli.ledger.sqlite.sqlite_ledger import create
from duty_cli.model.capacities import Capacity
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import Enrolment, Ledger, NewRecord, Reversal
from duty_cli.model.members import MemberKey, Person, Seq
from duty_cli.model.periods import year_of
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Activity, Attendance, Due, RecordFields, Tally
from tests.ledger.sample import ACT, FOUNDING

DAY, OTHER = date(2026, 3, 2), date(2026, 3, 3)
WHOLE = Sight((date(2026, 1, 1),), None)


def came(on: date, name: str | None, kind: str = "会议") -> RecordFields:
    return RecordFields(kind, on, activity=name, attendance=Attendance.PRESENT)


def entered(ledger: Ledger) -> tuple[MemberKey, MemberKey, Seq]:
    """Of two members at three events it is said who was a guest, and of one event that the second alone was due."""
    with ledger.writing(ACT) as desk:
        one, other = (MemberKey(desk.append(Enrolment(number, Person("甲一", "jy")))) for number in ("001", "002"))
        desk.append_all([Activity("会议", DAY, "甲会"), Activity("会议", DAY, "乙会")])
        desk.append(Activity("会议", OTHER, "丙会", due=Due(named=True)))
        guest = desk.append(Invitation("会议", DAY, "甲会", one, Capacity.GUEST))
        desk.append(Invitation("会议", OTHER, "丙会", other, Capacity.DUE))
        for key in (one, other):
            said = [came(DAY, "甲会"), came(DAY, "乙会"), came(OTHER, "丙会"), came(OTHER, None, "培训")]
            desk.append_all(NewRecord(key, fields) for fields in said)
    return one, other, guest


def capacities(tallies: list[Tally]) -> list[tuple[str, int, Capacity | None, int]]:
    return sorted(((one.kind, one.on.day, one.capacity, one.count) for one in tallies), key=str)


def told(
    ledger: Ledger, *keys: MemberKey, known: Seq | None = None
) -> list[list[tuple[str, int, Capacity | None, int]]]:
    """Of each member, by whole tallies, which those of codes and of single records must be alike."""
    with ledger.reading(known) as reading:
        whole, coded = (
            {key: capacities(own) for key, own in reading.tallies(year_of(2026), by_source=False, sight=sight)}
            for sight in (None, WHOLE)
        )
        alone = {key: capacities(own) for key in keys for _, own in reading.tallies(year_of(2026), key)}
        single: dict[MemberKey, list[Tally]] = {}
        for record in reading.records(period=year_of(2026)):
            single.setdefault(record.member, []).append(Tally.of(record))
        lines = {
            (line.member, line.event.name): line.capacity for line in reading.sheets(year_of(2026), frozenset({"会议"}))
        }
        assert [lines[record.member, record.fields.event] for record in reading.records(kinds=("会议",))] == [
            record.capacity for record in reading.records(kinds=("会议",))
        ]
    assert whole == coded
    assert alone == {key: whole[key] for key in keys}
    for key in keys:
        every = [line[:3] for line in whole[key] for _ in range(line[3])]
        assert every == [line[:3] for line in capacities(single[key])]
    return [whole[key] for key in keys]


def holds(ledger: Ledger) -> None:
    one, other, guest = entered(ledger)
    with ledger.reading() as reading:
        before = reading.head().seq
    assert told(ledger, one, other) == [
        [("会议", 2, Capacity.GUEST, 1), ("会议", 2, None, 1), ("会议", 3, Capacity.GUEST, 1), ("培训", 3, None, 1)],
        [("会议", 2, None, 2), ("会议", 3, Capacity.DUE, 1), ("培训", 3, None, 1)],
    ]
    with ledger.writing(ACT) as desk:
        desk.append(Reversal(guest))
    assert told(ledger, one)[0][:2] == [("会议", 2, None, 2), ("会议", 3, Capacity.GUEST, 1)]
    assert told(ledger, one, known=before)[0][0] == ("会议", 2, Capacity.GUEST, 1)


def test_in_a_file(tmp_path: Path) -> None:
    holds(create(tmp_path / "a.db", ACT, FOUNDING))


def test_on_a_server(on_server: PostgresLedger) -> None:
    holds(on_server)


@pytest.mark.parametrize("name", ["甲会", None])
def test_a_record_without_a_name_may_be_of_the_event_at_which_the_member_was_a_guest(
    tmp_path: Path, name: str | None
) -> None:
    ledger = create(tmp_path / "a.db", ACT, FOUNDING)
    with ledger.writing(ACT) as desk:
        key = MemberKey(desk.append(Enrolment("001", Person("甲一", "jy"))))
        desk.append(Activity("会议", DAY, "甲会"))
        desk.append(Invitation("会议", DAY, "乙会", key, Capacity.GUEST))
        desk.append(NewRecord(key, came(DAY, name)))
    ((line,),) = told(ledger, key)
    assert line[2] is (None if name else Capacity.GUEST)
