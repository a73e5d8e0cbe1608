"""``Writing`` over SQLite: entries become rows, rows join the chain, and the head is written last."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from operator import itemgetter

from sqlalchemy import Connection, Dialect, insert, update
from sqlmodel import SQLModel

from duty_cli.domain.ledger import Act, Enrolment, Entry, Naming, NewRecord, Reversal
from duty_cli.domain.members import MemberKey, Person, Seq
from duty_cli.domain.records import Activity, Facts
from duty_cli.store.chain import Cell, Cells, canonical, link, person_digest
from duty_cli.store.reading import SqliteReading
from duty_cli.store.records import record_cells
from duty_cli.store.rows import batch_cells, cells_of
from duty_cli.store.tables import CODED, HEAD, SORTS

_CHUNK = 5_000
_FLUSHED = ("entry", *SORTS, "person")
"""The tables in the order in which a chunk goes in: none refers to a later one."""


@cache
def _insert_into(dialect: Dialect, name: str) -> tuple[str, Callable[[Cells], tuple[Cell, ...]]]:
    """The INSERT of a table as text, and what takes its parameters from a row.

    Compiled once and given plain tuples, it is a third faster in bulk than ``insert(table)`` given dictionaries.
    """
    compiled = insert(SQLModel.metadata.tables[name]).compile(dialect=dialect)
    return str(compiled), itemgetter(*(compiled.positiontup or ()))


@contextmanager
def one_batch(connection: Connection, act: Act) -> Iterator[SqliteWriting]:
    """The batch of ``act``, inside the transaction that is open; the chain head is taken first and set last."""
    taken = update(HEAD).values(seq=HEAD.c.seq).returning(HEAD.c.seq, HEAD.c.hash)
    seq, hash_ = connection.execute(taken).one()
    writing = SqliteWriting(connection, seq, hash_, act)
    yield writing
    connection.execute(update(HEAD).values(seq=writing.known, hash=writing.hash))


class SqliteWriting(SqliteReading):
    """A reading that can append; see the Protocol ``Writing``. What it appended, it reads."""

    def __init__(self, connection: Connection, seq: Seq, hash_: bytes, act: Act) -> None:
        super().__init__(connection, seq)
        self.hash = hash_
        self._pending: dict[str, list[Cells]] = {table: [] for table in _FLUSHED}
        self._activities: dict[tuple[str, date, str], Seq] | None = None
        self._batch = seq
        self.begin(act)

    @property
    def batch_seq(self) -> Seq:
        """The seq of the batch being written."""
        return self._batch

    def begin(self, act: Act) -> Seq:
        """Open a further batch in the same transaction; its seq."""
        self._batch = Seq(self.known + 1)
        self._chain("batch", batch_cells(act))
        self._flush()
        return self._batch

    def append(self, entry: Entry) -> Seq:
        """Append one row; its seq."""
        return self.append_all((entry,))[0]

    def append_all(self, entries: Iterable[Entry]) -> list[Seq]:
        """Append many rows; their seqs, in order."""
        seqs = []
        for entry in entries:
            seqs.append(self._take(entry))
            if len(self._pending["entry"]) >= _CHUNK:
                self._flush()
        self._flush()
        return seqs

    def _take(self, entry: Entry) -> Seq:
        match entry:
            case NewRecord():
                return self._chain("record", record_cells(entry, self._activity_of(entry.facts)))
            case Enrolment(number, person):
                key = self._chain("member", {"number": number})
                self._name(MemberKey(key), person)
                return key
            case Naming(member, person):
                return self._name(member, person)
            case _:
                seq = self._chain(*cells_of(entry))
                self._remember(entry, seq)
                return seq

    def _name(self, member: MemberKey, person: Person) -> Seq:
        salt = secrets.token_bytes(16)
        seq = self._chain("naming", {"member": member, "digest": person_digest(person, salt)})
        said = {"name": person.name, "initials": person.initials, "phone": person.phone, "salt": salt}
        self._pending["person"].append({"seq": seq, **said})
        return seq

    def _chain(self, sort: str, cells: Cells) -> Seq:
        """Give a row the next seq and its hash, and hold it until the next flush."""
        seq = self.known = Seq(self.known + 1)
        self.hash = link(self.hash, canonical(seq, self._batch, sort, cells))
        row: dict[str, Cell] = {"seq": seq, **cells}
        for name in CODED[sort]:
            text = cells[name]
            row[name] = self.labels.number(str(text)) if text is not None else None
        self._pending["entry"].append({"seq": seq, "batch": self._batch, "sort": sort, "hash": self.hash})
        self._pending[sort].append(row)
        return seq

    def _flush(self) -> None:
        for name, rows in self._pending.items():
            if rows:
                statement, columns = _insert_into(self.connection.dialect, name)
                self.connection.exec_driver_sql(statement, list(map(columns, rows)))
                rows.clear()

    def _activity_of(self, facts: Facts) -> Seq | None:
        """The activity a record names: one of its kind, on its day."""
        if facts.activity is None:
            return None
        if self._activities is None:
            self._flush()
            self._activities = {(one.kind, one.on, one.name): one.seq for one in self.activities()}
        return self._activities[facts.kind, facts.on, facts.activity]

    def _remember(self, entry: Entry, seq: Seq) -> None:
        """Keep the known activities in step with what is appended."""
        if isinstance(entry, Reversal):
            self._activities = None
        elif isinstance(entry, Activity) and self._activities is not None:
            self._activities[entry.kind, entry.on, entry.name] = seq
