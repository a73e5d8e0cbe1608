"""Closing a year, and opening it again: results are final only while it is closed."""

from __future__ import annotations

from datetime import date

from duty_cli.errors.record_errors import AlreadyClosed, NotClosed, NothingToClose, YearNotOver
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, Operation, Reversal, YearClosing
from duty_cli.model.members import Seq
from duty_cli.model.rulebook import YearRules


def refuse_to_close(reading: LedgerReader, year: YearRules, today: date) -> None:
    """Raise what stands against closing ``year``, whatever is still open in it."""
    before = _closing(reading, year.year)
    if before is not None:
        raise AlreadyClosed(year.year, before.seq)
    # Closed before its last day, meetings still to come could not be entered.
    if today <= year.days.last:
        raise YearNotOver(year.year, year.days.last)
    if not reading.has_records(year.days):
        raise NothingToClose(year.year)


def close_year(ledger: Ledger, act: Operation, year: YearRules, today: date) -> Seq:
    """Close ``year``; the seq of the row. Raises AlreadyClosed, YearNotOver, NothingToClose."""
    with ledger.writing(act) as writing:
        refuse_to_close(writing, year, today)
        # Not through writing_after_closing: a closing changes nothing that a year rests on.
        return writing.append(YearClosing(year.year, year.days))


def reopen_year(ledger: Ledger, act: Operation, year: int) -> Seq:
    """Reverse the closing of ``year``, for the reason in ``act``; its seq. Raises NotClosed."""
    with ledger.writing(act) as writing:
        before = _closing(writing, year)
        if before is None:
            raise NotClosed(year)
        writing.append(Reversal(before.seq))
        return before.seq


def _closing(reading: LedgerReader, year: int) -> YearClosing | None:
    return next((one for one in reading.closings() if one.year == year), None)
