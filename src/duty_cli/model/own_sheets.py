"""The sheets of events as far as one member is concerned: at which the member was a guest (列席) or is lacking (未登记).

The others need not be gone through for it; what there is to know of them are the events, which are kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from duty_cli.model.conditions import turns
from duty_cli.model.expected_attendance import NOBODY, EventSheet, bounded_kinds, dues_of, granted, ruled
from duty_cli.model.invitations import Invited, invited_to
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.records import Due, Event
from duty_cli.model.rulebook import Rules


def own_sheets(reading: LedgerReader, rules: Rules, period: Period, member: Member) -> Iterator[EventSheet]:
    """The sheets on which the member is lacking or a guest, with nobody else on them."""
    dues = dues_of(reading.activities(period))
    invited = invited_to(reading.invitations(period))
    kinds = bounded_kinds(rules, (*dues, *invited))
    if not kinds:
        return
    lines = {line.event: line for line in reading.sheets(period, kinds, member.key)}
    unnamed = {(event.kind, event.on): line for event, line in lines.items() if not event.name}
    leave, ranges = granted(reading.leaves(member.key)), _RangesForOne(rules, member)
    for event in _known_events(reading, period, kinds):
        own = lines.get(event) or unnamed.get((event.kind, event.on))
        said = invited.get(event, NOBODY)
        # What was said of others is nothing to this member.
        own_said = {member.key: said[member.key]} if member.key in said else NOBODY
        due, guest = ranges.of(event, dues.get(event, ()), own_said)
        if due and own is None:
            excused = (member,) if leave(member.key, event) else ()
            yield EventSheet(event, {}, 1, (), (member,), excused)
        elif guest and own is not None:
            yield EventSheet(event, {member.key: own}, 0, (member,), (), ())


def keep_events(reading: LedgerReader, rules: Rules, period: Period) -> None:
    """Work out which events there are, where that is not known, for whoever asks for one member next."""
    said = (*dues_of(reading.activities(period)), *invited_to(reading.invitations(period)))
    _known_events(reading, period, bounded_kinds(rules, said))


def _known_events(reading: LedgerReader, period: Period, kinds: frozenset[str]) -> tuple[Event, ...]:
    """The events by day, worked out once for one state of the ledger: the whole table is asked."""
    parts = (period.first, period.last, *sorted(kinds))
    return reading.kept("events", parts, tuple, lambda: _in_order(reading.events(period, kinds)))


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events by day. Lines without a name stand on the sheets that have one, of their kind and day, where there are any."""
    every = tuple(events)
    named = {(event.kind, event.on) for event in every if event.name}
    found = (event for event in every if event.name or (event.kind, event.on) not in named)
    return tuple(sorted(found, key=lambda event: event.in_order))


class _RangesForOne:
    """Whether events expect one member: asked once for all days of a year on which the member holds the same."""

    def __init__(self, rules: Rules, member: Member) -> None:
        self._rules, self._member = rules, member
        self._turns = sorted({day for tenure in member.tenures for day in turns(tenure)})
        self._known: dict[tuple[object, ...], tuple[bool, bool]] = {}

    def of(self, event: Event, dues: tuple[Due, ...], invited: Invited) -> tuple[bool, bool]:
        """Whether the member is due, and whether the member, if there, is a guest."""
        if dues or invited:
            return self._asked(event, dues, invited)
        book = self._rules.on(event.on)
        if book is None:
            return False, False
        # Books by their first days: no two are in force on one.
        stretch = bisect_right(self._turns, event.on), book.effective.first, book.year_ends.year_on(event.on)
        alike = (event.kind, *stretch)
        if alike not in self._known:
            self._known[alike] = self._asked(event, (), NOBODY)
        return self._known[alike]

    def _asked(self, event: Event, dues: tuple[Due, ...], invited: Invited) -> tuple[bool, bool]:
        found = ruled(self._rules.on(event.on), event.kind, event.on, dues, invited)
        return (False, False) if found is None else (found.expects(self._member), found.is_guest(self._member))
