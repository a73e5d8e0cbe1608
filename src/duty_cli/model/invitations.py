"""Who was invited to one event in which capacity (参会身份): due at it (应出席), or as a guest (列席).

It goes before all that is said of groups: the rules, and who was said to be due, tell of those of whom it is not said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from duty_cli.model.capacities import Capacity
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Event


@dataclass(frozen=True, slots=True)
class Invitation:
    """In which capacity one member was invited to one event, which has a name."""

    kind: str
    on: date
    name: str
    member: MemberKey
    capacity: Capacity
    seq: Seq = Seq(0)

    @property
    def event(self) -> Event:
        """Which event it is."""
        return Event(self.on, self.kind, self.name)


Invited = Mapping[MemberKey, Capacity]
"""In which capacity those of one event were invited of whom it was said."""


def invited_to(invitations: Iterable[Invitation]) -> dict[Event, dict[MemberKey, Capacity]]:
    """By event what was said of each member; of two sayings, which only a merge can bring, the latter."""
    found: dict[Event, dict[MemberKey, Capacity]] = {}
    for one in invitations:
        found.setdefault(one.event, {})[one.member] = one.capacity
    return found


class SaidCapacities:
    """In which capacity members were at the events of records: a record names its member and its event, and no invitation.

    At the events ``alone`` those are due of whom it was said one by one, and no others, who are guests.
    """

    def __init__(self, invitations: Iterable[Invitation], alone: Collection[Event] = ()) -> None:
        self._alone = frozenset(alone)
        self.alone_on = frozenset((one.on, one.kind) for one in alone)
        self._by_event: dict[tuple[MemberKey, Event], Capacity] = {}
        self._unnamed: dict[tuple[MemberKey, date, str], Capacity] = {}
        for one in invitations:
            self._by_event[one.member, one.event] = one.capacity
        for (member, event), capacity in self._by_event.items():
            alike = member, event.on, event.kind
            # A record without a name may be of any event of its day and kind: a guest at one of them is no absentee.
            if self._unnamed.get(alike) is not Capacity.GUEST:
                self._unnamed[alike] = capacity

    def __bool__(self) -> bool:
        return bool(self._by_event or self._alone)

    @property
    def invited(self) -> Collection[tuple[MemberKey, date, str]]:
        """Of which members it was said one by one, with day and kind of the event."""
        return self._unnamed.keys()

    def of(self, member: MemberKey, event: Event) -> Capacity | None:
        """What was said of the member at that event; None where nothing was."""
        if event.name:
            return self._by_event.get((member, event)) or (Capacity.GUEST if event in self._alone else None)
        others = Capacity.GUEST if (event.on, event.kind) in self.alone_on else None
        return self._unnamed.get((member, event.on, event.kind)) or others
