"""Who is due at an event (应出席范围), who was there as a guest (列席), and who is due and stands on no sheet (未登记).

Everybody who asks this asks here: what a clerk may enter, what is still open, and what the papers count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from itertools import chain

from duty_cli.model.capacities import Capacity
from duty_cli.model.conditions import AppliesTo, concerns, turns
from duty_cli.model.invitations import Invitation, Invited, invited_to
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey, Roster
from duty_cli.model.periods import Period
from duty_cli.model.plans import NewPlan
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Activity, Due, Event, Leave, Signed
from duty_cli.model.rulebook import Kind, Rulebook, Rules

SCOPE, EVERYONE = "应出席范围", "全体"
"""How a sheet says above its headings who is due: 应出席范围：全体, or the names of groups."""


NOBODY: Invited = {}
"""Of whom nothing was said one by one."""


@dataclass(frozen=True, slots=True)
class Range:
    """Whom one event expects: all that its kind does, unless something was said of the event itself.

    ``invited``: of whom it was said one by one, which goes before all that is said of groups.
    """

    kind: Kind
    on: date
    year: Period
    dues: tuple[Due, ...] = ()
    invited: Invited = field(default_factory=dict)

    @property
    def bounded(self) -> bool:
        """Whether anybody in particular is due."""
        return self._of_groups or any(due.named for due in self.dues) or Capacity.DUE in self.invited.values()

    @property
    def _of_groups(self) -> bool:
        """Whether any are due of whom it is not said one by one."""
        if not self.dues:
            return self.kind.expects is not None
        return not all(due.by_person for due in self.dues)

    def expects(self, member: Member) -> bool:
        """Whether the member is due."""
        if member.key in self.invited:
            return self.may_expect(member)
        return self._of_groups and self.may_expect(member)

    def may_expect(self, member: Member) -> bool:
        """Whether the member is due where all are that may be."""
        if not member.in_office(self.on):
            return False
        said = self.invited.get(member.key)
        return self._may_be_due(member) if said is None else said is Capacity.DUE

    def _may_be_due(self, member: Member) -> bool:
        day = Period(self.on, self.on)
        return concerns(self.kind.expects, member, day, self.year) and (
            not self.dues
            or any(not due.by_person and concerns(AppliesTo(due.groups), member, day, self.year) for due in self.dues)
        )

    def is_guest(self, member: Member) -> bool:
        """Whether the member, if there, is a guest: not due, where some are and the list is not all there is to it."""
        said = self.invited.get(member.key)
        if said is not None:
            return said is Capacity.GUEST
        some = self._of_groups or any(due.named for due in self.dues)
        return some and not any(due.listed for due in self.dues) and not self.may_expect(member)


@dataclass(frozen=True, slots=True)
class EventSheet:
    """What stands of an event at which some are due: its lines by member, the guests among them, and who is ``unsigned``.

    ``excused`` are those of them whose leave was granted: nobody has entered it on the sheet yet.
    """

    event: Event
    signed: Mapping[MemberKey, Signed]
    due: int
    guests: tuple[Member, ...]
    unsigned: tuple[Member, ...]
    excused: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """What does not stand in the ledger yet: activities, lines of sheets, and who was invited in which capacity."""

    activities: Sequence[Activity] = ()
    lines: Sequence[Signed] = ()
    invitations: Sequence[Invitation] = ()


def ruled(
    book: Rulebook | None, kind: str, on: date, dues: tuple[Due, ...] = (), invited: Invited = NOBODY
) -> Range | None:
    """Whom an event of that kind expects by the book of its day; None where no rule knows the kind."""
    found = None if book is None else book.kinds.get(kind)
    return None if book is None or found is None else Range(found, on, book.year_ends.around(on), dues, invited)


def range_of_plan(rules: Rules, new: NewPlan) -> Range | None:
    """Whom an activity expects by what was said when it was planned; None where no rule knows its kind on that day yet."""
    return ruled(rules.on(new.on), new.kind, new.on, () if new.due is None else (new.due,))


def dues_of(activities: Iterable[Activity]) -> dict[Event, tuple[Due, ...]]:
    """What was said of each event."""
    found: dict[Event, tuple[Due, ...]] = {}
    for one in activities:
        if one.due is not None:
            found[one.event] = (*found.get(one.event, ()), one.due)
    return found


def event_sheets(
    reading: LedgerReader,
    rules: Rules,
    period: Period,
    kinds: frozenset[str] | None = None,
    beside: Pending | None = None,
) -> Iterator[EventSheet]:
    """The sheets of the events of those days (of some kinds) at which some are due, by day; with what stands ``beside``."""
    extra = beside or Pending()
    dues = dues_of((*reading.activities(period), *extra.activities))
    invited = invited_to((*reading.invitations(period), *extra.invitations))
    asked = bounded_kinds(rules, (*dues, *invited))
    asked &= asked if kinds is None else kinds
    if not asked:
        return
    lines = chain(reading.sheets(period, asked), _within(extra.lines, period, asked))
    signed = _by_event(lines)
    roster = reading.roster() if signed else Roster(())
    leave = granted(reading.leaves()) if signed else granted(())
    expected = Expected(roster, many=len(signed) > _FEW)
    for event, own in sorted(signed.items(), key=lambda one: one[0].in_order):
        found = ruled(rules.on(event.on), event.kind, event.on, dues.get(event, ()), invited.get(event, NOBODY))
        if found is not None and (found.bounded or found.invited):
            due = expected.by(found)
            still = tuple(member for key, member in due.items() if key not in own)
            there = (member for member in roster if member.key in own and member.key not in due)
            guests = tuple(member for member in there if found.is_guest(member))
            excused = tuple(member for member in still if leave(member.key, event))
            yield EventSheet(event, own, len(due), guests, still, excused)


def _within(lines: Iterable[Signed], period: Period, kinds: frozenset[str]) -> Iterator[Signed]:
    return (line for line in lines if line.event.kind in kinds and line.event.on in period)


_FEW = 8
"""So many events are asked one by one whom they expect."""


class Expected:
    """Whom the events of some days expect of a roster; of ``many``, once for all days on which everybody holds the same."""

    def __init__(self, roster: Roster, *, many: bool) -> None:
        self._roster, self._many = roster, many
        self._known: dict[tuple[object, ...], Mapping[MemberKey, Member]] = {}

    def by(self, found: Range) -> Mapping[MemberKey, Member]:
        """Who is due by this range, in the order of the roster."""
        if found.dues or found.invited or not self._many:
            return self._due(found)
        # A kind by its place in the rules: those of two books may have one name.
        alike = (id(found.kind), found.year, bisect_right(self._turns, found.on))
        if alike not in self._known:
            self._known[alike] = self._due(found)
        return self._known[alike]

    def _due(self, found: Range) -> Mapping[MemberKey, Member]:
        return {member.key: member for member in self._roster if found.expects(member)}

    @cached_property
    def _turns(self) -> list[date]:
        return sorted({day for member in self._roster for tenure in member.tenures for day in turns(tenure)})


def bounded_kinds(rules: Rules, dues: Iterable[Event]) -> frozenset[str]:
    """The kinds of the events at which somebody may be due."""
    kinds = (kind.id for book in rules.books for kind in book.kinds.values() if kind.expects is not None)
    return frozenset((*kinds, *(event.kind for event in dues)))


def granted(leaves: Iterable[Leave]) -> Callable[[MemberKey, Event], bool]:
    """What tells whether a member's absence from an event is covered by granted leave."""
    held: dict[MemberKey, list[Leave]] = {}
    for leave in leaves:
        if leave.granted:
            held.setdefault(leave.member, []).append(leave)
    # Asked of everybody who stands on no sheet, and few of them were ever on leave.
    return lambda key, event: key in held and any(one.covers(event.kind, event.on) for one in held[key])


def _by_event(lines: Iterable[Signed]) -> dict[Event, dict[MemberKey, Signed]]:
    """The sheets by event. A record without a name stands on every sheet of its kind and day: it may be any of them."""
    found: dict[Event, dict[MemberKey, Signed]] = {}
    for line in lines:
        found.setdefault(line.event, {})[line.member] = line
    unnamed = {(event.kind, event.on): own for event, own in found.items() if not event.name}
    named = {(event.kind, event.on) for event in found if event.name}
    whole = {event: {**unnamed.get((event.kind, event.on), {}), **own} for event, own in found.items()}
    return {event: own for event, own in whole.items() if event.name or (event.kind, event.on) not in named}
