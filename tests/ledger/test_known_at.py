"""As known at a seq: whatever came later, the answers stay what they were."""

from __future__ import annotations

from datetime import date

import pytest

from duty_cli.errors.ledger_errors import UnknownSeq
from duty_cli.model.ledger_protocol import Entry, LedgerReader, NameChange, NewTenure, Reversal, RulesUsed
from duty_cli.model.members import Facet, MemberKey, Person, Seq
from duty_cli.model.periods import year_of
from duty_cli.model.records import Activity, Leave, LeaveReason
from tests.ledger.sample import ACT, AnyLedger, enrolment, record, sector

DAY = date(2026, 3, 5)
MEMBER = MemberKey(4)


def everything(reading: LedgerReader) -> list[object]:
    """All answers of a reading, as one value."""
    head = reading.head()
    rows = [reading.row(Seq(seq)) for seq in range(1, 30)]
    records = [reading.record(Seq(seq)) for seq in range(1, 30)]
    listed = [list(reading.records()), list(reading.records(reversed_too=True)), list(reading.tallies(year_of(2026)))]
    asked = [reading.activities(), reading.leaves(), reading.rules_used(), reading.batches(), reading.rows_of(Seq(3))]
    counted = [reading.record_numbers(), reading.years_with_records(), [reading.batch(Seq(n)) for n in range(1, 30)]]
    return [head, list(reading.roster()), rows, records, listed, asked, counted]


LIFE: list[list[Entry]] = [
    [enrolment("001", "甲一"), sector(MEMBER)],
    [Activity("座谈", DAY, "座谈会"), record(MEMBER), record(MEMBER, "调研")],
    [Leave(MEMBER, DAY, DAY, LeaveReason.OTHER, granted=True, decided_by="主席"), RulesUsed("01", ())],
    [Reversal(Seq(9)), Reversal(Seq(12)), NameChange(MEMBER, Person("甲乙", "jy"))],
    [Reversal(Seq(6)), NewTenure(MEMBER, Facet.SECTOR, "工商界", DAY), RulesUsed("02", ())],
    [enrolment("002", "乙二"), Reversal(Seq(10))],
    [Reversal(Seq(MEMBER))],
]


def test_every_answer_of_every_moment_can_be_had_again(either: AnyLedger) -> None:
    moments = []
    for entries in LIFE:
        with either.writing(ACT) as desk:
            desk.append_all(entries)
        with either.reading() as reading:
            moments.append((reading.head().seq, everything(reading)))
    for seq, then in moments:
        with either.reading(seq) as reading:
            assert everything(reading) == then
    assert len({repr(then) for _, then in moments}) == len(LIFE)


@pytest.mark.parametrize("seq", [-1, 0, 3])
def test_a_seq_not_reached_is_refused(either: AnyLedger, seq: int) -> None:
    with pytest.raises(UnknownSeq, match=f"账本目前只到序号 2，没有序号 {seq}"), either.reading(Seq(seq)):
        pass


def test_the_very_first_row_can_be_asked_for(either: AnyLedger) -> None:
    with either.reading(Seq(1)) as reading:
        assert (reading.head().committee, reading.head().terms) == ("", ())
