"""Erasing a member's name: what is personal goes, that it went is a row, and every figure stays."""

from __future__ import annotations

from typing import Protocol

from duty_cli.errors.member_errors import ErasedAlready
from duty_cli.model.ledger_protocol import Ledger, NameErasure, Operation
from duty_cli.model.members import ERASED, Member, Seq


class ErasingLedger(Protocol):
    """The door of a store that knows beforehand whether names can be erased through it."""

    def look_before_erasing(self) -> None:
        """Raise LedgerError where no name can be erased from here."""


def refuse_erasing(ledger: ErasingLedger, member: Member) -> None:
    """What can be known before anybody is asked. Raises ErasedAlready, LedgerError where nobody can erase from here."""
    if member.person == ERASED:
        raise ErasedAlready(member.number)
    ledger.look_before_erasing()


def erase_name(ledger: Ledger, act: Operation, member: Member) -> Seq:
    """Erase name, initials and telephone, now and in all that was known before; the seq of the row. Raises ErasedAlready.

    The number, the tenures and the records stay, and with them every score (《个人信息保护法》 art. 47).
    """
    with ledger.writing(act) as writing:
        if member.person == ERASED:
            raise ErasedAlready(member.number)
        # Not through writing_after_closing: no year rests on what somebody is called.
        return writing.append(NameErasure(member.key))
