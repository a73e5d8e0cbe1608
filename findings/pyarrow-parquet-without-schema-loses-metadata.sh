#!/usr/bin/env bash
# pyarrow 26.0.1: with store_schema=False the key-value metadata that a schema carries is left out of a Parquet file, silently.
#
# `store_schema=False` is documented as: do not write the serialized Arrow schema (key ARROW:schema). What a program has put beside it
# with `schema.with_metadata({...})` is not part of that, and is written where store_schema is left alone. Seen here: without it the
# footer's `metadata` is None, no warning is given, and a reader cannot tell the file from one that never had any. What
# `ParquetWriter.add_key_value_metadata` adds is written in both ways, so that whoever wants files without ARROW:schema (the same bytes
# from several versions of Arrow, say) has to give metadata there. Exits 1 when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check pyarrow==26.0.1
cd "$folder"
venv/bin/python -W error - <<'PY'
import sys

import pyarrow as pa
import pyarrow.parquet as pq

table = pa.table({"points": pa.array([1, 2], pa.int64())}).replace_schema_metadata({"origin": "county"})


def kept(name, added=None, **options):
    with pq.ParquetWriter(name, table.schema, **options) as writer:
        writer.write_table(table)
        if added:
            writer.add_key_value_metadata(added)
    return sorted(pq.ParquetFile(name).metadata.metadata or {})


seen = {
    "as a rule": kept("a.parquet"),
    "store_schema=False": kept("b.parquet", store_schema=False),
    "store_schema=False, added": kept("c.parquet", {"origin": "county"}, store_schema=False),
}
for way, keys in seen.items():
    print(f"{way}: {keys}")
expected = [[b"ARROW:schema", b"origin"], [], [b"origin"]]
sys.exit(0 if list(seen.values()) == expected else 1)
PY
