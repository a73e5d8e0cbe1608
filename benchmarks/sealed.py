"""What a sealed ledger weighs and costs: its file beside the ledger's, its writing beside what pyarrow needs for the same columns.

Usage: python benchmarks/sealed.py [--records 1600000] [--rounds 3]. The ledger of 1.6 million records, a province's year, is made once
a machine, as in ``verifying.py``. ``bare`` is twenty lines that do with sqlite3 and pyarrow alone what the writer does with a
ledger's records: fetch the columns, put the texts in the place of their labels, write with zstd. ``in memory`` writes what the
sealed file holds once more, from a table that is there already: what the format itself costs.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from bench import Bench, Side
from duty_cli.ledger.parquet.sealed_chain import proved_stretches
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_writer import sealed_bytes
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.ledger.sqlite.sqlite_reader import SqliteReader
from targets import Limit, Subject, Target, alone
from verifying import large, timed

SETTINGS = {"compression": "zstd", "version": "2.6"}


def size(path: Path) -> Side:
    """The MiB of a file."""
    return lambda: path.stat().st_size / 2**20


def sealed(ledger: Path, file: Path) -> None:
    """Seal a ledger as the program does, but for the door through which its files leave."""
    with open_ledger(ledger).reading() as reading:
        assert isinstance(reading, SqliteReader)
        file.write_bytes(sealed_bytes(reading, "0"))


def proved(file: Path) -> None:
    """Reckon the whole chain anew and hold it against the head."""
    with open_sealed(file) as opened:
        for _ in proved_stretches(opened):
            pass


def bare(ledger: Path, file: Path) -> None:
    """The same columns of all records, by hand."""
    with closing(sqlite3.connect(ledger)) as raw:
        texts = dict(raw.execute("SELECT id, text FROM label"))
        labels = pa.array([texts.get(at) for at in range(max(texts) + 1)], pa.string())
        columns = [name for _, name, *_ in raw.execute("PRAGMA table_info(record)")]
        coded = {row[3] for row in raw.execute("PRAGMA foreign_key_list(record)") if row[2] == "label"}
        # The hash of an entry does not go into the file; its batch and sort do.
        names = [f"record.{name}" for name in columns] + ["entry.batch", "entry.sort"]
        query = f"SELECT {', '.join(names)} FROM record JOIN entry USING (seq) ORDER BY record.seq"  # noqa: S608 - names of our own schema
        made: parquet.ParquetWriter | None = None
        rows = raw.execute(query)
        while chunk := rows.fetchmany(100_000):
            cells = dict(zip([*columns, "batch", "sort"], zip(*chunk, strict=True), strict=True))
            arrays = {
                name: labels.take(pa.array(cells[name], pa.int32())) if name in coded else pa.array(cells[name])
                for name in cells
            }
            table = pa.table(arrays)
            if made is None:
                schema = pa.schema(
                    [
                        pa.field(one.name, pa.string() if pa.types.is_null(one.type) else one.type)
                        for one in table.schema
                    ]
                )
                made = parquet.ParquetWriter(file, schema, **SETTINGS)
            made.write_table(table.cast(made.schema))
        assert made is not None
        made.close()


def sides(bench: Bench) -> Mapping[str, Side]:
    """Sealing and its peers; the sizes are told after the first round, when the files are there."""
    ledger = large(bench.sizes["records"])
    file, by_hand, again = (bench.folder / f"{name}.parquet" for name in ("sealed", "bare", "again"))
    sealed(ledger, file)
    held = parquet.read_table(file)
    return {
        "sealed": timed(lambda: sealed(ledger, file)),
        "bare": timed(lambda: bare(ledger, by_hand)),
        "in memory": timed(lambda: parquet.write_table(held, again, row_group_size=100_000, **SETTINGS)),
        "checked": timed(lambda: proved(file)),
        "sealed MiB": size(file),
        "ledger MiB": size(ledger),
    }


TARGETS = (
    Target("sealed ledger, peer the ledger's file", "sealed MiB", Limit("ledger MiB", 0.2), unit="MiB"),
    Target("sealing, peer fetching and writing by hand", "sealed", Limit("bare", 1.5)),
    Target("sealing, peer writing what is in memory", "sealed", Limit("in memory")),
    Target("sealed ledger proved by its chain", "checked", Limit("sealed")),
)
SUBJECT = Subject(TARGETS, sides, rounds=3, sizes={"records": 1_600_000})

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
