"""The chain of a sealed ledger reckoned anew, a column at a time: every row as it was hashed, against the heads that the file tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from duty_cli.errors.sealed_errors import SealedDamaged
from duty_cli.ledger.chain.hash_chain import GENESIS, VERSION
from duty_cli.ledger.parquet.sealed_columns import BATCH, RESULT, SEQ, SORT, CellType, SealedColumn
from duty_cli.ledger.parquet.sealed_file import SealedFile
from duty_cli.ledger.parquet.sealed_metadata import CHECKPOINT
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.progress import in_progress

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch

# The spelling of ``hash_chain.canonical``; a test holds the two together.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def proved_batches(sealed: SealedFile, heads: dict[int, str] | None = None) -> Iterator[RecordBatch]:
    """The rows of the chain some at a time, each hashed as it is given; at the end all of them came to the head.

    For the seqs that are in ``heads`` the heads there are put in. Raises NotSealed, SealedDamaged: what was given before then is
    not to be relied on.
    """
    walk = _Walk(sealed, {} if heads is None else heads)
    batches = in_progress("核对封存账本", "段", sealed.batches(), lambda: sealed.row_count // 20_000 + 1)
    for batch in batches:
        chained = walk.take(batch)
        if chained.num_rows:
            yield chained
    walk.end()


class _Walk:
    """The chain of one file, gone through in order."""

    def __init__(self, sealed: SealedFile, heads: dict[int, str]) -> None:
        self._path = sealed.path
        self._heads = heads
        self._metadata = sealed.metadata
        self._hashed = sorted(sealed.columns.hashed, key=lambda column: column.cell)
        self._results = [column.name for column in sealed.columns.by_sort[RESULT].values()]
        self._outside = [column.name for column in sealed.columns.person.values()]
        self._names = sealed.columns.with_names
        self._sorts = frozenset(SORTS) & sealed.columns.by_sort.keys()
        self._texts = CanonicalTexts()
        self._last, self._before = 0, GENESIS

    def take(self, batch: RecordBatch) -> RecordBatch:
        """The rows of the chain in it, which follow on those before. Raises SealedDamaged."""
        left = min(self._metadata.seq - self._last, batch.num_rows)
        chained, rest = batch.slice(0, left), batch.slice(left)
        self._refuse_other_rows(chained, rest)
        before = self._last
        for text in self._texts.of(chained, self._hashed) if left else ():
            self._before = sha256(self._before + text).digest()
            self._last += 1
            if self._last in self._heads:
                self._heads[self._last] = self._before.hex()
            if self._last % CHECKPOINT == 0:
                self._meet(self._metadata.checkpoints[self._last // CHECKPOINT - 1], self._last - CHECKPOINT + 1)
        assert self._last == before + left, "every row has its text"
        return chained

    def end(self) -> None:
        """Raise SealedDamaged where the rows do not come to the head."""
        if self._last != self._metadata.seq:
            raise self._damaged(f"文件自述到序号 {self._metadata.seq}，却只到 {self._last}")
        self._meet(self._metadata.head, self._last // CHECKPOINT * CHECKPOINT + 1)

    def _meet(self, told: str, first: int) -> None:
        if self._before.hex() != told:
            span = f"序号 {min(first, self._last)} 至 {self._last}"
            raise self._damaged(f"{span} 之间有行被改动、调换或抽换，与文件所记的校验值不符")

    def _refuse_other_rows(self, chained: RecordBatch, rest: RecordBatch) -> None:
        import pyarrow as pa

        due = range(self._last + 1, self._last + chained.num_rows + 1)
        found = chained[SEQ.name]
        if chained.num_rows and not found.equals(pa.array(due, pa.int64())):
            at, seq = next((at, seq) for at, seq in zip(due, found.to_pylist(), strict=True) if at != seq)
            raise self._damaged(
                f"第 {at} 行的序号是 {'空' if seq is None else seq}，应为 {at}：有行缺失、重复或调换了次序"
            )
        sorts = set(chained[SORT.name].unique().to_pylist())
        if not sorts <= self._sorts or chained[BATCH.name].null_count:
            raise self._damaged(f"序号 {due[0]} 至 {due[-1]} 之间有不认识的一类行，或没有批次的行")
        if set(rest[SORT.name].unique().to_pylist()) - {RESULT}:
            raise self._damaged(f"序号 {self._metadata.seq} 之后还有不是结果的行")
        for name in rest.schema.names:
            if name not in (SORT.name, *self._results) and rest[name].null_count < rest.num_rows:
                raise self._damaged(f"结果行的列 {name} 里有不该有的内容")

    def _damaged(self, problem: str) -> SealedDamaged:
        return SealedDamaged(self._path, problem)


class CanonicalTexts:
    """Rows as ``hash_chain.canonical`` says them, made a column at a time; what a group of rows has in common is said once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Array, Array]] = {}

    def of(self, batch: RecordBatch, hashed: Sequence[SealedColumn]) -> Iterator[bytes]:
        """The text of each row; ``hashed`` are the columns in the order of their cells' names."""
        import pyarrow as pa
        from pyarrow import compute

        # A comma before each cell, as the first of a row is another in each row; it is taken away in the end.
        said = [self._cell(batch[one.name], one) for one in hashed if batch[one.name].null_count < batch.num_rows]
        seq, within = (batch[name].cast(pa.string()) for name in (SEQ.name, BATCH.name))
        sort = self._told(SORT.name, batch[SORT.name], _encode)
        opening = compute.binary_join_element_wise(f"[{VERSION}", seq, within, sort, "{", ",")
        rows = compute.binary_join_element_wise(opening, *said, "}]", "")
        yield from compute.replace_substring(rows, "{,", "{", max_replacements=1).cast(pa.binary()).to_pylist()

    def _cell(self, column: Array, of: SealedColumn) -> Array:
        """What each cell adds to its row: a comma, the name of the cell and its value; nothing where it is null."""
        import pyarrow as pa
        from pyarrow import compute

        before = f',"{of.cell}":'
        if of.type is CellType.NUMBER:
            told = compute.binary_join_element_wise(before, column.cast(pa.string()), "")
        else:
            told = self._told(
                of.name, column, lambda value: before + _encode(value.hex() if isinstance(value, bytes) else value)
            )
        return compute.fill_null(told, "")

    def _told(self, name: str, column: Array, say: Callable[[str | bytes], str]) -> Array:
        """The texts of a column that is folded, each different one said once."""
        import pyarrow as pa

        known = self._known.get(name)
        if known is None or not known[0].equals(column.dictionary):
            said = pa.array(map(say, column.dictionary.to_pylist()), pa.string())
            known = self._known[name] = (column.dictionary, said)
        return known[1].take(column.indices)
