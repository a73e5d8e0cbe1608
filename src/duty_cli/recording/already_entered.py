"""What a clerk enters beside what stands: the very same is not entered twice unawares, nor under a title like another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duty_cli.errors import EnteredBefore, LikeEvent, LikeTitle
from duty_cli.model.import_result import differences
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.name_similarity import like
from duty_cli.model.periods import Period
from duty_cli.model.records import Record, RecordFields
from duty_cli.recording.existing_records import ExistingRecords, whence


def refuse_seen(reading: LedgerReader, member: Member, facts: RecordFields) -> None:
    """Refuse what may stand already, by the marks by which an import knows it. Raises EnteredBefore, LikeTitle, LikeEvent."""
    if facts.attendance is not None:
        refuse_like_event(reading, facts)
        return
    there = _entered(ExistingRecords(reading), member, facts)
    if there is not None:
        unlike = [one.heading for one in differences((member, there.facts), (member, facts))]
        raise EnteredBefore(member, _told(there.facts), there.seq, whence(reading, there.seq), unlike)
    groups = reading.roster().groups()
    for other in reading.records(member=member.key, period=Period(facts.on, facts.on), kinds=(facts.kind,)):
        if facts.title is not None and other.facts.title is not None and like(facts.title, other.facts.title, groups):
            raise LikeTitle(member, _told(other.facts), other.seq, whence(reading, other.seq))


def refuse_like_event(reading: LedgerReader, facts: RecordFields) -> None:
    """Refuse an event that is not there, but another of its kind and day whose name is like its own. Raises LikeEvent."""
    names = dict(events_on(reading, facts.kind, facts.on))
    if facts.event in names:
        return
    groups = reading.roster().groups()
    for name, record in names.items():
        if name and facts.event and like(name, facts.event, groups):
            raise LikeEvent(facts.kind, facts.on, name, whence(reading, record.seq))


def events_on(reading: LedgerReader, kind: str, day: date) -> Iterator[tuple[str, Record]]:
    """The events of a kind and day by name, each with the last record of its sheet."""
    for record in reading.records(period=Period(day, day), kinds=(kind,)):
        if record.facts.attendance is not None:
            yield record.facts.event, record


def _entered(standing: ExistingRecords, member: Member, facts: RecordFields) -> Record | None:
    """The record that says the very same, or is of the same kind, title and day."""
    same = standing.of(member.key, facts.counted.year).claim_equal(facts)
    if same is not None:
        return standing.record(same)
    return next(standing.namesakes(member.key, facts, Period(facts.counted, facts.counted)), None)


def _told(facts: RecordFields) -> str:
    return " ".join(part for part in (facts.on.isoformat(), facts.kind, facts.title or "") if part)
