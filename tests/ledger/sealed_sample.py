"""A sealed ledger of a small committee, and the hands that change one behind the program's back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from duty_cli.ledger.chain.hash_chain import GENESIS, link
from duty_cli.ledger.parquet.sealed_chain import CanonicalTexts, proved_stretches
from duty_cli.ledger.parquet.sealed_columns import CellType, SealedColumns
from duty_cli.ledger.parquet.sealed_file import SealedFile, open_sealed, rows_by_sort
from duty_cli.ledger.parquet.sealed_metadata import CHECKPOINT, KEY
from duty_cli.ledger.parquet.sealed_writer import sealed_bytes
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.members import Seq

PROGRAM = "0.2.0"


def sealed(ledger: SqliteLedger, path: Path, known: int | None = None, **how: Any) -> SealedFile:  # noqa: ANN401 - as told
    with ledger.reading(None if known is None else Seq(known)) as reading:
        path.write_bytes(sealed_bytes(reading, PROGRAM, **how))
    return open_sealed(path)


def proved(file: SealedFile) -> int:
    """How many rows of the chain were proved."""
    return sum(stretch.rows.num_rows for stretch in proved_stretches(file))


def metadata_in(path: Path) -> dict[str, Any]:
    found = json.loads(parquet.read_metadata(path).metadata[KEY])
    assert isinstance(found, dict)
    return found


def rewritten(
    path: Path, change: Callable[[pa.Table], pa.Table] = lambda table: table, said: Mapping[str, object] | None = None
) -> Path:
    """The same file with other rows or columns, or another word of itself, as anybody who knows pyarrow would write it."""
    told = metadata_in(path) | dict(said or {})
    table = change(parquet.read_table(path).replace_schema_metadata(None))
    with parquet.ParquetWriter(path, table.schema, compression="zstd") as writer:
        writer.add_key_value_metadata({KEY: json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()})
        writer.write_table(table)
    return path


def with_cell(table: pa.Table, name: str, row: int, value: object) -> pa.Table:
    """The table with one cell of another content."""
    cells = table[name].to_pylist()
    cells[row] = value
    return table.set_column(table.schema.get_field_index(name), name, pa.array(cells, table.schema.field(name).type))


def other_than(cell: object, columns: SealedColumns, name: str) -> object:
    """What a cell might be turned into."""
    (of,) = {one.type for one in columns.every if one.name == name}
    if of is CellType.NUMBER:
        return 1 if cell is None else None if cell == 1 else int(str(cell)) + 1
    new = "改" if of is CellType.TEXT else b"\x01"
    return new if cell is None or cell == new[:0] else cell[:-1]  # type: ignore[index]


def with_chain_anew(path: Path, change: Callable[[pa.Table], pa.Table]) -> Path:
    """The same by a skilled hand, who reckons the whole chain and all that the file tells of it anew."""
    rewritten(path, change)
    heads, before = {}, GENESIS
    with open_sealed(path) as file:
        hashed = sorted(file.columns.hashed, key=lambda column: column.cell)
        texts = CanonicalTexts()
        chained = (rows_by_sort(batch.slice(0, file.metadata.seq)) for batch in file.batches())
        every = (text for by_sort in chained for text in texts.of(by_sort, hashed))
        for seq, text in enumerate(every, 1):
            heads[seq] = before = link(before, text)
    told = [heads[seq].hex() for seq in heads if seq % CHECKPOINT == 0]
    return rewritten(path, said={"head": before.hex(), "checkpoints": told})
