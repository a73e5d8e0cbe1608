"""Duplicate checks on what a clerk enters by hand: identical records, and similar titles or names of events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from duty_cli.errors.plan_errors import PlannedElsewhere
from duty_cli.errors.record_errors import EnteredBefore, LikeEvent, LikeTitle
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, Seq
from duty_cli.model.name_similarity import like
from duty_cli.model.periods import Period
from duty_cli.model.records import Event, Record, RecordFields
from duty_cli.recording.existing_records import ExistingRecords, whence


def refuse_seen(reading: LedgerReader, member: Member, fields: RecordFields) -> None:
    """Refuse a possible duplicate, by the same keys as an import. Raises Doubtful."""
    if fields.attendance is not None:
        # The member's place at the same event is refused by Gate; left to ask is the same event by another name, or on another day.
        refuse_like_event(reading, fields)
        refuse_planned_elsewhere(reading, fields.occasion)
        return
    there = _entered(ExistingRecords(reading), member, fields)
    if there is not None:
        from duty_cli.model.import_result import differences

        unlike = [one.heading for one in differences((member, there.fields), (member, fields))]
        raise EnteredBefore(member, _told(there.fields), there.seq, whence(reading, there.seq), unlike)
    groups = reading.roster().groups()
    for other in reading.records(member=member.key, period=Period(fields.on, fields.on), kinds=(fields.kind,)):
        if (
            fields.title is not None
            and other.fields.title is not None
            and like(fields.title, other.fields.title, groups)
        ):
            raise LikeTitle(member, _told(other.fields), other.seq, whence(reading, other.seq))


def refuse_like_event(reading: LedgerReader, fields: RecordFields) -> None:
    """Refuse an event that is not there, but another of its kind and day whose name is like its own. Raises LikeEvent."""
    # Looked for by its very name first: entered once, an event is not questioned again for a name like it.
    names = event_rows(reading, fields.kind, fields.on)
    if fields.event in names:
        return
    for name in like_names(names, fields.event, reading.roster().groups()):
        raise LikeEvent(fields.kind, fields.on, name, whence(reading, names[name]), fields.event)


def refuse_planned_elsewhere(reading: LedgerReader, event: Event) -> None:
    """Refuse an event that is there on no plan and no sheet of its day, but waits on a plan of another. Raises PlannedElsewhere."""
    if not event.name or event.name in event_rows(reading, event.kind, event.on):
        return
    for plan in reading.plans():
        if (plan.event.kind, plan.event.name) == (event.kind, event.name):
            held = dict(events_on(reading, plan.event.kind, plan.event.on))
            if event.name not in held:
                raise PlannedElsewhere(event, plan.event.on, plan.seq)


def like_names(names: Iterable[str], said: str, groups: Collection[str]) -> Iterator[str]:
    """Those of ``names``, of events of one kind and day, that may be another spelling of ``said``."""
    return (name for name in names if name and said and name != said and like(name, said, groups))


def like_events(reading: LedgerReader, event: Event) -> list[str]:
    """The names of the other events of its kind and day whose name is like its own."""
    names = dict(events_on(reading, event.kind, event.on))
    return sorted(like_names(names, event.name, reading.roster().groups()))


class EventNames:
    """Names of events in the ledger and in the import, cached by kind and day, to find one event under two names."""

    def __init__(self, reading: LedgerReader, standing: ExistingRecords) -> None:
        # An import reads its own rows too while it writes: those after the last seq are told by file and line.
        self._reading, self._standing, self._last = reading, standing, reading.head().seq
        self._planned: dict[tuple[str, date], dict[str, Seq]] = {}
        for one in reading.plans():
            self._planned.setdefault((one.new.kind, one.new.on), {})[one.new.name] = one.seq
        self._held: dict[tuple[str, date], dict[str, Seq | str]] = {}

    def like(self, fields: RecordFields) -> LikeEvent | None:
        """Why the event of a row may be one that is there under another name; None where it is there, or like no other."""
        if fields.attendance is None or not fields.event:
            return None
        names = self._of(fields)
        # Where nothing else is on that day, the groups need not be known, for which all members are read.
        if not names or fields.event in names:
            return None
        for name in like_names(names, fields.event, self._standing.groups):
            stands = names[name]
            where = stands if isinstance(stands, str) else whence(self._reading, stands)
            return LikeEvent(fields.kind, fields.on, name, where, fields.event)
        return None

    def bring(self, fields: RecordFields, where: str) -> None:
        """Take note of the event of a row that is brought in, and of where the row stands."""
        if fields.attendance is not None and fields.event:
            self._of(fields).setdefault(fields.event, where)

    def _of(self, fields: RecordFields) -> dict[str, Seq | str]:
        """The events of a kind and day by name: the seq of a record that stands since before the call, or the place of a row."""
        names = self._held.get((fields.kind, fields.on))
        if names is None:
            names = self._held[fields.kind, fields.on] = dict(self._before(fields.kind, fields.on))
        return names

    def _before(self, kind: str, day: date) -> Iterator[tuple[str, Seq]]:
        """The events that stood before the call, the planned ones first, each with its last row."""
        yield from self._planned.get((kind, day), {}).items()
        # Every day has to be looked for among all records, so that where there can be none they are not asked.
        if not self._standing.is_empty(day.year):
            found = events_on(self._reading, kind, day)
            yield from ((name, record.seq) for name, record in found if record.seq <= self._last)


def events_on(reading: LedgerReader, kind: str, day: date) -> Iterator[tuple[str, Record]]:
    """The events of a kind and day by name, each with the last record of its sheet."""
    for record in reading.records(period=Period(day, day), kinds=(kind,)):
        if record.fields.attendance is not None:
            yield record.fields.event, record


def event_rows(reading: LedgerReader, kind: str, day: date) -> dict[str, Seq]:
    """The events of a kind and day by name, each with the last record of its sheet; those planned with their plan."""
    planned = {one.new.name: one.seq for one in reading.plans(Period(day, day)) if one.new.kind == kind}
    return planned | {name: record.seq for name, record in events_on(reading, kind, day)}


def _entered(standing: ExistingRecords, member: Member, fields: RecordFields) -> Record | None:
    """The record that says the very same, or is of the same kind, title and day."""
    same = standing.of(member.key, fields.counted.year).claim_equal(fields)
    if same is not None:
        return standing.record(same)
    # The same day alone: one title on another day may be another thing.
    return next(standing.namesakes(member.key, fields, Period(fields.counted, fields.counted)), None)


def _told(fields: RecordFields) -> str:
    return " ".join(part for part in (fields.on.isoformat(), fields.kind, fields.title or "") if part)
