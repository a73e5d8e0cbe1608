"""Index of the records in the ledger, loaded on demand by member and year: a few bytes a record."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter

from duty_cli.errors.base import DutyError
from duty_cli.errors.record_errors import AlreadyThere, LikeEvent
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey, Roster, Seq
from duty_cli.model.name_similarity import like
from duty_cli.model.periods import Period, year_of
from duty_cli.model.records import Record, RecordFields

_ASKED = 500
"""Numbers looked up one by one; after so many, all are read at once, which in a large ledger takes seconds."""

_EVER = Period(date.min, date.max)

_values = attrgetter(*(item.name for item in dataclass_fields(RecordFields) if item.compare))


class MemberRecords:
    """Index of the records of one member in one year: their seqs, and hashes of what each is recognised by.

    Full contents would not fit into memory for a province; fingerprints of eight bytes do, and are sure among so few.
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._seqs, self._contents, self._kin, self._claimed = array("q"), array("q"), array("q"), bytearray()
        for record in records:
            self._seqs.append(record.seq)
            self._contents.append(_fingerprint(_values(record.fields)))
            self._kin.append(_kin(record.fields))
            self._claimed.append(False)

    def claim_equal(self, fields: RecordFields) -> Seq | None:
        """Claim an identical record that no other row of the file has claimed, if there is one."""
        if not self._seqs:
            return None
        for at in _places(self._contents, _fingerprint(_values(fields))):
            # One record answers for one row: a row said twice is two things, of which one may be new.
            if not self._claimed[at]:
                self._claimed[at] = True
                return Seq(self._seqs[at])
        return None

    def __bool__(self) -> bool:
        return bool(self._seqs)

    def kin(self, fields: RecordFields) -> list[Seq]:
        """Possible duplicates not claimed yet: of its kind, and of its day if attended, of its title if not."""
        if not self._seqs:
            return []
        return [Seq(self._seqs[at]) for at in _places(self._kin, _kin(fields)) if not self._claimed[at]]

    def claim(self, seq: Seq) -> None:
        """Claim one record: no other row of the file is that one."""
        for at in _places(self._seqs, seq):
            self._claimed[at] = True

    def free(self) -> None:
        """Reset all claims."""
        self._claimed = bytearray(len(self._seqs))


class ExistingRecords:
    """Lookup in the ledger as it was before the import; records that the import reverses are left out."""

    def __init__(self, reading: LedgerReader) -> None:
        self._reading = reading
        self._held: dict[tuple[MemberKey, int], MemberRecords] = {}
        self._empty_years: dict[int, bool] = {}
        self._gone: set[Seq] = set()
        self._none = MemberRecords()
        self._last = reading.head().seq
        self._numbers: dict[str, Seq | None] = {}
        self._all_numbers = False

    def of(self, member: MemberKey, year: int) -> MemberRecords:
        """The records of a member in a year."""
        if self.is_empty(year):
            return self._none
        found = self._held.get((member, year))
        if found is None:
            records = self._reading.records(member=member, period=year_of(year))
            found = self._held[member, year] = MemberRecords(records)
        return found

    def record(self, seq: Seq) -> Record:
        """The record with that seq."""
        found = self._reading.record(seq)
        assert found is not None, "it was found by its seq"
        return found

    def numbered(self, number: str) -> Record | None:
        """The record that bears the number."""
        seq = self._bearer(number)
        return None if seq is None or seq in self._gone else self.record(seq)

    def in_place(self, member: Member, fields: RecordFields, *, again: bool) -> Record | DutyError | None:
        """The record in whose place ``fields`` would stand: that of their number, or the member's at their event.

        Beside an event without a name, in the place of yet another record, and beside an event whose name is like theirs
        (unless it was said to be another, ``again``), they are refused.
        """
        numbered = None if fields.number is None else self.numbered(fields.number)
        if fields.attendance is None or not self.of(member.key, fields.counted.year):
            return numbered
        seqs = self.of(member.key, fields.counted.year).kin(fields)
        beside = [record for record in map(self.record, seqs) if numbered is None or record.seq != numbered.seq]
        # The very same event first: only beside another one is a name in doubt.
        for record in sorted(beside, key=lambda one: one.fields.event != fields.event):
            event, same = record.fields.event, record.fields.event == fields.event
            if numbered is None and same:
                return record
            if same or not event or not fields.event:
                return AlreadyThere(member, event or fields.kind, f"序号 {record.seq}")
            if not again and like(event, fields.event, self.groups):
                return LikeEvent(fields.kind, fields.on, event, f"{member} 序号 {record.seq}", fields.event)
        return numbered

    def namesakes(self, member: MemberKey, fields: RecordFields, days: Period) -> Iterator[Record]:
        """Records that may be what ``fields`` say under another day or number: of their kind and title, and of no other row."""
        if fields.attendance is None and fields.title is not None:
            kin = map(self.record, self.of(member, fields.counted.year).kin(fields))
            yield from (record for record in kin if may_be(fields, record.fields, days))

    def knows(self, number: str) -> bool:
        """Whether a record bears the number."""
        return self._bearer(number) is not None

    def claim(self, record: Record) -> None:
        """Claim a record for a row: no other row of the file is that one."""
        self.of(record.member, record.fields.counted.year).claim(record.seq)

    def take_back(self, record: Record) -> None:
        """Take note that the import reverses a record: it is there for no later file."""
        self._gone.add(record.seq)
        # Kept, because the ledger does not find it any more: other rows may name it as their source.
        if record.fields.number is not None:
            self._numbers[record.fields.number] = record.seq

    def next_file(self) -> None:
        """Begin a file: it is compared with all that stands, whatever the files before it were compared with."""
        for held in self._held.values():
            held.free()
            # Reversed by this import, and therefore no row's any more.
            for seq in self._gone:
                held.claim(seq)

    @cached_property
    def roster(self) -> Roster:
        """The members."""
        return self._reading.roster()

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups of the members: what tells the names of events apart."""
        return self.roster.groups()

    def is_empty(self, year: int) -> bool:
        """Whether no record of a year stood before the import. One query a year: in a first import, one for all."""
        found = self._empty_years.get(year)
        if found is None:
            found = self._empty_years[year] = self._blank or not self._reading.has_records(year_of(year))
        return found

    @cached_property
    def _blank(self) -> bool:
        # Asked with the first row, as nothing of the import stands yet.
        return not self._reading.has_records(_EVER)

    def _bearer(self, number: str) -> Seq | None:
        """The record that bore the number before the import, reversed by it or not."""
        if self._blank:
            return None
        if number not in self._numbers and not self._all_numbers:
            self._all_numbers = len(self._numbers) >= _ASKED
            asked = self._reading.record_numbers() if self._all_numbers else {number: self._reading.numbered(number)}
            # Up to the last seq before the import: its own rows are compared in duplicate_rows.
            self._numbers.update({said: seq for said, seq in asked.items() if seq is None or seq <= self._last})
        return self._numbers.get(number)


def may_be(fields: RecordFields, other: RecordFields, days: Period) -> bool:
    """Whether ``other``, of one kind and title with ``fields``, may be the same: with a number, but for that; else by its day."""
    if fields.number is not None:
        return other.number is None and other == replace(fields, number=None)
    return other.on in days


def whence(reading: LedgerReader, seq: Seq) -> str:
    """A row's seq, and who entered it when."""
    row = reading.row(seq)
    act = None if row is None else reading.batch(row.batch)
    assert act is not None, "a row stands in a batch"
    planned = "活动计划" if row is not None and row.sort == "活动计划" else ""
    return f"{planned}序号 {seq}，{act.by} {act.at.date()} 录入"


def _places(numbers: array[int], wanted: int) -> Iterator[int]:
    return (at for at, number in enumerate(numbers) if number == wanted) if wanted in numbers else iter(())


def _kin(fields: RecordFields) -> int:
    return _fingerprint((fields.kind, fields.on if fields.attendance is not None else fields.title))


def _fingerprint(said: tuple[object, ...]) -> int:
    # Sets have no fixed order: unsorted, equal records could have different hashes.
    plain = [sorted(value) if isinstance(value, frozenset) else value for value in said]
    return int.from_bytes(blake2b(repr(plain).encode(), digest_size=8).digest(), "little", signed=True)
