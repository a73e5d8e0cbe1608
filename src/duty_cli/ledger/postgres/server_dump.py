"""What ``pg_dump`` takes of a ledger on a server, and what stands in it, as ``pg_restore`` reads it back."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

from duty_cli.errors.server_errors import DumpFailed, DumpProgramMissing, DumpProgramOlder
from duty_cli.ledger.postgres.postgres_reader import PostgresReader
from duty_cli.ledger.postgres.schema_text import SCHEMA
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.patterns import pattern

_VERSION = pattern(r"\(PostgreSQL\) (\d+)", 0)
_COPY = pattern(r"COPY \S+ \((.*)\) FROM stdin;\n", 0)
_END = "\\.\n"

_ESCAPED = pattern(r"\\(.)", re.DOTALL)
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_NULL = "\\N"


def dump_to(place: LedgerServer, reading: PostgresReader, file: Path) -> None:
    """Have ``pg_dump`` write what ``reading`` sees, and nothing that came later, into ``file``.

    Raises DumpProgramMissing, DumpProgramOlder, DumpFailed.
    """
    program = _program("pg_dump")
    server = reading.connection.raw.info.server_version // 10000
    if (found := _version(program)) < server:
        raise DumpProgramOlder(place, program, found, server)
    (snapshot,) = reading.execute("SELECT pg_export_snapshot()").fetchone()
    # Owners and rights are left out: who restores owns it, and gives the rights anew.
    words = ("--format=custom", f"--schema={SCHEMA}", "--no-owner", "--no-privileges", "--no-password")
    said = (f"--snapshot={snapshot}", f"--file={file}", f"--dbname={make_conninfo(**dict(place.keywords))}")
    _run(place, [program, *words, *said])


def rows_dumped(place: LedgerServer, file: Path, table: str) -> Iterator[tuple[Sequence[str], list[str | None]]]:
    """The rows of a table in a dump: the names of the columns and, row by row, their cells as the server writes them.

    Raises DumpProgramMissing, DumpFailed.
    """
    words = ("--data-only", f"--schema={SCHEMA}", f"--table={table}", "--file=-", str(file))
    with _read(place, [_program("pg_restore"), *words]) as lines:
        names: Sequence[str] = ()
        for line in lines:
            if begins := _COPY.fullmatch(line):
                names = [name.strip('"') for name in begins[1].split(", ")]
            elif line == _END:
                names = ()
            elif names:
                yield names, [_meant(cell) for cell in line.removesuffix("\n").split("\t")]


def _meant(cell: str) -> str | None:
    return None if cell == _NULL else _ESCAPED.sub(lambda met: _MEANT.get(met[1], met[1]), cell)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise DumpProgramMissing(name)
    return found


def _version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, errors="replace", check=False).stdout
    found = _VERSION.search(said)
    return int(found[1]) if found else 0


def _run(place: LedgerServer, words: Sequence[str]) -> None:
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        raise DumpFailed(place, Path(words[0]).name, done.stderr)


@contextmanager
def _read(place: LedgerServer, words: Sequence[str]) -> Iterator[Iterator[str]]:
    """What a program writes, line by line; that it went well is known at the end."""
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe) as run:
        assert run.stdout is not None, "it is a pipe"
        assert run.stderr is not None, "it is a pipe"
        # Line feeds alone part rows: what else the eye takes for one is escaped, or part of a text.
        yield (line.decode() for line in run.stdout)
        said = run.stderr.read().decode(errors="replace")
    if run.returncode:
        raise DumpFailed(place, Path(words[0]).name, said)
