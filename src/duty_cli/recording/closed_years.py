"""Closed years stay as they are: what is entered today may not change who held what, what was held, or who was due in one.

Records are refused one by one, with their place in a file (``record_validation``). All else that a closed year rests on is
compared when a deed is done and before it is kept, because the days it changes show only in what it comes to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from duty_cli.errors.record_errors import YearClosed
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, Operation
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.periods import Period


@contextmanager
def writing_after_closing(ledger: Ledger, act: Operation) -> Iterator[LedgerWriter]:
    """One transaction and one batch that leaves closed years alone. Raises YearClosed, and nothing of it is kept."""
    with ledger.writing(act) as writing:
        closed = writing.closings()
        before = [_rests_on(writing, one.days) for one in closed]
        yield writing
        for closing, was in zip(closed, before, strict=True):
            # Still inside the transaction, so that the error takes everything back.
            if _rests_on(writing, closing.days) != was:
                raise YearClosed(closing.year)


def _rests_on(reading: LedgerReader, days: Period) -> frozenset[object]:
    """What a year rests on beside its records: tenures as far as they lie in it, events and who was due, leaves."""
    held = ((key, *one) for key, every in tenures_within(reading.roster(), days).items() for one in every)
    # A row never changes, so that its seq stands for all that an activity says.
    events = ((one.seq, "activity") for one in reading.activities(days))
    invited = ((one.seq, "invitation") for one in reading.invitations(days))
    leaves = ((one.member, one.first, one.last, one.granted) for one in reading.leaves() if one.first <= days.last)
    return frozenset([*held, *events, *invited, *(leave for leave in leaves if leave[2] >= days.first)])


def tenures_within(roster: Iterable[Member], days: Period) -> dict[MemberKey, frozenset[tuple[object, ...]]]:
    """What each member held in those days: facet, value, first and last day of it."""
    # Cut to the days: a tenure may begin or end otherwise outside of them without changing anything in them.
    return {
        member.key: frozenset(
            (one.facet, one.value, max(one.first, days.first), _until(one.last, days))
            for one in member.tenures
            if one.within(days)
        )
        for member in roster
    }


def _until(last: date | None, days: Period) -> date:
    return days.last if last is None else min(last, days.last)
