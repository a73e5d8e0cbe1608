"""Whatever a record may say comes back from the file as it was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance, RecordFields, Tally
from tests.effort import examples
from tests.ledger.sample import ACT, FOUNDING, enrolled, enrolment

_texts = st.none() | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
_points = st.none() | st.integers(-9, 99) | st.fractions(-9, 99).filter(lambda number: number.denominator != 1)
_sets = st.frozensets(st.sampled_from(["立案", "采用", "重点", "省级"]))
_fields = st.builds(
    RecordFields,
    kind=st.sampled_from(["提案", "社情民意"]),
    on=st.integers(0, 1800).map(lambda days: date(2022, 1, 1) + timedelta(days)),
    attendance=st.none() | st.sampled_from(Attendance),
    **dict.fromkeys(("number", "title", "matter", "source", "document", "note"), _texts),
    **dict.fromkeys(("share", "quantity", "judged"), _points),
    **dict.fromkeys(("stages", "levels"), _sets),
    position=st.just(1),
    authors=st.integers(1, 9),
    activity=st.none(),
)


@pytest.fixture(scope="module")
def shared() -> Iterator[SqliteLedger]:
    with TemporaryDirectory() as folder:
        yield create(Path(folder) / "ledger.db", ACT, FOUNDING)


@given(fields=st.lists(_fields, min_size=1, max_size=5))
@settings(max_examples=examples(40), deadline=None)
def test_whatever_a_record_says_is_read_again_alone_and_tallied(
    shared: SqliteLedger, fields: list[RecordFields]
) -> None:
    with shared.writing(ACT) as desk:
        member = MemberKey(desk.append(enrolment()))
        first, *others = (NewRecord(member, said) for said in fields)
        seq = desk.append(first)
        desk.append_all(others)
    with shared.reading() as reading:
        found = [reading.record(Seq(seq + n)) for n in range(len(fields))]
        assert [one.fields for one in found if one] == fields
        families = reading.families()
        ((_, tallies),) = reading.tallies(Period(date(2022, 1, 1), date(2027, 1, 1)), member)
    counted = [replace(tally, count=1) for tally in tallies for _ in range(tally.count)]
    alone = [replace(Tally.of(one, families), seqs=()) for one in found if one]
    assert sorted(map(repr, counted)) == sorted(map(repr, alone))


def test_exact_numbers_stay_exact(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        seq = desk.append(
            NewRecord(member, RecordFields("调研", date(2026, 3, 5), share=Fraction(7, 12), judged=Fraction(17, 2)))
        )
    with ledger.reading() as reading:
        found = reading.record(seq)
    assert found is not None
    assert (found.fields.share, found.fields.judged) == (Fraction(7, 12), Fraction(17, 2))
