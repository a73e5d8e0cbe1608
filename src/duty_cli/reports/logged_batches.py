"""Batches told row by row: what was entered and taken back, of whom, and what the members concerned stood at before and after."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duty_cli.errors.rule_errors import NoRulesForPeriod
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import Batch, LedgerReader, Operation, Row
from duty_cli.model.members import Facet, Member, MemberKey, Seq
from duty_cli.model.office_words import MEMBER, spoken
from duty_cli.model.papers import Cell, Column, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.records import Leave, Record
from duty_cli.model.rulebook import Rules
from duty_cli.reports.report_columns import (
    MEMBER_COLUMNS,
    Document,
    details,
    member_cells,
    name_document,
    numbers,
    signed,
)
from duty_cli.scoring.assessment_year import days_of, rules_of, rules_on
from duty_cli.scoring.engine import Score
from duty_cli.scoring.evaluate import score_members

_TOLD = ("记录", "参会身份", "请假")
"""The sorts of rows that are told one by one; the others are only counted."""

_ENTRIES = (*numbers("批次", "序号"), *(Column(h) for h in (f"{MEMBER}编号", "姓名", "日期", "内容", "现状")))


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """One row, which knows whether it was taken back since; what it says and of whom, where it is a record, an invitation or a leave.

    A leave that was taken back is told by its row alone.
    """

    row: Row
    said: Record | Leave | Invitation | None
    member: Member | None


@dataclass(frozen=True, slots=True)
class LoggedBatch:
    """One batch: how many rows of each sort it entered, its records and leaves, and what it took back."""

    batch: Batch
    sorts: Mapping[str, int]
    entered: tuple[LoggedRow, ...]
    taken_back: tuple[LoggedRow, ...]


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is asked for: rows of one member, of one kind, of files whose names have ``file`` in them; None is all."""

    member: Member | None = None
    kind: str | None = None
    file: str | None = None

    @property
    def chooses_rows(self) -> bool:
        """Whether single rows are asked for, and not whole batches."""
        return self.member is not None or self.kind is not None

    def of_file(self, batch: Batch) -> bool:
        """Whether the batch came from such a file."""
        return self.file is None or self.file.casefold() in (batch.act.source or "").casefold()

    def rows_of(self, told: LoggedBatch) -> LoggedBatch | None:
        """The batch with the rows asked for alone; None where it has none."""
        if not self.chooses_rows:
            return told
        entered, taken_back = (tuple(filter(self._wants, rows)) for rows in (told.entered, told.taken_back))
        return replace(told, entered=entered, taken_back=taken_back) if entered or taken_back else None

    def _wants(self, one: LoggedRow) -> bool:
        kind = one.said.fields.kind if isinstance(one.said, Record) else getattr(one.said, "kind", None)
        return (self.member is None or one.member == self.member) and self.kind in (None, kind)


ALL_ROWS = LogFilter()


class BatchTeller:
    """Finds what the rows of batches say."""

    def __init__(self, reading: LedgerReader, wanted: LogFilter = ALL_ROWS) -> None:
        self._reading = reading
        self._wanted = wanted
        self._beside: dict[Seq, Leave | Invitation] = {leave.seq: leave for leave in reading.leaves()}
        self._beside.update((one.seq, one) for one in reading.invitations())
        self._members = {member.key: member for member in reading.roster()}

    def told(self, batches: Iterable[Batch]) -> Iterator[LoggedBatch]:
        """Those that are asked for, told."""
        for batch in filter(self._wanted.of_file, batches):
            found = self._wanted.rows_of(self._tell(batch))
            if found is not None:
                yield found

    def _tell(self, batch: Batch) -> LoggedBatch:
        rows = self._reading.rows_of(batch.seq)
        records = {record.seq: record for record in self._reading.records_of(batch.seq)}
        return LoggedBatch(
            batch,
            Counter(row.sort for row in rows),
            tuple(self._entry(row, records.get(row.seq)) for row in rows if row.sort in _TOLD),
            tuple(self._entry(row, self._reading.record(row.seq)) for row in self._reading.reversed_by(batch.seq)),
        )

    def _entry(self, row: Row, record: Record | None) -> LoggedRow:
        said = record or self._beside.get(row.seq)
        return LoggedRow(row, said, None if said is None else self._members.get(said.member))


def batches_with(reading: LedgerReader, wanted: LogFilter) -> list[Batch]:
    """The batches that entered or took back a record or leave asked for, so that not every batch of years need be told."""
    batches = reading.batches()
    if not wanted.chooses_rows:
        return list(batches)
    key = None if wanted.member is None else wanted.member.key
    kinds = None if wanted.kind is None else (wanted.kind,)
    standing = {record.seq for record in reading.records(member=key, kinds=kinds)}
    every = {record.seq for record in reading.records(member=key, kinds=kinds, reversed_too=True)}
    rows = (reading.row(seq) for seq in every - standing)
    reversals = {row.reversed_by for row in rows if row is not None and row.reversed_by is not None}
    seqs = [one.seq for one in batches]
    invited = (one.seq for one in reading.invitations() if key in (None, one.member))
    acts = {*every, *reversals, *(leave.seq for leave in reading.leaves(key)), *invited}
    return [batches[at] for at in sorted({bisect_right(seqs, seq) - 1 for seq in acts})]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What a member's year comes to now, and came to before; None: the member was not yet on the roster."""

    member: Member
    sector: str
    year: int
    now: Points
    before: Points | None

    @property
    def change(self) -> Points | None:
        """What has come about since."""
        return None if self.before is None else self.now - self.before


def score_changes(
    earlier: LedgerReader, reading: LedgerReader, rules: Rules, batches: Iterable[LoggedBatch]
) -> tuple[tuple[ScoreChange, ...], tuple[str, ...]]:
    """How the rows told moved the scores of their members between two readings; and why some years have no score."""
    changes: list[ScoreChange] = []
    unruled: list[str] = []
    for year, keys in sorted(_touched(rules, batches).items()):
        try:
            if not rules_of(rules, year).book.scored:
                continue
            before, now = (score_members(one, rules, keys, year) for one in (earlier, reading))
        except NoRulesForPeriod as error:
            unruled.append(str(error))
        else:
            changes += _standings(reading, year, days_of(rules, year), before, now)
    return tuple(changes), tuple(unruled)


def _touched(rules: Rules, batches: Iterable[LoggedBatch]) -> dict[int, set[MemberKey]]:
    """The members whose scores may have moved, by year."""
    found: dict[int, set[MemberKey]] = {}
    for entry in (entry for batch in batches for entry in (*batch.entered, *batch.taken_back)):
        if isinstance(entry.said, Record):
            day = entry.said.fields.counted
            year = rules_on(rules, day)
            found.setdefault(day.year if year is None else year.year, set()).add(entry.said.member)
    return found


def _standings(
    reading: LedgerReader,
    year: int,
    days: Period,
    before: Mapping[MemberKey, Score],
    now: Mapping[MemberKey, Score],
) -> Iterator[ScoreChange]:
    for member in reading.listed((one for one in reading.roster() if one.key in now), days):
        earlier = before.get(member.key)
        total = None if earlier is None else earlier.total
        yield ScoreChange(member, member.value(Facet.SECTOR, days), year, now[member.key].total, total)


def row_sheets(batches: Sequence[LoggedBatch]) -> tuple[Sheet, Sheet]:
    """What was entered, and what was taken back."""
    entered = _lines((batch, batch.entered) for batch in batches)
    taken_back = _lines((batch, batch.taken_back) for batch in batches)
    return (
        Sheet("登记", "登记的记录和请假", _ENTRIES, entered),
        Sheet("冲正", "冲正的内容", _ENTRIES, taken_back),
    )


def _lines(batches: Iterable[tuple[LoggedBatch, tuple[LoggedRow, ...]]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((batch.batch.seq, *_entry(entry)) for batch, entries in batches for entry in entries)


def _entry(entry: LoggedRow) -> tuple[Cell, ...]:
    who = ("", "") if entry.member is None else (entry.member.number, entry.member.name)
    gone = entry.row.reversed_by
    return (entry.row.seq, *who, *_said(entry), "" if gone is None else f"已由序号 {gone} 冲正")


def _said(entry: LoggedRow) -> tuple[str, str]:
    """When, and what."""
    match entry.said:
        case Record(fields=fields):
            return fields.on.isoformat(), details(fields)
        case Invitation() as said:
            return said.on.isoformat(), f"{said.kind} {said.name} {said.capacity}"
        case Leave() as leave:
            until = "" if leave.last == leave.first else f"至 {leave.last} "
            decided = "准假" if leave.granted else "未准"
            return leave.first.isoformat(), f"{until}{leave.reason}请假 {leave.kind or ''}{decided}"
    return "", spoken(entry.row.sort)


def standing_columns(before: str, now: str) -> tuple[Column, ...]:
    """The columns of the points of members before and now."""
    return (*MEMBER_COLUMNS, Column("年度"), *numbers(before, now, "变化"))


def standing_cells(one: ScoreChange) -> tuple[Cell, ...]:
    """The cells under :func:`standing_columns`."""
    return (*member_cells(one.member, one.sector), str(one.year), one.before, one.now, signed(one.change))


def standing_document(one: ScoreChange) -> Document:
    """A member's points before and now as plain values."""
    return {
        **{"number": one.member.number, "name": one.member.name, "sector": one.sector, "year": one.year},
        **{"before": None if one.before is None else show(one.before), "now": show(one.now)},
    }


def batch_document(one: LoggedBatch) -> Document:
    """A batch with its rows as plain values."""
    act = one.batch.act
    return {
        **{"seq": one.batch.seq, "at": act.at.isoformat(), "by": act.by, "command": act.command},
        **{
            "source": act.source,
            "reason": act.reason,
            **name_document(act),
            **merge_document(act),
            "rows": dict(one.sorts),
        },
        "entered": list(_entry_documents(one.entered)),
        "reversed": list(_entry_documents(one.taken_back)),
    }


def merge_document(act: Operation) -> Document:
    """By whom, when and from where a deed was merged, as plain values; empty where it was done here."""
    said = act.merged
    if said is None:
        return {}
    return {"merged": {"by": said.by, "at": said.at.isoformat(), "batch": said.seq, "head": said.head}}


def _entry_documents(entries: Iterable[LoggedRow]) -> Iterator[Document]:
    for entry in entries:
        on, what = _said(entry)
        yield {
            **{"seq": entry.row.seq, "sort": entry.row.sort, "on": on or None, "what": what},
            **{
                "number": entry.member.number if entry.member else None,
                "name": entry.member.name if entry.member else None,
            },
            "reversed_by": entry.row.reversed_by,
        }


def before_of(batch: Batch) -> Seq:
    """The last seq known before a batch; the first row founded the ledger, and nothing can be asked before it."""
    return max(Seq(batch.seq - 1), Seq(1))
