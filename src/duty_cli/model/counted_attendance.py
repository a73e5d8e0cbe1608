"""What an attendance counts as: who was there for less than a kind asks for was absent (参加不足三分之二按缺席).

The record stays as it was entered. Everything that counts it asks here: points, rates, vetoes, minimums, consequences and the
columns of attendance. Who was there without being due (列席) cannot be absent, whatever part he stayed for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from duty_cli.model.conditions import concerns
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance, RecordFields, Signed, Tally
from duty_cli.model.rulebook import Kind, Rulebook, Rules


def as_counted(book: Rulebook, member: Member, tallies: Iterable[Tally]) -> list[Tally]:
    """The tallies of ``member`` as ``book`` counts them; what it has counted already stays as it is."""
    if not book.absent_below:
        return tallies if isinstance(tallies, list) else list(tallies)
    return [_counted(book, member, tally) for tally in tallies]


def _counted(book: Rulebook, member: Member, tally: Tally) -> Tally:
    if tally.share is None or too_short(book, member, tally.kind, tally.on, tally.attendance, tally.share) is None:
        return tally
    # As if the absence had been entered, of which nobody enters a part.
    found = replace(tally, attendance=Attendance.ABSENT, share=None)
    if tally.alike is not None:
        found.alike = ("absent", tally.alike)
    return found


def too_short(
    book: Rulebook, member: Member, kind: str, on: date, state: Attendance | None, share: Points | None
) -> Points | None:
    """The part that would have been enough, where what was attended is not; None where it counts as it was entered."""
    least = book.absent_below.get(kind)
    if least is None or share is None or share >= least or state is None or not state.present:
        return None
    return None if _is_guest(book, book.kinds[kind], member, on) else least


def _is_guest(book: Rulebook, kind: Kind, member: Member, on: date) -> bool:
    """Whether the kind expects others: of groups that are scored it is asked of their members, who are not known here."""
    if book.subject is not None or kind.expects is None:
        return False
    return not concerns(kind.expects, member, Period(on, on), book.year_ends.around(on))


def enough_by(book: Rulebook, member: Member, said: RecordFields) -> Points | None:
    """The same of a record under ``book``."""
    return too_short(book, member, said.kind, said.counted, said.attendance, said.share)


def tallies_by_rules(rules: Rules, member: Member, tallies: Iterable[Tally]) -> list[Tally]:
    """The tallies of several years, each as the rules of its day count it."""
    if not any(book.absent_below for book in rules.books):
        return list(tallies)
    return [tally if (book := rules.on(tally.on)) is None else _counted(book, member, tally) for tally in tallies]


def short_by_rules(rules: Rules, member: Member, said: RecordFields) -> Points | None:
    """The same of a record, by the rules of the day on which it counts."""
    book = rules.on(said.counted)
    return None if book is None else enough_by(book, member, said)


def state_by_rules(rules: Rules, member: Member, said: RecordFields) -> Attendance | None:
    """The state that a record counts as, by the rules of the day on which it counts."""
    return said.attendance if short_by_rules(rules, member, said) is None else Attendance.ABSENT


def sheet_state(rules: Rules, member: Member, line: Signed) -> Attendance:
    """The state that a line of a sheet counts as."""
    book, event = rules.on(line.event.on), line.event
    if book is None or too_short(book, member, event.kind, event.on, line.state, line.share) is None:
        return line.state
    return Attendance.ABSENT
