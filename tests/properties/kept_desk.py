"""A real desk with a book kept by hand beside it, for machines that do things at it in whatever order."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeGuard

from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, invariant

from duty_cli.cli import clock
from duty_cli.cli.bundled_files import STEPS_FILE, shipped
from duty_cli.cli.main import run
from duty_cli.errors.base import DutyError
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from duty_cli.model.ledger_protocol import CommitteeSetup, LedgerReader, NewRecord, Operation, RulesUsed, YearClosing
from duty_cli.model.members import Member, Seq
from duty_cli.model.papers import Identity
from duty_cli.model.parsed_rows import ParsedMember
from duty_cli.model.periods import Period, Quarter, Term
from duty_cli.model.proceedings import NewProceeding, NewStep, StepWords
from duty_cli.model.records import Attendance, Leave
from duty_cli.recording.enrolment import enrol
from duty_cli.reports.annual_evaluation import annual_evaluation
from duty_cli.reports.explanation import explain
from duty_cli.reports.quarter_report import quarter_report
from duty_cli.rules.proceeding_paths import load_paths
from duty_cli.rules.rule_files import load
from duty_cli.scoring.evaluate import score_year
from tests.properties.naive_desk import Book, Said, against_words, ordered
from tests.workspace import NOW, RULES

YEARS = (2025, 2026)
BOOK = load({"scoring.yaml": RULES.read_bytes()})
PATHS = load_paths(STEPS_FILE, shipped(STEPS_FILE))
PATH = {one.use: one for one in PATHS}
SORTS = {"记录": NewRecord, "请假": Leave, "结账": YearClosing, "办理事项": NewProceeding, "办理步骤": NewStep}
FIRST = datetime(2026, 2, 2, 9, tzinfo=NOW.tzinfo)


def _workspace(folder: Path) -> SqliteLedger:
    """Six members, two of them standing members, so that one can be chosen as outstanding."""
    (folder / "rules").mkdir()
    (folder / "data").mkdir()
    shutil.copyfile(RULES, folder / "rules" / "scoring.yaml")
    act = Operation("建立账本", "经办甲", FIRST)
    term = Term(14, Period(date(2022, 1, 1), date(2026, 12, 31)))
    ledger = create(folder / "data" / "ledger.db", act, CommitteeSetup("政协示例县委员会", term))
    roles = {"1001": ("常委",), "1002": ("常委",)}
    rows = [
        ParsedMember(at, f"100{at}", f"{name}同志", date(2022, 1, 1), sector="经济界", roles=roles.get(f"100{at}", ()))
        for at, name in enumerate("甲乙丙丁戊己", 1)
    ]
    enrol(ledger, act, rows, lambda name: name)
    with ledger.writing(act) as writing:
        writing.append(RulesUsed(BOOK.digest, tuple(BOOK.files.items())))
    return open_ledger(folder / "data" / "ledger.db", keep=True)


def _alone(said: Said) -> TypeGuard[NewStep]:
    return isinstance(said, NewStep) and not said.proceeding


class KeptDesk(RuleBasedStateMachine):
    """A ledger, a clock that goes only when told, and the book; what always holds, and what holds in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.folder, self.book, self.numbers = Path(self.place.name), Book(), count(1)
        self.now, self.real = FIRST, clock.now
        clock.now = lambda: self.now
        self.ledger = _workspace(self.folder)
        with self.ledger.reading() as reading:
            self.members: list[Member] = list(reading.roster())
        self.papers: dict[int, str] = {}
        self.issued: list[tuple[int, str]] = []

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def act(self) -> Operation:
        return Operation("测试", "经办甲", self.now, reason="试")

    def tried(self, deed: Callable[[], object], refused: bool | None) -> bool:
        """Whether a deed was done. ``refused``: whether it must be; None where the book cannot tell."""
        before, found = self.head(), None
        try:
            deed()
        except DutyError as error:
            note(f"拒绝：{error}")
            found = error
        assert found is None or refused is not False, found
        assert found is not None or not refused, "this must be refused"
        assert found is None or self.head() == before, "a refusal changes nothing"
        return found is None

    def head(self) -> int:
        with self.ledger.reading() as reading:
            return reading.head().seq

    def entered(self, said: Iterable[Said], taken: Iterable[int] = ()) -> None:
        """Write the last deed into the book, and see that the ledger says the same of it."""
        said = list(said)
        with self.ledger.reading() as reading:
            batch = reading.batches()[-1].seq
            rows = [row for row in reading.rows_of(batch) if row.sort in SORTS]
            gone = {row.seq for row in reading.reversed_by(batch) if row.sort in SORTS}
        assert [SORTS[row.sort] for row in rows] == [type(one) for one in said]
        assert gone == set(taken)
        opened = Seq(0)
        new: list[tuple[int, Said]] = []
        for row, one in zip(rows, said, strict=True):
            opened = row.seq if isinstance(one, NewProceeding) else opened
            # A step entered with its proceeding knows it from here on.
            new.append((row.seq, replace(one, proceeding=opened) if _alone(one) else one))
        self.book.enter(batch, new, taken)

    def done(self, deed: Callable[[], object], refused: bool | None, said: Callable[[], Iterable[Said]]) -> None:
        """Try a deed that enters what is ``said``."""
        if self.tried(deed, refused):
            self.entered(said())

    def words(self, said: dict[str, object]) -> StepWords:
        days = {name: self.today + timedelta(int(str(said[name]))) for name in ("on", "until")}
        return StepWords(**{**said, **days})  # type: ignore[arg-type]

    def pick(self, seqs: Iterable[int], at: int) -> int | None:
        """One of ``seqs``; the latest rather than the first."""
        found = sorted(seqs, reverse=True)
        return found[at % len(found)] if found else None

    def duty(self, *words: str) -> tuple[int, str]:
        """The exit code of a command, and what it said of it."""
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(["--ledger", str(self.folder / "data" / "ledger.db"), "--by", "经办甲", *words])
        return code, err.getvalue()

    # ---- what always holds

    @invariant()
    def all_holds(self) -> None:
        with self.ledger.reading() as reading:
            self.the_ledger_says_what_the_book_says(reading)
            self.what_is_reversed_counts_in_no_score(reading)
            self.nothing_is_decided_without_a_name_and_a_day_or_out_of_order(reading)
            assert [(one.seq, one.issue.digest) for one in reading.issues()] == self.issued

    def the_ledger_says_what_the_book_says(self, reading: LedgerReader) -> None:
        assert {one.seq: NewRecord(one.member, one.fields) for one in reading.records()} == self.book.of(NewRecord)
        assert {one.seq: replace(one, seq=Seq(0)) for one in reading.leaves()} == self.book.of(Leave)
        assert {one.year for one in reading.closings()} == self.book.closed
        every = reading.proceedings()
        assert {one.seq: one.new for one in every} == self.book.of(NewProceeding)
        assert {taken.seq: taken.step for one in every for taken in one.steps} == self.book.of(NewStep)
        asked = [one.new for one in every if one.is_open]
        assert not any(one.same_as(other) for at, one in enumerate(asked) for other in asked[:at]), "asked twice"

    def what_is_reversed_counts_in_no_score(self, reading: LedgerReader) -> None:
        for year in YEARS:
            found = {key: one.score.total for key, one in score_year(reading, BOOK, year).members.items()}
            assert found == {one.key: self.book.total(one.key, year) for one in self.members}

    def nothing_is_decided_without_a_name_and_a_day_or_out_of_order(self, reading: LedgerReader) -> None:
        for one in reading.proceedings():
            assert all(ordered(one.new.use, [taken.step.name for taken in one.steps]))
            for taken in one.steps:
                assert not against_words(taken.step.name, taken.step.said, self.today)
                assert taken.entered_by == "经办甲"

    def teardown(self) -> None:
        try:
            # After a step that failed, the book and the ledger differ anyway.
            if sys.exc_info()[0] is None:
                self.ledger.check()
                self.every_paper_comes_out_again()
                self.every_report_counts_what_stands()
        finally:
            clock.now = self.real
            self.ledger.let_go()
            self.place.cleanup()

    def every_paper_comes_out_again(self) -> None:
        with self.ledger.reading() as reading:
            issues = [one.issue for one in reading.issues()]
        for one in issues:
            file = self.folder / f"{next(self.numbers)}.{one.format}"
            words = (*one.report, *one.printed, "--known-at", str(one.known), "--format", one.format, "-o", str(file))
            assert self.duty(*words) == (0, f"已写入 {file}\n")
            assert sha256(file.read_bytes()).hexdigest() == one.digest, words

    def every_report_counts_what_stands(self) -> None:
        records = self.book.of(NewRecord)
        with self.ledger.reading() as reading:
            for year in YEARS:
                report = annual_evaluation(reading, BOOK, identity(reading), year)
                assert report.provisional == (year not in self.book.closed or self.book.pending(year))
                self.every_explanation_names_what_stands(reading, year)
            for row in quarter_report(reading, BOOK, identity(reading), Quarter(2025, 1)).members:
                own = [one.fields for one in records.values() if one.member == row.member.key]
                states = [one.attendance for one in own if one.attendance and one.on < date(2025, 4, 1)]
                assert row.attendance.absent == sum(one.unexcused for one in states)
                assert row.attendance.on_leave == states.count(Attendance.ON_LEAVE)

    def every_explanation_names_what_stands(self, reading: LedgerReader, year: int) -> None:
        for member in self.members:
            found = explain(reading, BOOK, identity(reading), member, year)
            told = {one.told.record.seq for one in found.lines if one.told} | {
                one.told.record.seq for one in found.not_scored
            }
            of_year = {seq: one for seq, one in self.book.of(NewRecord).items() if one.fields.on.year == year}
            assert told == {seq for seq, one in of_year.items() if one.member == member.key}


def identity(reading: LedgerReader) -> Identity:
    head = reading.head()
    return Identity(head.committee, head.seq, head.digest, BOOK.digest, "")
