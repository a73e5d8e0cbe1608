"""Writing records: one by one, or a file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.faults import Fault
from duty_cli.domain.filed import FiledRecord
from duty_cli.domain.ledger import Act, Ledger, NewRecord, Reading, Writing
from duty_cli.domain.members import Member, Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Activity, Facts
from duty_cli.domain.rules import Rules
from duty_cli.errors import AlreadyImported, Findings, UnknownSource, UsageError
from duty_cli.office.gate import Gate


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file read: its name, the deed that brings it in, and its records. Each file is a batch of its own."""

    name: str
    act: Act
    rows: Sequence[FiledRecord]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record as written."""

    seq: Seq
    member: Member
    facts: Facts


@dataclass(frozen=True, slots=True)
class Imported:
    """What files brought in; ``batches`` are their seqs, file by file, and none after a rehearsal.

    ``repeated`` names the records that say the same as one that stands already, in words: perhaps a file came in twice.
    """

    batches: tuple[Seq, ...]
    records: int
    members: int
    new_activities: int
    repeated: tuple[str, ...]


def record(ledger: Ledger, act: Act, rules: Rules, today: date, member: Member, facts: Facts) -> Recorded:
    """Write one record, or raise its first fault."""
    with ledger.writing(act) as writing:
        gate = Gate(writing, rules, today, Period(facts.on, facts.on), member=member.key)
        verdict = gate.judge(member, facts)
        for fault in verdict.faults:
            raise fault
        refuse_unknown_source(gate, facts)
        ensure_activities(writing, [verdict.facts])
        return Recorded(writing.append(NewRecord(member.key, verdict.facts)), member, verdict.facts)


def import_records(
    ledger: Ledger, rules: Rules, today: date, files: Sequence[SourceFile], unread: Sequence[Fault] = ()
) -> Imported:
    """Write all records of all ``files``, or raise :class:`Findings` with every fault and write none.

    ``unread`` are the faults of rows that could not even be read.
    """
    with ledger.writing(files[0].act) as writing:
        judged = _judge(writing, rules, today, files, unread)
        batches, new = [writing.batch_seq], 0
        for place, (file, entries) in enumerate(zip(files, judged.entries, strict=True)):
            if place:
                batches.append(writing.begin(file.act))
            new += ensure_activities(writing, [entry.facts for entry in entries])
            writing.append_all(entries)
        return judged.imported(tuple(batches), new)


def rehearse(
    ledger: Ledger, rules: Rules, today: date, files: Sequence[SourceFile], unread: Sequence[Fault] = ()
) -> Imported:
    """Do all that :func:`import_records` would, but write nothing."""
    with ledger.reading() as reading:
        judged = _judge(reading, rules, today, files, unread)
        facts = [entry.facts for entries in judged.entries for entry in entries]
        return judged.imported((), len(_missing_activities(reading, facts)))


@dataclass(frozen=True, slots=True)
class _Judged:
    """The records of each file, and in words those that say the same as one in the ledger."""

    entries: list[list[NewRecord]]
    repeated: tuple[str, ...]

    def imported(self, batches: tuple[Seq, ...], new_activities: int) -> Imported:
        entries = [entry for of_file in self.entries for entry in of_file]
        return Imported(batches, len(entries), len({entry.member for entry in entries}), new_activities, self.repeated)


def _judge(
    reading: Reading, rules: Rules, today: date, files: Sequence[SourceFile], unread: Sequence[Fault]
) -> _Judged:
    """The records of each file, if all pass; else raise every fault, by file and line."""
    refuse_same_files(reading, [file.act for file in files])
    days = [row.facts.on for file in files for row in file.rows] or [today]
    gate = Gate(reading, rules, today, Period(min(days), max(days)))
    faults = list(unread)
    repeated: list[str] = []
    judged = [list(_admit(gate, file, faults, repeated)) for file in files]
    for file in files:
        faults += _sources(gate, file)
        if not file.rows and not unread:
            faults.append(Fault(file.name, 1, "", "文件中没有一条记录", "请核对文件"))
    if faults:
        raise Findings(sorted(faults))
    return _Judged(judged, tuple(repeated))


def _admit(gate: Gate, file: SourceFile, faults: list[Fault], repeated: list[str]) -> Iterator[NewRecord]:
    for row in file.rows:
        verdict = gate.judge(row.member, row.facts)
        faults += [Fault(file.name, row.line, fault.column, str(fault)) for fault in verdict.faults]
        same = gate.repeats(row.member, verdict.facts)
        repeated += [f"{file.name} 第 {row.line} 行与序号 {same}"] if same is not None else []
        gate.admit(row.member, verdict.facts, f"{file.name} 第 {row.line} 行")
        yield NewRecord(row.member.key, verdict.facts)


def _sources(gate: Gate, file: SourceFile) -> Iterator[Fault]:
    """Faults of records whose source is nowhere; a source may stand further down, or in another of the files."""
    for row in file.rows:
        if row.facts.source is not None and not gate.knows(row.facts.source):
            yield Fault(file.name, row.line, "来源编号", str(UnknownSource(row.facts.source)))


def refuse_unknown_source(gate: Gate, facts: Facts) -> None:
    """Refuse a record that comes from one nobody knows."""
    if facts.source is not None and not gate.knows(facts.source):
        raise UnknownSource(facts.source)


def ensure_activities(writing: Writing, facts: Iterable[Facts]) -> int:
    """Append the activities that the records name and the ledger lacks; how many."""
    return len(writing.append_all(_missing_activities(writing, facts)))


def _missing_activities(reading: Reading, facts: Iterable[Facts]) -> list[Activity]:
    known = {(activity.kind, activity.on, activity.name) for activity in reading.activities()}
    named = {(said.kind, said.on, said.activity) for said in facts if said.activity is not None}
    missing = sorted(named - known, key=lambda activity: (activity[1], activity[0], activity[2]))
    return [Activity(kind, on, name) for kind, on, name in missing]


def refuse_same_files(reading: Reading, acts: Sequence[Act]) -> None:
    """Refuse a file named twice, or that came in before and of which any row still stands."""
    names: dict[str, str] = {}
    for act in acts:
        if act.source_digest in names:
            raise UsageError(f"文件 {act.source} 与 {names[act.source_digest]} 内容完全相同；请去掉其中一份")
        if act.source_digest is not None:
            names[act.source_digest] = act.source or ""
    for batch in reading.batches() if names else ():
        if batch.act.source_digest in names and batch.rows > batch.reversed_rows:
            raise AlreadyImported(names[batch.act.source_digest], batch.seq, batch.act.at.date())
