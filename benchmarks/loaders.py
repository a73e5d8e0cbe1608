"""How libraries load rows that are already coded into a ledger's tables: nothing read, nothing checked, nothing chained.

Run by ``importing.py``, with any Python: python benchmarks/loaders.py LIBRARY LEDGER FOLDER PRAGMAS. FOLDER holds
``entry.csv`` and ``record.csv`` with the tables' columns, hashes in hex.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType


def by_pandas(pandas: ModuleType, connection: sqlite3.Connection, table: str, path: Path) -> None:
    """``read_csv`` and ``to_sql``."""
    frame = pandas.read_csv(path, dtype=str)
    if "hash" in frame:
        frame["hash"] = frame["hash"].map(bytes.fromhex)
    frame.to_sql(table, connection, if_exists="append", index=False)


def by_sqlite_utils(sqlite_utils: ModuleType, connection: sqlite3.Connection, table: str, path: Path) -> None:
    """``insert_all``, as ``sqlite-utils insert`` does."""
    with path.open(encoding="utf-8", newline="") as file:
        sqlite_utils.Database(connection)[table].insert_all(map(_typed, csv.DictReader(file)))


def _typed(row: dict[str, str]) -> dict[str, str | bytes | None]:
    return {name: bytes.fromhex(cell) if name == "hash" else cell or None for name, cell in row.items()}


def main(library: str, ledger: str, folder: str, pragmas: str) -> None:
    """Load both tables."""
    load = {"pandas": by_pandas, "sqlite_utils": by_sqlite_utils}[library]
    connection = sqlite3.connect(ledger)
    connection.executescript(pragmas)
    for table in ("entry", "record"):
        load(import_module(library), connection, table, Path(folder) / f"{table}.csv")
    connection.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
