"""并入: what the ledger says of batches that came from another copy of it."""

from __future__ import annotations

from datetime import datetime

from duty_cli.model.members import Seq
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MergedBy:
    """By whom and when a batch was taken over from another copy of the ledger; its ``seq`` there, and the copy's ``head`` then (hex)."""

    by: str
    at: datetime
    seq: Seq
    head: str

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} 由{self.by}从账首 {self.head[:16]} 的副本并入，原批次 {self.seq}"


@dataclass(frozen=True, slots=True)
class MergeOf:
    """并入: another copy was taken over, of which this was the ``head`` at its ``last`` seq; both had all up to ``common``."""

    head: str
    last: Seq
    common: Seq
    batches: int


@dataclass(frozen=True, slots=True)
class TakenFrom:
    """Where a batch stood in the copy that it was taken over from: its seqs there, and the chain's digest at the last of them.

    ``merge`` is the row of the merge, ``batch`` the batch here.
    """

    merge: Seq
    first: Seq
    last: Seq
    head: str
    batch: Seq = Seq(0)
