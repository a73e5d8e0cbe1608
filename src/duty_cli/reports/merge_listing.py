"""What is to be merged and what stands against it, in lines: every place with its batch, by whom and when it was entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from duty_cli.model.diverged_copies import CopyBatch, CopyConflict, CopyRow, Divergence
from duty_cli.model.entry_sorts import ENTRIES, SORTS
from duty_cli.model.funds import yuan
from duty_cli.model.ledger_protocol import LedgerReader, Operation
from duty_cli.model.members import MemberKey, Seq

_TOLD = (
    "number",
    "kind",
    "day",
    "first",
    "last",
    "year",
    "facet",
    "value",
    "name",
    "title",
    "summary",
    "about",
    "term",
)
"""The columns by which a clerk knows a row, whatever its sort."""

_REVERSIBLE = frozenset(one.table for one in ENTRIES if one.reversible)

_SHOWN = 3
"""Contradictions of one kind between two batches that are told one by one; of more, the first and their number."""


class CopyTeller:
    """Tells rows of one copy: whose they are, and where they stand."""

    def __init__(self, reading: LedgerReader) -> None:
        self._reading = reading
        self._members = {member.key: member for member in reading.roster()}

    def where(self, row: CopyRow) -> str:
        """A row with its batch, by whom and when it was entered, and what it says."""
        act = self._reading.batch(row.batch)
        assert act is not None, "a row stands in a batch"
        return f"批次 {row.batch}（{_who(act)}）序号 {row.seq} {self.said(row)}"

    def said(self, row: CopyRow) -> str:
        """What a row says, in few words."""
        return " ".join((SORTS[row.sort], *self._words(row)))

    def _words(self, row: CopyRow) -> Iterator[str]:
        target = row.refs.get("target")
        if target is not None:
            yield f"序号 {target}"
            old = self._reading.record(target)
            if old is not None:
                yield (
                    f"（{self._member(old.member)} {old.fields.kind} {old.fields.on} {old.fields.event}".strip() + "）"
                )
        if "member" in row.refs:
            yield self._member(MemberKey(row.refs["member"]))
        yield from (str(row.cells[name]) for name in _TOLD if row.cells.get(name) is not None)
        if row.beside.get("event"):
            yield str(row.beside["event"])
        fen = row.cells.get("fen")
        if isinstance(fen, int):
            yield f"{yuan(fen)} 元"

    def _member(self, key: MemberKey) -> str:
        found = self._members.get(key)
        return f"序号 {key} 的委员" if found is None else str(found)


def batch_line(batch: CopyBatch) -> str:
    """A batch of the other copy: its seq there, when, by whom, what, and how many rows of which sorts."""
    sorts = Counter(SORTS[row.sort] for row in batch.rows)
    rows = "、".join(f"{sort} {count}" for sort, count in sorts.items())
    source = f"，{batch.act.source}" if batch.act.source else ""
    return (
        f"　批次 {batch.seq}　{batch.act.at:%Y-%m-%d %H:%M:%S}　{batch.act.by}　{batch.act.command}{source}（{rows}）"
    )


def conflict_lines(conflicts: Sequence[CopyConflict], here: CopyTeller, there: CopyTeller) -> Iterator[str]:
    """Contradictions, a line each; of many of one kind between two batches the first, and how many there are."""
    by_kind = sorted(conflicts, key=_kind)
    for _, alike in groupby(by_kind, _kind):
        every = list(alike)
        for one in every[:1] if len(every) > _SHOWN else every:
            more = f"；这两个批次之间同样的还有 {len(every) - 1} 处" if len(every) > _SHOWN else ""
            doubt = "（或是两件事）" if one.doubtful else ""
            ours = "" if one.here is one.there else f"；本账{here.where(one.here)}"
            yield f"{one.why}{doubt}：对方{there.where(one.there)}{ours}{more}"


def _kind(one: CopyConflict) -> tuple[Seq, Seq, str]:
    return one.there.batch, one.here.batch, one.why


def ways_out(conflicts: Sequence[CopyConflict]) -> Iterator[str]:
    """What a person can do about them."""
    yield f"　以本账为准：不并入对方的那个批次，加 {_or('--leave-out', (one.there.batch for one in conflicts))}"
    mine = [one for one in conflicts if one.here is not one.there]
    undone = [one.here.batch for one in mine if one.here.sort in _REVERSIBLE]
    if undone:
        yield f"　以对方为准：先在本账冲正自己的那一条（duty void 序号）或那个批次（{_or('duty undo', undone)}），再并入"
    if any(one.here.sort not in _REVERSIBLE for one in mine):
        yield "　本账的冲正、姓名、规则等不能撤回：以对方为准的，也不并入对方的那个批次，再在本账照对方的登记一次"
    if any(one.here.sort == "rules" for one in mine):
        yield "　规则文件：也可以先把两边的规则文件改成一致，各出一次报表，再并入"
    doubtful = [one.there.batch for one in conflicts if one.doubtful]
    if doubtful:
        yield f"　标明“或是两件事”的，确是两件事、两条都要记：加 {_or('--both', doubtful)}"


def _or(option: str, batches: Iterable[Seq]) -> str:
    return " 或 ".join(f"{option} {one}" for one in sorted(set(batches)))


def needing_lines(needing: Mapping[Seq, tuple[CopyRow, Seq]], there: CopyTeller) -> list[str]:
    """The batches that use what is left out."""
    return [f"对方{there.where(row)} 用到不并入的序号 {uses}" for row, uses in needing.values()]


def fact_lines(apart: Divergence, taken: Iterable[CopyBatch]) -> Iterator[str]:
    """What is no contradiction, and is to be known before it is merged."""
    new = [row for batch in taken for row in batch.rows]
    mine = {_paper(row) for batch in apart.own for row in batch.rows if row.sort == "issue"}
    twice = [row for row in new if row.sort == "issue" and _paper(row) in mine]
    for row in twice:
        yield f"同一报表的第 {row.cells['revision']!r} 稿两边都印发过，两份都登记在册；再次印发时稿次往后排"
    if any(row.sort == "rules" for row in new):
        yield "对方登记了规则文件；并入以后请核对规则文件夹，要用对方的可执行 duty rules restore --overwrite"


def _paper(row: CopyRow) -> tuple[object, object]:
    return row.cells["report"], row.cells["revision"]


def _who(act: Operation) -> str:
    return f"{act.by} {act.at:%Y-%m-%d %H:%M} {act.command}"
