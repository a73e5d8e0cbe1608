"""A ledger up to a head as the bytes of a Parquet file: from the tables straight into columns, a stretch of the chain at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.checking.schema_shape import SchemaShape, shape_of
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.parquet.sealed_columns import (
    BATCH,
    RESULT,
    SEQ,
    SORT,
    CellType,
    SealedColumn,
    SealedColumns,
    columns_of,
)
from duty_cli.ledger.parquet.sealed_metadata import CHECKPOINT, KEY, SealedMetadata, metadata_text
from duty_cli.ledger.queries.snapshot import Snapshot
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.progress import in_progress
from duty_cli.model.sealed_results import SealedResult

if TYPE_CHECKING:
    from pyarrow import Array, Schema, Table

ROWS = 100_000
"""Rows of a group of the file: few enough to be held, enough for repeating texts to be told once."""

_BYTES = 1 << 26
"""So much a group may come to; where texts are long, it has fewer rows."""


def sealed_bytes(
    reading: LedgerReader, program: str, *, results: Sequence[SealedResult] = (), with_names: bool = False
) -> bytes:
    """The file of the ledger as ``reading`` knows it, the same bytes for the same head. Raises LedgerDamaged, ImportError."""
    import pyarrow as pa
    from pyarrow import parquet

    assert isinstance(reading, Snapshot), "the reading of a store, whichever it is"
    shape = shape_of(MIGRATIONS)
    columns = columns_of(shape, with_names=with_names)
    schema, sink = columns.schema(), pa.BufferOutputStream()
    with parquet.ParquetWriter(sink, schema, **_settings(columns)) as writer:
        writer.add_key_value_metadata({KEY: metadata_text(metadata_of(reading, program, results, columns))})
        stretches = _Stretches(reading, shape, columns, schema)
        firsts = range(1, reading.known + 1, ROWS)
        for first in in_progress("写出封存账本", "段", firsts, lambda: len(firsts)):
            table = stretches.table(first, min(first + ROWS - 1, reading.known))
            writer.write_table(table, row_group_size=max(ROWS * _BYTES // max(table.nbytes, _BYTES), 1))
        if results:
            writer.write_table(_results(results, columns, schema))
    found: bytes = sink.getvalue().to_pybytes()
    return found


def metadata_of(
    reading: LedgerReader, program: str, results: Sequence[SealedResult], columns: SealedColumns
) -> SealedMetadata:
    """What the file of such a ledger says of itself."""
    assert isinstance(reading, Snapshot), "the reading of a store, whichever it is"
    head, rules = reading.head(), reading.rules_used()
    # Whole numbers divided are whole numbers in every engine, while the sign for what is left over is another.
    query = f"SELECT hash FROM entry WHERE seq <= :known AND seq / {CHECKPOINT} * {CHECKPOINT} = seq ORDER BY seq"
    return SealedMetadata(
        *(head.committee, head.terms, head.seq, head.digest, head.at),
        *(tuple(bytes(hash_).hex() for (hash_,) in reading.execute(query)), len(MIGRATIONS), program),
        *(None if rules is None else rules.digest, reading.years_with_records()),
        *(tuple(sorted({one.year for one in results})), columns.with_names),
    )


def _settings(columns: SealedColumns) -> dict[str, Any]:
    """How the file is written. What repeats is told once; seqs go up by one and are told by their differences."""
    apart = (SEQ.name, BATCH.name)
    return {
        "compression": "zstd",
        "use_dictionary": [one.name for one in columns.every if one.name not in apart],
        "column_encoding": dict.fromkeys(apart, "DELTA_BINARY_PACKED"),
        "store_schema": False,  # what pyarrow would remember of its own types makes other bytes, and says nothing
        "version": "2.6",
    }


class _Stretches:
    """The rows of a ledger, a stretch of the chain at a time, as tables of the file's schema."""

    def __init__(self, view: Snapshot, shape: SchemaShape, columns: SealedColumns, schema: Schema) -> None:
        self._view = view
        self._columns = columns
        self._schema = schema
        self._coded = {(sort, one.name) for sort, every in shape.columns.items() for one in every if one.coded}

    def table(self, first: int, last: int) -> Table:
        """The rows from ``first`` to ``last``. Raises LedgerDamaged."""
        import pyarrow as pa

        spine = self._view.execute(
            "SELECT batch, sort FROM entry WHERE seq BETWEEN :first AND :last ORDER BY seq", first=first, last=last
        ).fetchall()
        if len(spine) != last - first + 1:
            raise LedgerDamaged(f"序号 {first} 至 {last} 的行数不符")
        batches, sorts = zip(*spine, strict=True)
        found = [self._of_sort(sort, first, last) for sort in dict.fromkeys(sorts)]
        rows = found[0] if len(found) == 1 else pa.concat_tables(found, promote_options="default").sort_by(SEQ.name)
        if rows[SEQ.name].combine_chunks() != pa.array(range(first, last + 1), pa.int64()):
            raise LedgerDamaged(f"序号 {first} 至 {last} 之间有行的内容缺失或多余")
        told = {name: rows[name] for name in rows.column_names}
        told[BATCH.name], told[SORT.name] = pa.array(batches, pa.int64()), pa.array(sorts, pa.string())
        return _whole(told, self._schema, len(spine))

    def _of_sort(self, sort: str, first: int, last: int) -> Table:
        """The rows of one sort in the stretch, without the columns in which none of them says anything."""
        import pyarrow as pa

        cells = self._cells(sort)
        stretch, span = f"FROM {_from(sort)} WHERE {sort}.seq BETWEEN :first AND :last", {"first": first, "last": last}
        counts = ", ".join(f"count({cell})" for cell in cells)
        met = self._view.execute(f"SELECT {counts} {stretch}", **span).fetchone()
        said = [cell for cell, count in zip(cells, met, strict=True) if count]
        query = f"SELECT {', '.join([f'{sort}.seq', *said])} {stretch} ORDER BY {sort}.seq"
        rows = self._view.execute(query, **span).fetchall()
        seqs, *columns = zip(*rows, strict=True) if rows else [()] * (len(said) + 1)
        made = {
            cells[cell].name: self._array(cell, cells[cell], column) for cell, column in zip(said, columns, strict=True)
        }
        return pa.table({SEQ.name: pa.array(seqs, pa.int64()), **made})

    def _cells(self, sort: str) -> Mapping[str, SealedColumn]:
        """What is asked of the tables for rows of a sort, and the column in which it stands."""
        own = {f"{sort}.{cell}": column for cell, column in self._columns.by_sort[sort].items()}
        if sort == "naming" and self._columns.with_names:
            own |= {f"person.{cell}": column for cell, column in self._columns.person.items()}
        return own

    def _array(self, cell: str, column: SealedColumn, values: Sequence[object]) -> Array:
        import pyarrow as pa

        if tuple(cell.split(".")) in self._coded:
            return self._labels.take(pa.array(values, pa.int32()))
        types = {CellType.TEXT: pa.string(), CellType.NUMBER: pa.int64(), CellType.BYTES: pa.binary()}
        return pa.array(values, types[column.type])

    @cached_property
    def _labels(self) -> Array:
        """The text of each label, at its number."""
        import pyarrow as pa

        texts = self._view.labels.texts
        return pa.array(map(texts.get, range(max(texts, default=0) + 1)), pa.string())


def _from(sort: str) -> str:
    return "naming LEFT JOIN person ON person.seq = naming.seq" if sort == "naming" else sort


def _results(results: Sequence[SealedResult], columns: SealedColumns, schema: Schema) -> Table:
    import pyarrow as pa

    told = {SORT.name: pa.array([RESULT] * len(results), pa.string())}
    in_order = sorted(results, key=lambda one: (one.year, one.member))
    for cell, column in columns.by_sort[RESULT].items():
        told[column.name] = pa.array([getattr(one, cell) for one in in_order], schema.field(column.name).type)
    return _whole(told, schema, len(results))


def _whole(told: Mapping[str, Any], schema: Schema, rows: int) -> Table:
    """A table of the whole schema: nothing stands in the columns that are not told."""
    import pyarrow as pa

    return pa.table([told[one.name] if one.name in told else pa.nulls(rows, one.type) for one in schema], schema=schema)
