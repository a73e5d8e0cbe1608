"""Erasing a member's name: what is personal goes, that it went is a row, and every figure stays."""

from __future__ import annotations

from duty_cli.errors.member_errors import ErasedAlready
from duty_cli.model.ledger_protocol import Ledger, NameErasure, Operation
from duty_cli.model.members import ERASED, Member, Seq


def erase_name(ledger: Ledger, act: Operation, member: Member) -> Seq:
    """Erase name, initials and telephone, now and in all that was known before; the seq of the row. Raises ErasedAlready.

    The number, the tenures and the records stay, and with them every score (《个人信息保护法》 art. 47).
    """
    with ledger.writing(act) as writing:
        if member.person == ERASED:
            raise ErasedAlready(member.number)
        # Not through writing_after_closing: no year rests on what somebody is called.
        return writing.append(NameErasure(member.key))
