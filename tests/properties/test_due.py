"""Who is due and on no sheet: the same in whatever order the sheets come, and settled the same by one step or by a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.importing.run_import import import_files
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.capacities import Capacity
from duty_cli.model.conditions import AppliesTo
from duty_cli.model.expected_attendance import EventSheet, Expected, event_sheets
from duty_cli.model.expected_attendance import ruled as ruled_by
from duty_cli.model.import_result import ImportOptions, SourceFile
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.members import Facet, Member, Roster
from duty_cli.model.own_sheets import own_sheets
from duty_cli.model.parsed_rows import ParsedRecord
from duty_cli.model.periods import year_of
from duty_cli.model.records import Attendance, Due, Event, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.recording.settling import settle
from tests.effort import examples
from tests.properties import desk
from tests.properties.desk import ACT, NUMBERS, TODAY, YEAR, opened, results
from tests.properties.worlds import Committee, committees

EXPECTS = {"全体会议": AppliesTo(), "常委会会议": AppliesTo({Facet.ROLE: frozenset({"常委"})})}
few = settings(max_examples=examples(25), deadline=None)

events = st.builds(
    Event,
    st.sampled_from([date(2026, 3, 2), date(2026, 5, 6)]),
    st.sampled_from(sorted(EXPECTS)),
    st.sampled_from("春秋"),
)
dues = st.sampled_from([None, Due(), Due(listed=True), Due({Facet.SECTOR: frozenset({"无人界"})})])
sheets = st.tuples(dues, events, st.sets(st.sampled_from(NUMBERS), min_size=1))
Sheet = tuple[Due | None, Event, set[str]]
NOTHING_SAID: Mapping[str, Capacity] = {}
capacities = st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from(Capacity), max_size=3)


def ruled() -> Rules:
    (book,) = desk.RULES.every
    kinds = {name: replace(kind, expects=EXPECTS.get(name)) for name, kind in book.kinds.items()}
    return replace(desk.RULES, every=(replace(book, kinds=kinds),))


RULES = ruled()


def bring_in(
    ledger: SqliteLedger,
    sheet: Sheet,
    state: Attendance = Attendance.PRESENT,
    said: Mapping[str, Capacity] = NOTHING_SAID,
) -> None:
    """The sheet, with a row also for each member of whom it is said in which capacity he was invited, and no more."""
    due, event, numbers = sheet
    with ledger.reading() as reading:
        members = [member for member in reading.roster() if member.number in {*numbers, *said}]
    came = RecordFields(event.kind, event.on, activity=event.name, attendance=state)
    rows = [
        ParsedRecord(line, one, came, capacity=said.get(one.number))
        if one.number in numbers
        else ParsedRecord(line, one, replace(came, attendance=None), unsigned=True, capacity=said[one.number])
        for line, one in enumerate(members, 2)
    ]
    file = SourceFile("表.csv", ACT, rows, dues=() if due is None else (due,))
    assert not import_files(ledger, RULES, TODAY, [file], ImportOptions(again=True)).unsettled


def unsigned(ledger: SqliteLedger) -> dict[Event, list[str]]:
    with ledger.reading() as reading:
        found = event_sheets(reading, RULES, year_of(YEAR))
        return {one.event: [member.number for member in one.unsigned] for one in found}


@few
@given(st.lists(st.tuples(sheets, st.booleans()), min_size=1, max_size=4), capacities, st.data())
def test_the_order_of_sheets_never_changes_who_is_open(
    tmp_path_factory: pytest.TempPathFactory,
    given_sheets: Sequence[tuple[Sheet, bool]],
    said: Mapping[str, Capacity],
    data: st.DataObject,
) -> None:
    one, other = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    for sheet, tells in given_sheets:
        bring_in(one, sheet, said=said if tells else NOTHING_SAID)
    for sheet, tells in data.draw(st.permutations(given_sheets)):
        bring_in(other, sheet, said=said if tells else NOTHING_SAID)
    assert unsigned(one) == unsigned(other)
    assert results(one) == results(other)


@few
@given(events, st.sets(st.sampled_from(NUMBERS), min_size=1), st.sampled_from([s for s in Attendance if not s.present]))
def test_settling_is_the_same_as_a_later_sheet(
    tmp_path_factory: pytest.TempPathFactory, event: Event, signed: set[str], missing: Attendance
) -> None:
    settled, later = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    for ledger in (settled, later):
        bring_in(ledger, (None, event, signed))
    still = unsigned(later)[event]
    if still:
        settle(settled, ACT, RULES, TODAY, event, missing, {})
        bring_in(later, (None, event, set(still)), missing)
    assert unsigned(settled) == unsigned(later) == {event: []}
    assert results(settled) == results(later)


@few
@given(st.lists(sheets, min_size=1, max_size=4), events, st.sets(st.sampled_from(NUMBERS)), capacities)
def test_the_sheets_of_one_member_say_of_that_member_what_all_sheets_say(
    tmp_path_factory: pytest.TempPathFactory,
    given_sheets: Sequence[Sheet],
    unnamed: Event,
    signed: set[str],
    said: Mapping[str, Capacity],
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    for sheet in given_sheets:
        bring_in(ledger, sheet, said=said)
    with ledger.writing(ACT) as writing:
        fields = RecordFields(unnamed.kind, unnamed.on, attendance=Attendance.PRESENT)
        writing.append_all(NewRecord(member.key, fields) for member in writing.roster() if member.number in signed)
    with ledger.reading() as reading:
        whole = list(event_sheets(reading, RULES, year_of(YEAR)))
        for member in reading.roster():
            own = own_sheets(reading, RULES, year_of(YEAR), member)
            assert about(own, member) == about(whole, member)


@settings(max_examples=examples(60), deadline=None)
@given(
    committees(), st.lists(st.tuples(st.sampled_from(sorted(EXPECTS)), st.dates(date(2025, 12, 1), date(2027, 1, 31))))
)
def test_many_events_expect_whom_each_alone_expects(committee: Committee, asked: list[tuple[str, date]]) -> None:
    roster = Roster(tuple(member for member, _ in committee))
    at_once = Expected(roster, many=True)
    for kind, day in asked:
        found = ruled_by(RULES.every[0], kind, day)
        assert found is not None
        assert list(at_once.by(found)) == [member.key for member in roster if found.expects(member)]


@few
@given(st.lists(sheets, min_size=1, max_size=3), capacities)
def test_who_is_invited_as_a_guest_is_open_nowhere_and_who_is_due_is_there_or_open(
    tmp_path_factory: pytest.TempPathFactory, given_sheets: Sequence[Sheet], said: Mapping[str, Capacity]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    for sheet in given_sheets:
        bring_in(ledger, sheet, said=said)
    came: dict[Event, set[str]] = {}
    for _, event, numbers in given_sheets:
        came.setdefault(event, set()).update(numbers)
    with ledger.reading() as reading:
        in_office = {one.number: one for one in reading.roster()}
        found = {one.event: one for one in event_sheets(reading, RULES, year_of(YEAR))}
    for number, capacity in said.items():
        for event, there in came.items():
            whole = found[event]
            missing = number in {one.number for one in whole.unsigned}
            guest = number in {one.number for one in whole.guests}
            assert in_office[number].in_office(event.on)
            assert missing == (capacity is Capacity.DUE and number not in there)
            assert guest == (capacity is Capacity.GUEST and number in there)


def about(sheets: Iterable[EventSheet], member: Member) -> dict[Event, tuple[object, ...]]:
    """The sheets on which a member is a guest or lacking, with the member's line and which of the two it is."""
    said = ((one, [member in some for some in (one.guests, one.unsigned, one.excused)]) for one in sheets)
    return {one.event: (one.signed.get(member.key), *told) for one, told in said if any(told)}
