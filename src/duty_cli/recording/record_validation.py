"""Validation of records: by themselves (rules, days, terms, leave), and against what the ledger holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from operator import attrgetter

from duty_cli.errors.base import DutyError
from duty_cli.errors.lookup_errors import UnknownKind, UnknownWord
from duty_cli.errors.record_errors import (
    AlreadyThere,
    BadValue,
    DateInFuture,
    DateOutOfTerm,
    DoesNotFit,
    DuplicateNumber,
    JudgedOutOfRange,
    LeaveContradiction,
    NotDue,
    NotInOffice,
    RangeStands,
    UnknownSource,
    YearClosed,
    YearTakenOver,
)
from duty_cli.errors.rule_errors import LateAndLeftUnruled, NoRulesForPeriod
from duty_cli.model.capacities import Capacity
from duty_cli.model.exact_numbers import show
from duty_cli.model.expected_attendance import Range, dues_of, ruled
from duty_cli.model.ledger_protocol import EarlierResult, LedgerReader, YearClosing
from duty_cli.model.members import Facet, Member, MemberKey, Seq, Tenure
from duty_cli.model.periods import Period, Term
from duty_cli.model.plans import planned_dues
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance, Due, Event, Leave, RecordFields
from duty_cli.model.rulebook import Kind, Rulebook, Rules
from duty_cli.recording.existing_records import whence
from duty_cli.recording.known_invitations import KnownInvitations
from duty_cli.scoring.matching import parted_levels

_MEMBERLESS = attrgetter(
    *("kind", "on", "attendance", "activity", "stages", "levels", "position", "authors", "judged", "year", "counts_on")
)
"""Cache key of what is valid whoever the member: the same few combinations stand in very many rows."""

_KEPT = 1 << 14


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a validation. ``fields`` are as they will be written: an event attended without a state is 出席."""

    fields: RecordFields
    problems: tuple[DutyError, ...]


class Content:
    """Validates records by what they say, whatever other records the ledger holds."""

    def __init__(self, reading: LedgerReader, rules: Rules, today: date, member: MemberKey | None = None) -> None:
        """Know the terms, and the leaves (of one ``member``, where only that one is judged)."""
        self._rules = rules
        self._today = today
        self._terms = reading.head().terms
        self._closings, self._earlier = reading.closings(), reading.earlier_results()
        self._days: dict[date, tuple[DutyError | None, Rulebook | None]] = {}
        self._sound: set[object] = set()
        self._alike: dict[int, RecordFields] = {}
        self._office: dict[MemberKey, Tenure] = {}
        self._activities = reading.activities()
        self._dues: dict[Event, tuple[Due, ...]] = dues_of(self._activities)
        self._invited = KnownInvitations(reading)
        self._ranges: dict[Event, Range | None] = {}
        known = {one.event for one in self._activities}
        self._planned = {event: due for event, due in planned_dues(reading.plans()).items() if event not in known}
        self._leaves: dict[MemberKey, list[Leave]] = {}
        for leave in reading.leaves(member):
            self._leaves.setdefault(leave.member, []).append(leave)

    def declare(self, event: Event, due: Due) -> bool:
        """Take note of who is said to be due at an event; whether that is new."""
        said = self._dues.get(event, ())
        if due in said:
            return False
        self._dues[event] = (*said, due)
        # Cached for the event as it was said before.
        self._ranges.pop(event, None)
        return True

    def invite(self, event: Event, member: Member, capacity: Capacity) -> bool:
        """Take note of the capacity in which a member was invited; whether that is new. Raises InvitedOtherwise, NotInOffice."""
        if not self._serves(member, event.on):
            raise NotInOffice(member, event.on)
        new = self._invited.add(event, member, capacity)
        if new:
            # Cached for the event as it was said before.
            self._ranges.pop(event, None)
        return new

    def planned(self, event: Event) -> Due | None:
        """Who was said to be due at an event when it was planned: that holds until something is said of the event itself."""
        return self._planned.get(event)

    def stands(self, event: Event, due: Due) -> RangeStands:
        """That ``due`` changes nothing of whom the event expects, and which rows say so."""
        rows = [one for one in self._activities if one.due is not None and one.event == event]
        said = [one for one in self._dues.get(event, ()) if one != due] or [due]
        return RangeStands(str(event), said, due, [one.seq for one in rows])

    def range(self, event: Event) -> Range | None:
        """Whom an event expects; None where no rule knows it."""
        if event not in self._ranges:
            book = self._day(event.on)[1]
            planned = self.planned(event)
            dues = self._dues.get(event) or (() if planned is None else (planned,))
            self._ranges[event] = ruled(book, event.kind, event.on, dues, self._invited.to(event))
        return self._ranges[event]

    def kind(self, fields: RecordFields) -> Kind | None:
        """The kind of a record by the rules of its day, if they know it."""
        book = self._placed(fields)[1]
        return None if book is None else book.kinds.get(fields.kind)

    def whole(self, fields: RecordFields) -> RecordFields:
        """The record as it will be written: an event attended, and on which day it counts where its year is told."""
        if fields.year is not None:
            fields = self._counting(fields, fields.year)
        if fields.attendance is not None:
            return fields
        kind = self.kind(fields)
        return fields if kind is None or not kind.attended else replace(fields, attendance=Attendance.PRESENT)

    def judge(self, member: Member, fields: RecordFields) -> Verdict:
        """Find every problem of the record."""
        fields = self.whole(fields)
        return Verdict(fields, tuple(self.problems(member, fields)))

    def problems(self, member: Member, fields: RecordFields) -> list[DutyError]:
        """Every problem of a record as it will be written."""
        if not self._is_sound(fields) or not self._serves(member, fields.counted):
            return self._looked_up(member, fields)
        # An absence depends on the member's leave and on who is due, so that it is never taken from the cache.
        said = fields.attendance
        return [] if said is None or said.present else list(self._against_absence(member, said, fields))

    def _is_sound(self, fields: RecordFields) -> bool:
        """Whether it is known that nothing stands against such a record, whoever the member."""
        alike = fields.alike
        # By identity where many rows share what they say: to compare it takes longer than all else.
        if alike is not None and id(alike) in self._alike:
            return True
        if _MEMBERLESS(fields) not in self._sound:
            return False
        if alike is not None:
            if len(self._alike) == _KEPT:
                self._alike.clear()
            # Held here, so that nothing else can have its identity.
            self._alike[id(alike)] = alike
        return True

    def _serves(self, member: Member, day: date) -> bool:
        """Whether in office on a day; the tenure of office last met is mostly that of the next record too."""
        tenure = self._office.get(member.key)
        if tenure is None or not tenure.on(day):
            tenure = next((one for one in member.of(Facet.OFFICE) if one.on(day)), None)
            if tenure is None:
                return False
            self._office[member.key] = tenure
        return True

    def _looked_up(self, member: Member, fields: RecordFields) -> list[DutyError]:
        wrong, book = self._placed(fields)
        problems = [] if wrong is None else [wrong]
        if wrong is None and not self._serves(member, fields.counted):
            problems.append(NotInOffice(member, fields.counted))
        if book is None:
            return problems or [NoRulesForPeriod(fields.on, self._rules.covered())]
        kind = book.kinds.get(fields.kind)
        if kind is None:
            return [*problems, UnknownKind(fields.kind, tuple(book.kinds))]
        if fields.stages or fields.levels:
            problems += _words(book, fields)
        problems += _fitting(kind, fields)
        if fields.attendance is Attendance.LATE_AND_EARLY:
            problems += _late_and_left(book, kind)
        # Only what is sound: problems name the member and the day.
        if not problems:
            if len(self._sound) == _KEPT:
                self._sound.clear()
            self._sound.add(_MEMBERLESS(fields))
        if fields.attendance is not None and not fields.attendance.present:
            problems += self._against_absence(member, fields.attendance, fields)
        return problems

    def _counting(self, fields: RecordFields, year: int) -> RecordFields:
        """The facts with the day on which they count: the last of the year told, unless their own is of that year."""
        found = self._rules.of_year(year)
        if found is not None and fields.on in found.days:
            # The year of its own day says nothing new: left out, so that both ways to write it are one record.
            return replace(fields, year=None, counts_on=None)
        # None where the year is later than the day or has no rules, which _placed refuses.
        last = found.days.last if found is not None and fields.on > found.days.last else None
        return replace(fields, counts_on=last)

    def _placed(self, fields: RecordFields) -> tuple[DutyError | None, Rulebook | None]:
        """What stands against the day, and the year told; the book by which the record counts."""
        if fields.year is None:
            return self._day(fields.on)
        if fields.on > self._today:
            return DateInFuture(fields.on, self._today), None
        if fields.counts_on is not None:
            return self._day(fields.counts_on)
        if self._rules.of_year(fields.year) is None:
            return NoRulesForPeriod(f"{fields.year} 年度", self._rules.covered()), None
        return BadValue("所属年度", str(fields.year), f"不晚于日期 {fields.on} 所在年度的年份"), None

    def granted(self, member: MemberKey, kind: str, day: date) -> Leave | None:
        """The leave that covers a member's absence from an event."""
        return next((one for one in self._leaves.get(member, ()) if one.covers(kind, day) and one.granted), None)

    def _day(self, day: date) -> tuple[DutyError | None, Rulebook | None]:
        """Why nothing can have been done on a day, and the book in force on it; each day is looked up once."""
        found = self._days.get(day)
        if found is None:
            wrong = misplaced(day, self._today, self._terms) or in_settled(self._closings, self._earlier, day)
            found = self._days[day] = (wrong, self._rules.on(day))
        return found

    def _against_absence(self, member: Member, said: Attendance, fields: RecordFields) -> Iterator[DutyError]:
        if member.key in self._leaves:
            yield from self._against_leave(member, said, fields)
        event = fields.occasion
        found = self.range(event)
        # A guest may be present, but nobody can be absent from where nobody expected him.
        if found is not None and found.is_guest(member):
            yield NotDue(member, event, said)

    def _against_leave(self, member: Member, said: Attendance, fields: RecordFields) -> Iterator[DutyError]:
        leaves = [leave for leave in self._leaves.get(member.key, ()) if leave.covers(fields.kind, fields.on)]
        granted = [leave for leave in leaves if leave.granted]
        # Leave granted is never absence, and leave refused is never leave (§12).
        if said.unexcused and granted:
            yield LeaveContradiction(member, fields.on, said, "准假", granted[0].seq)
        if said in (Attendance.ON_LEAVE, Attendance.EXEMPT) and leaves and not granted:
            yield LeaveContradiction(member, fields.on, said, "未准", leaves[0].seq)


def kind_on(reading: LedgerReader, rules: Rules, today: date, name: str, day: date) -> tuple[Rulebook, Kind]:
    """The rule file of a day and its kind of that name. Raises what stands against any record of the kind on that day."""
    settled = in_settled(reading.closings(), reading.earlier_results(), day)
    wrong = misplaced(day, today, reading.head().terms) or settled
    if wrong is not None:
        raise wrong
    book = rules.on(day)
    if book is None:
        raise NoRulesForPeriod(day, rules.covered())
    kind = book.kinds.get(name)
    if kind is None:
        raise UnknownKind(name, tuple(book.kinds))
    return book, kind


def misplaced(day: date, today: date, terms: tuple[Term, ...]) -> DutyError | None:
    """Why nothing can have been done on ``day``: it has not come, or lies in no term."""
    if day > today:
        return DateInFuture(day, today)
    return out_of_term(day, terms)


def in_closed(closings: Iterable[YearClosing], day: date) -> YearClosed | None:
    """The refusal of a day that lies in a closed year."""
    closed = next((one for one in closings if day in one.days), None)
    return None if closed is None else YearClosed(closed.year)


def in_settled(
    closings: Iterable[YearClosing], earlier: Iterable[EarlierResult], day: date
) -> YearClosed | YearTakenOver | None:
    """The refusal of a day that lies in a closed year, or in one whose results were taken over."""
    taken = next((one for one in earlier if day in one.days), None)
    return in_closed(closings, day) if taken is None else YearTakenOver(taken.year, taken.paper)


def out_of_term(day: date, terms: tuple[Term, ...]) -> DateOutOfTerm | None:
    """The refusal of a day that lies in no term."""
    inside = any(day in term.period for term in terms)
    return None if inside else DateOutOfTerm(day, "、".join(map(str, terms)))


def _words(book: Rulebook, fields: RecordFields) -> Iterator[DutyError]:
    for what, said, known in (("阶段", fields.stages, book.stages), ("级别", fields.levels, book.levels)):
        yield from (UnknownWord(what, word, known) for word in sorted(said - set(known)))


def _late_and_left(book: Rulebook, kind: Kind) -> Iterator[DutyError]:
    """Items that leave open what 迟到并早退 comes to: nobody here chooses between the two points."""
    for item in (item for category in book.categories for item in category.items):
        if parted := parted_levels(item, kind.id):
            yield LateAndLeftUnruled(item.id, *parted)


def _fitting(kind: Kind, fields: RecordFields) -> Iterator[DutyError]:
    """Fields that the kind has no use for, or lacks."""
    if kind.attended and fields.year is not None:
        yield DoesNotFit(kind.id, "出席情况属于活动当天所在的年度，请不要填写所属年度")
    if not kind.attended and fields.attendance is not None:
        yield DoesNotFit(kind.id, "不是按出席情况登记的事项，请不要填写出席情况")
    if not kind.attended and fields.activity is not None:
        yield DoesNotFit(kind.id, "不是按出席情况登记的事项，请把“活动”改填在“标题”")
    if kind.judged is None:
        if fields.judged is not None:
            yield DoesNotFit(kind.id, "不设评定分，请不要填写评定分")
    elif fields.judged is None:
        yield DoesNotFit(kind.id, f"须填写评定分（{show(kind.judged[0])}～{show(kind.judged[1])}）")
    elif not kind.judged[0] <= fields.judged <= kind.judged[1]:
        yield JudgedOutOfRange(kind.id, show(fields.judged), show(kind.judged[0]), show(kind.judged[1]))
    named = fields.position or 1
    if kind.authors_at_most is not None and named > kind.authors_at_most:
        yield DoesNotFit(kind.id, f"最多登记 {kind.authors_at_most} 名作者，作者位次 {named} 不予登记")
    if named > (fields.authors or 1):
        yield DoesNotFit(kind.id, f"作者位次为 {named}，请同时填写不小于它的作者人数")


Place = tuple[MemberKey, str, date]
"""A member's place at the events of one kind on one day; under it, each event's name and the record that takes it."""


class Gate(Content):
    """Validates records also against the ledger: numbers in use, places at events that are taken."""

    def __init__(
        self,
        reading: LedgerReader,
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
        super().__init__(reading, rules, today, member)
        self._reading, self._setting_right = reading, setting_right
        self._sheet: dict[Place, dict[str, Seq]] = {}
        for record in reading.records(member=member, period=within):
            if record.seq != setting_right:
                said = record.fields
                self._sheet.setdefault((record.member, said.kind, said.on), {})[said.event] = record.seq

    def judge(self, member: Member, fields: RecordFields) -> Verdict:
        """Find every problem of the record."""
        verdict = super().judge(member, fields)
        kind = self.kind(fields)
        twice = () if kind is None else tuple(self._twice(member, kind, fields))
        return Verdict(verdict.fields, (*verdict.problems, *twice))

    def refuse_unknown_source(self, fields: RecordFields) -> None:
        """Refuse a record that comes from one nobody knows."""
        if fields.source is not None and self._bearer(fields.source) is None:
            raise UnknownSource(fields.source)

    def _bearer(self, number: str) -> Seq | None:
        """The record that bears the number."""
        seq = self._reading.numbered(number)
        return None if seq == self._setting_right else seq

    def _twice(self, member: Member, kind: Kind, fields: RecordFields) -> Iterator[DutyError]:
        bearer = None if fields.number is None else self._bearer(fields.number)
        if fields.number is not None and bearer is not None:
            yield DuplicateNumber(fields.number, whence(self._reading, bearer))
        if not kind.attended:
            return
        there = self.taken(member, fields)
        if there is not None:
            yield AlreadyThere(member, there[0] or fields.kind, whence(self._reading, there[1]))

    def taken(self, member: Member, fields: RecordFields) -> tuple[str, Seq] | None:
        """The event at which the member has the place of such a record already, and the record that takes it."""
        others = self._sheet.get((member.key, fields.kind, fields.on), {})
        same = same_event(fields.event, others)
        return None if same is None else (same, others[same])


def same_event(event: str, others: dict[str, Seq]) -> str | None:
    """The one of ``others``, events of one kind and day, that ``event`` is or may be.

    An event without a name may be any of that day: it is refused beside another, never taken for a second one.
    """
    return event if event in others else next((name for name in others if not name or not event), None)
