"""What a step of a publication or an objection rests on, beside its place on the path: days, and what was done meanwhile (§11)."""

from __future__ import annotations

from duty_cli.errors.publication_errors import NothingPutRight, ObjectionLate, ObjectionsOpen, PeriodRuns
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import NewProceeding, PathUse, StepMeaning, StepWords
from duty_cli.model.publicity import publicity_of
from duty_cli.scoring.assessment_year import require_closed


def refuse_unfounded(
    reading: LedgerReader, new: NewProceeding, seq: Seq | None, step: tuple[str, StepMeaning], said: StepWords
) -> None:
    """Refuse a step, by its name and meaning, for which the day has passed or not come, or nothing was done.

    ``seq`` is that of the proceeding, None where there is none yet; a step that opens one anew, its first being reversed,
    is founded as the first was. Raises ObjectionLate, YearOpen, NothingPutRight, PeriodRuns, ObjectionsOpen.
    """
    name, means = step
    if new.use is PathUse.OBJECTION and means is StepMeaning.OPENED:
        _refuse_late(reading, new, said)
    elif new.use is PathUse.PUBLICATION and means is StepMeaning.OPENED:
        require_closed(reading, new.year or 0)
    elif new.use is PathUse.OBJECTION and means is StepMeaning.SETTLED and seq is not None:
        _refuse_unsettled(reading, new, seq, name)
    elif new.use is PathUse.PUBLICATION and means is StepMeaning.DONE:
        _refuse_early_end(reading, new, name, said)


def _refuse_late(reading: LedgerReader, new: NewProceeding, said: StepWords) -> None:
    year = new.year or 0
    until = publicity_of(reading.proceedings(), year).until
    if until is not None and said.on > until:
        raise ObjectionLate(year, said.on, until)


def _refuse_unsettled(reading: LedgerReader, new: NewProceeding, seq: Seq, name: str) -> None:
    """What an objection was about has to have been put right: the record reversed, or something of the member changed."""
    if new.target is not None:
        row = reading.row(new.target)
        if row is None or row.reversed_by is None:
            raise NothingPutRight(name, f"序号 {new.target} 的记录没有冲正、更正")
        again = _entered_again(reading, new.target, seq)
        if again is not None:
            raise NothingPutRight(name, f"序号 {new.target} 的记录冲正后又原样登记（序号 {again}）")
    elif new.member is not None and not _changed_since(reading, new.member, seq):
        raise NothingPutRight(name, "收到异议以后，该委员的记录没有补登、冲正、更正")


def _entered_again(reading: LedgerReader, target: Seq, since: Seq) -> Seq | None:
    """The record that says what the reversed ``target`` said and was entered after ``since``: a void may be undone."""
    was = reading.record(target)
    if was is None:
        return None
    standing = reading.records(member=was.member, period=Period(was.fields.counted, was.fields.counted))
    return next((one.seq for one in standing if one.seq > since and one.fields == was.fields), None)


def _changed_since(reading: LedgerReader, member: MemberKey, seq: Seq) -> bool:
    """Whether a record or a tenure of the member was entered or reversed after ``seq``."""
    records = (one.seq for one in reading.records(member=member, reversed_too=True))
    tenures = (one.seq for one in reading.roster()[member].tenures)
    return any(_touched(reading, one) > seq for one in (*records, *tenures))


def _touched(reading: LedgerReader, seq: Seq) -> Seq:
    """The last seq that entered or reversed a row."""
    row = reading.row(seq)
    return seq if row is None or row.reversed_by is None else row.reversed_by


def _refuse_early_end(reading: LedgerReader, new: NewProceeding, name: str, said: StepWords) -> None:
    found = publicity_of(reading.proceedings(), new.year or 0)
    if found.until is not None and said.on <= found.until:
        raise PeriodRuns(name, said.on, found.until)
    if found.waiting:
        raise ObjectionsOpen(name, [one.seq for one in found.waiting])
