"""Attendance counted from records: expected, present, on leave, absent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duty_cli.domain.records import Attendance, Tally
from duty_cli.domain.rules import Rulebook


@dataclass(frozen=True, slots=True)
class AttendanceCount:
    """How often a member was expected, and in what state. Leave stands apart from absence; refused leave is absence."""

    expected: int = 0
    present: int = 0
    late_or_left: int = 0
    on_leave: int = 0
    absent: int = 0

    def __add__(self, other: AttendanceCount) -> AttendanceCount:
        return AttendanceCount(
            self.expected + other.expected,
            self.present + other.present,
            self.late_or_left + other.late_or_left,
            self.on_leave + other.on_leave,
            self.absent + other.absent,
        )


def participation(tallies: Iterable[Tally], book: Rulebook) -> Iterator[Tally]:
    """The records that are acts of participation: neither an absence or leave on a sheet, nor conduct."""
    for tally in tallies:
        kind = book.kinds.get(tally.kind)
        if (tally.attendance is None or tally.attendance.present) and not (kind is not None and kind.conduct):
            yield tally


def count_attendance(tallies: Iterable[Tally]) -> AttendanceCount:
    """Count the attendance states of records; ``late_or_left`` are among those present, who was exempt in none."""
    states: Counter[Attendance] = Counter()
    for tally in tallies:
        if tally.attendance is not None and tally.attendance is not Attendance.EXEMPT:
            states[tally.attendance] += tally.count
    return AttendanceCount(
        sum(states.values()),
        sum(count for state, count in states.items() if state.present),
        states[Attendance.LATE] + states[Attendance.LEFT_EARLY],
        states[Attendance.ON_LEAVE],
        sum(count for state, count in states.items() if state.unexcused),
    )
