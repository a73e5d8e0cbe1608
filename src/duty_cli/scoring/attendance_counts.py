"""Attendance counted from records: expected, present, on leave, absent; and what only the sheets of events tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from operator import attrgetter

from duty_cli.model.counted_attendance import as_counted, tallies_by_rules
from duty_cli.model.expected_attendance import event_sheets
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey, Seq
from duty_cli.model.own_sheets import own_sheets
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance, Event, Signed, Tally
from duty_cli.model.rulebook import Rulebook, Rules


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """How often a member was expected, and in what state. Leave stands apart from absence; refused leave is absence.

    ``unsigned``: expected, and on no sheet (未登记), neither present nor absent; ``guest``: there, and not expected (列席).
    """

    expected: int = 0
    present: int = 0
    late_or_left: int = 0
    on_leave: int = 0
    absent: int = 0
    unsigned: int = 0
    guest: int = 0

    @classmethod
    def summed(cls, counts: Iterable[AttendanceCount]) -> AttendanceCount:
        """The counts of several members, or of several stretches, together."""
        return cls(*map(sum, zip(*map(_EACH, counts), strict=True)))

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell: somebody was expected, or came."""
        return bool(self.expected or self.guest)

    @property
    def known(self) -> int:
        """How often it is known whether the member came: what a rate of attendance is of."""
        return self.expected - self.unsigned

    @property
    def stayed_away(self) -> int:
        """How often the member did not come, with leave or without."""
        return self.known - self.present

    @property
    def undivided(self) -> AttendanceCount:
        """The same without how those are divided who came, and who did not."""
        return replace(self, late_or_left=0, on_leave=0, absent=0)


_EACH = attrgetter(*(one.name for one in fields(AttendanceCount)))


def participation(tallies: Iterable[Tally], book: Rulebook, member: Member) -> Iterator[Tally]:
    """The records that are acts of participation: neither an absence or leave on a sheet, nor conduct."""
    for tally in as_counted(book, member, tallies):
        kind = book.kinds.get(tally.kind)
        # Conduct is entered as a record too, but nobody takes part in anything by it.
        if (tally.attendance is None or tally.attendance.present) and not (kind is not None and kind.conduct):
            yield tally


def count_attendance(tallies: Iterable[Tally]) -> AttendanceCount:
    """Count the attendance states of records; ``late_or_left`` are among those present, who was exempt in none.

    Who was invited as a guest (参会身份) is counted as one; of the others it is not known here whom their events expected.
    """
    states: Counter[Attendance] = Counter()
    guest = 0
    for tally in tallies:
        # Who was exempt was not expected, nor was a guest, so that the record counts on neither side of a rate.
        if tally.attendance is None or tally.attendance is Attendance.EXEMPT:
            continue
        if tally.as_guest:
            guest += tally.count if tally.attendance.present else 0
        else:
            states[tally.attendance] += tally.count
    return AttendanceCount(
        sum(states.values()),
        sum(count for state, count in states.items() if state.present),
        sum(count for state, count in states.items() if state.late_or_left),
        states[Attendance.ON_LEAVE],
        sum(count for state, count in states.items() if state.unexcused),
        guest=guest,
    )


@dataclass(frozen=True, slots=True)
class Beyond:
    """A member and an event where tallies alone mislead: expected and unsigned (未登记), or present as a guest (列席)."""

    member: Member
    event: Event


class Sheets:
    """Event sheets of some days, indexed by member: guests (列席), and those expected who are on no sheet (未登记)."""

    def __init__(self, reading: LedgerReader, rules: Rules, days: Period, only: Member | None = None) -> None:
        """Of everybody, or of one member ``only``, for which the others need not be gone through."""
        self._rules, self._whose = rules, reading.roster() if only is None else {only.key: only}
        self._guests: dict[MemberKey, list[Signed]] = {}
        unsigned: list[Beyond] = []
        guests: list[Beyond] = []
        every = event_sheets(reading, rules, days) if only is None else own_sheets(reading, rules, days, only)
        for sheet in every:
            unsigned += [Beyond(member, sheet.event) for member in sheet.unsigned]
            for member in sheet.guests:
                guests.append(Beyond(member, sheet.event))
                self._guests.setdefault(member.key, []).append(sheet.signed[member.key])
        self.unsigned, self.guests = tuple(unsigned), tuple(guests)
        self._unsigned: dict[MemberKey, list[Event]] = {}
        for one in unsigned:
            self._unsigned.setdefault(one.member.key, []).append(one.event)

    @property
    def guest_records(self) -> frozenset[Seq]:
        """The records of members who were guests."""
        return frozenset(line.seq for lines in self._guests.values() for line in lines)

    def unsigned_of(self, member: MemberKey) -> tuple[Event, ...]:
        """The events at which a member was due and stands on no sheet."""
        return tuple(self._unsigned.get(member, ()))

    def count(self, member: MemberKey, tallies: Iterable[Tally], days: Period | None = None) -> AttendanceCount:
        """Count the attendance of a member from all tallies of some ``days``, of all where none are told."""
        told = (tally for tally in tallies if days is None or tally.on in days)
        found = count_attendance(self._as_counted(member, told))
        # Most members were neither guests nor unsigned: for them the records alone are right.
        if member not in self._guests and member not in self._unsigned:
            return found
        unsigned = sum(days is None or event.on in days for event in self._unsigned.get(member, ()))
        guest = [line for line in self._guests.get(member, ()) if days is None or line.event.on in days]
        # The record of a guest of whom nothing was said one by one lies among the tallies like any other, but nobody expected it: taken
        # off again.
        aside = count_attendance(self._as_counted(member, (line.tally for line in guest)))
        return replace(
            found,
            expected=found.expected - aside.expected + unsigned,
            present=found.present - aside.present,
            late_or_left=found.late_or_left - aside.late_or_left,
            on_leave=found.on_leave - aside.on_leave,
            absent=found.absent - aside.absent,
            unsigned=unsigned,
            guest=found.guest + sum(line.state.present for line in guest if line.capacity is None),
        )

    def _as_counted(self, member: MemberKey, tallies: Iterable[Tally]) -> list[Tally]:
        return tallies_by_rules(self._rules, self._whose[member], tallies)
