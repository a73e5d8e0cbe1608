"""Two copies of one ledger compared row by row after their common beginning; and what the other has is taken over."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path

from duty_cli.errors.backup_errors import DamagedBackup, NewerBackup, NotABackup
from duty_cli.errors.merge_errors import MovedOn, UnfitCopy
from duty_cli.ledger.appending.row_writer import RowWriter
from duty_cli.ledger.copies.restoring import candidate
from duty_cli.ledger.queries.store_reader import StoreReader
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.diverged_copies import Cell, CopyBatch, CopyRow, Divergence, seq_here
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.ledger_protocol import Ledger, LedgerHead, Operation
from duty_cli.model.members import Seq
from duty_cli.model.merge_entries import MergedBy, MergeOf, TakenFrom
from duty_cli.model.progress import in_progress

_PERSON: tuple[str, ...] = ("name", "initials", "phone", "salt")
_OF_BATCH = frozenset({"batch", "taken"})
"""What a batch says of itself; the copy that takes it over says it anew."""

_AFTER = "seq > :common"


@contextmanager
def other_copy(source: Path, place: Path) -> Iterator[tuple[SqliteLedger, LedgerHead]]:
    """The ledger in ``source`` (a bare one, or a backup), brought up to date and verified as a copy beside ``place``; and its head.

    ``source`` itself is only read. Raises UnfitCopy, LedgerUnwritable.
    """
    with ExitStack() as held:
        try:
            found = held.enter_context(candidate(source, place, untouched=True))
        except DamagedBackup as error:
            raise UnfitCopy(source, f"未通过核验，{error.what}") from error
        except NotABackup as error:
            raise UnfitCopy(source, error.why) from error
        except NewerBackup as error:
            newer = f"账本版本为 {error.found}，本程序只认识到版本 {error.known}，请先升级 duty"
            raise UnfitCopy(source, newer) from error
        yield SqliteLedger(found.file), found.head


def divergence(here: Ledger, there: Ledger, common: Seq) -> Divergence:
    """What two copies have beyond ``common``, the last seq at which their chains are the same."""
    with here.reading() as own, there.reading() as other:
        assert isinstance(own, StoreReader)
        assert isinstance(other, StoreReader)
        ours, theirs = list(_batches(own, common)), list(_batches(other, common))
        met = _met(ours, theirs)
        left = {(one.last, one.head) for batch in ours for one in batch.left_out}
        before = [one.seq for one in theirs if one.marks & left and one.seq not in met]
        only = [_seen_from_here(one, common, met) for one in _only_there(theirs, {*met, *before})]
        left_before = tuple(_seen_from_here(one, common, met) for one in theirs if one.seq in before)
        known = {mark for batch in theirs for mark in batch.marks}
        mine = tuple(one for one in ours if not one.marks & known and not one.merges)
        targets = {
            row.target
            for one in (*mine, *only, *left_before)
            for row in one.rows
            if row.target is not None and row.target > 0
        }
        among = f"seq IN ({own.dialect.numbers.format(':seqs')})"
        taken_back = _rows(own, among, seqs=json.dumps(sorted(targets)))
        both = {row.seq: row for row in taken_back}
        return Divergence(common, own.head(), other.head(), mine, tuple(only), left_before, met, both)


def _met(ours: Sequence[CopyBatch], theirs: Sequence[CopyBatch]) -> dict[Seq, Seq]:
    """The rows that both have beyond the common beginning, because one took them over from the other: seq there → seq here."""
    by_mark = {mark: batch for batch in ours for mark in batch.marks}
    found: dict[Seq, Seq] = {}
    for batch in theirs:
        same = next((by_mark[mark] for mark in batch.marks if mark in by_mark), None)
        if same is not None:
            found[batch.seq] = same.seq
            found.update((one.seq, other.seq) for one, other in zip(batch.rows, same.rows, strict=True))
    return found


def _only_there(theirs: Sequence[CopyBatch], met: Collection[Seq]) -> Iterator[CopyBatch]:
    """What is new; that the other merged something is new only where something of that is."""
    new = [one for one in theirs if one.seq not in met]
    needed = {came.merge for one in new for came in one.came}
    return (one for one in new if not one.merges or one.merges & needed)


def _seen_from_here(batch: CopyBatch, common: Seq, met: Mapping[Seq, Seq]) -> CopyBatch:
    """The batch of the other copy with its references as they stand here; those to rows of its own negative."""

    def seen(row: CopyRow) -> CopyRow:
        return replace(row, cells={**row.cells, **{name: seq_here(seq, common, met) for name, seq in row.refs.items()}})

    return replace(batch, rows=tuple(map(seen, batch.rows)))


def _batches(view: StoreReader, common: Seq) -> Iterator[CopyBatch]:
    """The batches after ``common``, by seq."""
    rows = {row.seq: row for row in _rows(view, _AFTER, common=common)}
    came: dict[Seq, list[TakenFrom]] = {}
    for one in view.taken():
        came.setdefault(one.batch, []).append(one)
    spine = view.execute(
        "SELECT batch, seq, hash FROM entry WHERE seq > :common ORDER BY seq", common=common
    ).fetchall()
    for batch, entries in groupby(spine, itemgetter(0)):
        _, seqs, hashes = zip(*entries, strict=True)
        said = tuple(rows[seq] for seq in seqs if seq in rows)
        merges = {row.seq for row in said if row.sort == "merge"}
        places = came.get(batch, [])
        left_out = tuple(one for one in places if one.merge in merges)
        moved = tuple(one for one in places if one.merge not in merges)
        act = view.batch(batch)
        assert act is not None, "a row stands in a batch"
        yield CopyBatch(batch, seqs[-1], hashes[-1].hex(), act, said, moved, left_out)


def _rows(view: StoreReader, condition: str, **values: object) -> list[CopyRow]:
    """The rows that meet a condition, whatever their sort, by seq; but for what only says of a batch what it is."""
    found = (row for sort in SORTS if sort not in _OF_BATCH for row in _rows_of(view, sort, condition, **values))
    return sorted(found, key=attrgetter("seq"))


def _rows_of(view: StoreReader, sort: str, condition: str, **values: object) -> Iterator[CopyRow]:
    """The rows of one sort; which columns are references the schema says, so that none can be forgotten."""
    names = [name for name, _ in view.execute(view.dialect.columns, table=sort)]
    refers = {name: table for name, table in view.execute(view.dialect.references, table=sort) if name != "seq"}
    said = ", ".join(f"{sort}.{name}" for name in names)
    query = f"""
        SELECT {sort}.seq, entry.batch, reversal.seq, {said} FROM {sort} JOIN entry ON entry.seq = {sort}.seq
        LEFT JOIN reversal ON reversal.target = {sort}.seq WHERE {sort}.{condition}
    """
    if sort == "reversal":  # nothing reverses it
        query = f"SELECT reversal.seq, entry.batch, NULL, {said} FROM reversal JOIN entry USING (seq) WHERE reversal.{condition}"
    beside = _beside(view, sort, condition, **values)
    for seq, batch, gone, *row in view.execute(query, **values):
        cells = dict(zip(names, row, strict=True))
        for name, table in refers.items():
            if table == "label":
                cells[name] = view.labels.texts.get(cells[name])
        refs = {name: cells[name] for name, table in refers.items() if table != "label" and cells[name] is not None}
        yield CopyRow(seq, batch, sort, cells, refs, gone, beside.get(seq, {}))


def _beside(view: StoreReader, sort: str, condition: str, **values: object) -> dict[int, Mapping[str, Cell]]:
    """What belongs to rows of a sort and stands in another table."""
    if sort == "naming":
        query, names = f"SELECT seq, {', '.join(_PERSON)} FROM person WHERE {condition}", _PERSON
    elif sort == "record":
        of_record = f"record.{condition} AND record.activity IS NOT NULL"
        query = f"SELECT record.seq, name FROM record JOIN activity ON activity.seq = record.activity WHERE {of_record}"
        names = ("event",)
    else:
        return {}
    return {seq: dict(zip(names, said, strict=True)) for seq, *said in view.execute(query, **values)}


def take_over(here: Ledger, act: Operation, apart: Divergence, batches: Sequence[CopyBatch]) -> Seq:
    """Take over ``batches`` of what is new, each as a batch of its own, all or none; the others are left out. The batch of the merge.

    Raises MovedOn where this ledger went on since ``apart`` was found, and as every writing does.
    """
    with here.writing(act) as writing:
        assert isinstance(writing, RowWriter)
        first = writing.batch_seq
        if first != apart.here.seq + 1 or _before(writing, first) != apart.here.digest:
            raise MovedOn
        there = apart.there
        merge = writing.append(MergeOf(there.digest, there.seq, apart.common, len(batches)))
        writing.append_all(TakenFrom(merge, one.seq, one.last, one.head) for one in apart.new if one not in batches)
        place = _Places(apart)
        for batch in in_progress("并入", "批次", batches, lambda: len(batches)):
            merged = MergedBy(act.by, act.at, batch.seq, there.digest)
            place.of[batch.seq] = writing.begin(replace(batch.act, merged=merged))
            writing.append(TakenFrom(merge, batch.seq, batch.last, batch.head))
            writing.append_all(replace(one, merge=place.here(one.merge)) for one in batch.came)
            for row in batch.rows:
                person = row.beside if row.sort == "naming" else None
                place.of[row.seq] = writing.take_over(row.sort, place.cells(row), person)
            writing.append_all(replace(one, merge=place.here(one.merge)) for one in batch.left_out)
        return first


def _before(writing: RowWriter, batch: Seq) -> str:
    found: tuple[bytes] = writing.execute("SELECT hash FROM entry WHERE seq = :seq", seq=batch - 1).fetchone()
    return found[0].hex()


class _Places:
    """Where the rows of the other copy stand here."""

    def __init__(self, apart: Divergence) -> None:
        self._common = apart.common
        self.of: dict[Seq, Seq] = dict(apart.met)

    def cells(self, row: CopyRow) -> dict[str, Cell]:
        """A row with its references as they stand here."""
        if row.sort == "issue":
            return {**row.cells, **self._made_there(row)}
        return {**row.cells, **{name: self.here(seq) for name, seq in row.refs.items()}}

    def here(self, seq: Seq) -> Seq:
        """Where a row that is here stands."""
        return seq if seq <= self._common else self.of[seq]

    def _made_there(self, row: CopyRow) -> dict[str, Seq]:
        """What a paper was made from: a moment of the other copy, which is none of this one where it lies after the beginning."""
        known = row.refs["known"]
        if known <= self._common:
            return {"known": known}
        # The moment may be a row that was left out: what came before it is the nearest that is here.
        there = sorted(self.of)
        at = bisect_right(there, known)
        elsewhere = row.cells["elsewhere"]
        return {
            "known": self.of[there[at - 1]] if at else self._common,
            "elsewhere": known if elsewhere is None else Seq(int(str(elsewhere))),
        }
