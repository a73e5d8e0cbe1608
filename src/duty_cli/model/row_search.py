"""What is looked for among all rows of the ledger, and what is found: the words of a clerk, and the rows that hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.quick_dataclass import dataclass

Cell: TypeAlias = str | int | None
"""A cell as people can read it: a repeating text is spelled out, bytes are hexadecimal."""


@dataclass(frozen=True, slots=True)
class Called:
    """A number and a name that a member bears or bore; the name is empty where it was erased."""

    member: MemberKey
    number: str
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """A word that a row has to hold: in one of its texts, or by one of the things that it may stand for.

    ``members`` are those whom it may name, ``days`` the beginning of a day as YYYY-MM-DD, ``seq`` a row's own, ``fen`` an
    amount; ``spells`` says whether it is the pinyin of a repeating word or of the name of an activity.
    """

    text: str
    members: frozenset[MemberKey] = frozenset()
    days: str = ""
    seq: int | None = None
    fen: int | None = None
    spells: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that holds what was looked for: its batch, and the seq that reversed it, if any."""

    seq: Seq
    batch: Seq
    reversed_by: Seq | None


@dataclass(frozen=True, slots=True)
class FoundRows:
    """The newest rows of one sort, and how many there are in all."""

    sort: str
    rows: tuple[FoundRow, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Referring:
    """How many standing rows of a sort refer to one by a column of theirs, and the newest of them."""

    sort: str
    column: str
    count: int
    newest: tuple[Seq, ...]


class RowReader(Protocol):
    """What can be asked of rows of whatever sort, as known at one seq."""

    def cells(self, seq: Seq) -> Mapping[str, Cell] | None:
        """The cells of the row with that seq, whatever its sort, by column; of a naming what was said."""

    def called(self) -> tuple[Called, ...]:
        """Every number and name that members bear or bore."""

    def operators(self) -> tuple[str, ...]:
        """The names of those who entered batches, as they were put right; who entered the last comes first."""

    def counted_by_sort(self, batch: Seq) -> dict[str, int]:
        """How many rows of which sort a batch entered."""

    def referring(self, seq: Seq, sort: str) -> Iterator[Referring]:
        """What stands and refers to the row, which is of that sort."""

    def found(self, sort: str, words: Sequence[SoughtWord], last: int) -> FoundRows:
        """The ``last`` rows of a sort that hold every one of the words, the newest first, reversed or not."""
