"""印发: a paper that leaves the office is entered, revision after revision; and where a file stands among those issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from duty_cli.errors import IssuedMeanwhile
from duty_cli.model.ledger_protocol import Issue, Issued, Ledger, LedgerReader, Operation
from duty_cli.model.members import Seq
from duty_cli.model.provenance import Identity


def issues_of(reading: LedgerReader, report: tuple[str, ...]) -> tuple[Issued, ...]:
    """What was issued of one report, by seq."""
    return tuple(one for one in reading.issues() if one.issue.report == report)


def next_revision(before: Sequence[Issued], format_: str, *, changed: bool, again: bool) -> int | None:
    """The number of the next issue: the last one's where only the format is new, None where nothing is."""
    if not before:
        return 1
    last = before[-1].issue.revision
    if changed:
        return last + 1
    if format_ not in {one.issue.format for one in before if one.issue.revision == last}:
        return last
    return last + 1 if again else None


def issue(ledger: Ledger, act: Operation, paper: Issue, before: Sequence[Issued]) -> Seq:
    """Enter a paper as issued after ``before``. Raises IssuedMeanwhile where another came between."""
    with ledger.writing(act) as writing:
        if issues_of(writing, paper.report) != tuple(before):
            raise IssuedMeanwhile
        return writing.append(paper)


_TEXTS = ("csv", "md", "table")


class IssueStatus(Enum):
    """What a file is to the ledger."""

    AS_ISSUED = auto()
    ALTERED = auto()
    NEVER_ISSUED = auto()
    OF_ANOTHER_LEDGER = auto()


@dataclass(frozen=True, slots=True)
class TracedFile:
    """A file's standing, the issue it is or claims to be, and those of the same report that followed."""

    standing: IssueStatus
    issued: Issued | None = None
    later: tuple[Issued, ...] = ()


def by_digest(issues: Sequence[Issued], digest: str) -> TracedFile | None:
    """The issue of exactly these bytes."""
    found = next((one for one in issues if one.issue.digest == digest), None)
    return None if found is None else _traced(IssueStatus.AS_ISSUED, issues, found)


def by_identity(ledger: Ledger, issues: Sequence[Issued], said: Identity, format_: str) -> TracedFile:
    """What a file that was not issued as it is says of itself; ``format_`` is ``text`` for csv, md and txt."""
    if not _of_this(ledger, said):
        return TracedFile(IssueStatus.OF_ANOTHER_LEDGER)
    claimed = [one for one in issues if one.issue.known == said.seq and _family(one.issue.format) == format_]
    return _traced(IssueStatus.ALTERED, issues, claimed[-1]) if claimed else TracedFile(IssueStatus.NEVER_ISSUED)


def _traced(standing: IssueStatus, issues: Sequence[Issued], found: Issued) -> TracedFile:
    later = (one for one in issues if one.seq > found.seq and one.issue.report == found.issue.report)
    return TracedFile(standing, found, tuple(one for one in later if one.issue.revision > found.issue.revision))


def _of_this(ledger: Ledger, said: Identity) -> bool:
    """Whether the ledger had that digest at that seq."""
    with ledger.reading() as reading:
        if not 1 <= said.seq <= reading.head().seq:
            return False
    with ledger.reading(Seq(said.seq)) as reading:
        return reading.head().digest.startswith(said.head)


def _family(format_: str) -> str:
    return "text" if format_ in _TEXTS else format_
