"""Two copies of one ledger that went on apart: what each has since the last seq at which both said the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from duty_cli.model.ledger_protocol import LedgerHead, Operation
from duty_cli.model.members import Seq
from duty_cli.model.merge_entries import TakenFrom
from duty_cli.model.quick_dataclass import dataclass

Cell: TypeAlias = str | int | bytes | None


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One row of a copy.

    ``cells`` can be compared with those of the other copy: a reference to what both have is the seq here, one to a row that only
    the other copy has is its seq there, negative. ``refs`` are the same references by the seqs of the row's own copy.
    """

    seq: Seq
    batch: Seq
    sort: str
    cells: Mapping[str, Cell]
    refs: Mapping[str, Seq]
    reversed_by: Seq | None
    beside: Mapping[str, Cell]
    """What the chain does not say: of a naming the person, every cell None where erased; of a record the ``event`` it names."""

    @property
    def target(self) -> Seq | None:
        """Of a reversal the row that it takes back, as its cells have it."""
        target = self.cells.get("target") if self.sort == "reversal" else None
        return Seq(target) if isinstance(target, int) else None

    @property
    def stands(self) -> bool:
        """Whether its own copy still counts it."""
        return self.reversed_by is None


@dataclass(frozen=True, slots=True)
class CopyBatch:
    """One batch of a copy: its deed, its last seq and the chain's digest there, and where it stood before, if it was merged itself.

    Of a merge ``left_out`` are the batches of the other copy that were not taken over, by a person's decision.
    """

    seq: Seq
    last: Seq
    head: str
    act: Operation
    rows: tuple[CopyRow, ...]
    came: tuple[TakenFrom, ...] = ()
    left_out: tuple[TakenFrom, ...] = ()

    @property
    def marks(self) -> frozenset[tuple[Seq, str]]:
        """What a batch is known by in every copy: the digest after it, wherever it stood."""
        return frozenset({(self.last, self.head), *((one.last, one.head) for one in self.came)})

    @property
    def merges(self) -> frozenset[Seq]:
        """The rows by which it says that something was merged."""
        return frozenset(row.seq for row in self.rows if row.sort == "merge")


def seq_here(seq: Seq, common: Seq, met: Mapping[Seq, Seq]) -> Seq:
    """The seq here of a row that has another in the other copy: see ``Divergence``."""
    return seq if seq <= common else met.get(seq, Seq(-seq))


@dataclass(frozen=True, slots=True)
class Divergence:
    """What two copies have beyond ``common``: ``new`` is what only the other has, ``own`` what only this one has.

    ``left_before`` is what an earlier merge left out. ``met`` is what both have since the other was merged before: its seqs there, and here. ``taken_back`` are rows that both have
    and that either reversed since, as they stand here.
    """

    common: Seq
    here: LedgerHead
    there: LedgerHead
    own: tuple[CopyBatch, ...]
    new: tuple[CopyBatch, ...]
    left_before: tuple[CopyBatch, ...]
    met: Mapping[Seq, Seq]
    taken_back: Mapping[Seq, CopyRow]

    def seen_from_here(self, seq: Seq) -> Seq:
        """Where a row of the other copy stands here; its seq there, negative, where this one has not got it."""
        return seq_here(seq, self.common, self.met)


@dataclass(frozen=True, slots=True)
class CopyConflict:
    """Two rows, one of each copy, that cannot both hold as they stand; ``doubtful``: unless they are two things."""

    why: str
    here: CopyRow
    there: CopyRow
    doubtful: bool = False
