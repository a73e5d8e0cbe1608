"""Saying of single members in which capacity they were invited to an event (参会身份): due at it, or as guests."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.invitation_errors import AwayAlready
from duty_cli.errors.record_errors import NamelessEvent
from duty_cli.model.capacities import Capacity
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Event
from duty_cli.recording.record_validation import Content


@dataclass(frozen=True, slots=True)
class Invitees:
    """The members of whom it is said that they are due at an event, and those said to be guests."""

    due: tuple[Member, ...] = ()
    guests: tuple[Member, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.due or self.guests)

    def __iter__(self) -> Iterator[tuple[Member, Capacity]]:
        yield from ((one, Capacity.DUE) for one in self.due)
        yield from ((one, Capacity.GUEST) for one in self.guests)


NO_INVITEES = Invitees()
"""Of nobody anything is said."""


def invitations(reading: LedgerReader, content: Content, event: Event, invitees: Invitees) -> list[Invitation]:
    """What has to be appended, without what stands already. Raises what is wrong with any: NamelessEvent, InvitedOtherwise, …"""
    if invitees and not event.name:
        raise NamelessEvent(event.kind, event.on)
    found: list[Invitation] = []
    problems: list[DutyError] = []
    for member, capacity in invitees:
        try:
            if content.invite(event, member, capacity):
                if capacity is Capacity.GUEST:
                    refuse_away(reading, event, member)
                found.append(Invitation(event.kind, event.on, event.name, member.key, capacity))
        except DutyError as error:
            problems.append(error)
    if problems:
        raise problems[0] if len(problems) == 1 else Findings(problems)
    return found


def refuse_away(reading: LedgerReader, event: Event, member: Member) -> None:
    """Refuse as a guest whom a record says to have been away: who is not due cannot be absent. Raises AwayAlready."""
    for line in reading.sheets(Period(event.on, event.on), frozenset({event.kind}), member.key):
        if line.event.name in (event.name, "") and not line.state.present:
            raise AwayAlready(member, event, line.state, line.seq)
