"""The chain of a sealed ledger reckoned anew, a column at a time: every row as it was hashed, against the heads that the file tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from duty_cli.errors.sealed_errors import SealedDamaged
from duty_cli.ledger.chain.hash_chain import GENESIS, VERSION
from duty_cli.ledger.parquet.sealed_columns import BATCH, RESULT, SEQ, SORT, CellType, SealedColumn
from duty_cli.ledger.parquet.sealed_file import SealedFile, rows_by_sort
from duty_cli.ledger.parquet.sealed_metadata import CHECKPOINT
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.progress import in_progress
from duty_cli.model.quick_dataclass import dataclass

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch

# The spelling of ``hash_chain.canonical``; a test holds the two together.
_encode = json.JSONEncoder(ensure_ascii=False).encode
_ESCAPED = r'["\\\x00-\x1f]'
"""What JSON does not spell as itself; few texts hold any of it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of the chain that follow on one another; ``by_sort`` the same, those of each sort without the columns in which they say nothing."""

    rows: RecordBatch
    by_sort: Mapping[str, RecordBatch]


def proved_stretches(sealed: SealedFile, heads: dict[int, str] | None = None) -> Iterator[Stretch]:
    """The rows of the chain some at a time, each hashed as it is given; at the end all of them came to the head.

    For the seqs that are in ``heads`` the heads there are put in. Raises NotSealed, SealedDamaged: what was given before then is
    not to be relied on.
    """
    walk = _Walk(sealed, {} if heads is None else heads)
    batches = in_progress("核对封存账本", "段", sealed.batches(), lambda: sealed.row_count // 20_000 + 1)
    for batch in batches:
        stretch = walk.take(batch)
        if stretch.rows.num_rows:
            yield stretch
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

    def take(self, batch: RecordBatch) -> Stretch:
        """The rows of the chain in it, which follow on those before. Raises SealedDamaged."""
        left = min(self._metadata.seq - self._last, batch.num_rows)
        chained, rest = batch.slice(0, left), batch.slice(left)
        self._refuse_other_rows(chained, rest)
        by_sort = rows_by_sort(chained)
        self._hash(self._texts.of(by_sort, self._hashed))
        return Stretch(chained, by_sort)

    def _hash(self, texts: Sequence[bytes]) -> None:
        """Go on by these rows, meeting the checkpoints on the way."""
        first, last = self._last, self._last + len(texts)
        due = range(first // CHECKPOINT * CHECKPOINT + CHECKPOINT, last + 1, CHECKPOINT)
        for stop in sorted({last, *due, *(seq for seq in self._heads if first < seq <= last)}):
            before = self._before
            for text in texts[self._last - first : stop - first]:
                before = sha256(before + text).digest()
            self._before, self._last = before, stop
            if stop in self._heads:
                self._heads[stop] = before.hex()
            if stop in due:
                self._meet(self._metadata.checkpoints[stop // CHECKPOINT - 1], stop - CHECKPOINT + 1)

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
        if not found.equals(pa.arange(due.start, due.stop)):
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
    """Rows as ``hash_chain.canonical`` says them, made a column at a time; what many rows have in common is said once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], tuple[Array, Array]] = {}

    def of(self, by_sort: Mapping[str, RecordBatch], hashed: Sequence[SealedColumn]) -> list[bytes]:
        """The text of each row in the order of their seqs; ``hashed`` are the columns in the order of their cells' names."""
        import pyarrow as pa
        from pyarrow import compute

        if not by_sort:
            return []
        texts = pa.concat_arrays([self._of_sort(sort, rows, hashed) for sort, rows in by_sort.items()])
        order = compute.sort_indices(pa.concat_arrays([rows[SEQ.name] for rows in by_sort.values()]))
        said: list[bytes] = texts.take(order).cast(pa.binary()).to_pylist()
        return said

    def _of_sort(self, sort: str, rows: RecordBatch, hashed: Sequence[SealedColumn]) -> Array:
        import pyarrow as pa
        from pyarrow import compute

        met = [one for one in hashed if one.name in rows.schema.names]
        # A cell that no row lacks parts those before it, which bring their comma behind them, from those after it.
        sure = next((at for at, one in enumerate(met) if not rows[one.name].null_count), -1)
        cells = (
            self._cell(rows[one.name], one, "," if at > sure else "", "," if at < sure else "")
            for at, one in enumerate(met)
        )
        within = _numbers(rows[BATCH.name], ",", f",{_encode(sort)},{{")
        texts = compute.binary_join_element_wise(
            *(f"[{VERSION},", rows[SEQ.name].cast(pa.string()), within, *cells, "}]", ""),
            null_handling="replace",
            null_replacement="",
        )
        return texts if sure >= 0 else compute.replace_substring(texts, "{,", "{", max_replacements=1)

    def _cell(self, column: Array, of: SealedColumn, ahead: str, behind: str) -> Array:
        """What each cell adds to its row: its name and its value between commas as told; null where it is null."""
        from pyarrow import compute

        before = f'{ahead}"{of.cell}":'
        if of.type is CellType.NUMBER:
            return _numbers(column, before, behind)
        known = self._known.get((of.name, ahead, behind))
        if known is None or not known[0].equals(column.dictionary):
            said = compute.binary_join_element_wise(before, _spelt(column.dictionary), behind, "")
            known = self._known[of.name, ahead, behind] = (column.dictionary, said)
        return known[1].take(column.indices)


def _spelt(values: Array) -> Array:
    """Texts, or bytes in hexadecimal, as JSON spells them."""
    import pyarrow as pa
    from pyarrow import compute

    if pa.types.is_string(values.type) and not compute.any(compute.match_substring_regex(values, _ESCAPED)).as_py():
        return compute.binary_join_element_wise('"', values, '"', "")
    said = (value.hex() if isinstance(value, bytes) else value for value in values.to_pylist())
    return pa.array(map(_encode, said), pa.string())


def _numbers(column: Array, before: str, behind: str) -> Array:
    """The numbers of a column between two words, each different one said once; null where there is none."""
    import pyarrow as pa
    from pyarrow import compute

    folded = column.dictionary_encode()
    said = compute.binary_join_element_wise(before, folded.dictionary.cast(pa.string()), behind, "")
    return said.take(folded.indices)
