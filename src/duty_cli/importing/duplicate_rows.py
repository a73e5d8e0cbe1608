"""Deduplicate the rows of one call among themselves: identical rows, conflicting rows, possible duplicates."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from duty_cli.errors.base import DutyError
from duty_cli.errors.record_errors import AlreadyThere, DuplicateNumber
from duty_cli.model.import_result import ImportRow, OnConflict
from duty_cli.model.records import RecordFields


class Peers:
    """Duplicate detector among the rows of a call. ``yielding`` maps each row left out to the one it yields to."""

    def __init__(self, yielding: Mapping[ImportRow, ImportRow], on_conflict: OnConflict, *, accept_valid: bool) -> None:
        self.yielding = dict(yielding)
        self._on_conflict, self._accept_valid = on_conflict, accept_valid
        self._met, self._brought, self._left_out = Kept(), Kept(), Kept()
        self._used: set[ImportRow] = set()
        self._watched: set[tuple[int, int]] = set()

    def next_file(self) -> None:
        """Begin a file: it is compared with all files before it anew."""
        self._met, self._used = Kept(), set()

    def yields_to(self, said: ImportRow) -> ImportRow | None:
        """The conflicting row that makes us skip this one, if any."""
        other = self.yielding.get(said)
        if other is None:
            # A third row for the place over which two contradict each other cannot settle which is right.
            contested = next(self._left_out.clashing(said), None)
            return None if contested is None else self.yielding[contested]
        if self.yielding.get(other) == said:
            self._left_out.keep(said)
        return other

    def twin(self, said: ImportRow) -> ImportRow | None:
        """The duplicate above it in the same file: same number, or same member at the same event."""
        found = next(self._met.clashing(said), None)
        self._met.keep(said)
        self._watched.add((said.file, said.line))
        # The earlier row was passed already, so that the next pass leaves out both.
        # Without --accept-valid one refused row keeps the whole call from being written anyway.
        if found is not None and self._accept_valid:
            self.yielding.update({found: said, said: found})
        return found

    def use_same(self, said: ImportRow) -> ImportRow | None:
        """An identical row of another file, claimed so that it matches one row of this file only."""
        for other in (*self._brought.clashing(said), *self._brought.alike(said)):
            # One row there answers for one row here: two equal rows of a file are two things, one of them new.
            if other not in self._used and (other.member.key, other.fields) == (said.member.key, said.fields):
                self._used.add(other)
                return other
        return None

    def clashing(self, said: ImportRow) -> ImportRow | None:
        """The row of another file that conflicts with ``said``: both cannot stand."""
        return next((other for other in self._brought.clashing(said) if other.file != said.file), None)

    def left(self, said: ImportRow) -> list[ImportRow]:
        """Possible duplicates in other files that no row of this file has claimed."""
        if not self._brought:
            return []
        return [other for other in self._brought.alike(said) if other not in self._used]

    def bring(self, said: ImportRow) -> None:
        """Remember a row that is written, if it may have duplicates."""
        # Only rows whose hash occurs more than once are kept whole: all of them would fill the memory.
        if self._watched and (said.file, said.line) in self._watched:
            self._brought.keep(said)

    def dispute(self, said: ImportRow, other: ImportRow) -> None:
        """Note a conflict of two files: ``correct`` takes the later row, ``stop`` with ``accept_valid`` neither."""
        self._used.add(other)
        # The earlier row is written already in this pass; the next pass begins knowing that it yields.
        if self._on_conflict is OnConflict.CORRECT:
            self.yielding[other] = said
        elif self._on_conflict is OnConflict.STOP and self._accept_valid:
            self.yielding.update({other: said, said: other})


Identity: TypeAlias = tuple[object, ...]
"""What a record is recognised by."""

_PARTS = 16
"""Hashes are compared a part at a time: as a whole, they would take as much memory as the rows."""


def exclusive(said: ImportRow) -> list[Identity]:
    """Unique keys of a record: the office's own number, and a member's place at the events of a kind and day."""
    fields = said.fields
    found: list[Identity] = [] if fields.number is None else [("编号", fields.number)]
    if fields.attendance is not None:
        # Without the name of the event: a nameless one may be any of its day, which ``clash`` decides.
        found.append((said.member.key, fields.kind, fields.on))
    return found


def alike(said: ImportRow) -> Identity | None:
    """Key of possible duplicates, which two things may share: kind and title, without a title all fields."""
    if said.fields.attendance is not None:
        return None
    if said.fields.title is not None:
        return (said.member.key, said.fields.kind, said.fields.title)
    # With a number and no title, the number alone tells it from others.
    return (said.member.key, said.fields) if said.fields.number is None else None


def clash(one: ImportRow, other: ImportRow) -> bool:
    """Whether two rows that share an exclusive identity cannot both be. An event without a name may be any of its day."""
    if one.fields.number is not None and one.fields.number == other.fields.number:
        return True
    events = {one.fields.event, other.fields.event}
    return len(events) == 1 or "" in events


def taken(said: ImportRow, other: ImportRow, where: str) -> DutyError:
    """The refusal of a row whose number or place ``other`` has."""
    if said.fields.number is not None and said.fields.number == other.fields.number:
        return DuplicateNumber(said.fields.number, where)
    return AlreadyThere(said.member, other.fields.event or said.fields.kind, where)


class Hashes:
    """Hashes of all rows of a call. Equal ones prove nothing: those rows are kept and compared in the next pass."""

    def __init__(self, files: int, *, by_day: bool) -> None:
        """``by_day``: events are not told apart, because some have no name."""
        self._by_day = by_day
        self._exclusive = _in_parts()
        self._alike = [_in_parts() for _ in range(files)] if files > 1 else []
        self._numbers = array("q")

    def place(self, fields: RecordFields) -> int | None:
        """What the places of members at one event have in common, by hash; None where nothing is attended."""
        if fields.attendance is None:
            return None
        # Where every event has a name, two meetings of one day are no pair, and their rows need not be kept.
        return hash((fields.kind, fields.on, "" if self._by_day else fields.event))

    def note(self, said: ImportRow, place: int | None) -> list[int]:
        """Note a row, whose event has that :meth:`place`, and give its hashes, of all that :func:`exclusive` and :func:`alike` name."""
        number, found = said.fields.number, list[int]()
        if number is not None:
            found.append(hash(number))
        if place is not None:
            found.append(hash((said.member.key, place)))
        for one in found:
            self._exclusive[one % _PARTS].append(one)
        shared = alike(said) if self._alike else None
        if shared is not None:
            found.append(hash(shared))
            self._alike[said.file][found[-1] % _PARTS].append(found[-1])
        return found

    def admit(self, number: str | None) -> None:
        """Take note of a number that will stand in the ledger."""
        if number is not None:
            self._numbers.append(hash(number))

    def without(self, numbers: set[str]) -> frozenset[str]:
        """Those of ``numbers`` that were not admitted."""
        admitted = set(self._numbers) if numbers else set()
        return frozenset(number for number in numbers if hash(number) not in admitted)

    def repeated(self) -> frozenset[int]:
        """The hashes of rows to be compared: any two that may not both be, and those alike in two files."""
        found = set[int]()
        for part in range(_PARTS):
            found |= _twice(self._exclusive[part])
            # Once a file: rows alike within one file are two things, only those of two files may be one.
            found |= _twice([one for of_file in self._alike for one in set(of_file[part])])
        return frozenset(found)


def _in_parts() -> tuple[array[int], ...]:
    return tuple(array("q") for _ in range(_PARTS))


def _twice(hashes: Sequence[int]) -> set[int]:
    # Nearly always so: no need to sort.
    if len(set(hashes)) == len(hashes):
        return set()
    return {one for one, following in pairwise(sorted(hashes)) if one == following}


class Kept:
    """Index of whole rows by their keys."""

    def __init__(self) -> None:
        self._by: dict[Identity, list[ImportRow]] = {}

    def __bool__(self) -> bool:
        return bool(self._by)

    def keep(self, said: ImportRow) -> None:
        """Keep a row."""
        shared = alike(said)
        for identity in (*exclusive(said), *([shared] if shared is not None else [])):
            self._by.setdefault(identity, []).append(said)

    def clashing(self, said: ImportRow) -> Iterator[ImportRow]:
        """The rows kept that cannot be beside ``said``, the first before the later ones."""
        for identity in exclusive(said):
            yield from (other for other in self._by.get(identity, ()) if clash(said, other))

    def alike(self, said: ImportRow) -> list[ImportRow]:
        """The rows kept from other files that may be the same thing."""
        shared = alike(said)
        return [] if shared is None else [other for other in self._by.get(shared, ()) if other.file != said.file]
