"""One row told whole (查看): what it says, who entered it, whether it stands, what set it right, and what refers to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from duty_cli.errors.lookup_errors import NoSuchRow
from duty_cli.model.entry_sorts import ENTRIES
from duty_cli.model.ledger_protocol import Operation, Row, WholeReader
from duty_cli.model.members import Seq
from duty_cli.model.office_words import spoken
from duty_cli.model.papers import Column, Paper, Sheet
from duty_cli.model.row_search import Cell, Referring
from duty_cli.reports.logged_batches import merge_document
from duty_cli.reports.report_columns import Document, name_document, numbers, told_by
from duty_cli.reports.row_words import HEADINGS, Pair, RowTeller, goes_on

_REVERSIBLE = frozenset(one.said for one in ENTRIES if one.reversible)
_SAID = (Column("项目"), Column("内容"))
_REFERRING = (Column("引用它的"), Column("所在栏"), *numbers("条数"), Column("序号"))


@dataclass(frozen=True, slots=True)
class Reversed:
    """By which row one was reversed, in which deed; ``anew`` is the row that says it since, where just one does."""

    by: Seq
    batch: Seq
    act: Operation
    anew: Seq | None


@dataclass(frozen=True, slots=True)
class RowAccount:
    """A row and all that is known of it; ``sets_right`` is the row in whose place it was entered, where there is one."""

    committee: str
    head: str
    known: Seq
    row: Row
    said: tuple[Pair, ...]
    act: Operation
    reversed: Reversed | None
    sets_right: Seq | None
    entered: Mapping[str, int]
    referring: tuple[Referring, ...]
    commands: tuple[str, ...]


def row_account(reading: WholeReader, seq: int) -> RowAccount:
    """Tell the row ``seq``. Raises NoSuchRow."""
    head = reading.head()
    row, cells = reading.row(Seq(seq)), reading.cells(Seq(seq))
    act = None if row is None else reading.batch(row.batch)
    if row is None or cells is None or act is None:
        raise NoSuchRow(seq, head.seq)
    teller = RowTeller(reading)
    gone = None if row.reversed_by is None else _reversed(reading, row, cells, row.reversed_by)
    entered = reading.counted_by_sort(row.seq) if row.sort == "批次" else {}
    next_ = goes_on(row.sort, row.seq, cells, teller.whose(row.sort, row.seq, cells))
    return RowAccount(
        *(head.committee, head.digest, head.seq, row, tuple(teller.pairs(row.sort, row.seq, cells)), act, gone),
        _set_right_by(reading, row, cells),
        entered,
        tuple(reading.referring(row.seq, row.sort)),
        tuple(_commands(row, next_, entered)),
    )


def _reversed(reading: WholeReader, row: Row, cells: Mapping[str, Cell], by: Seq) -> Reversed:
    reversal = reading.row(by)
    act = None if reversal is None else reading.batch(reversal.batch)
    assert reversal is not None, "what reversed a row is a row"
    assert act is not None, "every row has its batch"
    new = (one for one in _rows_of(reading, reversal.batch, row.sort) if one.seq > by)
    return Reversed(by, reversal.batch, act, _the_only(reading, cells, new))


def _set_right_by(reading: WholeReader, row: Row, cells: Mapping[str, Cell]) -> Seq | None:
    """The row that the batch of this one reversed and for which this one stands; None where there is none, or it is not plain which."""
    if row.sort not in _REVERSIBLE:
        return None
    old = [one for one in reading.reversed_by(row.batch) if one.sort == row.sort and (one.reversed_by or 0) < row.seq]
    found = _the_only(reading, cells, iter(old))
    if found is None:
        return None
    # Of several entered in the place of one, none is the one.
    new = iter(one for one in _rows_of(reading, row.batch, row.sort))
    return found if _the_only(reading, cells, new) == row.seq else None


def _rows_of(reading: WholeReader, batch: Seq, sort: str) -> Iterator[Row]:
    return (one for one in reading.rows_of(batch) if one.sort == sort)


def _the_only(reading: WholeReader, cells: Mapping[str, Cell], rows: Iterator[Row]) -> Seq | None:
    """The only one of the rows that is of the same member and kind."""
    found: list[Seq] = []
    for row in rows:
        other = reading.cells(row.seq) or {}
        if all(cells.get(name) == other.get(name) for name in ("member", "kind", "facet")):
            found.append(row.seq)
        if len(found) > 1:
            return None
    return found[0] if found else None


def _commands(row: Row, next_: str, entered: Collection[str]) -> Iterator[str]:
    """What a clerk may do with the row."""
    if next_ != f"duty show {row.seq}":
        yield next_
    if _REVERSIBLE.intersection(entered):
        yield f"duty undo {row.seq} --reason 原因"
    elif row.sort in _REVERSIBLE and row.reversed_by is None:
        if row.sort == "记录":
            yield f"duty correct {row.seq} 字段=值 --reason 原因"
        yield f"duty void {row.seq} --reason 原因"


def account_paper(told: RowAccount) -> Paper:
    """Two columns: what the row says, and below it what became of it; a table of what refers to it."""
    row = told.row
    rows = [*told.said, *_entered(told), ("现状", standing_line(told))]
    if told.commands:
        rows.append(("接着用", "；".join(told.commands)))
    sheets = [Sheet("内容", f"序号 {row.seq}：{spoken(row.sort)}", _SAID, tuple(rows))]
    if told.referring:
        sheets.append(Sheet("引用", "引用它的（未冲正的）", _REFERRING, tuple(map(_referring_cells, told.referring))))
    title = f"{told.committee}账本序号 {row.seq}"
    return Paper(title, tuple(sheets), f"账首：序号 {told.known}｜{told.head}")


def _entered(told: RowAccount) -> Iterator[Pair]:
    """In which deed it was entered; of the row that opens a batch what the batch holds."""
    act, row = told.act, told.row
    if row.sort == "批次":
        held = "，".join(f"{spoken(sort)} {count}" for sort, count in told.entered.items())
        yield "批次内容", held or "没有其他行"
        return
    yield "登记", f"{told_by(act)} {act.at:%Y-%m-%d %H:%M:%S} {spoken(act.command)}（批次 {row.batch}）"
    if act.source:
        yield "来源文件", act.source
    if act.reason:
        yield "原因", act.reason
    if act.merged:
        yield "并入", str(act.merged)
    if told.sets_right is not None:
        yield "更正自", f"序号 {told.sets_right}"


def standing_line(told: RowAccount) -> str:
    """Whether the row counts; where not, by whom it was reversed, when and why, and what stands in its place."""
    gone = told.reversed
    if gone is None:
        return "有效" if told.row.sort in _REVERSIBLE else "已记入账本，不能冲正"
    act = gone.act
    why = f"，原因：{act.reason}" if act.reason else ""
    anew = "" if gone.anew is None else f"；更正为序号 {gone.anew}"
    who = f"{told_by(act)} {act.at:%Y-%m-%d %H:%M:%S} {spoken(act.command)}"
    return f"已由序号 {gone.by} 冲正（{who}，批次 {gone.batch}{why}）{anew}"


def _referring_cells(one: Referring) -> tuple[str | int, ...]:
    named = "、".join(map(str, one.newest)) + ("等" if one.count > len(one.newest) else "")
    return (spoken(one.sort), HEADINGS[one.sort].get(one.column, one.column), one.count, named)


def account_document(told: RowAccount) -> Document:
    """The same as plain values."""
    row, act, gone = told.row, told.act, told.reversed
    return {
        "report": "show",
        "ledger": {"seq": told.known, "head": told.head},
        **{"seq": row.seq, "sort": row.sort, "said": dict(told.said)},
        "batch": {
            **{"seq": row.batch, "by": act.by, "at": act.at.isoformat(), "command": act.command},
            **{"source": act.source, "reason": act.reason, "rows": dict(told.entered)},
            **name_document(act),
            **merge_document(act),
        },
        "reversed": None
        if gone is None
        else {
            **{"by": gone.by, "batch": gone.batch, "who": gone.act.by, "at": gone.act.at.isoformat()},
            **{"command": gone.act.command, "reason": gone.act.reason, "anew": gone.anew},
        },
        "sets_right": told.sets_right,
        "referring": [
            {"sort": one.sort, "column": one.column, "count": one.count, "newest": list(one.newest)}
            for one in told.referring
        ],
        "commands": list(told.commands),
    }
