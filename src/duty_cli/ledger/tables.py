"""The tables as SQLModel sees them. The schema itself is made by ``migrations``; a test holds the two together.

``entry`` is the spine: every appended row, of whatever sort, has one line there with its seq, batch and hash, and one
row of the same seq in the table of its sort. ``label``, ``head`` and ``person`` stand outside the chain.

What is asked and written is SQL through ``sqlite3``: the INSERT that these classes compile to, known ahead of time, so that no
command waits for them to load. Tests hold every INSERT and the migrated schema against them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, Text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel


def _name(model: type[SQLModel]) -> str:
    return model.__name__.removesuffix("Row").lower()


class TableRow(SQLModel):
    """What all tables have in common: that of ``RecordRow`` is called ``record``."""

    @declared_attr  # type: ignore[arg-type]  # its stub knows columns, and SQLAlchemy this name too
    def __tablename__(cls: Any) -> str:  # noqa: N805 - called with the class
        """The table's name."""
        return _name(cls)


class LabelRow(TableRow, table=True):
    """A repeating text, so that the big tables hold integers. The chain hashes the text, not the number."""

    id: int = Field(primary_key=True)
    text: str = Field(sa_type=Text, unique=True)


class HeadRow(TableRow, table=True):
    """The one row every writer takes first: the last seq and its hash."""

    id: int = Field(primary_key=True)
    seq: int
    hash: bytes


class EntryRow(TableRow, table=True):
    """The spine: one line a row, in the order in which things became known; ``sort`` names the row's table."""

    seq: int = Field(primary_key=True)
    batch: int = Field(foreign_key="entry.seq")
    sort: str = Field(sa_type=Text)
    hash: bytes


class BatchRow(TableRow, table=True):
    """One deed at the desk; ``at`` is UTC. Of one taken over from another copy, ``entered_`` is by whom and when it was entered there."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    at: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    command: str = Field(sa_type=Text)
    source: str | None = Field(sa_type=Text)
    source_digest: str | None = Field(sa_type=Text)
    reason: str | None = Field(sa_type=Text)
    entered_by: str | None = Field(sa_type=Text)
    entered_at: str | None = Field(sa_type=Text)
    after_wrong_clock: int | None


class ClockRow(TableRow, table=True):
    """The one row that says after which batch the times of entry ascend: 0, or the last of an earlier version."""

    id: int = Field(primary_key=True)
    since: int


class FoundingRow(TableRow, table=True):
    """The committee and one of its terms."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    committee: str = Field(sa_type=Text)
    term: int
    first: str = Field(sa_type=Text)
    last: str = Field(sa_type=Text)


class MemberRow(TableRow, table=True):
    """An enrolment; its seq is the member's key."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    number: str = Field(sa_type=Text)


class NamingRow(TableRow, table=True):
    """That a member was named, and the digest of how; the latest naming holds."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")
    digest: bytes


class PersonRow(TableRow, table=True):
    """What a naming said: personal, so outside the chain, and erased by making all of it NULL."""

    seq: int = Field(primary_key=True, foreign_key="naming.seq")
    name: str | None = Field(sa_type=Text)
    initials: str | None = Field(sa_type=Text)
    phone: str | None = Field(sa_type=Text)
    salt: bytes | None


class SpellRow(TableRow, table=True):
    """A dated value of a facet of a member; no ``last``: still. Why it began and ended, and the numbers of the papers."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")
    facet: int = Field(foreign_key="label.id")
    value: int = Field(foreign_key="label.id")
    first: str = Field(sa_type=Text)
    last: str | None = Field(sa_type=Text)
    begun: str | None = Field(sa_type=Text)
    begun_number: str | None = Field(sa_type=Text)
    ended: str | None = Field(sa_type=Text)
    ended_number: str | None = Field(sa_type=Text)


class ActivityRow(TableRow, table=True):
    """A dated event with an attendance sheet. ``due``: who was said to be due; the groups are sets, as those of records."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    kind: int = Field(foreign_key="label.id")
    day: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    due: int | None = Field(foreign_key="label.id")
    sector: int | None = Field(foreign_key="label.id")
    liaison_group: int | None = Field(foreign_key="label.id")
    special_committee: int | None = Field(foreign_key="label.id")


class InvitationRow(TableRow, table=True):
    """In which capacity a member was invited to an event (参会身份)."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    kind: int = Field(foreign_key="label.id")
    day: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    member: int = Field(foreign_key="member.seq")
    capacity: int = Field(foreign_key="label.id")


class RecordRow(TableRow, table=True):
    """One act of one member. ``day`` is that on which it counts; ``done`` its own, where ``year`` is another. Sets are one label, sorted and joined by 、; exact numbers are text."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")
    kind: int = Field(foreign_key="label.id")
    day: str = Field(sa_type=Text)
    number: str | None = Field(sa_type=Text)
    activity: int | None = Field(foreign_key="activity.seq")
    title: str | None = Field(sa_type=Text)
    attendance: int | None = Field(foreign_key="label.id")
    share: str | None = Field(sa_type=Text)
    stages: int | None = Field(foreign_key="label.id")
    levels: int | None = Field(foreign_key="label.id")
    position: int | None
    authors: int | None
    matter: str | None = Field(sa_type=Text)
    source: str | None = Field(sa_type=Text)
    quantity: str | None = Field(sa_type=Text)
    judged: str | None = Field(sa_type=Text)
    document: str | None = Field(sa_type=Text)
    note: str | None = Field(sa_type=Text)
    year: int | None
    done: str | None = Field(sa_type=Text)


class LeaveRow(TableRow, table=True):
    """Leave asked, and what was decided; ``granted`` is 1 or 0."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")
    first: str = Field(sa_type=Text)
    last: str = Field(sa_type=Text)
    reason: int = Field(foreign_key="label.id")
    granted: int
    decided_by: str = Field(sa_type=Text)
    kind: int | None = Field(foreign_key="label.id")


class ReversalRow(TableRow, table=True):
    """The row ``target`` no longer counts."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    target: int = Field(foreign_key="entry.seq", unique=True)


class RulesRow(TableRow, table=True):
    """The rule files in use, whole: ``files`` as ``row_codec`` encodes them."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    digest: str = Field(sa_type=Text)
    files: bytes


class IssueRow(TableRow, table=True):
    """A paper issued: ``report`` and ``printed`` are words as ``row_codec`` encodes them, digests are SHA-256.

    ``elsewhere``: the seq of the other copy that it was made at, whose ``head`` then is of that copy's chain.
    """

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    report: str = Field(sa_type=Text)
    printed: str = Field(sa_type=Text)
    format: str = Field(sa_type=Text)
    digest: bytes
    revision: int
    known: int = Field(foreign_key="entry.seq")
    head: bytes
    rules: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    elsewhere: int | None


class ClosingRow(TableRow, table=True):
    """A year of assessment closed, with its days."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    year: int
    first: str = Field(sa_type=Text)
    last: str = Field(sa_type=Text)


class ProceedingRow(TableRow, table=True):
    """A proceeding opened; ``grounds`` are words as ``row_codec`` encodes them, ``target`` the row that is in question."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    path: int = Field(foreign_key="label.id")
    use: int = Field(foreign_key="label.id")
    about: str = Field(sa_type=Text)
    member: int | None = Field(foreign_key="member.seq")
    year: int | None
    target: int | None = Field(foreign_key="entry.seq")
    grounds: str | None = Field(sa_type=Text)


class StepRow(TableRow, table=True):
    """A step of a proceeding: what it is called, what it means, and what was said of it."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    proceeding: int = Field(foreign_key="proceeding.seq")
    name: int = Field(foreign_key="label.id")
    means: int = Field(foreign_key="label.id")
    day: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    meeting: str | None = Field(sa_type=Text)
    place: str | None = Field(sa_type=Text)
    number: str | None = Field(sa_type=Text)
    words: str | None = Field(sa_type=Text)
    until: str | None = Field(sa_type=Text)
    note: str | None = Field(sa_type=Text)


class PlanRow(TableRow, table=True):
    """An activity planned; who is due as in ``ActivityRow``. ``origin``: the plan as it was first entered."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    kind: int = Field(foreign_key="label.id")
    day: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    place: str | None = Field(sa_type=Text)
    due: int | None = Field(foreign_key="label.id")
    sector: int | None = Field(foreign_key="label.id")
    liaison_group: int | None = Field(foreign_key="label.id")
    special_committee: int | None = Field(foreign_key="label.id")
    origin: int | None = Field(foreign_key="plan.seq")


class NumberingRow(TableRow, table=True):
    """The number that a member bears from ``first`` on."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")
    number: str = Field(sa_type=Text)
    first: str = Field(sa_type=Text)


class EarlierRow(TableRow, table=True):
    """A member's result of a year before the ledger, and the paper that says it; ``score`` is an exact number as text."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")
    year: int
    first: str = Field(sa_type=Text)
    last: str = Field(sa_type=Text)
    score: str | None = Field(sa_type=Text)
    grade: int | None = Field(foreign_key="label.id")
    paper: int = Field(foreign_key="label.id")


class HandInRow(TableRow, table=True):
    """A yearly report or account handed in; ``digest`` is the SHA-256 of its file."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")
    kind: int = Field(foreign_key="label.id")
    year: int
    day: str = Field(sa_type=Text)
    received_by: str = Field(sa_type=Text)
    digest: bytes | None


class BudgetRow(TableRow, table=True):
    """Money set apart, in fen; ``facet`` and ``name`` of a group, ``name`` alone of an activity, neither of the year."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    year: int
    facet: int | None = Field(foreign_key="label.id")
    name: int | None = Field(foreign_key="label.id")
    fen: int
    paper: str | None = Field(sa_type=Text)
    note: str | None = Field(sa_type=Text)


class SpendingRow(TableRow, table=True):
    """Money spent, in fen; ``facet`` and ``name`` of the group it is charged to."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    day: str = Field(sa_type=Text)
    fen: int
    summary: str = Field(sa_type=Text)
    facet: int | None = Field(foreign_key="label.id")
    name: int | None = Field(foreign_key="label.id")
    activity: int | None = Field(foreign_key="label.id")
    handled_by: str | None = Field(sa_type=Text)
    voucher: str | None = Field(sa_type=Text)
    approved_by: str | None = Field(sa_type=Text)
    note: str | None = Field(sa_type=Text)


class ErasureRow(TableRow, table=True):
    """That the name of a member was erased, in all namings before."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    member: int = Field(foreign_key="member.seq")


class MergeRow(TableRow, table=True):
    """Another copy was taken over: its last seq and its head, the last seq that both had, and how many batches came."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    head: bytes
    last: int
    common: int
    batches: int


class TakenRow(TableRow, table=True):
    """Where the batch of this row stood in the copy that it came from: its first and last seq there, and the hash of the last."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    merge: int = Field(foreign_key="merge.seq")
    first: int
    last: int
    head: bytes


class AttributionRow(TableRow, table=True):
    """By whom the batch ``target`` was entered, where another name stands in it; the latest holds."""

    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    target: int = Field(foreign_key="batch.seq")
    by: str = Field(sa_type=Text)


_ROWS: tuple[type[TableRow], ...] = (
    *(LabelRow, HeadRow, EntryRow, PersonRow, BatchRow, FoundingRow, MemberRow, NamingRow, SpellRow),
    *(ActivityRow, RecordRow, LeaveRow, ReversalRow, RulesRow, IssueRow, ClosingRow, ProceedingRow, StepRow, PlanRow),
    *(NumberingRow, EarlierRow, HandInRow, BudgetRow, SpendingRow, ErasureRow, MergeRow, TakenRow, ClockRow),
    *(AttributionRow, InvitationRow),
)

TABLES: dict[str, Table] = {_name(row): SQLModel.metadata.tables[_name(row)] for row in _ROWS}
"""Each table by its name."""
