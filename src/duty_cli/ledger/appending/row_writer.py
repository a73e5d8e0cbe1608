"""``LedgerWriter`` over a database: entries become rows, rows join the chain, many at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import accumulate
from math import inf
from time import monotonic
from typing import Protocol, TypeVar

from duty_cli.errors.ledger_errors import ClockBehind
from duty_cli.ledger.chain.hash_chain import (
    Cell,
    Cells,
    Columns,
    canonical,
    canonical_rows,
    each,
    link,
    person_digest,
)
from duty_cli.ledger.chain.record_rows import record_columns
from duty_cli.ledger.chain.row_codec import Plain, batch_cells, cells_of, moment
from duty_cli.ledger.queries.history_queries import HistoryQueries
from duty_cli.ledger.queries.snapshot import CODED, TextTable, head_of
from duty_cli.ledger.queries.sql_connection import SqlConnection, SqlRows
from duty_cli.ledger.queries.store_reader import StoreReader
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.ledger_protocol import Enrolment, Entry, NameChange, NameErasure, NewRecord, Operation, Reversal
from duty_cli.model.members import MemberKey, Person, Roster, Seq
from duty_cli.model.records import Activity, RecordFields

# So many rows are held before they go in: enough for the driver to be fast, few enough to weigh nothing.
_CHUNK = 5_000

_LONG_SECONDS = 0.5

_TOLERATED = timedelta(minutes=5)
"""So far the clocks of two computers at one ledger may be apart; within it a batch bears the moment of the one before."""


TABLES_IN_ORDER = ("entry", *SORTS, "person")
"""The tables in the order in which rows go in: none refers to a later one."""


class RowInsertion(Protocol):
    """Rows on their way into the tables, inside the transaction that is open; before anything is asked, ``settle``."""

    def take(self, table: str, columns: Columns) -> None:
        """Take rows; in each call for ``table`` the same columns. They wait for others of their table, until ``put_in``."""

    def put_in(self) -> None:
        """Put in the rows that wait, or begin to."""

    def settle(self) -> None:
        """Put in all that waits: what is asked from now on finds every row, by every way."""

    def wait(self) -> None:
        """Come back when nobody else uses the connection."""

    def stop(self) -> None:
        """Leave the connection to others, whatever was not put in."""


Writer = TypeVar("Writer", bound="RowWriter")


@contextmanager
def one_batch(
    connection: SqlConnection, act: Operation, made: Callable[[Seq, bytes, Operation], Writer]
) -> Iterator[Writer]:
    """The batch of ``act``, inside the transaction that is open, which nobody else can write beside; the chain head is set last.

    ``made`` is given the last seq and its hash.
    """
    writing = made(*head_of(connection), act)
    try:
        yield writing
        writing.close()
    finally:
        # Before anything is undone: nothing may be written after that.
        writing.stop()
    writing.complete = True


class RowWriter(StoreReader):
    """A reading that can append; see the Protocol ``Writing``. What it appended, it reads."""

    def __init__(self, connection: SqlConnection, bulk: RowInsertion, seq: Seq, hash_: bytes, act: Operation) -> None:
        super().__init__(connection, seq)
        self.hash = hash_
        self._bulk = bulk
        self.labels = TextTable(connection, bulk.wait)
        self._pending: dict[str, list[Cells]] = {table: [] for table in TABLES_IN_ORDER}
        self._activities: dict[tuple[str, date, str], Seq] | None = None
        self._batch = seq
        self.complete = False
        """Whether all is written, and only the transaction remains to be kept."""
        self.when_long: Callable[[], object] = int
        """Told once, when this has taken so long that others may wait."""
        self._long_at = inf
        self.begin(act)
        self._command, self._first = act.command, self._batch
        self._long_at = monotonic() + _LONG_SECONDS

    @property
    def batch_seq(self) -> Seq:
        """The seq of the batch being written."""
        return self._batch

    @property
    def said(self) -> str:
        """What is being entered, as it is told: the command, and from which batch to which."""
        last = "" if self._batch == self._first else f" 至 {self._batch}"
        return f"{self._command}（批次 {self._first}{last}）"

    def roster(self) -> Roster:
        """All enrolled members with their tenures, by number: read anew, as this may have appended some."""
        return HistoryQueries.roster(self)

    def execute(self, query: str, **values: object) -> SqlRows:
        """The rows of a query, once all that was appended is in."""
        self._look_at_the_clock()
        self._bulk.settle()
        return super().execute(query, **values)

    def _look_at_the_clock(self) -> None:
        if monotonic() >= self._long_at:
            self._long_at = inf
            self.when_long()

    def close(self) -> None:
        """Set the head to what was appended last, which must be in."""
        self.execute("UPDATE head SET seq = :known, hash = :hash", hash=self.hash)

    def stop(self) -> None:
        """Leave the connection to others."""
        self._bulk.stop()

    def begin(self, act: Operation) -> Seq:
        """Open a further batch in the same transaction; its seq. Raises ClockBehind."""
        cells = self._in_time(batch_cells(act))
        self._batch = Seq(self.known + 1)
        self._chain("batch", cells)
        self._flush()
        return self._batch

    def _in_time(self, cells: Cells) -> Cells:
        """The row of a batch, no earlier than the one before unless it says that a clock was wrong. Raises ClockBehind."""
        last = self.execute("SELECT at, seq, by, command FROM batch ORDER BY seq DESC LIMIT 1").fetchone()
        now, wrong = str(cells["at"]), cells["after_wrong_clock"]
        behind = timedelta() if last is None else moment(last[0]) - moment(now)
        if behind > _TOLERATED and not wrong:
            raise ClockBehind(moment(now), moment(last[0]), *last[1:])
        if timedelta() < behind <= _TOLERATED:
            now = last[0]
        return {**cells, "at": now, "after_wrong_clock": wrong if behind > _TOLERATED else None}

    def append(self, entry: Entry) -> Seq:
        """Append one row; its seq."""
        seq = Seq(self.known + 1)
        self.append_all((entry,))
        return seq

    def append_all(self, entries: Iterable[Entry]) -> None:
        """Append many rows, in order."""
        records: list[NewRecord] = []
        for entry in entries:
            if isinstance(entry, NewRecord):
                records.append(entry)
                if len(records) == _CHUNK:
                    self._append_records(records)
                    self._bulk.put_in()
            else:
                self._append_records(records)
                self._take(entry)
        self._append_records(records)
        self._flush()

    def take_over(self, sort: str, cells: Cells, person: Cells | None = None) -> Seq:
        """Append a row of another copy of the ledger as it stands there; ``person`` is what its naming said. Its seq.

        As many may follow one another, they are in only once something was appended by ``append_all``.
        """
        seq = self._chain(sort, cells)
        if person is not None:
            self._pending["person"].append({"seq": seq, **person})
        if sort == "erasure":
            self._erase(MemberKey(int(str(cells["member"]))))
        return seq

    def _append_records(self, records: list[NewRecord]) -> None:
        """Append the records gathered, column by column as there may be very many, and leave the list empty."""
        if not records:
            return
        self._look_at_the_clock()
        # Rows before the records must have their seq first: the records follow them in the chain.
        said = record_columns(records, self._activity_of)
        self._hand_over()
        many, first = len(records), self.known + 1
        rows = canonical_rows(first, self._batch, "record", said.own, said.shared, said.at)
        _, *hashes = accumulate(rows, link, initial=self.hash)
        seqs = range(first, first + many)
        self._insert("entry", {"seq": seqs, "batch": [self._batch] * many, "sort": ["record"] * many, "hash": hashes})
        self._bulk.take("record", {"seq": seqs, **said.rows(self._coded("record", said.shared))})
        self.known, self.hash = Seq(seqs[-1]), hashes[-1]
        records.clear()

    def _take(self, entry: Enrolment | NameChange | Plain) -> None:
        match entry:
            case Enrolment(number, person):
                self._name(MemberKey(self._chain("member", {"number": number})), person)
            case NameChange(member, person):
                self._name(member, person)
            case _:
                self._remember(entry, self._chain(*cells_of(entry)))

    def _name(self, member: MemberKey, person: Person) -> None:
        # Without salt, whoever has a list of names could find out which of them a digest stands for.
        salt = secrets.token_bytes(16)
        seq = self._chain("naming", {"member": member, "digest": person_digest(person, salt)})
        said = {"name": person.name, "initials": person.initials, "phone": person.phone, "salt": salt}
        self._pending["person"].append({"seq": seq, **said})

    def _chain(self, sort: str, cells: Cells) -> Seq:
        """Give a row the next seq and its hash, and hold it until the next flush."""
        seq = self.known = Seq(self.known + 1)
        self.hash = link(self.hash, canonical(seq, self._batch, sort, cells))
        self._pending["entry"].append({"seq": seq, "batch": self._batch, "sort": sort, "hash": self.hash})
        self._pending[sort].append({"seq": seq, **cells})
        if len(self._pending["entry"]) >= _CHUNK:
            self._flush()
        return seq

    def _flush(self) -> None:
        self._look_at_the_clock()
        self._hand_over()
        self._bulk.put_in()

    def _hand_over(self) -> None:
        for table, rows in self._pending.items():
            if rows:
                self._insert(table, {name: [row[name] for row in rows] for name in rows[0]})
                rows.clear()

    def _insert(self, table: str, columns: Columns) -> None:
        self._bulk.take(table, {**columns, **self._coded(table, columns)})

    def _coded(self, table: str, columns: Columns) -> Columns:
        return {name: each(self._code, columns[name]) for name in CODED.get(table, ())}

    def _code(self, cell: Cell) -> int | None:
        return None if cell is None else self.labels.number(str(cell))

    def _activity_of(self, fields: RecordFields) -> Seq | None:
        """The activity a record names: one of its kind, on its day."""
        if fields.activity is None:
            return None
        if self._activities is None:
            self._flush()
            self._activities = {(one.kind, one.on, one.name): one.seq for one in self.activities()}
        return self._activities[fields.kind, fields.on, fields.activity]

    def _remember(self, entry: Entry, seq: Seq) -> None:
        """Keep the known activities, and the names, in step with what is appended."""
        # A reversal may take away an activity, so that what is remembered of them is read anew.
        if isinstance(entry, Reversal):
            self._activities = None
        elif isinstance(entry, NameErasure):
            self._erase(entry.member)
        elif isinstance(entry, Activity) and self._activities is not None:
            self._activities[entry.kind, entry.on, entry.name] = seq

    def _erase(self, member: MemberKey) -> None:
        self._flush()
        self._before_erasing()
        namings = "SELECT seq FROM naming WHERE member = :member"
        nothing = "name = NULL, initials = NULL, phone = NULL, salt = NULL"
        self.execute(f"UPDATE person SET {nothing} WHERE seq IN ({namings})", member=member)

    def _before_erasing(self) -> None:
        """What has to be said to the database first, so that nothing is left of what is erased."""
