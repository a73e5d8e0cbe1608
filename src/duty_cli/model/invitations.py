"""Who was invited to one event in which capacity (参会身份): due at it (应出席), or as a guest (列席).

It goes before all that is said of groups: the rules, and who was said to be due, tell of those of whom it is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Event


class Capacity(StrEnum):
    """In which capacity a member is invited. A guest is not counted among those due, and cannot be absent."""

    DUE = "应出席"
    GUEST = "列席"


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
