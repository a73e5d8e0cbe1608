"""Import files of records: deduplicated, in one atomic transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TypeVar

from duty_cli.importing.reconcile import Judge, PassState, RestartPass
from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.import_result import Imported, ImportOptions, Settling, SourceFile
from duty_cli.model.ledger_protocol import Ledger, LedgerWriter, Operation
from duty_cli.model.members import Seq
from duty_cli.model.rulebook import Rules
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.record_entry import ensure_activities

# Entries that are held at a time, however long the file.
_CHUNK = 5_000
_NAMED = 20
"""Lines named in the reason of a batch that corrects; more are counted."""

T = TypeVar("T")


def import_files(
    ledger: Ledger, rules: Rules, today: date, files: Sequence[SourceFile], how: ImportOptions
) -> Imported:
    """Import what is new in ``files`` atomically, each a batch of its own; nothing if any row is left out.

    A row is recognised by the office's number, an attended event by the member's place at it, all else by member, kind and
    title. Rows are judged and written as they come. What only the end of a file can tell (that a later row has the same
    number, that a source comes nowhere) undoes the run, and a second one begins with that knowledge.
    """
    known = PassState()
    while True:
        try:
            # One pass in a transaction of its own; begun again, nothing of it is left.
            return _run(ledger, rules, today, files, how, known)
        except RestartPass as again:
            known = again.known


def rehearse(ledger: Ledger, rules: Rules, today: date, files: Sequence[SourceFile], how: ImportOptions) -> Imported:
    """Dry run of :func:`import_files`: the same result, nothing written."""
    known = PassState()
    while True:
        with ledger.reading() as reading:
            judge = Judge(reading, rules, today, files, how, known, rehearsing=True)
            try:
                for at in range(len(files)):
                    # Rows are judged as their entries are made; a dry run has no use for the entries.
                    for _ in judge.entries(at):
                        pass
                known = _end(judge, known)
            except RestartPass as again:
                known = again.known
            else:
                sheets = () if judge.blocked else judge.events.sheets(reading, rules)
                return _told(judge, how, sheets, judge.settle(sheets), written=False)


class _NothingWritten(Exception):
    """Leaves the transaction, so that it is rolled back. ``sheets`` are those of the events named all the same."""

    def __init__(self, sheets: tuple[EventSheet, ...] = ()) -> None:
        super().__init__()
        self.sheets = sheets


def _run(
    ledger: Ledger, rules: Rules, today: date, files: Sequence[SourceFile], how: ImportOptions, known: PassState
) -> Imported:
    try:
        with writing_after_closing(ledger, _act(files, known, known.first)) as writing:
            judge = Judge(writing, rules, today, files, how, known)
            for at in range(len(files)):
                _write(writing, judge, files, known, at)
            _end(judge, known)
            if judge.blocked:
                raise _NothingWritten
            sheets = judge.events.sheets(writing, rules)
            settled = judge.settle(sheets)
            _write_settled(writing, judge, settled, known)
            if not _any_batch(judge):
                raise _NothingWritten(sheets)
            return _told(judge, how, sheets, settled, written=True)
    except _NothingWritten as nothing:
        for file in judge.fates:
            file.batch = None
        return _told(judge, how, nothing.sheets, Settling(), written=False)


def _write_settled(writing: LedgerWriter, judge: Judge, settled: Settling, known: PassState) -> None:
    """Append those who stood on no sheet, to the batch written last; without one, to that of the first file."""
    if settled.entries:
        if not _any_batch(judge):
            judge.fates[known.first].batch = writing.batch_seq
        ensure_activities(writing, (entry.fields for entry in settled.entries))
        writing.append_all(settled.entries)


def _write(writing: LedgerWriter, judge: Judge, files: Sequence[SourceFile], known: PassState, at: int) -> None:
    """Bulk-append what is new in one file, chunk by chunk."""
    fates = judge.fates[at]
    for chunk in _chunks(judge.entries(at)):
        # Nothing will be kept any more, but the rest is still judged: all problems are told at once.
        if not judge.blocked:
            if fates.batch is None:
                fates.batch = _batch(writing, judge, files, known, at)
            writing.append_all(chunk)


def _batch(writing: LedgerWriter, judge: Judge, files: Sequence[SourceFile], known: PassState, at: int) -> Seq:
    """The batch of a file. The first was opened with the transaction: it must be that of the first file with anything new."""
    if _any_batch(judge):
        return writing.begin(_act(files, known, at))
    if at != known.first:
        raise RestartPass(replace(known, first=at))
    return writing.batch_seq


def _any_batch(judge: Judge) -> bool:
    return any(file.batch is not None for file in judge.fates)


def _act(files: Sequence[SourceFile], known: PassState, at: int) -> Operation:
    """The operation that opens a file's batch; if it corrects records, its reason names the lines."""
    lines = known.corrected.get(at)
    if lines is None:
        return files[at].act
    named = "、".join(map(str, lines[:_NAMED])) + (f" 等 {len(lines)} " if len(lines) > _NAMED else " ")
    return replace(files[at].act, reason=f"按 {files[at].name} 第 {named}行更正")


def _end(judge: Judge, known: PassState) -> PassState:
    """Require a pass that learned nothing new. Raises RestartPass."""
    learned = judge.learned()
    # What was learned may change a row that was judged before: only a pass that learned nothing is kept.
    if learned != known:
        raise RestartPass(learned)
    return known


def _told(
    judge: Judge, how: ImportOptions, sheets: tuple[EventSheet, ...], settled: Settling, *, written: bool
) -> Imported:
    # Those who were on no sheet have just been entered.
    now = tuple(replace(one, unsigned=(), excused=()) for one in sheets) if settled.entries else sheets
    return Imported(judge.fates, how, written, len(judge.members), judge.events.new, now, settled)


def _chunks(entries: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(entries)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
