"""收件 (§11): a yearly report or account is handed in, received by somebody, and counts as a record where no score is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from duty_cli.errors.hand_in_errors import HandedInBefore, HandedInTooEarly, NothingHandedIn
from duty_cli.errors.lookup_errors import UnknownKind
from duty_cli.errors.record_errors import DateInFuture, NotInOffice
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import About
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, NewRecord, Operation, Reversal
from duty_cli.model.members import Member, MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Record, RecordFields
from duty_cli.model.rulebook import Kind, Rules, YearRules
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.record_entry import Recorded
from duty_cli.recording.record_validation import Gate, kind_on
from duty_cli.scoring.assessment_year import rules_of, rules_on
from duty_cli.scoring.seen_by_rules import kinds_about


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What was entered: the receipt, and the record where there is one; without it the score is still to come."""

    receipt: HandIn
    member: Member
    recorded: Recorded | None


def hand_in(
    ledger: Ledger, act: Operation, rules: Rules, today: date, member: Member, said: HandIn, judged: Points | None
) -> HandedIn:
    """Enter that ``said`` was handed in; of a kind that others judge, the record only where the score is told.

    Raises UnknownKind, NothingHandedIn, DateInFuture, HandedInTooEarly, HandedInBefore, and what stands against the record.
    """
    found = rules_of(rules, said.year)
    kind = _kind_of(found, said.kind)
    if said.on > today:
        raise DateInFuture(said.on, today)
    if said.on < found.days.first:
        raise HandedInTooEarly(said.year, said.on, found.days.first)
    with writing_after_closing(ledger, act) as writing:
        for one in writing.hand_ins():
            if one.same_as(said):
                raise HandedInBefore(member, said.called, one.on, one.seq)
        recorded = None
        if kind.judged is None or judged is not None:
            recorded = _recorded(writing, rules, today, member, said, judged, found.days)
        else:
            _refuse_unfit(writing, rules, today, member, said, found.days)
        return HandedIn(replace(said, seq=writing.append(said)), member, recorded)


def _kind_of(found: YearRules, name: str) -> Kind:
    kind, yearly = found.book.kinds.get(name), kinds_about(found.book, About.REPORT)
    if kind is None:
        raise UnknownKind(name, tuple(found.book.kinds))
    if name not in yearly:
        raise NothingHandedIn(name, [one for one in found.book.kinds if one in yearly])
    return kind


def _recorded(
    writing: LedgerWriter,
    rules: Rules,
    today: date,
    member: Member,
    said: HandIn,
    judged: Points | None,
    days: Period,
) -> Recorded:
    before = next(writing.records(member=member.key, period=days, kinds=(said.kind,)), None)
    if before is not None:
        raise HandedInBefore(member, said.called, before.fields.on, before.seq)
    fields = RecordFields(said.kind, said.on, judged=judged, year=said.year)
    verdict = Gate(writing, rules, today, Period(said.on, said.on), member=member.key).judge(member, fields)
    for problem in verdict.problems:
        raise problem
    return Recorded(writing.append(NewRecord(member.key, verdict.fields)), member, verdict.fields)


def _refuse_unfit(reading: LedgerReader, rules: Rules, today: date, member: Member, said: HandIn, days: Period) -> None:
    """Refuse what would be refused of a record: a year that is settled, a member not in office."""
    counted = said.on if said.on in days else days.last
    kind_on(reading, rules, today, said.kind, counted)
    if not member.in_office(counted):
        raise NotInOffice(member, counted)


def receipts_of(reading: LedgerReader, member: MemberKey, fields: RecordFields) -> Iterator[HandIn]:
    """The receipts of what a record says was handed in: those of its year, for two years may be handed in on one day."""
    alike = [one for one in reading.hand_ins() if (one.member, one.kind, one.on) == (member, fields.kind, fields.on)]
    # A record says its year where its day is of a later one; else it is of the latest that the day can be of.
    latest = max((one.year for one in alike if one.year >= fields.on.year), default=None)
    year = latest if fields.year is None else fields.year
    return (one for one in alike if one.year == year)


def take_back_with(writing: LedgerWriter, seq: Seq) -> None:
    """Reverse the receipts of a record that is reversed, and the record of such a receipt: the one is not without the other."""
    record = writing.record(seq)
    if record is not None:
        writing.append_all([Reversal(one.seq) for one in receipts_of(writing, record.member, record.fields)])
    for receipt in [one for one in writing.hand_ins() if one.seq == seq]:
        own = list(writing.records(member=receipt.member, kinds=(receipt.kind,)))
        writing.append_all(
            [Reversal(one.seq) for one in own if receipt in receipts_of(writing, one.member, one.fields)]
        )


def move_receipts(writing: LedgerWriter, rules: Rules, old: Record, new: RecordFields) -> None:
    """Let the receipts of a record follow it where its kind, day or year was set right."""
    found = rules_on(rules, new.counted)
    year = new.counted.year if found is None else found.year
    for one in list(receipts_of(writing, old.member, old.fields)):
        moved = replace(one, kind=new.kind, on=new.on, year=year)
        if moved != one:
            writing.append_all([Reversal(one.seq), replace(moved, seq=Seq(0))])
