"""What a server or the way to it refuses is told in one line that says what to do, on a server that really refuses it."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import LedgerBusy, LedgerUnwritable
from duty_cli.errors.server_errors import (
    NoDatabaseThere,
    NoEntryToServer,
    NoRightThere,
    OlderServer,
    PasswordRefused,
    ServerGone,
    ServerRefuses,
    ServerUnreachable,
    TlsRefused,
)
from duty_cli.ledger.postgres import server_connection
from duty_cli.ledger.postgres.server_connection import connected
from duty_cli.ledger.postgres.server_refusals import told, unconnected
from duty_cli.parsing.server_url import server_of
from tests.office_server import OfficeServer

SECRET = "Qx7-口令"


@pytest.fixture(scope="module")
def server(office_server: OfficeServer) -> OfficeServer:
    office_server.sql(
        f"""
        CREATE ROLE locked_in LOGIN PASSWORD '{SECRET}'; CREATE ROLE kept_out LOGIN; CREATE ROLE tls_only LOGIN;
        CREATE ROLE poor LOGIN; CREATE ROLE no_login NOLOGIN; CREATE ROLE crowded LOGIN CONNECTION LIMIT 0;
        CREATE TABLE kept (n integer)
        """
    )
    return office_server


def _refused(url: str, sort: type[LedgerError]) -> str:
    with pytest.raises(sort) as refused:
        connected(server_of(url)).close()
    said = str(refused.value)
    assert said.count("\n") == 0
    assert SECRET not in said
    return said


def test_who_is_let_in_is_let_in(server: OfficeServer) -> None:
    with connected(server_of(server.url("postgres"))) as one, connected(server_of(server.net("postgres"))) as other:
        assert [link.execute("SELECT 'é履' || current_user").fetchone() for link in (one, other)] == [
            ("é履postgres",)
        ] * 2


def test_another_database_is_told(server: OfficeServer) -> None:
    assert "服务器上没有这个数据库：postgresql://postgres@" in _refused(server.url("不在"), NoDatabaseThere)


def test_a_password_is_asked_for_and_a_wrong_one_refused(
    server: OfficeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / ".pgpass"))
    assert "要密码，而没有给" in _refused(server.url("postgres", "locked_in"), PasswordRefused)
    (tmp_path / ".pgpass").write_text(f"*:*:*:locked_in:{SECRET}x\n", "utf-8")
    (tmp_path / ".pgpass").chmod(0o600)
    assert "密码不对，或没有这个用户" in _refused(server.url("postgres", "locked_in"), PasswordRefused)
    (tmp_path / ".pgpass").write_text(f"*:*:*:locked_in:{SECRET}\n", "utf-8")
    connected(server_of(server.url("postgres", "locked_in"))).close()
    monkeypatch.setenv("PGPASSWORD", f"{SECRET}y")
    assert "PGPASSWORD" in _refused(server.url("postgres", "locked_in"), PasswordRefused)


def test_a_password_may_stand_in_the_service_file(
    server: OfficeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = f"[office]\nhost={server.folder}\nport={server.port}\nuser=locked_in\ndbname=postgres\npassword={SECRET}\n"
    (tmp_path / "services").write_text(said, "utf-8")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    with connected(server_of("postgresql:///?service=office")) as link:
        assert link.info.user == "locked_in"
    assert "another" in _refused("postgresql:///?service=another", ServerRefuses)


def test_who_is_kept_out_is_told(server: OfficeServer) -> None:
    for user in ("kept_out", "没有", "no_login", "crowded"):
        assert "不让进入（" in _refused(server.url("postgres", user), NoEntryToServer)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://127.0.0.1:1/duty", "没有 PostgreSQL 在这个端口上等候"),
        ("postgresql://no-such-host.invalid/duty", "找不到这个主机名"),
        ("postgresql:///duty?host=/no/such/folder", "没有这个套接字"),
    ],
)
def test_a_server_that_is_not_there_is_told(url: str, why: str) -> None:
    assert why in _refused(url, ServerUnreachable)


def test_encryption_that_is_wanted_and_not_there_is_told(server: OfficeServer) -> None:
    assert "加密" in _refused(server.net("postgres", sslmode="require"), TlsRefused)
    assert "加密" in _refused(
        server.net("postgres", sslmode="verify-full", sslrootcert="/no/such/root.crt"), TlsRefused
    )
    assert "no encryption" in _refused(server.net("postgres", "tls_only"), NoEntryToServer)
    assert "sslmode" in _refused(server.net("postgres", sslmode="sure"), ServerRefuses)


_AT = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("SSL error: certificate verify failed", "不是这里的根证书签发的，或已过期"),
        (
            'server certificate for "localhost" (and 1 other name) does not match host name "10.0.0.7"',
            "证书上的主机名与地址里的不同",
        ),
        (
            'root certificate file "/home/lin/.postgresql/root.crt" does not exist\nEither provide the file, use the system\'s trusted'
            " roots with sslrootcert=system, or change sslmode to disable server certificate verification.",
            "这台电脑上没有用来核对的根证书",
        ),
    ],
)
def test_a_certificate_that_shows_nothing_is_no_reason_to_go_without(words: str, why: str) -> None:
    """As libpq 18 said it of a server with a certificate: the server of the wheel can have none."""
    said = str(unconnected(server_of("postgresql://10.0.0.7/duty"), psycopg.OperationalError(_AT + words)))
    assert said.startswith(f"账本 postgresql://10.0.0.7/duty 的服务器的证书核对不上（{why}）；本次未读也未写；")
    assert (said.endswith("请勿改成不核对了事"), said.count("\n")) == (True, 0)


def test_where_a_server_was_looked_for_is_said_once(server: OfficeServer) -> None:
    said = _refused(server.net("postgres", "tls_only"), NoEntryToServer)
    assert ("connection to server" in said, "FATAL" in said, said.count(str(server.port))) == (False, False, 1)


def test_an_older_server_is_told(server: OfficeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_connection, "LEAST_SERVER", 99)
    assert "至少要 99；请管理员升级服务器" in _refused(server.url("postgres"), OlderServer)


@pytest.mark.parametrize(
    ("user", "text", "sort"),
    [
        ("poor", "SELECT * FROM kept", NoRightThere),
        ("postgres", "BEGIN READ ONLY; CREATE TABLE other (n integer)", LedgerUnwritable),
        ("postgres", "BEGIN; SET LOCAL lock_timeout = 50; LOCK TABLE kept", LedgerBusy),
        ("postgres", "SELECT pg_terminate_backend(pg_backend_pid())", ServerGone),
    ],
)
def test_what_a_server_refuses_in_the_middle_is_told(
    server: OfficeServer, user: str, text: str, sort: type[LedgerError]
) -> None:
    place = server_of(server.url("postgres", user))
    with server.connect() as other, connected(place) as link:
        other.execute("BEGIN; LOCK TABLE kept")
        if sort is NoRightThere:
            other.execute("COMMIT")
        with pytest.raises(sort), told(place):
            link.execute(text.encode())


def test_a_connection_that_broke_off_stays_broken_off(server: OfficeServer) -> None:
    place = server_of(server.url("postgres"))
    link = connected(place)
    server.sql(f"SELECT pg_terminate_backend({link.info.backend_pid})")
    for _ in range(2):
        with pytest.raises(ServerGone, match="已完成的请用 duty log 核对"), told(place):
            link.execute("SELECT 1")


def test_a_fault_of_ours_is_no_refusal(server: OfficeServer) -> None:
    place = server_of(server.url("postgres"))
    with connected(place) as link, pytest.raises(psycopg.errors.SyntaxError), told(place):
        link.execute("SELEKT")
