"""Whatever is done at the desk, in whatever order: the chain verifies, an issued paper stays, what is reversed counts nowhere.

And nothing is decided without a name, and no result goes out as final while an objection to it is open (§§11, 12).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from duty_cli.errors.base import DutyError
from duty_cli.model.ledger_protocol import LedgerReader, NewRecord, YearClosing
from duty_cli.model.members import Member, Seq
from duty_cli.model.proceedings import NewProceeding, NewStep, PathUse, StepMeaning, StepWords
from duty_cli.model.records import Attendance, Leave, LeaveReason, RecordFields
from duty_cli.recording.corrections import correct, void
from duty_cli.recording.leave_entry import take_leave
from duty_cli.recording.proceeding_entry import StepAsked, open_proceedings, take_step
from duty_cli.recording.record_entry import attend, record
from duty_cli.recording.undo import undo
from duty_cli.recording.year_closing import close_year, reopen_year
from duty_cli.reports.annual_evaluation import annual_evaluation
from duty_cli.reports.choice import choice_of
from duty_cli.reports.follow_up import to_put_forward
from duty_cli.reports.publication import RESULTS, objection_to_record, objection_to_score, publication_of
from duty_cli.scoring.assessment_year import rules_of
from tests.effort import examples
from tests.properties.kept_desk import BOOK, PATH, PATHS, KeptDesk, identity
from tests.properties.naive_desk import AFTER, against_words

FINAL = ("annual-evaluation 2025", "annual-notice 2025", "term-evaluation 14")
PAPERS = (
    *FINAL,
    *("annual-evaluation 2026", "annual-evaluation 2025 --for 公示", "quarter-report 2025-Q1", "follow-up list 2025"),
    *("object list 2025", "statement 1001", "letter result 1002 --year 2025", "explain 1001 --year 2025"),
)

_days = st.sampled_from([date(2025, 1, 15), date(2025, 3, 5), date(2025, 12, 1), date(2026, 1, 20)])
_attended = st.builds(
    lambda kind, on, state: RecordFields(kind, on, activity=f"{on}的{kind}", attendance=state),
    st.sampled_from(("全体会议", "委员活动日")),
    _days,
    st.sampled_from(Attendance),
)
_others = (
    st.builds(RecordFields, st.just("提案"), _days, stages=st.sampled_from([frozenset({"立案"}), frozenset({"提交"})]))
    | st.builds(RecordFields, st.just("年度述职"), _days, judged=st.sampled_from((3, 9)))
    | st.builds(RecordFields, st.sampled_from(("年度履职报告", "座谈交流", "变相商业活动")), _days)
)
_fields = _attended | _others
_said = st.builds(
    lambda left_out, **said: {**said, **({left_out: ""} if left_out else {})},
    st.sampled_from([None] * 16 + ["by", "by", "by", "meeting", "place", "number", "words"]),
    on=st.sampled_from([0] * 9 + [-1, -3, 1]),
    until=st.sampled_from([2, 2, 2, 2, 5, 0, -1]),
    by=st.just("主席会议"),
    meeting=st.just("第二次主席会议"),
    place=st.just("会议室"),
    number=st.just("政协〔2026〕9号"),
    words=st.just("同意"),
)
_members, _at = st.integers(0, 5), st.integers(0, 999)


class Desk(KeptDesk):
    """A clerk who tries everything."""

    # ---- records

    @initialize(closed=st.sampled_from((True, True, False)))
    def a_year_is_behind(self, closed: bool) -> None:
        self.attend(
            RecordFields("全体会议", date(2025, 1, 15), activity="2025-01-15的全体会议"), {2: Attendance.ABSENT}
        )
        self.record(0, RecordFields("提案", date(2025, 3, 5), stages=frozenset({"立案"})))
        self.record(0, RecordFields("年度履职报告", date(2025, 12, 1)))
        self.record(0, RecordFields("年度述职", date(2025, 12, 1), judged=9))
        if closed:
            self.close(2025)

    @rule(at=_members, said=_fields)
    def record(self, at: int, said: RecordFields) -> None:
        member, said = self.members[at], replace(said, title=f"第{next(self.numbers)}号")
        refused = self.book.against_record(member.key, said)
        self.done(
            lambda: record(self.ledger, self.act, BOOK, self.today, member, said, again=True),
            refused,
            lambda: [NewRecord(member.key, said)],
        )

    @rule(sheet=_attended, named=st.dictionaries(_members, st.sampled_from(Attendance), max_size=2))
    def attend(self, sheet: RecordFields, named: dict[int, Attendance]) -> None:
        sheet = replace(sheet, attendance=None)
        said = {self.members[at].key: state for at, state in named.items()}
        new = [
            NewRecord(one.key, replace(sheet, attendance=said.get(one.key) or self.state(one, sheet.on)))
            for one in self.members
        ]
        refused = any(self.book.against_record(one.member, one.fields) for one in new)
        self.done(
            lambda: attend(self.ledger, self.act, BOOK, self.today, sheet, self.members, said, again=True),
            refused,
            lambda: new,
        )

    def state(self, member: Member, on: date) -> Attendance:
        """How one counts who is not named: on leave where leave was granted."""
        granted = any(one.granted for one in self.book.leaves(member.key, on))
        return Attendance.ON_LEAVE if granted else Attendance.PRESENT

    @rule(at=_members, first=_days, days=st.sampled_from((0, 60)), granted=st.booleans())
    def leave(self, at: int, first: date, days: int, granted: bool) -> None:
        last = first + timedelta(days)
        new = Leave(self.members[at].key, first, last, LeaveReason.OFFICIAL, granted, "秘书长")
        refused = self.book.against_leave(new)
        self.done(lambda: take_leave(self.ledger, self.act, BOOK, self.members[at], new), refused, lambda: [new])

    @rule(at=_at, said=_fields)
    def correct(self, at: int, said: RecordFields) -> None:
        records = {seq: one for seq, one in self.book.lines.items() if isinstance(one.said, NewRecord)}
        seq = self.pick(records, at)
        if seq is None:
            return
        old = records[seq].said
        assert isinstance(old, NewRecord)
        said = replace(said, title=old.fields.title)
        refused = (
            self.book.against_void(seq) or said == old.fields or self.book.against_record(old.member, said, besides=seq)
        )
        if self.tried(lambda: correct(self.ledger, self.act, BOOK, self.today, Seq(seq), said), refused):
            self.entered([NewRecord(old.member, said)], [seq])

    @rule(at=_at)
    def void(self, at: int) -> None:
        self.take_back(self.pick(self.book.lines, at))

    @precondition(lambda self: self.book.of(NewStep))
    @rule(at=_at)
    def void_a_step(self, at: int) -> None:
        self.take_back(self.pick(self.book.of(NewStep), at))

    def take_back(self, seq: int | None) -> None:
        if seq is not None and self.tried(lambda: void(self.ledger, self.act, Seq(seq)), self.book.against_void(seq)):
            self.entered([], [seq])

    @rule(at=_at)
    def undo(self, at: int) -> None:
        batch = self.pick(self.book.deeds, at)
        if batch is None:
            return
        deed, found = self.book.deeds[batch], self.book.undone(batch)
        # Whether its activities go, and whether anything then is left to do, the book does not know.
        sure = found is not None and any(self.book.lines[seq].stands for seq in deed.entered)
        refused = True if found is None else False if sure else None
        if self.tried(lambda: undo(self.ledger, self.act, BOOK, self.today, Seq(batch)), refused) and found is not None:
            self.entered(sorted(found[1], key=lambda one: isinstance(one, NewRecord)), found[0])

    # ---- years, and what people decide

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days)

    @rule(year=st.sampled_from((2025, 2025, 2025, 2026)))
    def close(self, year: int) -> None:
        records = any(one.fields.on.year == year for one in self.book.of(NewRecord).values())
        rules = rules_of(BOOK, year)
        refused = year in self.book.closed or self.today <= rules.days.last or not records
        self.done(
            lambda: close_year(self.ledger, self.act, rules, self.today),
            refused,
            lambda: [YearClosing(year, rules.days)],
        )

    @precondition(lambda self: 2025 in self.book.closed)
    @rule()
    def reopen(self) -> None:
        closing = next(seq for seq, one in self.book.of(YearClosing).items() if one.year == 2025)
        if self.tried(lambda: reopen_year(self.ledger, self.act, 2025), refused=False):
            self.entered([], [closing])

    def opened(
        self,
        found: Callable[[LedgerReader], Sequence[tuple[NewProceeding, str]]],
        use: PathUse,
        said: StepWords,
        refused: Callable[[NewProceeding, str], bool],
    ) -> None:
        """Open what ``found`` finds to be opened, each with the step beside it."""
        try:
            with self.ledger.reading() as reading:
                new = found(reading)
        except DutyError as error:
            note(f"拒绝：{error}")
            return
        asked = [(one, StepAsked(name, said)) for one, name in new]
        self.done(
            lambda: open_proceedings(self.ledger, self.act, PATH[use], asked, self.today),
            any(
                self.book.in_hand(one) or against_words(name, said, self.today) or refused(one, name)
                for one, name in new
            ),
            lambda: [
                row
                for one, name in new
                for row in (one, NewStep(Seq(0), name, PATH[use].named(name).means, said))  # type: ignore[union-attr]
            ],
        )

    @rule(said=_said)
    def put_forward(self, said: dict[str, object]) -> None:
        def found(reading: LedgerReader) -> list[tuple[NewProceeding, str]]:
            assert 2025 in self.book.closed or not to_put_forward_at_all(reading)
            return [(one, "提请") for one in to_put_forward(reading, BOOK, 2025, (), None, "办理")]

        self.opened(found, PathUse.FOLLOW_UP, self.words(said), lambda *_: False)

    @rule(chosen=st.sampled_from((frozenset({0}), frozenset({0}), frozenset({1}), frozenset({0, 1}))), said=_said)
    def choose(self, chosen: frozenset[int], said: dict[str, object]) -> None:
        names = {StepMeaning.CHOSEN: "入选", StepMeaning.NOT_CHOSEN: "不入选"}

        def found(reading: LedgerReader) -> list[tuple[NewProceeding, str]]:
            report = annual_evaluation(reading, BOOK, identity(reading), 2025)
            return [
                (one, names[means]) for one, means in choice_of(report, "评选", [self.members[at] for at in chosen])
            ]

        if 2025 in self.book.closed:
            self.opened(found, PathUse.CHOICE, self.words(said), lambda *_: False)

    @rule(said=_said)
    def publish(self, said: dict[str, object]) -> None:
        def found(reading: LedgerReader) -> list[tuple[NewProceeding, str]]:
            new = publication_of(reading, "公示", RESULTS, 2025, None)
            assert 2025 in self.book.closed, "what is provisional is not published"
            return [(new, "公示")]

        self.opened(found, PathUse.PUBLICATION, self.words(said), lambda *_: False)

    @rule(at=_at, to_record=st.booleans(), said=_said)
    def object_(self, at: int, to_record: bool, said: dict[str, object]) -> None:
        seq = self.pick(self.book.of(NewRecord), at)
        words = self.words(said)

        def found(reading: LedgerReader) -> list[tuple[NewProceeding, str]]:
            if not to_record or seq is None:
                return [(objection_to_score(reading, BOOK, self.members[at % 6], 2025, "异议"), "收到")]
            member = next(one for one in self.members if one.key == self.book.of(NewRecord)[seq].member)
            return [(objection_to_record(reading, BOOK, member, Seq(seq), "异议"), "收到")]

        self.opened(found, PathUse.OBJECTION, words, lambda new, name: self.book.unfounded(new, 0, name, words))

    @precondition(lambda self: self.book.of(NewProceeding))
    @rule(at=_at, named=st.integers(0, 9), said=_said)
    def step(self, at: int, named: int, said: dict[str, object]) -> None:
        standing = [seq for seq in self.book.of(NewProceeding) if self.book.is_open(seq)]
        every = [seq for seq, one in self.book.lines.items() if isinstance(one.said, NewProceeding)]
        seq = self.pick(standing if standing and at % 8 else every, at)
        assert seq is not None
        self.take(seq, named, said)

    @precondition(lambda self: self.book.waiting(2025))
    @rule(at=_at, named=st.integers(0, 9), said=_said)
    def answer(self, at: int, named: int, said: dict[str, object]) -> None:
        seq = self.pick(self.book.waiting(2025), at)
        assert seq is not None
        self.take(seq, named, said)

    @precondition(lambda self: self.book.waiting(2025))
    @rule(at=_at, again=st.booleans())
    def put_right(self, at: int, again: bool) -> None:
        seq = self.pick(self.book.waiting(2025), at)
        if 2025 in self.book.closed:
            self.reopen()
        self.take_back(self.book.of(NewProceeding)[seq or 0].target)
        if again:
            self.close(2025)

    @precondition(lambda self: self.book.publication(2025) and self.book.pending(2025))
    @rule(on_time=st.booleans())
    def end_the_period(self, on_time: bool) -> None:
        seq, until = self.book.publication(2025), self.book.until(2025)
        assert seq is not None
        assert until is not None
        if on_time:
            self.now += max(until + timedelta(1) - self.today, timedelta(0))
        self.take_named(seq, "期满", StepWords(self.today, "委员工作室", words="没有异议"))

    def take(self, seq: int, named: int, said: dict[str, object]) -> None:
        """Move a proceeding on, or try to, by a step that can come rather than by any."""
        new = self.book.lines[seq].said
        assert isinstance(new, NewProceeding)
        names = [one for one, after in AFTER[new.use].items() if self.book.last(seq) in after] or [*AFTER[new.use]]
        self.take_named(seq, names[named % len(names)], self.words(said))

    def take_named(self, seq: int, name: str, words: StepWords) -> None:
        means = next(one.means for path in PATHS for one in path.steps if one.name == name)
        self.done(
            lambda: take_step(self.ledger, self.act, PATHS, Seq(seq), StepAsked(name, words), self.today),
            self.book.against_step(seq, name, words, self.today),
            lambda: [NewStep(Seq(seq), name, means, words)],
        )

    # ---- papers

    @rule(paper=st.sampled_from(PAPERS), form=st.sampled_from(("md", "json", "csv")))
    def issue(self, paper: str, form: str) -> None:
        file = self.folder / f"{next(self.numbers)}.{form}"
        before = self.head()
        code, wrong = self.duty("issue", *paper.split(), "-o", str(file), "--again")
        final = paper in FINAL
        pending = 2025 in self.book.closed and self.book.pending(2025)
        assert not (code == 0 and final and pending), "results are issued as final while they are not"
        assert code in (0, 5), wrong
        if code:
            assert not final or pending, wrong
            assert self.head() == before
            return
        with self.ledger.reading() as reading:
            self.issued.append((reading.issues()[-1].seq, sha256(file.read_bytes()).hexdigest()))
            batch = reading.batches()[-1].seq
        self.book.enter(batch, [], [])


def to_put_forward_at_all(reading: LedgerReader) -> bool:
    try:
        return bool(to_put_forward(reading, BOOK, 2025, (), None, "办理"))
    except DutyError:
        return False


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=examples(14), stateful_step_count=40, deadline=None)
