"""The gate: what a record must be before it may be written. All its faults are found, not the first alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from duty_cli.domain.ledger import Reading
from duty_cli.domain.members import Member, MemberKey, Seq
from duty_cli.domain.periods import Period, Term
from duty_cli.domain.points import show
from duty_cli.domain.records import Attendance, Facts, Leave
from duty_cli.domain.rules import Kind, Rulebook, Rules
from duty_cli.errors import (
    AlreadyThere,
    DateInFuture,
    DateOutOfTerm,
    DoesNotFit,
    DuplicateNumber,
    DutyError,
    JudgedOutOfRange,
    LeaveContradiction,
    NoRulesForPeriod,
    NotInOffice,
    UnknownKind,
    UnknownWord,
)

Place = tuple[MemberKey, str, date]
"""A member's place at the events of one kind on one day; under it, each event's name and where it is taken."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found. ``facts`` are as they will be written: an event attended without a state is 出席."""

    facts: Facts
    faults: tuple[DutyError, ...]


class Gate:
    """Judges records against the rules, the term, the roster, leaves, and what the ledger and the batch hold already."""

    def __init__(
        self,
        reading: Reading,
        rules: Rules,
        today: date,
        within: Period,
        *,
        member: MemberKey | None = None,
        setting_right: Seq | None = None,
    ) -> None:
        """Know what the ledger holds of the days ``within`` (of one ``member``, where only that one is judged).

        ``setting_right`` is a record that is being corrected: it does not stand in its own way.
        """
        self._rules = rules
        self._today = today
        self._terms = reading.head().terms
        numbers = reading.record_numbers().items()
        # Where each is taken: a seq of the ledger, or the line of a file that comes in with this one.
        self._numbers: dict[str, Seq | str] = {number: seq for number, seq in numbers if seq != setting_right}
        self._sheet: dict[Place, dict[str, Seq | str]] = {}
        self._said: dict[tuple[MemberKey, Facts], Seq] = {}
        for record in reading.records(member=member, period=within):
            if record.seq != setting_right:
                self._said[record.member, record.facts] = record.seq
                self._take_place(record.member, record.facts, record.seq)
        self._leaves: dict[MemberKey, list[Leave]] = {}
        for leave in reading.leaves(member):
            self._leaves.setdefault(leave.member, []).append(leave)

    def judge(self, member: Member, facts: Facts) -> Verdict:
        """Find every fault of the record."""
        faults = list(self._of_day(member, facts.on))
        book = self._rules.covering(Period(facts.on, facts.on))
        if book is None:
            return Verdict(facts, tuple(faults) or (NoRulesForPeriod(facts.on, _covered(self._rules)),))
        kind = book.kinds.get(facts.kind)
        if kind is None:
            return Verdict(facts, (*faults, UnknownKind(facts.kind, tuple(book.kinds))))
        if kind.attended and facts.attendance is None:
            facts = replace(facts, attendance=Attendance.PRESENT)
        faults += [*_words(book, facts), *_fitting(kind, facts), *self._twice(member, kind, facts)]
        return Verdict(facts, (*faults, *self._against_leave(member, facts)))

    def admit(self, member: Member, facts: Facts, where: str) -> None:
        """Take note of a record about to be written, so that a second of its like in the batch is refused."""
        if facts.number is not None:
            self._numbers[facts.number] = where
        self._take_place(member.key, facts, where)

    def _take_place(self, member: MemberKey, facts: Facts, where: Seq | str) -> None:
        self._sheet.setdefault((member, facts.kind, facts.on), {})[_event(facts)] = where

    def knows(self, number: str) -> bool:
        """Whether a record bears that number."""
        return number in self._numbers

    def repeats(self, member: Member, facts: Facts) -> Seq | None:
        """The record in the ledger that says the very same, if there is one."""
        return self._said.get((member.key, facts))

    def granted(self, member: MemberKey, kind: str, day: date) -> Leave | None:
        """The leave that covers a member's absence from an event."""
        return next((one for one in self._leaves.get(member, ()) if one.covers(kind, day) and one.granted), None)

    def _of_day(self, member: Member, day: date) -> Iterator[DutyError]:
        wrong = misplaced(day, self._today, self._terms)
        if wrong is not None:
            yield wrong
        elif not member.in_office(day):
            yield NotInOffice(member, day)

    def _twice(self, member: Member, kind: Kind, facts: Facts) -> Iterator[DutyError]:
        if facts.number is not None and facts.number in self._numbers:
            yield DuplicateNumber(facts.number, _where(self._numbers[facts.number]))
        if not kind.attended:
            return
        # An event without a name may be any of that day: it is refused beside another, never taken for a second one.
        event, taken = _event(facts), self._sheet.get((member.key, facts.kind, facts.on), {})
        same = event if event in taken else next((name for name in taken if not name or not event), None)
        if same is not None:
            yield AlreadyThere(member, same or facts.kind, _where(taken[same]))

    def _against_leave(self, member: Member, facts: Facts) -> Iterator[DutyError]:
        said = facts.attendance
        if said is None or said.present:
            return
        leaves = [leave for leave in self._leaves.get(member.key, ()) if leave.covers(facts.kind, facts.on)]
        granted = [leave for leave in leaves if leave.granted]
        if said.unexcused and granted:
            yield LeaveContradiction(member, facts.on, said, "准假", granted[0].seq)
        if said is Attendance.ON_LEAVE and leaves and not granted:
            yield LeaveContradiction(member, facts.on, said, "未准", leaves[0].seq)


def misplaced(day: date, today: date, terms: tuple[Term, ...]) -> DutyError | None:
    """Why nothing can have been done on ``day``: it has not come, or lies in no term."""
    if day > today:
        return DateInFuture(day, today)
    return out_of_term(day, terms)


def out_of_term(day: date, terms: tuple[Term, ...]) -> DateOutOfTerm | None:
    """The refusal of a day that lies in no term."""
    inside = any(day in term.period for term in terms)
    return None if inside else DateOutOfTerm(day, "、".join(map(str, terms)))


def _where(taken: Seq | str) -> str:
    return taken if isinstance(taken, str) else f"序号 {taken}"


def _event(facts: Facts) -> str:
    return facts.activity or facts.title or ""


def _words(book: Rulebook, facts: Facts) -> Iterator[DutyError]:
    for what, said, known in (("阶段", facts.stages, book.stages), ("级别", facts.levels, book.levels)):
        yield from (UnknownWord(what, word, known) for word in sorted(said - set(known)))


def _fitting(kind: Kind, facts: Facts) -> Iterator[DutyError]:
    """Fields that the kind has no use for, or lacks."""
    if not kind.attended and facts.attendance is not None:
        yield DoesNotFit(kind.id, "不是按出席情况登记的事项，请不要填写出席情况")
    if not kind.attended and facts.activity is not None:
        yield DoesNotFit(kind.id, "不是按出席情况登记的事项，请把“活动”改填在“标题”")
    if kind.judged is None:
        if facts.judged is not None:
            yield DoesNotFit(kind.id, "不设评定分，请不要填写评定分")
    elif facts.judged is None:
        yield DoesNotFit(kind.id, f"须填写评定分（{show(kind.judged[0])}～{show(kind.judged[1])}）")
    elif not kind.judged[0] <= facts.judged <= kind.judged[1]:
        yield JudgedOutOfRange(kind.id, show(facts.judged), show(kind.judged[0]), show(kind.judged[1]))
    if (facts.position or 1) > (facts.authors or 1):
        yield DoesNotFit(kind.id, f"作者位次为 {facts.position}，请同时填写不小于它的作者人数")


def _covered(rules: Rules) -> str:
    return "、".join(str(book.effective) for book in rules.books)
