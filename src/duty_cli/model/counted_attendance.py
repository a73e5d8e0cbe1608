"""What an attendance counts as: who was there for less than a kind asks for was absent (参加不足三分之二按缺席).

The record stays as it was entered. Everything that counts it asks here: points, rates, vetoes, minimums, consequences and the
columns of attendance. Who was there without being due (列席) cannot be absent, whatever part he stayed for: of one of whom it was said
one by one in which capacity he was there (参会身份) that is known, of others the kind tells it by whom it expects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from duty_cli.model.capacities import Capacity
from duty_cli.model.conditions import concerns
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance, Record, Signed, Tally
from duty_cli.model.rulebook import Kind, Rulebook, Rules


def as_counted(book: Rulebook, member: Member, tallies: Iterable[Tally]) -> list[Tally]:
    """The tallies of ``member`` as ``book`` counts them; what it has counted already stays as it is."""
    if not book.absent_below:
        return tallies if isinstance(tallies, list) else list(tallies)
    return [_counted(book, member, tally) for tally in tallies]


def _counted(book: Rulebook, member: Member, tally: Tally) -> Tally:
    if tally.share is None:
        return tally
    if _too_short(book, member, (tally.kind, tally.on), tally.attendance, tally.share, tally.capacity) is None:
        return tally
    # As if the absence had been entered, of which nobody enters a part.
    found = replace(tally, attendance=Attendance.ABSENT, share=None)
    if tally.alike is not None:
        found.alike = ("absent", tally.alike)
    return found


def _too_short(
    book: Rulebook,
    member: Member,
    at: tuple[str, date],
    state: Attendance | None,
    share: Points | None,
    capacity: Capacity | None,
) -> Points | None:
    """The part that would have been enough ``at`` a kind and day, where what was attended is not; None where it counts as it was entered."""
    kind, on = at
    least = book.absent_below.get(kind)
    if least is None or share is None or share >= least or state is None or not state.present:
        return None
    return None if _is_guest(book, book.kinds[kind], member, on, capacity) else least


def _is_guest(book: Rulebook, kind: Kind, member: Member, on: date, capacity: Capacity | None) -> bool:
    """Whether the member was invited as one, or else the kind expects others.

    Of groups that are scored the latter is asked of their members, who are not known here.
    """
    if capacity is not None:
        return capacity is Capacity.GUEST
    if book.subject is not None or kind.expects is None:
        return False
    return not concerns(kind.expects, member, Period(on, on), book.year_ends.around(on))


def enough_by(book: Rulebook, member: Member, record: Record) -> Points | None:
    """The part that would have been enough by ``book``, where what was attended is not; None where the record counts as it was entered."""
    said = record.fields
    return _too_short(book, member, (said.kind, said.counted), said.attendance, said.share, record.capacity)


def tallies_by_rules(rules: Rules, member: Member, tallies: Iterable[Tally]) -> list[Tally]:
    """The tallies of several years, each as the rules of its day count it."""
    if not any(book.absent_below for book in rules.books):
        return list(tallies)
    return [tally if (book := rules.on(tally.on)) is None else _counted(book, member, tally) for tally in tallies]


def short_by_rules(rules: Rules, member: Member, record: Record) -> Points | None:
    """The same of a record, by the rules of the day on which it counts."""
    book = rules.on(record.fields.counted)
    return None if book is None else enough_by(book, member, record)


def state_by_rules(rules: Rules, member: Member, record: Record) -> Attendance | None:
    """The state that a record counts as, by the rules of the day on which it counts."""
    return record.fields.attendance if short_by_rules(rules, member, record) is None else Attendance.ABSENT


def sheet_state(rules: Rules, member: Member, line: Signed) -> Attendance:
    """The state that a line of a sheet counts as."""
    book, at = rules.on(line.event.on), (line.event.kind, line.event.on)
    if book is None or _too_short(book, member, at, line.state, line.share, line.capacity) is None:
        return line.state
    return Attendance.ABSENT
