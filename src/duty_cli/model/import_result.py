"""What becomes of each row of an import, who is right where two disagree, and the result as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_cli.model.members import Member, Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import HEADINGS, Attendance, Due, RecordFields

if TYPE_CHECKING:
    from duty_cli.model.capacities import Capacity
    from duty_cli.model.expected_attendance import EventSheet
    from duty_cli.model.ledger_protocol import NewRecord, Operation
    from duty_cli.model.parsed_rows import ParsedRecord, Problem, RejectedRow


class RowStatus(StrEnum):
    """What becomes of a record in a file."""

    NEW = "新增"
    THERE = "已有"
    CHANGED = "不一致"
    REFUSED = "不予登记"


class OnConflict(StrEnum):
    """What to do where a record stands already with other values; the values are what ``--on-conflict`` takes."""

    KEEP = "keep"
    CORRECT = "correct"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be brought in, as a batch of its own: its name, the deed, its rows, and what is wrong with it as a whole.

    ``rows`` may be gone through more than once, each time from the top. ``asks``: it has a cell for attendance in every
    row, so that an empty one says nothing; without, it is a list of those who came. ``dues``: who is due at its events, by itself.
    """

    name: str
    act: Operation
    rows: Iterable[ParsedRecord | RejectedRow]
    problems: Sequence[Problem] = ()
    asks: bool = False
    dues: Sequence[Due] = ()


# Not frozen, though nothing ever changes one: it is made for every row.
@dataclass(slots=True, unsafe_hash=True)
class ImportRow:
    """One record as a file says it, and in which capacity the member was invited; ``file`` counts the files of the call from 0."""

    file: int
    line: int
    member: Member
    fields: RecordFields
    capacity: Capacity | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A heading under which two records say different things."""

    heading: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that says otherwise than what stands: a record in the ledger (a seq), or a row of another file."""

    line: int
    member: Member
    fields: RecordFields
    stands: Seq | tuple[str, int]
    differences: tuple[Difference, ...]

    @property
    def by_title(self) -> bool:
        """Whether the two were found alike by kind and title only, so that they may be two things."""
        unlike = {one.heading for one in self.differences}
        return self.fields.attendance is None and (self.fields.number is None or "编号" in unlike)


@dataclass(slots=True)
class Lines:
    """Lines of a file, where neighbours are kept as one stretch; ``count`` is of records, of which a line may hold several."""

    count: int = 0
    stretches: list[list[int]] = field(default_factory=list)

    def add(self, line: int) -> None:
        """One more record, on a line not before the last one added."""
        self.count += 1
        if self.stretches and line - self.stretches[-1][1] in (0, 1):
            self.stretches[-1][1] = line
        else:
            self.stretches.append([line, line])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((first, last) for first, last in self.stretches)


@dataclass(slots=True)
class FileResult:
    """What became of the rows of one file. ``there`` names where each was already: a file of the call, or "" the ledger.

    ``unsigned`` are those that say but that somebody did not sign: nothing is entered for them. ``invited``: how many say only
    in which capacity a member was invited, and not whether the member came.
    """

    name: str
    new: int = 0
    there: dict[str, Lines] = field(default_factory=dict)
    changed: list[Conflict] = field(default_factory=list)
    refused: list[RejectedRow] = field(default_factory=list)
    unsigned: list[ImportRow] = field(default_factory=list)
    batch: Seq | None = None
    invited: dict[Capacity, int] = field(default_factory=dict)

    def against_ledger(self) -> list[int]:
        """The lines that say otherwise than a record in the ledger."""
        return sorted({one.line for one in self.changed if isinstance(one.stands, int)})

    def count(self, fate: RowStatus) -> int:
        """How many records (of unreadable rows: rows) have a fate."""
        match fate:
            case RowStatus.NEW:
                return self.new
            case RowStatus.THERE:
                return sum(lines.count for lines in self.there.values())
            case RowStatus.CHANGED:
                return len(self.changed)
            case RowStatus.REFUSED:
                return len(self.refused)


@dataclass(frozen=True, slots=True)
class Settling:
    """Those due who stood on no sheet, as they are entered; ``by_register``: as on leave, because the register says so."""

    entries: Sequence[NewRecord] = ()
    states: Mapping[Attendance, int] = field(default_factory=dict)
    by_register: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are brought in. ``accept_valid``: what is right is written even if other rows are left out.

    ``again``: an event whose name is like another's is another. ``due``: who is due at every event of the call; ``missing``:
    as what those are entered who are due and of whom no sheet says anything.
    """

    on_conflict: OnConflict = OnConflict.STOP
    accept_valid: bool = False
    again: bool = False
    due: Due | None = None
    missing: Attendance | None = None

    def leaves_out(self, file: FileResult) -> bool:
        """Whether some row of the file is for a person to mend or to settle."""
        return bool(file.refused or (self.on_conflict is OnConflict.STOP and file.changed))


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of the files of a call. ``written``: what is right now stands in the ledger, if there was anything new.

    ``sheets``: those of its events at which some are due; ``settled``: who of these stood on none and was entered.
    """

    files: tuple[FileResult, ...]
    how: ImportOptions
    written: bool
    members: int
    activities: int
    sheets: tuple[EventSheet, ...] = ()
    settled: Settling = Settling()

    @property
    def unsettled(self) -> bool:
        """Whether any row was left out."""
        return any(map(self.how.leaves_out, self.files))

    def total(self, fate: RowStatus) -> int:
        """How many records have a fate, over all files."""
        return sum(file.count(fate) for file in self.files)


def differences(old: tuple[Member, RecordFields], new: tuple[Member, RecordFields]) -> tuple[Difference, ...]:
    """The headings under which the two differ, the member first."""
    whose = () if old[0].key == new[0].key else (Difference("委员", old[0], new[0]),)
    said = (
        Difference(heading, before, after)
        for heading, name in HEADINGS.items()
        if (before := getattr(old[1], name)) != (after := getattr(new[1], name))
    )
    return (*whose, *said)
