"""In which capacity members are invited to events (参会身份), as the ledger and the rows gone through so far say it."""

from __future__ import annotations

from duty_cli.errors.invitation_errors import InvitedOtherwise
from duty_cli.model.capacities import Capacity
from duty_cli.model.expected_attendance import NOBODY
from duty_cli.model.invitations import Invited, invited_to
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.records import Event


class KnownInvitations:
    """What is said of each event, to which more may be added."""

    def __init__(self, reading: LedgerReader) -> None:
        self._standing = reading.invitations()
        self._known: dict[Event, Invited] = {**invited_to(self._standing)}

    def to(self, event: Event) -> Invited:
        """The members of whom it is said, with their capacities."""
        return self._known.get(event, NOBODY)

    def add(self, event: Event, member: Member, capacity: Capacity) -> bool:
        """Take note of one; whether it is new. Raises InvitedOtherwise."""
        said = self.to(event)
        before = said.get(member.key)
        if before is None:
            self._known[event] = {**said, member.key: capacity}
        elif before is not capacity:
            rows = (one.seq for one in self._standing if (one.event, one.member) == (event, member.key))
            raise InvitedOtherwise(member, event, before, capacity, next(rows, None))
        return before is None
