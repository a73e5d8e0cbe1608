#!/usr/bin/env bash
# pyarrow 26.0.1: a FileMetaData that is asked for its `schema` holds itself, so that reference counting never frees it.
#
# `FileMetaData.schema` makes a ParquetSchema that points back to the footer, and the footer keeps it. Only the cyclic collector frees the
# two. A program that switches the collector off (`gc.disable()`, as command-line tools do to start quickly) and looks at the schemas of many
# files keeps every footer until it ends: with 90 columns about 0.2 MB a file, which `pyarrow.total_allocated_bytes()` does not show, as it
# is not memory of Arrow's pool. `read_schema` and `ParquetFile.schema_arrow` tell the same without the cycle, as does a footer asked only for
# its numbers. Exits 1 when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check pyarrow==26.0.1
cd "$folder"
venv/bin/python -W error - <<'PY'
import gc
import sys

import pyarrow as pa
import pyarrow.parquet as pq

pq.write_table(pa.table({f"c{at}": [1] for at in range(90)}), "a.parquet")
WAYS = {
    "read_metadata(...).num_rows": lambda: pq.read_metadata("a.parquet").num_rows,
    "read_metadata(...).schema": lambda: pq.read_metadata("a.parquet").schema.names,
    "read_schema(...)": lambda: pq.read_schema("a.parquet").names,
    "ParquetFile(...).schema_arrow": lambda: pq.ParquetFile("a.parquet").schema_arrow.names,
}


def left(look):
    look()
    gc.collect()
    gc.disable()
    for _ in range(10):
        look()
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    found = sum(type(one).__name__ == "FileMetaData" for one in gc.garbage)
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()
    return found


seen = {way: left(look) for way, look in WAYS.items()}
for way, footers in seen.items():
    print(f"{way}: {footers} of 10 footers left for the collector")
sys.exit(0 if list(seen.values()) == [0, 10, 0, 0] else 1)
PY
