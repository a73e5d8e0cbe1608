"""Rows of another copy stand here as they stood there, whatever their sort; and all of them or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from duty_cli.errors.merge_errors import MovedOn
from duty_cli.ledger.appending.row_writer import RowWriter
from duty_cli.ledger.chain.hash_chain import Cell
from duty_cli.ledger.checking.chain_blocks import contents_of
from duty_cli.ledger.copies.diverged_ledgers import divergence, take_over
from duty_cli.ledger.copies.restoring import common_seq
from duty_cli.ledger.queries.snapshot import TextTable
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.ledger.tables import TABLES
from duty_cli.model.attributions import Attribution
from duty_cli.model.capacities import Capacity
from duty_cli.model.diverged_copies import Divergence
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.funds import NewBudget, NewSpending, Purse
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import (
    CommitteeSetup,
    EarlierResult,
    Issue,
    Ledger,
    NameErasure,
    NewRecord,
    Reversal,
    RulesUsed,
    YearClosing,
)
from duty_cli.model.members import MemberKey, NewNumber, Seq
from duty_cli.model.merge_entries import MergeOf, TakenFrom
from duty_cli.model.periods import Period, Term
from duty_cli.model.plans import NewPlan
from duty_cli.model.proceedings import NewProceeding, NewStep, PathUse, StepMeaning, StepWords
from duty_cli.model.records import Activity, Attendance, Leave, LeaveReason, RecordFields
from duty_cli.recording.copy_claims import CLAIMS
from tests.ledger.sample import ACT, SHAPE, enrolled, enrolment, record, sector

DAY, YEAR = date(2026, 3, 5), Period(date(2025, 1, 1), date(2025, 12, 31))
HOME = replace(ACT, by="在家乙", at=ACT.at + timedelta(hours=1))
MERGE = replace(ACT, command="并入", at=ACT.at + timedelta(hours=2))
Contents = Mapping[int, tuple[str, dict[str, Cell]]]


@pytest.fixture
def other(ledger: SqliteLedger, path: Path, tmp_path: Path) -> SqliteLedger:
    """A copy in which rows of every sort came, while others came here."""
    enrolled(ledger)
    copy = tmp_path / "home.db"
    shutil.copyfile(path, copy)
    found = SqliteLedger(copy)
    with found.writing(HOME) as desk:
        assert isinstance(desk, RowWriter)
        every_sort(desk)
    enrolled(ledger, "009")
    return found


def every_sort(desk: RowWriter) -> None:
    """Enter a row of every sort."""
    merge = desk.append(MergeOf("0" * 64, Seq(9), Seq(5), 1))
    desk.begin(HOME)
    desk.append(TakenFrom(merge, Seq(6), Seq(9), "0" * 64))
    member = MemberKey(desk.append(enrolment("002", "乙二")))
    desk.append_all([sector(member), NewNumber(member, "102", DAY), Activity("培训", DAY, "第一期")])
    one, plan = desk.append(record(member)), desk.append(NewPlan("培训", DAY, "第二期"))
    desk.append(NewRecord(member, RecordFields("培训", DAY, activity="第一期", attendance=Attendance.PRESENT)))
    desk.append(Invitation("培训", DAY, "第一期", member, Capacity.GUEST))
    desk.append(Leave(member, DAY, DAY, LeaveReason.ILLNESS, granted=True, decided_by="主席"))
    desk.append_all([Reversal(one), RulesUsed("0" * 64, (("r.yaml", b"x"),)), YearClosing(2025, YEAR)])
    desk.append(Issue(("log",), (), "csv", "0" * 64, 1, one, "0" * 64, "0", "1"))
    asked = desk.append(NewProceeding("异议", PathUse.OBJECTION, "记录", member, 2026, one))
    desk.append(NewStep(asked, "受理", StepMeaning.OPENED, StepWords(DAY, "办公室")))
    desk.append(NewPlan("培训", DAY, "第三期", origin=plan))
    desk.append(EarlierResult(member, 2025, YEAR, 60, None, "某政协〔2025〕1号"))
    desk.append(HandIn(member, "年度履职报告", 2026, DAY, "办公室"))
    desk.append_all([NewBudget(2026, Purse(), 100), NewSpending(DAY, 100, "印刷")])
    desk.append_all([NameErasure(member), Attribution(desk.batch_seq, HOME.by)])
    desk.append(CommitteeSetup("政协某市委员会", Term(16, Period(date(2027, 1, 1), date(2031, 12, 31)))))


def apart(ledger: Ledger, other: Ledger) -> Divergence:
    """How two copies have diverged."""
    with ledger.reading() as here, other.reading() as there:
        ends = here.head().seq, there.head().seq
    return divergence(ledger, other, common_seq(ledger, ends[0], other, ends[1]))


def contents(path: Path) -> Contents:
    with closing(connect(path)) as raw:
        texts = TextTable(raw).texts
        return {seq: (sort, cells) for sort in SORTS for seq, cells in contents_of(raw, sort, SHAPE, texts)}


def references(sort: str) -> Iterator[str]:
    """The columns of a sort that name another row, as the classes of the tables say."""
    for column in TABLES[sort].columns:
        if column.name != "seq" and any(key.target_fullname != "label.id" for key in column.foreign_keys):
            yield column.name


def test_a_row_of_every_sort_stands_here_as_it_stood_there(
    ledger: SqliteLedger, other: SqliteLedger, path: Path
) -> None:
    found = apart(ledger, other)
    take_over(ledger, MERGE, found, found.new)
    ledger.check()
    there, here = contents(path.with_name("home.db")), contents(path)
    merge = found.here.seq + 2
    # Each batch of the copy has one row more here: it says where it came from.
    mine = [seq for seq in sorted(here) if seq > merge and here[seq][1].get("merge") != merge]
    theirs = [seq for seq in sorted(there) if seq > found.common]
    place = dict(zip(theirs, mine, strict=True))
    assert {there[seq][0] for seq in theirs} == set(SORTS)
    for seq in (one for one in theirs if there[one][0] != "batch"):
        sort, cells = there[seq]
        moved = {name: place.get(int(str(cells[name])), cells[name]) for name in references(sort) if cells[name]}
        elsewhere = {"elsewhere": cells["known"]} if sort == "issue" else {}
        assert here[place[seq]] == (sort, {**cells, **moved, **elsewhere})


def test_a_batch_says_who_entered_it_when_and_who_merged_it_while_time_goes_on(
    ledger: SqliteLedger, other: SqliteLedger
) -> None:
    found = apart(ledger, other)
    first = take_over(ledger, MERGE, found, found.new)
    with ledger.reading() as reading:
        *_, merge, _, taken = reading.batches()
        assert (merge.seq, merge.act.command, reading.head().at) == (first, "并入", MERGE.at)
    said = taken.act.merged
    assert (taken.act.by, taken.act.at) == ("在家乙", HOME.at)
    assert said is not None
    assert (said.by, said.at, said.seq, said.head) == ("经办甲", MERGE.at, found.new[1].seq, found.there.digest)


def test_broken_off_half_way_nothing_of_it_stands(
    ledger: SqliteLedger, other: SqliteLedger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, before, real = apart(ledger, other), path.read_bytes(), RowWriter.take_over
    for last in (1, 6, len(found.new[1].rows)):
        turns = iter([*[False] * last, True])

        def broken(*said: Any, turns: Iterator[bool] = turns) -> Seq:  # noqa: ANN401 - whatever it is called with
            if next(turns):
                raise KeyboardInterrupt
            return real(*said)

        monkeypatch.setattr(RowWriter, "take_over", broken)
        with pytest.raises(KeyboardInterrupt):
            take_over(ledger, MERGE, found, found.new)
        assert path.read_bytes() == before


def test_where_something_was_entered_since_the_look_nothing_is_merged(
    ledger: SqliteLedger, other: SqliteLedger
) -> None:
    found = apart(ledger, other)
    enrolled(ledger, "010")
    with pytest.raises(MovedOn):
        take_over(ledger, MERGE, found, found.new)
    with ledger.reading() as reading:
        assert reading.taken() == ()


def test_what_a_row_claims_is_decided_for_every_sort() -> None:
    assert CLAIMS.keys() == SORTS.keys() - {"batch", "taken"}
