"""The ledger as the other packages see it: what can be appended, what can be asked. ``ledger`` keeps the promise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol, TypeAlias, TypeVar

from duty_cli.model.attributions import Attribution
from duty_cli.model.exact_numbers import Points
from duty_cli.model.funds import Budget, NewBudget, NewSpending, Spending
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.invitations import Invitation
from duty_cli.model.members import NO_GROUND, Facet, Ground, Member, MemberKey, NewNumber, Person, Roster, Seq, Tenure
from duty_cli.model.merge_entries import MergedBy, MergeOf, TakenFrom
from duty_cli.model.name_order import NamesBy
from duty_cli.model.periods import Period, Term
from duty_cli.model.plans import NewPlan, Plan
from duty_cli.model.proceedings import NewProceeding, NewStep, Proceeding
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.record_families import Families
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Activity, Event, Leave, Record, RecordFields, Signed, Tally
from duty_cli.model.row_search import RowReader


@dataclass(frozen=True, slots=True)
class Operation:
    """One deed of one person at the desk: it opens a batch, and all it appends belongs to that batch.

    ``merged``: it was done at another copy, by the person and at the moment that this tells, and taken over later.
    ``entered_as``: the name under which it was entered, where another was put in its place since; None as a rule.
    """

    command: str
    by: str
    at: datetime
    source: str | None = None
    source_digest: str | None = None
    reason: str | None = None
    merged: MergedBy | None = None
    after_wrong_clock: bool = False
    """That the batch before bears the time of a wrong clock, so that this one may be earlier."""
    entered_as: str | None = None


@dataclass(frozen=True, slots=True)
class CommitteeSetup:
    """The committee and its term, the first thing a ledger says."""

    committee: str
    term: Term


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A new member; its seq becomes the member's key."""

    number: str
    person: Person


@dataclass(frozen=True, slots=True)
class NameChange:
    """A member's name, initials or telephone set right."""

    member: MemberKey
    person: Person


@dataclass(frozen=True, slots=True)
class NameErasure:
    """Name, initials and telephone of a member are erased, in every naming there is; their digests stay in the chain."""

    member: MemberKey


@dataclass(frozen=True, slots=True)
class NewTenure:
    """A dated sector, group, party, role or office of a member."""

    member: MemberKey
    facet: Facet
    value: str
    first: date
    last: date | None = None
    begun: Ground = NO_GROUND
    ended: Ground = NO_GROUND

    @classmethod
    def of(cls, member: MemberKey, tenure: Tenure) -> NewTenure:
        """That tenure of that member, to be entered (again)."""
        return cls(member, tenure.facet, tenure.value, tenure.first, tenure.last, tenure.begun, tenure.ended)


# Not frozen, though nothing ever changes one: a file may hold a million.
@dataclass(slots=True, unsafe_hash=True)
class NewRecord:
    """One record of one member. ``fields.activity`` must name an activity of that kind and day already appended."""

    member: MemberKey
    fields: RecordFields


@dataclass(frozen=True, slots=True)
class Reversal:
    """冲正: the row ``target`` (an enrolment, tenure, record, activity or leave) no longer counts."""

    target: Seq


@dataclass(frozen=True, slots=True)
class RulesUsed:
    """The rule files a report was made with, whole."""

    digest: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """印发: a paper as it left the office, and all that it takes to make it again.

    ``report`` is the command with its arguments in their one form, ``printed`` what only its look depends on (number
    and date of a document); ``digest`` is the SHA-256 of the file. It was made from the ledger at ``known``, whose
    chain had the digest ``head`` there, by the rules with the digest ``rules`` and the program's ``version``.
    ``elsewhere``: it was made from another copy, at that seq of it; ``head`` is of its chain, and ``known`` where that came to stand.
    """

    report: tuple[str, ...]
    printed: tuple[str, ...]
    format: str
    digest: str
    revision: int
    known: Seq
    head: str
    rules: str
    version: str
    elsewhere: Seq | None = None


@dataclass(frozen=True, slots=True)
class YearClosing:
    """结账: the year of assessment with those days is finished as it is entered; reversed, it is open again.

    Only of a closed year are results final; none of its records is entered, reversed or corrected.
    """

    year: int
    days: Period
    seq: Seq = Seq(0)


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """沿用: what a member's year came to before the ledger was kept, as the paper with that number (文号) says it.

    ``days`` are those of the year; ``score`` and ``grade`` are None where that year's scheme gave none.
    """

    member: MemberKey
    year: int
    days: Period
    score: Points | None
    grade: str | None
    paper: str
    seq: Seq = Seq(0)


Entry: TypeAlias = (
    CommitteeSetup
    | Enrolment
    | NameChange
    | NewNumber
    | NewTenure
    | NewRecord
    | Activity
    | Invitation
    | Leave
    | Reversal
    | RulesUsed
    | Issue
    | YearClosing
    | EarlierResult
    | HandIn
    | NewProceeding
    | NewStep
    | NewPlan
    | NewBudget
    | NewSpending
    | NameErasure
    | MergeOf
    | TakenFrom
    | Attribution
)


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue with its seq, and by whom and when it was made."""

    seq: Seq
    issue: Issue
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch as ``duty log`` tells it: ``rows`` were appended, ``reversed_rows`` of them no longer count."""

    seq: Seq
    act: Operation
    rows: int
    reversed_rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """Any appended row, named by its seq: what sort it is, its batch, and the seq that reversed it, if any."""

    seq: Seq
    sort: str
    batch: Seq
    reversed_by: Seq | None


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """What was known: the committee, the last seq and the chain's digest there, and when that was written."""

    committee: str
    terms: tuple[Term, ...]
    seq: Seq
    digest: str
    at: datetime


T = TypeVar("T")


class LedgerReader(Protocol):
    """What can be asked of the ledger, as known at one seq. Reversed rows are left out unless a method says so."""

    def head(self) -> LedgerHead:
        """What is known."""

    def roster(self) -> Roster:
        """All enrolled members with their tenures, by number."""

    def bearers(self, number: str) -> Roster:
        """Those of the roster who bear a number, or ever bore it."""

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """What ``make`` gives, a function of the ledger as known here and of ``parts``; worked out once, where it can be kept."""

    def beside(self, work: Callable[[LedgerReader], T]) -> AbstractContextManager[Callable[[], T | None]]:
        """Begin ``work`` in a second process; what it comes to is waited for, and None where there is no such process."""

    def number_as_on(self, day: date) -> None:
        """Give members from now on by the numbers that they bore on ``day``, as papers of an earlier term do."""

    def listed(self, members: Iterable[Member], period: Period, by: NamesBy | None = None) -> list[Member]:
        """Members in the order of the office's lists, by their sectors of ``period``; ``by`` where a list has its own."""

    def records(
        self,
        *,
        member: MemberKey | None = None,
        period: Period | None = None,
        kinds: tuple[str, ...] | None = None,
        reversed_too: bool = False,
    ) -> Iterator[Record]:
        """Records by date and seq, of one member, of some days, of some kinds."""

    def records_of(self, batch: Seq) -> Iterator[Record]:
        """The records that a batch brought in, reversed or not, by date and seq."""

    def record(self, seq: Seq) -> Record | None:
        """The record with that seq, reversed or not."""

    def numbered(self, number: str) -> Seq | None:
        """The record that bears an office's own number (编号)."""

    def record_numbers(self) -> dict[str, Seq]:
        """Every office's own number (编号) in use, and the record that bears it."""

    def tallies(
        self, period: Period, member: MemberKey | None = None, *, by_source: bool = True, sight: Sight | None = None
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Each member's tallies in ``period``, by member key; members without records are left out.

        Not told apart ``by_source``, records of different families (来源编号) stand in one tally, for rules that do not ask;
        those that ``sight`` does not tell apart may stand in one too, in no order.
        """

    def families(self) -> Families:
        """Which records are linked by 来源编号, those of all members and years."""

    def activities(self, period: Period | None = None) -> tuple[Activity, ...]:
        """Activities by date and seq; of an event of which more was said later, every saying."""

    def invitations(self, period: Period | None = None) -> tuple[Invitation, ...]:
        """In which capacity members were invited to events of those days, by seq."""

    def sheets(self, period: Period, kinds: frozenset[str], member: MemberKey | None = None) -> Iterator[Signed]:
        """The lines of the sheets of events of those days and kinds, member by member, or of one member."""

    def events(self, period: Period, kinds: frozenset[str]) -> tuple[Event, ...]:
        """The events of those days and kinds of which there is a sheet, in no order."""

    def leaves(self, member: MemberKey | None = None) -> tuple[Leave, ...]:
        """Leaves by first day and seq."""

    def has_records(self, period: Period) -> bool:
        """Whether any record of anybody falls in ``period``."""

    def years_with_records(self) -> tuple[int, ...]:
        """The calendar years in which any record falls, in order."""

    def batches(self) -> tuple[Batch, ...]:
        """All batches, by seq."""

    def batch(self, seq: Seq) -> Operation | None:
        """The deed that opened the batch ``seq``."""

    def row(self, seq: Seq) -> Row | None:
        """The row with that seq, whatever its sort."""

    def rows_of(self, batch: Seq) -> tuple[Row, ...]:
        """The rows of a batch, by seq."""

    def reversed_by(self, batch: Seq) -> tuple[Row, ...]:
        """The rows that a batch reversed, by seq."""

    def rules_used(self) -> RulesUsed | None:
        """The rule files last used."""

    def issues(self) -> tuple[Issued, ...]:
        """The papers issued, by seq."""

    def erasures(self) -> tuple[Seq, ...]:
        """The seqs at which names were erased, in order."""

    def taken(self) -> tuple[TakenFrom, ...]:
        """Where batches stood in the copies that they were taken over from, by seq."""

    def closings(self) -> tuple[YearClosing, ...]:
        """The years that are closed, in order."""

    def earlier_results(self) -> tuple[EarlierResult, ...]:
        """The results taken over from before the ledger (沿用), by year and seq."""

    def hand_ins(self) -> tuple[HandIn, ...]:
        """The yearly reports and accounts handed in (收件), by day and seq."""

    def proceedings(self) -> tuple[Proceeding, ...]:
        """The proceedings with their standing steps, by seq."""

    def plans(self, period: Period | None = None, *, reversed_too: bool = False) -> tuple[Plan, ...]:
        """The activities planned for those days, by day and seq."""

    def budgets(self, year: int | None = None) -> tuple[Budget, ...]:
        """The budgets of a year (委员活动经费), or of all, by seq."""

    def spending(self, year: int) -> tuple[Spending, ...]:
        """What was spent in a year, by day and seq."""


class LedgerWriter(LedgerReader, Protocol):
    """A reading that can also append, inside one transaction and one batch."""

    @property
    def batch_seq(self) -> Seq:
        """The seq of the batch being written."""

    def begin(self, act: Operation) -> Seq:
        """Open a further batch in the same transaction; its seq."""

    def append(self, entry: Entry) -> Seq:
        """Append one row; its seq."""

    def append_all(self, entries: Iterable[Entry]) -> None:
        """Append many rows, in order."""


class WholeReader(LedgerReader, RowReader, Protocol):
    """A reading of the ledger itself, of which rows of whatever sort can be asked too."""


class Ledger(Protocol):
    """The door of the store."""

    def reading(self, known_at: Seq | None = None) -> AbstractContextManager[WholeReader]:
        """One unchanging view of the ledger, as known at ``known_at`` or now."""

    def writing(self, act: Operation) -> AbstractContextManager[LedgerWriter]:
        """One transaction: all of it is kept on leaving, none of it after an exception."""
