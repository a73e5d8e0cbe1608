"""印发: a paper that leaves the office is entered in the ledger, revision after revision."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.domain.ledger import Issue, Issued, Ledger, LedgerReader, Operation
from duty_cli.domain.members import Seq
from duty_cli.errors import IssuedMeanwhile


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
