"""Where a file stands among the papers issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import Issued, Ledger
from duty_cli.domain.members import Seq

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
